/// The one-page manual that `sandan init` writes.
enum Manual {
  /// The file: UTF-8 with byte order mark and CRLF, which the oldest of editors shows well.
  static let bytes: [UInt8] =
    [0xEF, 0xBB, 0xBF] + Array(chinese.replacing("\n", with: "\r\n").utf8)

  static let chinese = """
    三单匹配使用说明

    一、每周怎么做
      1. 收齐需求清单和资源清单（一个文件，或一个目录里的多个 .csv 文件）。
      2. 查错：sandan check 需求清单.csv 资源清单.csv --week 2026-W48
         每个错误一行，说明文件、行、列、看到什么、怎样改。改完再查，直到没有错误。
      3. 派单：sandan match 需求清单.csv 资源清单.csv --week 2026-W48 --out 本周
      4. 打开 本周/report.html 打印；本周/services.csv 发给各单位；
         本周/unmet.csv 里有每件未满足需求的原因，可据此答复居民。
      5. 复核：sandan verify 本周

    二、填表要点
      · 编号、网格编码、电话所在的列先设为「文本」格式，以免变成 2.3E+14。
      · 一格里有多个值，用分号隔开：二上;三下。
      · 时段写作 一上 到 日晚：星期几加 上、下、晚。
      · 日期写作 2026-11-23。
      · 每周可用必须填写；本周不来就写 0。
      · 不要填身份证号码。

    三、政策文件
      政策.yaml 里有词典、优先级别、目标先后和节假日。改好后加 --policy 政策.yaml。

    四、退出码
      0 完成；1 复核未通过；2 有需求未满足（--strict）；64 命令写错；65 清单、政策或指定有误；
      66 没有这个文件；70 程序自身的错误；73、74 无法写入；75 时间到而没有方案；77 没有权限。
    """ + "\n"
}
