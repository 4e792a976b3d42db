import Foundation
import Testing

/// `--format json`: standard output holds one document and standard error nothing.
@Suite struct JSONTests {
  private let scratch: ScratchFolder
  private static let lists = [
    "Fixtures/first-week/needs.csv", "Fixtures/first-week/resources.csv",
  ]

  init() throws { scratch = try ScratchFolder() }

  private func document(
    _ status: Int32, _ arguments: [String], sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> [String: Any] {
    let result = try SandanProcess.run(arguments + ["--format", "json"], in: scratch)
    #expect(result.status == status, "\(result.errors)", sourceLocation: sourceLocation)
    #expect(result.errors.isEmpty, sourceLocation: sourceLocation)
    let document = try #require(result.json, "\(result.output)", sourceLocation: sourceLocation)
    #expect(document["formatVersion"] as? Int == 1, sourceLocation: sourceLocation)
    return document
  }

  private func match(_ needs: String = lists[0], _ more: [String] = []) -> [String] {
    ["match", needs, Self.lists[1], "--week", "2026-W48", "--out", "week"] + more
  }

  @Test func initNamesItsFiles() throws {
    let document = try document(0, ["init", "office"])
    #expect(document.keys.sorted() == ["files", "folder", "formatVersion"])
    #expect(document["folder"] as? String == "office")
    #expect(
      document["files"] as? [String] == [
        "需求清单.xlsx", "资源清单.xlsx", "成员清单.xlsx", "需求清单.csv", "资源清单.csv", "成员清单.csv", "政策.yaml",
        "使用说明.txt",
      ])
  }

  @Test func checkCountsAndWarns() throws {
    let good = try document(0, ["check"] + Self.lists)
    #expect(good.keys.sorted() == ["defects", "formatVersion", "needs", "resources"])
    #expect(good["needs"] as? Int == 5)
    #expect(good["resources"] as? Int == 4)
    #expect((good["defects"] as? [Any])?.isEmpty == true)
    try scratch.write(
      try Fixture.text("first-week/needs.csv").replacingOccurrences(of: "联系人", with: "备注"),
      to: "needs.csv")
    let warned = try document(0, ["check", "needs.csv", Self.lists[1]])
    let defects = try #require(warned["defects"] as? [[String: Any]])
    #expect(defects.count == 1)
    #expect(defects[0]["severity"] as? String == "warning")
    #expect(defects[0]["file"] as? String == "needs.csv")
    #expect(defects[0]["line"] as? Int == 1)
  }

  @Test func defectsSayWhere() throws {
    try scratch.write(
      try Fixture.text("first-week/needs.csv")
        .replacingOccurrences(of: "2026-11-22", with: "2026-02-30")
        .replacingOccurrences(of: "特殊群体,点单", with: "点单,特殊群体"),
      to: "needs.csv")
    let document = try document(65, match("needs.csv"))
    #expect(document.keys.sorted() == ["defects", "formatVersion"])
    let defects = try #require(document["defects"] as? [[String: Any]])
    #expect(defects.allSatisfy { $0["file"] as? String == "needs.csv" })
    let date = try #require(defects.first { $0["found"] as? String == "2026-02-30" })
    #expect(date["severity"] as? String == "error")
    #expect(date["line"] as? Int == 3)
    #expect(date["column"] as? Int == 6)
    #expect(date["header"] as? String == "提出日期")
    #expect((date["message"] as? String)?.contains("needs.csv:3") == true)
    #expect(!scratch.entries.contains("week"))
  }

