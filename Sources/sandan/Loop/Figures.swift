import ArgumentParser
import Ledger
import ListFiles
import Reports
import ThreeLists

extension FigureName: ExpressibleByArgument {
  /// A figure by its code or its Chinese name.
  public init?(argument: String) {
    guard
      let found = FigureName.allCases.first(where: {
        $0.rawValue == argument || $0.name == argument
      })
    else { return nil }
    self = found
  }
}

struct Figures: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: OutputFormat.tableCommand,
    abstract: Language.asked.text(
      "指标：一段时间收到的需求办得怎样，每个数都有分子分母。",
      "The figures of a period, each with its numerator and denominator."),
    discussion: Language.asked.text(
      """
      sandan figures --quarter 2026Q4
      sandan figures --from 2026-10-01 --to 2026-10-31 --list 拒单率
      算的是这段时间收到的需求，到 --as-of 为止（不给则到现在）的全部结果，
      不论哪天办的；时限未到的单列，既不算达标也不算失败。
      --list 列出一个指标背后的每一件、每一单；--format csv 写成表格。
      各指标的定义见 Sources/Ledger/Ledger.docc/Figures.md。
      """,
      """
      sandan figures --quarter 2026Q4
      sandan figures --from 2026-10-01 --to 2026-10-31 --list refused
      About the needs received in the period, and all that became of them until
      --as-of (else now), on whatever day; what is not yet due stands apart, neither
      met nor failed. --list names everything behind a figure; --format csv writes
      a table. Definitions: Sources/Ledger/Ledger.docc/Figures.md.
      """))

  @OptionGroup var span: SpanOptions

  @Option(
    help: ArgumentHelp(
      Language.asked.text(
        "列出这个指标背后的每一行。", "Name every subject behind a figure."), valueName: "figure"))
  var list: FigureName?

  @Option(
    help: ArgumentHelp(
      Language.asked.text(
        "写成供打印的网页 figures.html 的目录，另有周报等网页也无妨。",
        "A folder for the page figures.html, for print; other pages there stay."),
      valueName: "dir"),
    completion: .directory)
  var out: String?

  @Option(
    help: ArgumentHelp(
      Language.asked.text(
        "办公室自己的模板（figures.html、style.css）所在的目录。",
        "The folder of the office's own templates (figures.html, style.css)."),
      valueName: "dir"),
    completion: .directory)
  var templates: String?

  @OptionGroup var place: LedgerOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if templates != nil, out == nil {
      throw ValidationError(
        common.lang.text("--templates 要与 --out 一起用。", "--templates goes with --out."))
    }
    if out != nil, list != nil {
      throw ValidationError(
        common.lang.text(
          "--out 和 --list 二者取一；网页上列有每个指标背后的行。",
          "--out or --list: one of the two; the page names the rows behind every figure."))
    }
  }

  func run() throws {
    guard let days = span.days else { return }
    let snapshot = try read().snapshot
    let figures = try period(snapshot, from: days.lowerBound, to: days.upperBound)
    let lang = common.lang
    if let out {
      let policy = try policy(by: snapshot.state.rules).policy
      let page = QuarterPage(
        try balanced {
          try QuarterFigures(figures, head: snapshot.head, policy: policy, lang)
        })
      let template = try templates.map {
        try TemplateFolder($0, lang).template(
          named: QuarterPage.name, sections: page.sections.map(\.name))
      }
      let file = OutputFile(
        name: "\(QuarterPage.name).html", bytes: page.render(template: template ?? .standard))
      try PageFolder(path: out, language: lang).write([file])
      common.note(FiguresText.written("\(out)/\(file.name)", lang))
    }
    guard let list else {
      return try common.tell(
        FiguresText.figures(figures, lang), json: FiguresDocument(figures),
        table: FiguresTable.figures(figures))
    }
    let figure = figures.figure(list)
    try common.tell(
      FiguresText.rows(figure, lang), json: FigureRowsDocument(figure, of: figures),
      table: FiguresTable.rows(figure))
  }
}

