import ListFiles
import ThreeLists

/// Defects as sentences.
enum DefectText {
  /// How many defects text output shows.
  static let shown = 50

  /// One line for each defect, the first fifty, and their number.
  static func lines(_ defects: [ListDefect], language: Language) -> [String] {
    var lines = defects.prefix(shown).map { line($0, language: language) }
    if defects.count > shown {
      lines.append(
        language.text(
          "共 \(defects.count) 处，以上为前 \(shown) 处；--format json 可看全部。",
          "\(defects.count) in all, the first \(shown) shown; --format json shows them all."))
    }
    return lines
  }

  /// One defect: where, what was found, what was expected, how to mend it.
  static func line(_ defect: ListDefect, language: Language) -> String {
    if case .emptyRequired = defect.kind, let option = defect.option {
      return language.text(
        "\(defect.file)：缺少必需的选项 \(option)。请补上。",
        "\(defect.file): the required option \(option) is missing. Add it.")
    }
    let place = defect.sheet.map { cell(defect, sheet: $0, language) } ?? place(defect, language)
    let mark =
      defect.severity == .warning ? language.text("提醒：", "warning: ") : language.text("", "")
    let found =
      defect.found.map { Quotation.of($0) }.map { language.text("「\($0)」", "\"\($0)\": ") } ?? ""
    return "\(place)\(language.text("：", ": "))\(mark)\(found)\(sentence(defect.kind, language))"
  }

  /// A place of a text: file, line, number of the column, its header; or a command and its option.
  private static func place(_ defect: ListDefect, _ language: Language) -> String {
    var place = defect.file
    if let option = defect.option { place += " \(option)" }
    if let line = defect.line { place += ":\(line)" }
    if let column = defect.column {
      place += language.text(" 第\(column.number)列", " column \(column.number)")
      place += header(column, language)
    }
    return place
  }

  /// Another row of which a message speaks.
  static func row(_ origin: Origin, _ language: Language) -> String {
    origin.sheet.map { row(of: origin.file, sheet: $0, line: origin.line, language) }
      ?? origin.description
  }

  static func header(_ column: ListDefect.Column, _ language: Language) -> String {
    let shown = Quotation.of(column.header)
    return shown.isEmpty ? "" : language.text("「\(shown)」", " \(shown)")
  }

  static func nearest(_ words: [String], _ language: Language) -> String {
    guard !words.isEmpty else { return "" }
    return language.text(
      "，最接近的是\(words.map { "「\($0)」" }.joined(separator: "、"))",
      "; the nearest known: \(words.joined(separator: ", "))")
  }

  private static func sentence(_ kind: ListDefect.Kind, _ language: Language) -> String {
    fileSentence(kind, language) ?? workbookSentence(kind, language) ?? cellSentence(kind, language)
      ?? listSentence(kind, language)
  }

