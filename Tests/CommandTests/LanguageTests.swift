import Foundation
import Matching
import Testing
import ThreeLists

@testable import sandan

/// Messages, help and report in one language at a time; data stays as it is.
@Suite struct LanguageTests {
  private let scratch: ScratchFolder
  private static let lists = [
    "Fixtures/first-week/needs.csv", "Fixtures/first-week/resources.csv",
  ]

  init() throws { scratch = try ScratchFolder() }

  /// Words of the lists themselves: headers, cells, codes, sessions.
  private static let data: [String] = {
    var words: Set<String> = ["有", "是", "否", "一", "二", "三", "四", "五", "六", "日"]
    for name in ["first-week", "reasons"] {
      for list in ["needs", "resources"] {
        for row in Fixture.cells((try? Fixture.text("\(name)/\(list).csv")) ?? "") {
          for cell in row {
            words.insert(cell)
            words.formUnion(cell.split { ";:".contains($0) }.map(String.init))
          }
        }
      }
    }
    words.formUnion(Session.all.map(\.description))
    words.formUnion(["内容", "排除", "指定", "回避", "允许部分", "结转次数", "每时段上限", "有效至", "最迟日期"])
    return words.filter { !$0.isEmpty }.sorted { ($0.count, $0) > ($1.count, $1) }
  }()

  /// The Chinese characters that remain of a text without the words of the lists.
  private func chinese(in text: String) -> String {
    var text = text
    for word in Self.data { text = text.replacingOccurrences(of: word, with: " ") }
    return String(
      text.filter {
        $0.unicodeScalars.contains {
          (0x3000...0x9FFF).contains($0.value) || (0xFF00...0xFFEF).contains($0.value)
        }
      })
  }

  private func run(_ arguments: [String]) throws -> SandanProcess.Result {
    try SandanProcess.run(arguments, in: scratch)
  }

  private func expectEnglish(
    _ status: Int32, _ arguments: [String], sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    for format in ["text", "json"] {
      let result = try run(arguments + ["--lang", "en", "--format", format])
      #expect(result.status == status, "\(result.errors)", sourceLocation: sourceLocation)
      let text = result.output + result.errors
      #expect(chinese(in: text).isEmpty, "\(text)", sourceLocation: sourceLocation)
    }
  }

  @Test func englishHasNoChineseButData() throws {
    for name in ["first-week", "reasons"] {
      try expectEnglish(0, Fixture.arguments(name, out: name))
      try expectEnglish(0, ["verify", name])
      let report = try scratch.text("\(name)/report.html").split(separator: "</style>").last ?? ""
      #expect(chinese(in: String(report)).isEmpty, "\(chinese(in: String(report)))")
      #expect(report.contains("Unmet needs"))
    }
    try expectEnglish(0, ["check"] + Self.lists + ["--week", "2026-W48"])
  }

  @Test func englishErrorsHaveNoChineseButData() throws {
    try expectEnglish(66, ["check", "none.csv", Self.lists[1]])
    try expectEnglish(66, ["verify", "none"])
    try scratch.write("mine", to: "week")
    try expectEnglish(73, Fixture.arguments("first-week", out: "week"))
    try expectEnglish(73, Fixture.arguments("first-week", out: "none/week"))
    try expectEnglish(73, ["init", "week"])
    try expectEnglish(0, Fixture.arguments("first-week", out: "plan"))
    try scratch.write("mine", to: "plan/diary.txt")
    try expectEnglish(73, Fixture.arguments("first-week", out: "plan"))
    try FileManager.default.removeItem(atPath: scratch("plan/diary.txt"))
    try scratch.write(
      scratch.text("plan/services.csv").replacingOccurrences(of: ",R003,", with: ",R999,"),
      to: "plan/services.csv")
    try expectEnglish(1, ["verify", "plan"])
  }

  @Test(arguments: [
    ["--help"], ["init", "--help"], ["check", "--help"], ["match", "--help"], ["verify", "--help"],
    ["report", "--help"], ["marginal", "--help"], ["additions", "--help"],
    ["backtest", "--help"], ["simulate", "--help"], ["week", "--help"], ["week", "plan", "--help"],
    ["ledger", "check", "--help"],
  ])
  func helpIsInTheLanguageAskedFor(_ arguments: [String]) throws {
    let english = try run(arguments + ["--lang", "en"])
    #expect(english.status == 0)
    // The names of files and folders that are written are Chinese.
    var text = english.output
    for name in [
      "需求清单.xlsx", "资源清单.xlsx", "需求清单.csv", "资源清单.csv", "成员清单.xlsx", "政策.yaml",
      "使用说明.txt", "三单.xlsx", "三单.sqlite", "-打印",
    ] {
      text = text.replacingOccurrences(of: name, with: "")
    }
    #expect(chinese(in: text).isEmpty, "\(english.output)")
    #expect(english.output.contains("USAGE: sandan"))
    let help = try run(arguments)
    #expect(help.status == 0)
    #expect(help.output.contains("用法：sandan"))
    for word in [
      "OVERVIEW", "USAGE", "OPTIONS", "Show", "values:", "default:", "ARGUMENTS", "SUBCOMMANDS",
      "See '",
    ] {
      #expect(!help.output.contains(word), "\(word) in \(help.output)")
    }
    if arguments.count == 2 {
      #expect(try run(["help", arguments[0]]).output == help.output)
      #expect(try run(["help", arguments[0], "--lang=en"]).output == english.output)
    }
  }