  @Test func matchSumsUp() throws {
    let document = try document(0, match())
    #expect(
      document.keys.sorted() == [
        "classes", "doubleBookings", "folder", "formatVersion", "pins", "plan", "services",
        "warnings",
      ])
    #expect(document["folder"] as? String == "week")
    #expect(document["services"] as? Int == 4)
    #expect((document["warnings"] as? [Any])?.isEmpty == true)
    #expect((document["doubleBookings"] as? [Any])?.isEmpty == true)
    let classes = try #require(document["classes"] as? [[String: Any]])
    #expect(classes.map { $0["name"] as? String } == ["0", "1", "2", "3"])
    #expect(classes.map { $0["requested"] as? Int } == [0, 1, 1, 3])
    #expect(classes.map { $0["served"] as? Int } == [0, 1, 1, 1])
    // The plan within is plan.json itself.
    let plan = try #require(document["plan"] as? NSDictionary)
    let file = try JSONSerialization.jsonObject(with: Data(scratch.text("week/plan.json").utf8))
    #expect(plan == file as? NSDictionary)
  }

  @Test func planJSONHasTheFieldsOfItsFormat() throws {
    _ = try document(0, match())
    let plan = try #require(
      JSONSerialization.jsonObject(with: Data(scratch.text("week/plan.json").utf8))
        as? [String: Any])
    #expect(
      Set(plan.keys).isSuperset(of: [
        "cutOff", "fingerprint", "formatVersion", "programVersion", "status", "tiers", "unmet",
        "week",
      ]))
    #expect(plan["formatVersion"] as? Int == 1)
    #expect(plan["week"] as? String == "2026-W48")
    #expect(["optimal", "search", "gap"].contains(plan["status"] as? String ?? ""))
    #expect((plan["fingerprint"] as? String)?.count == 64)
    let tiers = try #require(plan["tiers"] as? [[String: Any]])
    #expect(tiers.count == 12)
    for tier in tiers {
      #expect(tier.keys.sorted() == ["bound", "name", "provedBy", "value"])
      #expect(["certificate", "search", "open"].contains(tier["provedBy"] as? String ?? ""))
    }
    let unmet = try #require(plan["unmet"] as? [[String: Any]])
    #expect(unmet.map { $0["need"] as? String } == ["N004", "N005"])
    let codes = unmet.map { ($0["reason"] as? [String: Any])?["code"] as? String }
    #expect(codes == ["weeks-full", "no-candidate"])
  }

  @Test func strictPrintsThePlanAllTheSame() throws {
    #expect(try document(2, match(Self.lists[0], ["--strict"]))["services"] as? Int == 4)
  }

  @Test func oneHouseholdTwiceInASession() throws {
    let header = "需求编号,网格编码,类别,提出日期,可服务时段,联系电话"
    try scratch.write(
      """
      \(header)
      N1,230799001002001,理发,2026-11-20,四上,000-7
      N2,230799001002001,理发,2026-11-20,四上,000-7

      """, to: "needs.csv")
    let document = try document(0, match("needs.csv"))
    let bookings = try #require(document["doubleBookings"] as? [[String: Any]])
    #expect(bookings.count == 1)
    #expect(bookings[0]["needs"] as? [String] == ["N1", "N2"])
    #expect(bookings[0]["session"] as? String == "四上")
    let told = try SandanProcess.run(match("needs.csv", ["--lang", "en"]), in: scratch)
    #expect(told.errors.contains("N1 N2"))
    #expect(!told.errors.contains("000-7"))
  }

  @Test func verifyListsItsFindings() throws {
    _ = try document(0, match())
    let good = try document(0, ["verify", "week"])
    #expect(good.keys.sorted() == ["findings", "formatVersion", "isRight", "week"])
    #expect(good["isRight"] as? Bool == true)
    #expect(good["week"] as? String == "2026-W48")
    #expect((good["findings"] as? [Any])?.isEmpty == true)
    try scratch.write(
      scratch.text("week/services.csv").replacingOccurrences(of: ",R003,", with: ",R999,"),
      to: "week/services.csv")
    let bad = try document(1, ["verify", "week"])
    #expect(bad["isRight"] as? Bool == false)
    let findings = try #require(bad["findings"] as? [[String: Any]])
    let unknown = try #require(findings.first { $0["resource"] as? String == "R999" })
    #expect(unknown["rule"] as? String == "unknown-resource")
    #expect(unknown["need"] as? String == "N003")
    #expect(unknown["service"] as? String == "2026-W48-N003-1-1")
    #expect(unknown["found"] is String)
    #expect(unknown["expected"] is String)
    #expect((unknown["message"] as? String)?.isEmpty == false)
  }

  @Test func pinsInConflictAreNamed() throws {
    try scratch.write(
      """
      需求编号,网格编码,类别,提出日期,指定
      N1,230799001002001,理发,2026-11-20,R003
      N2,230799001002002,理发,2026-11-20,R003@二上
      N3,230799001002002,理发,2026-11-20,R004

      """, to: "needs.csv")
    let document = try document(65, match("needs.csv"))
    #expect(
      document.keys.sorted() == ["conflictingPins", "errors", "exitCode", "formatVersion"])
    let pins = try #require(document["conflictingPins"] as? [[String: Any]])
    #expect(pins.map { $0["need"] as? String } == ["N1", "N2"])
    #expect(pins.map { $0["pin"] as? String } == ["R003", "R003@二上"])
    #expect(pins.map { $0["line"] as? Int } == [2, 3])
    #expect(pins.allSatisfy { $0["file"] as? String == "needs.csv" && $0["count"] as? Int == 1 })
    #expect(pins.allSatisfy { $0["set"] as? Int == 1 })
  }

  /// Conflicts that have nothing to do with each other are all named, by number, in both languages.
  @Test func separateConflictsAreNamedByNumber() throws {
    try scratch.write(
      """
      需求编号,网格编码,类别,提出日期,指定
      N1,230799001002001,理发,2026-11-20,R003
      N2,230799001002002,理发,2026-11-20,R003@二上
      N3,230799001002002,理发,2026-11-20,R004@二下
      N4,230799001002001,理发,2026-11-20,R004@二下

      """, to: "needs.csv")
    let document = try document(65, match("needs.csv"))
    let pins = try #require(document["conflictingPins"] as? [[String: Any]])
    #expect(pins.map { $0["need"] as? String } == ["N1", "N2", "N3", "N4"])
    #expect(pins.map { $0["set"] as? Int } == [1, 1, 2, 2])
    let errors = try #require(document["errors"] as? [String])
    #expect(errors.count == 7)
    #expect(errors.first == "指定有 2 处互不相干的冲突，每一处都要改动：")
    #expect(errors[4].hasPrefix("2. ") && errors[5].hasPrefix("needs.csv:4"))
    let english = try self.document(65, match("needs.csv", ["--lang", "en"]))
    #expect(
      (english["errors"] as? [String])?.first
        == "The pins conflict in 2 separate sets; each of them has to be mended:")
  }

  @Test func otherErrorsCarryTheExitCode() throws {
    let missing = try document(66, ["verify", "none"])
    #expect(missing.keys.sorted() == ["errors", "exitCode", "formatVersion"])
    #expect(missing["exitCode"] as? Int == 66)
    #expect((missing["errors"] as? [String])?.count == 1)
    try scratch.write("mine", to: "week")
    #expect(try document(73, match())["exitCode"] as? Int == 73)
    #expect(try document(73, ["init", "week"])["exitCode"] as? Int == 73)
    #expect(
      (try document(66, ["check", "none.csv", Self.lists[1]])["defects"] as? [Any])?.count == 1)
  }

  @Test func quietStillPrintsTheDocument() throws {
    #expect(try document(0, match(Self.lists[0], ["--quiet"]))["services"] as? Int == 4)
  }

  @Test func quietTextPrintsNothingButErrors() throws {
    for arguments in [
      ["init", "office"], ["check"] + Self.lists, match(), ["verify", "week"],
    ] {
      let result = try SandanProcess.run(arguments + ["--quiet"], in: scratch)
      #expect(result.status == 0)
      #expect(result.output.isEmpty)
      #expect(result.errors.isEmpty)
    }
    let refused = try SandanProcess.run(["verify", "none", "--quiet"], in: scratch)
    #expect(refused.status == 66)
    #expect(!refused.errors.isEmpty)
  }
}