  /// Defects of a whole file or of its form.
  private static func fileSentence(_ kind: ListDefect.Kind, _ language: Language) -> String? {
    switch kind {
    case .noSuchFile: language.text("没有这个文件。请核对文件名和目录。", "no such file. Check name and folder.")
    case .unreadable:
      language.text(
        "文件无法读取。请检查权限，或先在 Excel/WPS 里关闭它。", "the file cannot be read. Check its permissions.")
    case .emptyFolder:
      language.text(
        "目录里没有 .csv 或 .xlsx 清单。请把清单放进去。",
        "the folder holds no .csv or .xlsx list. Put the lists there.")
    case .tooLarge(let limit):
      language.text("文件超过 \(limit) 字节的上限。请分成几个文件。", "larger than \(limit) bytes. Split the file.")
    case .tooManyRows(let limit):
      language.text("超过 \(limit) 行的上限。请分成几份清单。", "more than \(limit) rows. Split the list.")
    case .manyErrors(let limit):
      language.text(
        "前面已有 \(limit) 处错误，从这一行起没有再读。请先改正前面的，多半是整列填错了。",
        "\(limit) errors so far; from this row on nothing was read. Correct those first: often a whole column is wrong."
      )
    case .cellTooLong(let limit):
      language.text(
        "单元格超过 \(limit) 个字的上限。请缩短。", "a cell of more than \(limit) characters. Shorten it.")
    case .badByte(let encoding, let character, let offset):
      language.text(
        "本行第 \(character) 个字（文件第 \(offset) 个字节）按 \(encoding) 读不出来。"
          + "请另存为 CSV UTF-8，或用 --encoding 指定编码。",
        "character \(character) of the line (byte \(offset) of the file) is not \(encoding). "
          + "Save as CSV UTF-8 or name the --encoding.")
    case .missingDecoder(let encoding):
      language.text(
        "本机不能读 \(encoding) 编码。请另存为 CSV UTF-8。",
        "this system cannot read \(encoding). Save as CSV UTF-8.")
    case .nul: language.text("含有空字符，文件可能已损坏。请重新导出。", "a NUL character. Export the file again.")
    case .wrongDelimiter:
      language.text(
        "各列不是用英文逗号分开的。请另存为「逗号分隔」的 CSV。",
        "columns are not divided by commas. Save as comma-separated CSV.")
    case .emptyFile:
      language.text(
        "文件是空的，应有一行表头。请从模板开始。",
        "the file is empty; a header row is expected. Begin from the template.")
    case .noHeader(let line?):
      language.text(
        "表头应在第一行，好像在第 \(line) 行。请删去它上面的各行。",
        "the headers, which belong in the first row, seem to stand in row \(line). Delete the rows above them."
      )
    case .noHeader(nil):
      language.text(
        "第一行没有一个认识的列名，应是表头。请照模板补上表头。",
        "the first row has no header of ours. Add the header row of the template.")
    case .missingHeader(let chinese, let english):
      language.text(
        "缺少必需的列「\(chinese)」。请补上这一列。",
        "the required column \(chinese) (\(english)) is missing. Add it.")
    case .duplicateHeader(let first):
      language.text("与第\(first)列重复。请只留一列。", "repeats column \(first). Keep one of them.")
    case .unknownHeader(let word):
      language.text("不认识这一列，不会使用", "no column of ours, not used")
        + nearest([word].compactMap { $0 }, language)
        + language.text("。", ".")
    case .raggedRow(let cells, let headers):
      language.text(
        "本行有 \(cells) 格，表头有 \(headers) 列。请补齐或删去多余的逗号。",
        "\(cells) cells under \(headers) headers. Add or remove commas.")
    case .unterminatedQuote:
      language.text("引号没有结束。请在内容后补上一个英文双引号。", "a quote that never ends. Add the closing quote.")
    case .strayQuote:
      language.text(
        "引号位置不对。内容里的双引号请写两个，并把整格放进引号。", "a quote out of place. Double it and quote the whole cell.")
    case .notYAML(let reason):
      language.text(
        "YAML 格式不对：\(Quotation.of(reason))。请核对这里的缩进、引号和括号。",
        "no YAML: \(Quotation.of(reason)). Check indentation, quotes and brackets.")
    case .unknownKey(let word):
      language.text("没有这个项目", "no such key") + nearest([word].compactMap { $0 }, language)
        + language.text("。请改正或删去。", ". Correct or remove it.")
    case .repeatedValue:
      language.text("已经写过一次。请只留一处。", "stands there already. Keep one of them.")
    case .wrongValue(let expected):
      language.text("应为 \(expected)。请改正。", "expected \(expected). Correct it.")
    case .missingKeys, .noSuchRow, .noSuchUnit, .matchesNothing, .againstChange, .leavesRange:
      scenarioSentence(kind, language)
    case .notWeekName, .secondList, .noNeedsOfWeek, .noWeeks, .severalResources,
      .unlistedResource, .notProbability:
      backtestSentence(kind, language)
    default: nil
    }
  }