  @Test func errorsOfUsageAreInTheLanguageAskedFor() throws {
    let cases: [([String], String, String)] = [
      (["match", "a"], "缺少", "Missing expected argument"),
      (["check", "a", "b", "--week", "soon"], "「soon」不能用作 --week", "The value 'soon' is invalid"),
      (["check", "a", "b", "c"], "「c」是多余的", "Unexpected argument 'c'"),
      (["check", "a", "b", "--quite"], "没有选项 --quite，是不是 --quiet？", "Unknown option '--quite'"),
      (["check", "a", "b", "--week"], "后面要有一个值", "Missing value for"),
      (
        ["match", "a", "b", "--week", "2026-W48", "--out", "c", "--time-limit", "0"], "应为 1 到",
        "expected whole seconds"
      ),
      (["verify", "a", "b"], "也要给资源清单", "Name the resource list"),
    ]
    for (arguments, inChinese, inEnglish) in cases {
      let chinese = try run(arguments)
      #expect(chinese.status == 64)
      #expect(chinese.errors.hasPrefix("错误："))
      #expect(chinese.errors.contains(inChinese), "\(chinese.errors)")
      #expect(!chinese.errors.contains("Usage"))
      let english = try run([arguments[0], "--lang", "en"] + arguments.dropFirst())
      #expect(english.status == 64)
      #expect(english.errors.contains(inEnglish), "\(english.errors)")
      #expect(self.chinese(in: english.errors).isEmpty, "\(english.errors)")
    }
  }

  @Test func theLanguageIsFoundWhereverItStands() {
    #expect(Language.asked(in: []) == .zh)
    #expect(Language.asked(in: ["check", "--lang", "en"]) == .en)
    #expect(Language.asked(in: ["--lang=en", "--lang", "zh"]) == .zh)
    #expect(Language.asked(in: ["--lang", "fr"]) == .zh)
    #expect(Language.asked(in: ["--lang"]) == .zh)
    #expect(
      Language.removed(from: ["help", "--lang", "en", "match", "--lang=zh"]) == ["help", "match"])
  }

  @Test func everyReasonAndTierHasASentenceInBothLanguages() throws {
    let slot = ResourceSession(resource: "R1", session: Session(index: 6))
    let held = HeldPlaces(slots: [slot], resources: ["R2"], holders: ["N1", "N2"])
    let many = (1...70).map { "N\($0)" }
    let reasons: [UnmetReason] = [
      .noCandidate(
        role: nil, counts: [RuleCount(rule: .area, resources: 2)],
        nearest: NearestMiss(resource: "R1", rules: [.area], alike: 1)),
      .noCandidate(
        role: "doctor", counts: [RuleCount(rule: .area, resources: 2)],
        nearest: NearestMiss(resource: "R1", rules: [.area], alike: 1)),
      .noCandidate(role: "doctor", counts: [], nearest: nil),
      .noCandidate(role: nil, counts: [], nearest: nil), .fewDays(days: 1, visits: 2),
      .sessionsFull(slots: [slot], holders: ["N1"]),
      .weeksFull(slots: [slot], resources: ["R1"], holders: []),
      .roleUnfilled(role: "doctor", sessions: [slot.session]),
      .roleUnfilled(role: "doctor", sessions: Session.all),
      .fewPlaces(PlacesOffered(possible: 0, visits: 2, role: nil, offered: 0)),
      .fewPlaces(PlacesOffered(possible: 1, visits: 2, role: "doctor", offered: 1)),
      .fewPlaces(PlacesOffered(possible: 1, visits: 2, role: nil, offered: nil)),
      .placesHeld(role: nil, held: held), .placesHeld(role: "doctor", held: held),
      .placesHeld(role: nil, held: HeldPlaces(slots: [], resources: ["R2"], holders: many)),
      .allOrNothing(possible: 1, visits: 2, role: nil, held: held),
      .allOrNothing(possible: 1, visits: 2, role: "doctor", held: held),
      .higherTier(.minimums, by: 2, instead: []),
      .higherTier(.minimums, by: 2, instead: ["N2"]),
      .equalPlan(instead: []), .equalPlan(instead: ["N2"]), .unpriced, .cutOff, .byHand,
      .notAsked,
    ]
    #expect(Set(reasons.map(\.code)) == Set(UnmetReason.codes))
    var seen: Set<String> = []
    for reason in reasons {
      let english = ReasonText.sentence(reason, language: .en)
      #expect(chinese(in: english).isEmpty, "\(english)")
      #expect(chinese(in: ReasonText.name(reason.code, .en)).isEmpty)
      #expect(!chinese(in: ReasonText.name(reason.code, .zh)).isEmpty)
      let sentence = ReasonText.sentence(reason, language: .zh)
      #expect(sentence.hasSuffix("。"))
      #expect(seen.insert(sentence).inserted)
      // Without any resource in the list there is nothing to count.
      #expect(
        ReasonText.evidence(reason).isEmpty
          == (reason == .noCandidate(role: nil, counts: [], nearest: nil)))
    }
    // What stops each of the visits missing.
    let several = Unmet(
      need: "N1", missing: 4, reason: .placesHeld(role: nil, held: held),
      further: [FurtherObstacle(visits: 3, reason: .fewDays(days: 2, visits: 5))])
    #expect(chinese(in: ReasonText.sentence(several, language: .en)).isEmpty)
    #expect(
      ReasonText.sentence(several, language: .en).hasPrefix("Of the 4 visits missing, 1: As the"))
    #expect(ReasonText.sentence(several, language: .zh).hasPrefix("缺的 4 次中，1 次：按现在的安排"))
    #expect(ReasonText.sentence(several, language: .zh).contains("另 3 次：需要 5 次"))
    #expect(ReasonText.evidence(several).hasSuffix("|3:days=2;visits=5"))
    // Nobody is told to stand in his own way.
    let own = ReasonText.sentence(
      Unmet(need: "N1", missing: 1, reason: .placesHeld(role: nil, held: held)), language: .zh)
    #expect(own.contains("由 N2 占用（另有它自己已得的）"))
    #expect(
      ReasonText.sentence(
        .placesHeld(role: nil, held: HeldPlaces(slots: [], resources: [], holders: many)),
        language: .zh
      ).contains("由 N1 N2 N3 N4 N5 N6 … (70) 占用"))
    for tier in TierName.all {
      #expect(chinese(in: TierText.name(tier, .en)).isEmpty)
      #expect(!chinese(in: TierText.name(tier, .zh)).isEmpty)
    }
    // 最优 stands beside a proof only.
    for proof in [TierProof.certificate, .search, .open] {
      for bound in [nil, 7] {
        let words = TierText.proof(
          TierResult(name: .grids, value: 9, bound: bound, provedBy: proof), .zh)
        #expect(words.contains("最优") == (proof != .open))
      }
    }
  }
}

