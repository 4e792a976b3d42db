import Foundation
import ListFiles
import Matching
import Testing
import ThreeLists

@testable import sandan

/// `match --plan-only`: the plan and its proof alone, and what reads such a folder.
@Suite struct PlanOnlyTests {
  private static func planned(
    _ name: String, _ more: [String] = ["--plan-only"]
  ) throws -> ScratchFolder {
    let scratch = try ScratchFolder()
    let result = try SandanProcess.run(Fixture.arguments(name, out: "week") + more, in: scratch)
    try #require(result.status == 0, "\(result.errors)")
    return scratch
  }

  private static func document(_ scratch: ScratchFolder) throws -> [String: Any] {
    let document = try JSONSerialization.jsonObject(
      with: Data(try scratch.text("week/plan.json").utf8))
    return try #require(document as? [String: Any])
  }

  @Test(arguments: ["first-week", "reasons", "tier-order", "tangwang"])
  func whatIsWrittenIsTheSame(_ name: String) throws {
    let whole = try Self.planned(name, [])
    let alone = try Self.planned(name)
    let same = [
      "services.csv", "certificate.json", "policy.yaml", "lists/needs.csv", "lists/resources.csv",
    ]
    for file in same {
      #expect(try alone.text("week/\(file)") == whole.text("week/\(file)"), "\(file)")
    }
    let files = Fixture.files(alone.path + "/week").keys.sorted()
    #expect(files == (same + ["plan.json", "unmet.csv"]).sorted())
    let (plan, told) = (try Self.document(alone), try Self.document(whole))
    for key in ["fingerprint", "programVersion", "status", "tiers", "week"] {
      #expect(plan[key] as? NSObject == told[key] as? NSObject, "\(key)")
    }
    #expect(plan["planOnly"] as? Bool == true && told["planOnly"] == nil)
    let unmet = try #require(plan["unmet"] as? [[String: Any]])
    let explained = try #require(told["unmet"] as? [[String: Any]])
    #expect(!unmet.isEmpty && unmet.count == explained.count)
    for (entry, other) in zip(unmet, explained) {
      #expect(entry.keys.sorted() == ["missing", "need"])
      #expect(entry["need"] as? String == other["need"] as? String)
      #expect(entry["missing"] as? Int == other["missing"] as? Int)
    }
    let rows = Fixture.rows(try alone.text("week/unmet.csv"))
    #expect(rows.map { $0["需求编号"] } == unmet.map { $0["need"] as? String })
    for row in rows {
      #expect(row.count == 7)
      #expect(row["原因代码"] == "not-asked" && row["依据"] == "not-asked")
      #expect(row["说明"] == "没有算原因（只要了方案）；要知道原因，请不带 --plan-only 再派一次。")
      #expect(row["最小补足"] == "" && row["建议层级"] == "")
    }
  }