  /// Defects of one cell.
  private static func cellSentence(_ kind: ListDefect.Kind, _ language: Language) -> String? {
    switch kind {
    case .emptyRequired(isCount: false):
      language.text("是空的，此列必填。请填写。", "empty, but required. Fill it in.")
    case .emptyRequired(isCount: true):
      language.text(
        "是空的，此列必填。请填写数字；没有就写 0。",
        "empty, but required. Fill in a number; a zero must be written.")
    case .notOneOf(let allowed):
      language.text(
        "应为 \(allowed.joined(separator: "、")) 之一。请改正。",
        "expected one of \(allowed.joined(separator: ", ")). Correct it.")
    case .reservedSign:
      language.text(
        "资源编号里不能有 ; 、 @，别处无法引用它。请改用字母、数字和 -。",
        "an identifier of a resource must not hold ; 、 or @, or no cell could name it. Change it.")
    case .notCount(let least, let most):
      language.text(
        "应为 \(least) 到 \(most) 的整数，不带逗号和单位。请改正。",
        "expected a whole number from \(least) to \(most), without commas or units. Correct it.")
    case .mangledNumber:
      language.text(
        "数字被表格软件改成了科学记数，原来的数字已丢失。请把该列设为「文本」后重新填写。",
        "a spreadsheet has turned digits into a power of ten. Set the column to text and enter it again."
      )
    case .notDate:
      language.text("应为日期，如 2026-11-23。请改正。", "expected a date such as 2026-11-23. Correct it.")
    case .nearlyDate(let slip): dateSentence(slip, language)
    case .impossibleDate: language.text("日历上没有这一天。请改正。", "no calendar has this day. Correct it.")
    case .notGrid: language.text("网格编码只能是数字。请改正。", "a grid code has digits only. Correct it.")
    case .gridLength(let allowed):
      language.text(
        "网格编码应为 \(allowed.map(String.init).joined(separator: " 或 ")) 位。请核对。",
        "a grid code of \(allowed.map(String.init).joined(separator: " or ")) digits is expected. Check it."
      )
    case .unknownCode(let words):
      language.text("不在词典中", "not in the dictionary") + nearest(words, language)
        + language.text("。请改正，或在政策文件里加上它。", ". Correct it, or add it to the policy.")
    case .unknownSession(let word):
      language.text("没有这个时段，应为 一上 到 日晚", "no such session; expected 一上 … 日晚")
        + nearest([word].compactMap { $0 }, language) + language.text("。请改正。", ". Correct it.")
    case .notBoolean: language.text("应为 是 或 否。请改正。", "expected 是 or 否. Correct it.")
    case .notWeight:
      language.text(
        "应为大于 0、最多两位小数的数，如 1.5。请改正。",
        "expected a number above 0 with at most two places. Correct it.")
    case .notRole:
      language.text("应为 角色:人数，如 法律:1。请改正。", "expected role:count, such as 法律:1. Correct it.")
    case .notPin:
      language.text("应为 资源编号 或 资源编号@时段，如 R003@三上。请改正。", "expected R003 or R003@三上. Correct it.")
    case .identityNumber:
      language.text(
        "像是身份证号码，此处不需要，已略去不用。请从清单中删除。",
        "looks like an ID-card number, which is not needed here; dropped. Delete it from the list.")
    default: nil
    }
  }

