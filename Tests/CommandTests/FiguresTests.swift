import Foundation
import Testing

@testable import Ledger
@testable import sandan

/// `sandan figures` as an office runs it.
@Suite struct FiguresCommandTests {
  private static let period = ["figures", "--from", "2026-11-16", "--to", "2026-11-22"]

  /// Two of three needs dispatched, one order taken, one given back.
  private func office() throws -> LoopOffice {
    let office = try LoopOffice()
    try office.openWeek()
    try office.dispatchWeek()
    try office.run(["respond", #require(try office.orders("N001").first?.service), "--accept"])
    try office.run(
      ["respond", #require(try office.orders("N002").first?.service), "--refuse", "人手不足"])
    return office
  }

  @Test func textInBothLanguages() throws {
    let office = try office()
    let chinese = try office.figures(Self.period).output
    for line in [
      "2026-11-16 至 2026-11-22 收到需求 3 件，办到 2026-11-20 15:00 的结果：",
      "  派单率 100.0%（2/2，另有未到期 1）", "  接单率 50.0%（1/2）", "  拒单率 50.0%（1/2）",
      "  办结率 —（0/0，另有未到期 3）", "  方案变动率 0.0%（0/2）", "  拒单 1（0/1/0/0）", "  合计 3",
    ] {
      #expect(chinese.contains(line + "\n"), "\(line) in \(chinese)")
    }
    let english = try office.figures(Self.period + ["--lang", "en"]).output
    #expect(english.contains("3 needs received from 2026-11-16 to 2026-11-22"))
    #expect(english.contains("  orders given back: 50.0% (1/2)\n"))
    #expect(english.contains("  dispatched: 100.0% (2/2; not yet due: 1)\n"))
    #expect(english.unicodeScalars.allSatisfy { !("\u{4E00}"..."\u{9FFF}").contains($0) })
    for name in FigureName.allCases {
      #expect(
        chinese.contains("  \(name.name) ")
          && english.contains(
            "  \(FiguresText.name(name, .en)): ")
      )
    }
  }

  @Test func documentsAndTables() throws {
    let office = try office()
    let json = try #require(try office.figures(Self.period + ["--format", "json"]).json)
    #expect(json["formatVersion"] as? Int == 1 && json["received"] as? Int == 3)
    let items = try #require(json["figures"] as? [[String: Any]])
    #expect(items.map { $0["name"] as? String } == FigureName.allCases.map(\.rawValue))
    #expect(items[1]["numerator"] as? Int == 1 && items[1]["percentage"] as? String == "50.0%")
    #expect(items[5]["notYetDue"] as? Int == 3 && items[5]["percentage"] == nil)
    let cells = try #require(json["states"] as? [[String: Any]])
    #expect(cells.reduce(0) { $0 + ($1["needs"] as? Int ?? 0) } == 3)
    let table = try office.figures(Self.period + ["--format", "csv"]).output
    #expect(table.hasPrefix("\u{FEFF}指标,名称,分子,分母,未到期,百分比\r\n"))
    #expect(table.contains("\r\nrefused,拒单率,1,2,0,50.0%\r\n"))
  }

  /// Every number leads to what it counts, by name or code of the figure.
  @Test func rowsBehindAFigure() throws {
    let office = try office()
    for figure in ["refused", "拒单率"] {
      let lines = try office.figures(Self.period + ["--list", figure]).output
        .split(separator: "\n")
      #expect(lines.count == 3 && lines[0].contains("（1/2）"))
      #expect(lines[1].contains("只在分母（taken）；需求 N001 资源 R1 #"), "\(lines[1])")
      #expect(lines[2].contains("计入分子（given-back）；需求 N002"), "\(lines[2])")
    }
    // A unit counts that offered something for a week of the period.
    let fair = ["figures", "--from", "2026-11-20", "--to", "2026-11-23", "--list", "units-fair"]
    let english = try office.figures(fair + ["--lang", "en"]).output
    #expect(english.contains("  理发队 numerator (within-share); has 0, weight 100"), "\(english)")
    let json = try #require(
      try office.figures(Self.period + ["--list", "done", "--format", "json"]).json)
    let rows = try #require(json["rows"] as? [[String: Any]])
    #expect(rows.map { $0["id"] as? String } == ["N001", "N002", "N003"])
    #expect(rows.allSatisfy { $0["part"] as? String == "waiting" })
    let table = try office.figures(Self.period + ["--list", "refused", "--format", "csv"]).output
    #expect(table.hasPrefix("\u{FEFF}编号,归类,事实,台账序号,需求编号,资源编号,承担,权重\r\n"))
    #expect(table.contains(",计入分子,given-back,"))
  }

  /// The page stands beside other pages; an office's own template takes its place.
  @Test func thePage() throws {
    let office = try office()
    let asked = Self.period + ["--out", "pages"]
    #expect(try office.figures(asked).errors.contains("pages/figures.html"))
    let page = try office.scratch.text("pages/figures.html")
    #expect(page.contains("<a href=\"#f-refused\">50.0%</a>") && page.contains("N002"))
    // Two orders, one taken, one given back: the unit's numbers lead to them, and so do the sums.
    for name in ["communities", "categories", "units", "weeks", "parts"] {
      #expect(page.contains("<section id=\"\(name)\">"), "\(name)")
    }
    #expect(page.contains("<a href=\"#by-unit-0-orders\">"))
    #expect(page.contains("<a href=\"#all-orders\">2</a>"))
    #expect(page.contains("<a href=\"#all-received\">3</a>"))
    #expect(page.contains("2026-W47（2026-11-16 至 2026-11-22）"))
    #expect(try office.figures(asked).status == 0)
    #expect(try office.scratch.text("pages/figures.html") == page)
    let english = try office.figures(asked + ["--lang", "en", "--format", "json"])
    #expect(english.json?["received"] as? Int == 3 && english.errors.isEmpty)
    let translated = try office.scratch.text("pages/figures.html")
    #expect(translated.contains("lang=\"en\""))
    // Built-in categories have their English names there.
    let categories = translated.components(separatedBy: "<section id=\"categories\">")[1]
      .components(separatedBy: "</section>")[0]
    #expect(categories.unicodeScalars.allSatisfy { !("\u{4E00}"..."\u{9FFF}").contains($0) })
    try FileManager.default.createDirectory(
      atPath: office.scratch("own"), withIntermediateDirectories: false)
    try office.scratch.write("<html><head>{{head}}</head>{{grades}}{{odd}}", to: "own/figures.html")
    let odd = try office.figures(asked + ["--templates", "own"], expecting: 65)
    #expect(odd.errors.contains("own/figures.html") && odd.errors.contains("odd"))
    try office.figures(Self.period + ["--templates", "own"], expecting: 64)
    try office.figures(asked + ["--list", "done"], expecting: 64)
    try office.figures(asked + ["--templates", "none"], expecting: 66)
  }

  /// Received outside the period, or after the moment: not counted.
  @Test func otherPeriods() throws {
    let office = try office()
    for days in [["2026-11-21", "2026-11-30"], ["2026-11-01", "2026-11-19"]] {
      let output = try office.figures(["figures", "--from", days[0], "--to", days[1]]).output
      #expect(output.contains("收到需求 0 件") && output.contains("  合计 0\n"))
    }
    let quarter = try office.figures(["figures", "--quarter", "2026Q4"]).output
    #expect(!quarter.contains("收到需求 0 件"))
    #expect(
      try office.figures(["figures", "--from", "2026-10-01", "--to", "2026-12-31"]).output
        == quarter)
    let early = try office.figures(Self.period + ["--as-of", "2026-11-20T14:59"]).output
    #expect(early.contains("收到需求 0 件"))
  }

  @Test func whatIsAskedWrongly() throws {
    let office = try LoopOffice()
    for arguments in [
      ["figures"], ["figures", "--quarter", "2026Q5"], Self.period + ["--quarter", "2026Q4"],
      ["figures", "--from", "2026-11-22", "--to", "2026-11-16"],
      ["figures", "--from", "bald", "--to", "2026-11-16"], Self.period + ["--list", "luck"],
      Self.period + ["--format", "xml"], ["status", "--format", "csv"],
      ["overdue", "--format=csv"],
    ] {
      #expect(try office.figures(arguments, expecting: 64).output.isEmpty)
    }
    #expect(try office.figures(Self.period, expecting: 66).errors.contains("还没有台账"))
    try office.scratch.write("no ledger", to: "三单.sqlite")
    let broken = try office.figures(Self.period + ["--format", "csv"], expecting: 65)
    #expect(broken.output.isEmpty && broken.errors.contains("三单.sqlite"))
    #expect(
      try SandanProcess.run(["help", "figures"], in: office.scratch).output.contains("csv"))
    #expect(
      try !SandanProcess.run(["help", "overdue"], in: office.scratch).output.contains("csv"))
    #expect(OutputFormat.offered(for: ["sandan", "--help", "figures"]).contains(.csv))
    #expect(FiguresText.imbalance(.init(description: "1 ≠ 2"), .en).contains("(1 ≠ 2)"))
    #expect(FiguresText.imbalance(.init(description: "1 ≠ 2"), .zh).contains("（1 ≠ 2）"))
  }
}

extension LoopOffice {
  /// Runs a command that only reads, with the office's time.
  @discardableResult func figures(
    _ arguments: [String], expecting status: Int32 = 0,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> SandanProcess.Result {
    let time = arguments.contains("--as-of") ? [] : ["--as-of", now]
    let result = try SandanProcess.run(arguments + time, in: scratch)
    #expect(
      result.status == status, "\(arguments): \(result.errors)\(result.output)",
      sourceLocation: sourceLocation)
    return result
  }
}
