/// The one-page manual that `sandan init` writes.
enum Manual {
  /// The file's name.
  static func name(_ language: Language) -> String { language.text("使用说明.txt", "manual.txt") }

  /// The file: UTF-8 with byte order mark and CRLF, which the oldest of editors shows well.
  static func bytes(_ language: Language) -> [UInt8] {
    [0xEF, 0xBB, 0xBF]
      + Array(language.text(chinese, english).replacing("\n", with: "\r\n").utf8)
  }

  static let chinese = """
    三单匹配　使用说明（一页）

    这个目录里有：需求清单、资源清单、成员清单（模板；.xlsx 带下拉选项，.csv 内容
    相同，用哪样都行）、政策.yaml、本说明。模板里的几行是样子，填好后删掉。

    一、每周五步
      1. 收表。各网格的需求、各单位的资源填进两张表，用 Excel 或 WPS 打开，
         存成 .xlsx 或 CSV 都行。几十份文件放进一个目录也行，命令里写目录名。
      2. 查错。一次列出全部错误：哪个文件、第几行、哪一列、怎样改。改完再查。
           sandan check 需求清单.csv 资源清单.csv --week 2026-W48
      3. 派单。周次写 年份-W周次，电脑日历上查得到；2026-W48 从 11 月 23 日起。
           sandan match 需求清单.csv 资源清单.csv --week 2026-W48 --out 本周
      4. 打印：sandan report 本周 写出周报、派单条、给居民的答复。
         本周/services.csv 是服务清单；unmet.csv 写着没满足的为什么、差什么。
         有人来问：sandan explain 编号 --plan 本周
         想换个安排，几个“如果”比一比：sandan help compare
         单位回话后，在 services.csv 加一列「状态」（已派、已接、拒单），存成
         回单.csv，派单命令再加 --standing 回单.csv：接了的不动，拒了的另派。
      5. 复核。手工改过 services.csv 也要复核，违反哪条规则会写出来。
           sandan verify 本周

    二、填表
      · .xlsx 模板里编号各列已设为「文本」；自己做表也要先设，免得变成 2.3E+14。
      · 一格几个值用分号：二上;三下。时段是 一 至 日 加 上、下、晚，共 21 个。
      · 日期：2026-11-23。次数、每周可用只写数字；本周不来写 0，不要空着。
      · 角色：法律:1;社工:1 表示两人同来，第一个牵头。写了角色就不写技能。
      · 点单是居民想要谁，写资源编号，最想要的在前；指定是办公室定下的：
        R003，或连时段 R003@三上。允许部分写 否，就是要么全去、要么不去。
      · 上周没满足的再报一次，结转次数加一；等了两周起提前一级。
      · 不要填身份证号码。联系方式只在 report --contacts、--ledger 时写上。

    三、没满足的原因
      没有符合条件的资源：看最接近的差哪一条，能否放宽。
      能来的天数不够、能来的人次不够：请单位多报时段或次数。
      时段已满、本周次数已用完、已被同级或更高级的需求占用：占用者写在依据里。
      小组缺角色：找能同一时段来的人。不能全部满足：问居民能否先做一部分。
      让位于政策在前的目标、政策另有目标在前：政策的目标次序所致。
      一样好的方案里没有选中：换它也行。求解没有算完：放宽时间再算一次。
      方案经人工改动：人工改过的方案里没有说明；重新排方案就有。
      没有要原因：派单时加了 --plan-only；不加，再派一次就有。

    四、政策.yaml
      类别、角色、技能的词典，优先级别，目标先后，节假日。改好后每条命令加
      --policy 政策.yaml。表里的词不在词典，查错时会说，并指出最接近的词。

    五、退出码（给写批处理的人）
      0 完成；1 复核没通过；2 有需求没满足（只在加 --strict 时）；64 命令写错；
      65 清单、政策或指定有误；66 没有这个文件；70 程序自身的错误；73 目录不能写
      或有别的东西；74 磁盘满等；75 别人正在写，或时间到而没有方案；77 没有权限。
    """ + "\n"

  static let english = """
    Matching three lists: the manual, on one page

    Here are needs (需求清单), resources (资源清单) and members (成员清单), as .xlsx
    with drop-down lists and the same as .csv; 政策.yaml, the policy; this page.

    1. Every week
      Collect: needs of the grids, resources of the units, as .xlsx or CSV. Several
        files may lie in a folder: name the folder. Delete the example rows.
      Check: every mistake at once, with file, row, column and how to mend it.
           sandan check 需求清单.csv 资源清单.csv --week 2026-W48
      Dispatch: a week is year-Wnumber; 2026-W48 begins on 23 November.
           sandan match 需求清单.csv 资源清单.csv --week 2026-W48 --out week
      Print: sandan report week --lang en writes report, slips and answers.
        week/services.csv is who goes where; unmet.csv says why not, and what lacks.
        If somebody asks: sandan explain ID --plan week
        To compare what-ifs: sandan help compare
        When units have answered, add a column 状态 to services.csv (已派 sent, 已接
        taken, 拒单 refused), save it as answers.csv, and match again with
        --standing answers.csv: what is taken stays, what is refused is placed anew.
      Verify, after changes by hand too: any rule that is broken is told.
           sandan verify week

    2. Filling in (headers may be Chinese or English, in any order)
      · Identifiers are text; the .xlsx templates see to it. Else 2.3E+14 is left.
      · Several values in a cell: 二上;三下. A session is a day, 一 to 日 (Monday
        to Sunday), and its part: 上 morning, 下 afternoon, 晚 evening. Empty: any.
      · Dates: 2026-11-23. weekly (每周可用): 0 for a week without, never empty.
      · roles (角色): 法律:1;社工:1 is two together, the first leads; no skills.
      · requested (点单): whom the resident wants, best first. pinned (指定): R003,
        or R003@三上, set by the office. partial (允许部分) 否: all visits or none.
      · A need unmet last week comes again with carried (结转次数) one more.
      · No identity numbers. Contacts appear with report --contacts or --ledger.

    3. Why a need is unmet
      nobody fits: see which rule the nearest breaks. too few days, too few places:
      ask units for more. sessions full, weeks full, held by its class or higher:
      the holders are named. role unfilled: find one for the same session.
      all or nothing: ask whether a part would do. a tier before it, tiers before
      it: the policy's order. among equal plans: another would be as good.
      not settled: allow more time. changed by hand: plan again to know why.
      not asked for: planned with --plan-only; plan again without to know why.

    4. 政策.yaml: dictionaries, classes, order of tiers, holidays; then add
      --policy 政策.yaml to each command.

    5. Exit codes: 0 done; 1 verify refuses; 2 needs unmet (--strict only);
      64 usage; 65 lists, policy or pins wrong; 66 no such file; 70 a fault of ours;
      73 folder not writable or holds other things; 74 disk full and such;
      75 in use, or time up without a plan; 77 no permission.
    """ + "\n"
}