  /// Defects between cells and rows.
  private static func listSentence(_ kind: ListDefect.Kind, _ language: Language) -> String {
    switch kind {
    case .duplicateIdentifier(let first):
      language.text(
        "与 \(row(first, language)) 的编号重复。请改用新的编号。",
        "repeats the identifier of \(row(first, language)). Give it one of its own.")
    case .repeatedRole:
      language.text(
        "同一个角色写了两次。请合并人数，如 法律:2。", "a role twice in one team. Join the counts, such as 法律:2.")
    case .skillsBesideRoles:
      language.text("已写角色，就不能再写技能。请只留一样。", "skills beside roles. Keep one of them.")
    case .dueBeforeReported(let day):
      language.text("最迟日期早于提出日期 \(day)。请改正。", "before the day of report, \(day). Correct it.")
    case .overdue(let monday):
      language.text(
        "派单周 \(monday) 开始时已过最迟日期，仍照常派单。请核对。",
        "before the week planned begins, \(monday): overdue, and served all the same. Check.")
    case .reportedAfterWeek(let day):
      language.text(
        "提出日期晚于派单周的最后一天 \(day)。请改正，或改用以后的周。",
        "after the last day of the week planned, \(day). Correct it, or plan a later week.")
    case .unknownResource(let word):
      language.text("资源清单里没有这个编号", "no such resource") + nearest([word].compactMap { $0 }, language)
        + language.text("。请改正。", ". Correct it.")
    case .pinNeverAllowed(let rules):
      language.text(
        "这项指定不符合规则：\(rules.map { RuleText.name($0, .zh) }.joined(separator: "、"))。请改指定，或改清单。",
        "no rule lets this pin through: \(rules.map { RuleText.name($0, .en) }.joined(separator: ", ")). Change the pin or the lists."
      )
    case .tooManyPins(let places):
      language.text(
        "指定多于这项需求的 \(places) 个名额。请删去多余的。",
        "more pins than places, of which the need has \(places). Remove some.")
    case .minimumAboveWeekly(let weekly):
      language.text("每周至少大于每周可用 \(weekly)。请改小。", "above 每周可用, which is \(weekly). Lower it.")
    case .noCategoryNorRole:
      language.text("类别和角色都是空的，至少要有一样。请填写。", "neither category nor role. Fill in one of them.")
    case .weightsDiffer(let other):
      language.text(
        "与 \(row(other, language)) 同一单位，权重却不同。请改成一致。",
        "another weight than \(row(other, language)) of the same unit. Make them agree.")
    case .probableDuplicate(let other):
      language.text(
        "与 \(row(other, language)) 的网格、类别、内容都相同，可能重复。请核对。",
        "same grid, category and text as \(row(other, language)); perhaps the same need. Check.")
    case .unknownUnit(let word):
      language.text("资源清单里没有这个单位", "no such unit in the resource list")
        + nearest(word.map { [$0] } ?? [], language)
        + language.text("。如确是另一单位，可以不管。", ". Leave it if it really is another unit.")
    case .expired(let day):
      language.text(
        "有效期到 \(day)，本周不参加派单。如已续期，请改日期。",
        "valid to \(day): takes no part this week. If it was renewed, change the date.")
    case .unknownEntry(let words):
      language.text("台账里没有", "not in the ledger") + nearest(words, language)
        + language.text("。请核对编号。", ". Check the identifier.")
    case .ambiguousEntry(let candidates):
      language.text(
        "不止一个：\(candidates.joined(separator: " "))。请写全一些。",
        "fits several: \(candidates.joined(separator: " ")). Write more of it.")
    case .notMoment:
      language.text(
        "应为日期或日期加时间，如 2026-11-23T14:05。请改正。",
        "expected a date or a date with a time, such as 2026-11-23T14:05. Correct it.")
    case .againstLedger(let obstacle): LedgerText.obstacleText(obstacle, language)
    default: standingSentence(kind, language)
    }
  }

  /// Defects of a standing.
  private static func standingSentence(_ kind: ListDefect.Kind, _ language: Language) -> String {
    switch kind {
    case .notServiceID(let start):
      language.text(
        "不是本周本次服务的单号，应为 \(start) 加名额序号。请用派单结果里的 services.csv。",
        "not a number of this week and visit; expected \(start) and the place. Use the services.csv of the plan."
      )
    case .unknownNeed(let word):
      language.text("需求清单里没有这个编号", "no such need") + nearest([word].compactMap { $0 }, language)
        + language.text(
          "。需求若已撤回，请删去这一行；否则请改正。", ". If the need was withdrawn, delete the row; else correct it.")
    case .absentResource(let word):
      language.text("资源清单里没有这个编号", "no such resource") + nearest([word].compactMap { $0 }, language)
        + language.text(
          "。单位若已退出，请把状态改为 拒单；否则请改正。",
          ". If the unit has dropped out, set the state to 拒单; else correct it.")
    case .notRoleOfNeed(let roles):
      roles.isEmpty
        ? language.text("这项需求不分角色。请清空这一格。", "the need has no roles. Empty the cell.")
        : language.text(
          "这项需求的角色是 \(roles.joined(separator: "、"))。请改正。",
          "the roles of the need are \(roles.joined(separator: ", ")). Correct it.")
    case .tooManyVisits(let visits):
      language.text(
        "这项需求只要 \(visits) 次。请删去多出的一次，或改需求清单的次数。",
        "the need asks for \(visits) visits. Delete the visit or change 次数 in the needs list.")
    case .firmNotAllowed(let rules):
      language.text(
        "已接或已开始的这一单，现在不合规则：\(rules.map { RuleText.name($0, .zh) }.joined(separator: "、"))。"
          + "还没到时候的，请由单位退回（台账里用 sandan respond 单号 --refuse 原因；表里把状态改为 拒单）；"
          + "已办、已开始的不能退，请改清单或政策。",
        "accepted or begun, but no longer within the rules: "
          + "\(rules.map { RuleText.name($0, .en) }.joined(separator: ", ")). "
          + "If it lies ahead have the unit give it back (in a ledger sandan respond ORDER --refuse "
          + "REASON; in a table set the state to 拒单); if it is done or has begun change the lists or the "
          + "policy.")
    case .standingClash(let clash, let other):
      clashSentence(clash, row(other, language), language)
    case .incompleteVisit(let places):
      language.text(
        "这一次服务共 \(places) 个名额，表里没有逐一写全。请每个名额写一行，拒了的也留着。",
        "a visit of \(places) places, which the rows do not name one by one. Keep a row for each, refused ones too."
      )
    case .editedService(let fault): AdoptText.fault(fault, language)
    default: language.text("有误。", "wrong.")
    }
  }