  @Test func whatIsSaid() throws {
    let scratch = try ScratchFolder()
    let arguments = Fixture.arguments("first-week", out: "week") + ["--plan-only"]
    let chinese = try SandanProcess.run(arguments, in: scratch)
    #expect(chinese.output.contains("已写入 week/，只有方案；要原因和报告，请不带 --plan-only 再派一次"))
    #expect(!chinese.output.contains("report.html") && !chinese.output.contains("改动一处"))
    let english = try SandanProcess.run(arguments + ["--lang", "en"], in: scratch)
    #expect(
      english.output.contains(
        "Written to week/, the plan alone; for reasons and report plan again without --plan-only"))
    let json = try SandanProcess.run(arguments + ["--format", "json"], in: scratch)
    let plan = try #require(json.json?["plan"] as? [String: Any])
    #expect(plan["planOnly"] as? Bool == true)
    let timed = try SandanProcess.run(arguments + ["--timings", "--lang", "en"], in: scratch)
    #expect(timed.errors.contains("audit") && !timed.errors.contains("reasons"))
    #expect(!timed.errors.contains("smallest changes"))
    let strict = try SandanProcess.run(arguments + ["--strict"], in: scratch)
    #expect(strict.status == 2)
    let workbook = try SandanProcess.run(arguments + ["--xlsx"], in: scratch)
    #expect(workbook.status == 64)
    #expect(workbook.errors.contains("--plan-only 不能与 --xlsx 一起用：工作簿里有每件未满足需求的原因。"))
    let other = try SandanProcess.run(arguments + ["--xlsx", "--lang", "en"], in: scratch)
    #expect(other.errors.contains("--plan-only cannot be used with --xlsx"))
  }

  @Test func verifyAcceptsWhatTheFolderSays() throws {
    let scratch = try Self.planned("reasons")
    let lists = ["needs.csv", "resources.csv"].map { "Fixtures/reasons/\($0)" }
    for more in [[], lists] {
      let result = try SandanProcess.run(["verify", "week"] + more, in: scratch)
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.output.contains("目录里只有方案：没有要原因和报告。"))
    }
    let english = try SandanProcess.run(["verify", "week", "--lang", "en"], in: scratch)
    #expect(
      english.output.contains(
        "The folder holds the plan alone: reasons and report were not asked for."))
  }

  /// The rules that `verify` names when a folder is not what it says.
  private static func rules(
    _ scratch: ScratchFolder, _ change: (String) throws -> Void
  ) throws -> [String] {
    let folder = scratch.path + "/week"
    let spoilt = scratch.path + "/spoilt"
    try? FileManager.default.removeItem(atPath: spoilt)
    try FileManager.default.copyItem(atPath: folder, toPath: spoilt)
    try change("spoilt")
    let result = try SandanProcess.run(["verify", "spoilt", "--format", "json"], in: scratch)
    #expect(result.status == 1, "\(result.errors)")
    let findings = result.json?["findings"] as? [[String: Any]] ?? []
    return Array(Set(findings.compactMap { $0["rule"] as? String })).sorted()
  }

  /// A change to plan.json.
  private static func edit(
    _ scratch: ScratchFolder, _ folder: String, _ change: (inout [String: Any]) -> Void
  ) throws {
    let data = Data(try scratch.text("\(folder)/plan.json").utf8)
    var plan = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    change(&plan)
    let text = try JSONSerialization.data(withJSONObject: plan)
    try scratch.write(String(decoding: text, as: UTF8.self), to: "\(folder)/plan.json")
  }

  private static func editFirstUnmet(
    _ scratch: ScratchFolder, _ folder: String, _ change: @escaping (inout [String: Any]) -> Void
  ) throws {
    try edit(scratch, folder) { plan in
      guard var unmet = plan["unmet"] as? [[String: Any]] else { return }
      change(&unmet[0])
      plan["unmet"] = unmet
    }
  }

  @Test func aFolderThatIsNotWhatItSaysIsRefused() throws {
    let alone = try Self.planned("first-week")
    let whole = try Self.planned("first-week", [])
    // A plan alone that tells more.
    for (key, value) in [
      ("reason", ["code": "unpriced"] as Any), ("escalateTo", "town" as Any),
      (
        "smallestChange",
        ["changes": [Any](), "witness": [Any](), "isExhaustive": true] as [String: Any] as Any
      ),
    ] {
      let rules = try Self.rules(alone) {
        try Self.editFirstUnmet(alone, $0) { $0[key] = value }
      }
      #expect(rules.contains("plan-only"), "\(key): \(rules)")
    }
    #expect(
      try Self.rules(alone) { try Self.edit(alone, $0) { $0["changesCutOff"] = true } }
        == ["plan-only"])
    // One that does not say that it is alone, and a whole one that says so.
    #expect(
      try Self.rules(alone) { try Self.edit(alone, $0) { $0["planOnly"] = nil } }.contains(
        "plan-only"))
    #expect(
      try Self.rules(whole) { try Self.edit(whole, $0) { $0["planOnly"] = true } }.contains(
        "plan-only"))
    // A whole one without one of its reasons.
    #expect(
      try Self.rules(whole) { try Self.editFirstUnmet(whole, $0) { $0["reason"] = nil } }.contains(
        "plan-only"))
    // Files that do not belong beside it, or lack.
    #expect(
      try Self.rules(alone) {
        try alone.write(try whole.text("week/report.html"), to: "\($0)/report.html")
      } == ["report"])
    #expect(try Self.rules(alone) { try alone.write("PK", to: "\($0)/三单.xlsx") } == ["workbook"])
    // Both lists are held to the plan, cell by cell.
    #expect(
      try Self.rules(alone) { folder in
        let text = try alone.text("\(folder)/unmet.csv")
        try alone.write(
          text.replacing("没有算原因", with: "没有原因"), to: "\(folder)/unmet.csv")
      } == ["wording"])
    #expect(
      try Self.rules(alone) { folder in
        let text = try whole.text("week/unmet.csv")
        try alone.write(text, to: "\(folder)/unmet.csv")
      } == ["unmet-list"])
    #expect(
      try Self.rules(alone) { try Self.editFirstUnmet(alone, $0) { $0["missing"] = 7 } }.contains(
        "unmet-missing"))
    #expect(
      try Self.rules(alone) { folder in
        try Self.edit(alone, folder) { $0["unmet"] = [Any]() }
      }.contains("unmet-list"))
  }

  /// Without any unmet need the word alone tells which kind of folder it is.
  @Test func aWeekWithoutUnmetNeedsIsToldApart() throws {
    let scratch = try ScratchFolder()
    var cells = Fixture.cells(try Fixture.text("first-week/needs.csv"))
    cells.removeAll { ["N004", "N005"].contains($0[0]) }
    try scratch.write(Fixture.csv(cells), to: "needs.csv")
    for more in [[], ["--plan-only"]] {
      let result = try SandanProcess.run(
        [
          "match", "needs.csv", "Fixtures/first-week/resources.csv", "--week", "2026-W48", "--out",
          "week",
        ] + more, in: scratch)
      #expect(result.status == 0, "\(result.errors)")
      #expect(try SandanProcess.run(["verify", "week"], in: scratch).status == 0)
      let isAlone = !more.isEmpty
      #expect(
        try Self.rules(scratch) {
          try Self.edit(scratch, $0) { $0["planOnly"] = isAlone ? nil : true }
        } == ["report"])
    }
  }

  @Test func explainTellsAllButWhy() throws {
    let scratch = try Self.planned("first-week")
    let unmet = try SandanProcess.run(["explain", "N004", "--plan", "week"], in: scratch)
    #expect(unmet.status == 0, "\(unmet.errors)")
    #expect(
      unmet.output.contains(
        "未满足 1 次：没有算原因（只要了方案）；要知道原因，请不带 --plan-only 再派一次。"))
    #expect(!unmet.output.contains("依据"))
    let json = try SandanProcess.run(
      ["explain", "N004", "--plan", "week", "--format", "json", "--lang", "en"], in: scratch)
    let need = try #require(json.json?["need"] as? [String: Any])
    #expect(need["planOnly"] as? Bool == true)
    #expect((need["unmet"] as? [String: Any])?.keys.sorted() == ["missing", "need"])
    #expect(
      (json.json?["lines"] as? [String])?.contains {
        $0.contains("No reason was worked out, as the plan alone was asked for")
      } == true)
    // Who is served, and who serves, is explained as ever.
    let whole = try Self.planned("first-week", [])
    for name in ["N001", "R003", "县总工会"] {
      let told = try SandanProcess.run(["explain", name, "--plan", "week"], in: scratch)
      #expect(told.status == 0)
      #expect(
        told.output
          == (try SandanProcess.run(["explain", name, "--plan", "week"], in: whole)).output)
    }
  }

  @Test func reportMakesTheSlipsAndSaysWhatToRunForTheRest() throws {
    let scratch = try Self.planned("first-week")
    let refused = try SandanProcess.run(["report", "week"], in: scratch)
    #expect(refused.status == 65)
    let command =
      "sandan match week/lists/needs.csv week/lists/resources.csv --week 2026-W48 --policy "
      + "week/policy.yaml --out week"
    #expect(
      refused.errors.contains(
        "week：目录里只有方案（--plan-only），没有原因，写不出周报和答复；只要派单条，请加 --page slips。要全部，先运行：\(command)"),
      "\(refused.errors)")
    let english = try SandanProcess.run(
      ["report", "week", "--page", "answers", "--lang", "en"], in: scratch)
    #expect(english.status == 65)
    #expect(english.errors.contains("For all of them run first: \(command)"))
    let whole = try Self.planned("first-week", [])
    for folder in [scratch, whole] {
      let slips = try SandanProcess.run(["report", "week", "--page", "slips"], in: folder)
      #expect(slips.status == 0, "\(slips.errors)")
    }
    #expect(try scratch.text("week-打印/slips.html") == whole.text("week-打印/slips.html"))
    // What the sentence says helps, and gives what would have been written at once.
    let again = try SandanProcess.run(
      command.split(separator: " ").dropFirst().map(String.init), in: scratch)
    #expect(again.status == 0, "\(again.errors)")
    #expect(try SandanProcess.run(["report", "week"], in: scratch).status == 0)
    for file in ["plan.json", "unmet.csv", "report.html", "services.csv"] {
      #expect(try scratch.text("week/\(file)") == whole.text("week/\(file)"), "\(file)")
    }
  }

  /// A week planned again says what changed, without prices, and verifies.
  @Test func aWeekPlannedAgain() throws {
    let scratch = try Self.planned("first-week")
    let rows = Fixture.cells(try scratch.text("week/services.csv"))
    let standing = rows.enumerated().map { index, row in
      row + [index == 0 ? "状态" : row[0] == "2026-W48-N003-1-1" ? "拒单" : ""]
    }
    try scratch.write(Fixture.csv(standing), to: "standing.csv")
    let arguments =
      Fixture.arguments("first-week", out: "again") + ["--standing", "standing.csv", "--plan-only"]
    let again = try SandanProcess.run(arguments, in: scratch)
    #expect(again.status == 0, "\(again.errors)")
    #expect(again.output.contains("N003 第1次：R003@二上 拒单，没有别的资源可派。"), "\(again.output)")
    #expect(!again.output.contains("若维持") && !again.output.contains("unmet.csv"))
    #expect(try SandanProcess.run(["verify", "again"], in: scratch).status == 0)
    let report = try SandanProcess.run(["report", "again"], in: scratch)
    #expect(report.status == 65)
    #expect(report.errors.contains("先运行：原来的 sandan match 命令，不带 --plan-only"))
    let english = try SandanProcess.run(["report", "again", "--lang", "en"], in: scratch)
    #expect(english.errors.contains("the same sandan match without --plan-only"))
  }

  /// The ledger takes its service list as it takes any other, and a plan alone replaces a whole one.
  @Test func theLedgerReadsItsServicesAndFoldersAreReplaced() throws {
    let scratch = try Self.planned("first-week")
    let day = ["--as-of", "2026-11-22"]
    let lists = ["needs.csv", "resources.csv"].map { "Fixtures/first-week/\($0)" }
    var told = ""
    for command in [
      ["week", "open"] + lists + ["--week", "2026-W48"], ["week", "plan", "--out", "plan"],
      ["week", "adopt", "week/services.csv", "--out", "adopted"],
    ] {
      let result = try SandanProcess.run(command + day, in: scratch)
      #expect(result.status == 0, "\(command): \(result.errors)")
      told = result.output
    }
    #expect(told.contains("与记入台账的方案相同，没有改动"))
    #expect(try !scratch.text("plan/plan.json").contains("planOnly"))
    let over = try SandanProcess.run(
      Fixture.arguments("first-week", out: "plan") + ["--plan-only"], in: scratch)
    #expect(over.status == 0, "\(over.errors)")
    #expect(try scratch.text("plan/plan.json").contains("\"planOnly\" : true"))
    #expect(try !scratch.text("plan.1/plan.json").contains("planOnly"))
    #expect(!FileManager.default.fileExists(atPath: scratch.path + "/plan/report.html"))
  }
}