extension LedgerCommand {
  /// The figures of a period.
  func period(_ snapshot: LedgerSnapshot, from: Day, to: Day) throws -> PeriodFigures {
    try balanced { try PeriodFigures(snapshot, from: from, to: to, asOf: now) }
  }

  /// What has to add up; a sum that does not is a bug of ours and is never printed.
  func balanced<Sum>(_ sum: () throws -> Sum) throws -> Sum {
    do {
      return try sum()
    } catch let imbalance as PeriodFigures.Imbalance {
      throw Failure(.fault, FiguresText.imbalance(imbalance, common.lang))
    }
  }
}

/// Figures as CSV; headers are Chinese, as in every list written.
enum FiguresTable {
  static let headers = ["指标", "名称", "分子", "分母", "未到期", "百分比"]
  static let rowHeaders = ["编号", "归类", "事实", "台账序号", "需求编号", "资源编号", "承担", "权重"]

  static func figures(_ figures: PeriodFigures) -> [UInt8] {
    ListWriter.table(
      headers: headers,
      rows: figures.figures.map { figure in
        [
          figure.name.rawValue, figure.name.name, "\(figure.numerator)",
          "\(figure.denominator)", "\(figure.waiting)", figure.percentage,
        ]
      })
  }

  static func rows(_ figure: Figure) -> [UInt8] {
    ListWriter.table(
      headers: rowHeaders,
      rows: figure.rows.map { row in
        func cell(_ number: Int?) -> String { number.map { "\($0)" } ?? "" }
        return [
          row.id, FiguresText.part(row.part, .zh), row.fact.rawValue, cell(row.seq),
          row.need ?? "", row.resource ?? "", cell(row.carried), cell(row.weight),
        ]
      })
  }
}

/// What `figures --format json` prints.
struct FiguresDocument: Encodable {
  struct Item: Encodable {
    var name: String
    var numerator: Int
    var denominator: Int
    var notYetDue: Int
    /// Absent where the denominator is 0.
    var percentage: String?

    init(_ figure: Figure) {
      name = figure.name.rawValue
      numerator = figure.numerator
      denominator = figure.denominator
      notYetDue = figure.waiting
      percentage = figure.tenths == nil ? nil : figure.percentage
    }
  }

  struct CellLine: Encodable {
    var state: String
    var level: String
    var urgency: String
    var needs: Int
  }

  var formatVersion = 1
  var from: String
  var to: String
  var at: String
  var received: Int
  var figures: [Item]
  /// Answers of residents called back, from 5, very content, to 1.
  var grades: [String: Int]
  /// Needs by state, level and urgency; they add up to those received.
  var states: [CellLine]

  init(_ figures: PeriodFigures) {
    from = figures.from.description
    to = figures.to.description
    at = figures.asOf.description
    received = figures.intake
    self.figures = figures.figures.map(Item.init)
    grades = Dictionary(
      uniqueKeysWithValues: figures.grades.map { ("\($0.key.rawValue)", $0.value) })
    states = figures.cells.map {
      CellLine(
        state: $0.cell.state.rawValue, level: $0.cell.level.rawValue,
        urgency: $0.cell.urgency.code, needs: $0.needs)
    }
  }
}

/// What `figures --list --format json` prints.
struct FigureRowsDocument: Encodable {
  struct Line: Encodable {
    var id: String
    var part: String
    var fact: String
    var seq: Int?
    var need: String?
    var resource: String?
    var carried: Int?
    var weight: Int?
  }

  var formatVersion = 1
  var from: String
  var to: String
  var at: String
  var figure: FiguresDocument.Item
  var rows: [Line]

  init(_ figure: Figure, of period: PeriodFigures) {
    from = period.from.description
    to = period.to.description
    at = period.asOf.description
    self.figure = FiguresDocument.Item(figure)
    rows = figure.rows.map {
      Line(
        id: $0.id, part: $0.part.rawValue, fact: $0.fact.rawValue, seq: $0.seq, need: $0.need,
        resource: $0.resource, carried: $0.carried, weight: $0.weight)
    }
  }
}