  private static func clashSentence(
    _ clash: StandingClash, _ other: String, _ language: Language
  ) -> String {
    switch clash {
    case .samePlace:
      language.text(
        "与 \(other) 是同一个名额。请只留一行；被拒的一行状态应为 拒单。",
        "the same place as \(other). Keep one row; of a refused one the state is 拒单.")
    case .twoSessions:
      language.text(
        "与 \(other) 是同一次服务，时段却不同。请改成一致。",
        "another session than \(other) of the same visit. Make them agree."
      )
    case .resourceTwice:
      language.text(
        "与 \(other) 是同一次服务的同一个资源。请改正。", "the same resource as \(other) in one visit. Correct it.")
    case .sameDay:
      language.text(
        "与 \(other) 在同一天，一项需求一天只能一次。请改正。",
        "on the same day as \(other); a need has one visit a day. Correct it.")
    }
  }
}

/// A cell as a message quotes it: one line, short, and nothing a terminal would obey.
enum Quotation {
  /// Characters shown of a long cell.
  static let longest = 60

  /// The text, control and invisible characters spelled out, cut after sixty characters.
  static func of(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars.prefix(longest) {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
        .unassigned:
        result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + (text.unicodeScalars.count > longest ? "…" : "")
  }
}

/// Rules in words.
enum RuleText {
  /// What a resource fails when it fails a rule.
  static func name(_ rule: Rule, _ language: Language) -> String {
    switch rule {
    case .category: language.text("不提供该类别", "does not offer the category")
    case .role: language.text("不担任该角色", "does not take the role")
    case .skills: language.text("缺少所需技能", "lacks a skill")
    case .exclusions: language.text("有被排除的技能", "has an excluded skill")
    case .area: language.text("不服务该网格", "does not serve the grid")
    case .banned: language.text("被该需求回避或已拒单", "is avoided by the need or has refused it")
    case .open: language.text("时段不派单", "the sessions are closed")
    case .needSessions: language.text("不在需求的可服务时段", "the need's sessions do not fit")
    case .resourceSessions: language.text("不在资源的可用时段", "the resource's sessions do not fit")
    case .reported: language.text("早于提出日期", "before the day of report")
    case .due: language.text("晚于最迟日期", "after the last date")
    case .valid: language.text("晚于资源的有效期", "after the resource's last day")
    }
  }
}

/// Defects as JSON.
struct DefectDocument: Encodable {
  struct Entry: Encodable {
    var code: String
    var severity: String
    var file: String
    var sheet: String?
    var line: Int?
    var column: Int?
    var header: String?
    var option: String?
    var found: String?
    var message: String
  }

  var formatVersion = 1
  var defects: [Entry]

  init(_ defects: [ListDefect], language: Language) {
    self.defects = defects.map {
      Entry(
        code: $0.kind.code.rawValue, severity: $0.severity.rawValue, file: $0.file, sheet: $0.sheet,
        line: $0.line, column: $0.column?.number, header: $0.column?.header,
        option: $0.option, found: $0.found, message: DefectText.line($0, language: language))
    }
  }

  var text: String { JSONText.of(self) }
}

extension ListDefects {
  /// The exit code that fits: a file that is not there and one that must not be read have their own.
  var exitStatus: ExitStatus {
    let errors = defects.filter { $0.severity == .error }.map(\.kind)
    if errors.contains(.noSuchFile) { return .noInput }
    if errors.contains(.unreadable) { return .permission }
    return .data
  }
}