/// Progress is for whoever watches a terminal, and for nobody else.
@Suite struct ProgressTests {
  /// A needs list so long that checking it takes well over a second.
  private func longList(in scratch: ScratchFolder, rows: Int) throws {
    var text = "需求编号,网格编码,类别,提出日期\n"
    for row in 0..<rows { text += "N\(row),230799001001001,理发,2026-11-20\n" }
    try scratch.write(text, to: "needs.csv")
  }

  @Test func longRunsTellATerminal() throws {
    let scratch = try ScratchFolder()
    let resources = "Fixtures/first-week/resources.csv"
    var rows = 40_000
    // A run that was long may be short the next time, when less runs beside it: then a longer list.
    var watched = ""
    while !watched.contains("正在读取清单"), rows < 3_000_000 {
      rows *= 2
      try longList(in: scratch, rows: rows)
      let piped = try SandanProcess.run(["check", "needs.csv", resources], in: scratch)
      #expect(piped.status == 0)
      #expect(piped.errors.isEmpty)
      watched = try terminal("check needs.csv \(resources)", in: scratch)
    }
    #expect(watched.contains("正在读取清单"), "\(watched.debugDescription)")
    // The line is erased before the result is printed.
    let parts = watched.components(separatedBy: "\r\u{1B}[K")
    #expect(parts.last?.hasPrefix("没有错误") == true, "\(watched.debugDescription)")
    #expect(!(try terminal("check needs.csv \(resources) --quiet", in: scratch)).contains("\u{1B}"))
  }

  @Test func shortRunsTellNothing() throws {
    let scratch = try ScratchFolder()
    let lists = "Fixtures/first-week/needs.csv Fixtures/first-week/resources.csv"
    #expect(!(try terminal("check \(lists)", in: scratch)).contains("\u{1B}"))
  }

  /// What a terminal shows of a run.
  private func terminal(_ arguments: String, in scratch: ScratchFolder) throws -> String {
    let result = try SandanProcess.run(
      "/usr/bin/script", ["-qec", "'\(SandanProcess.path)' \(arguments)", "/dev/null"], in: scratch)
    #expect(result.status == 0)
    return result.output
  }
}
