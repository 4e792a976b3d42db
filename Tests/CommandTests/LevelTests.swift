import Foundation
import Testing

@testable import sandan

/// Who answers for a need, and what goes up a level.
@Suite struct LevelTests {
  private let office: LoopOffice

  init() throws { office = try LoopOffice() }

  /// 首问 of the list goes before the option, and the option before whoever enters the list; it is on
  /// slips, in the status and in what is overdue, but in no list of a plan and no fingerprint.
  @Test func theFirstResponsibleStaysToTheEnd() throws {
    let header = LoopOffice.needHeader.replacing("\n", with: ",首问\n")
    try office.scratch.write(
      header + "N001,230799001001001,理发,剪头发,2026-11-18,,1,张三甲,13900001111,和平路七号,周网格\n"
        + "N002,230799001001002,理发,理发,2026-11-19,,1,李四,13900002222,建设街八号,\n", to: "needs.csv")
    try office.run(
      ["week", "open", "needs.csv", "resources.csv", "--week", "2026-W48", "--first", "钱站长"])
    #expect(try office.account("N001")["firstResponsible"] as? String == "周网格")
    #expect(try office.account("N002")["firstResponsible"] as? String == "钱站长")
    try office.dispatchWeek()
    let slips = try FileManager.default.contentsOfDirectory(
      atPath: office.scratch("slips-2026-W48"))
    let rows = try slips.flatMap { Fixture.rows(try office.scratch.text("slips-2026-W48/\($0)")) }
    #expect(
      Set(rows.map { "\($0["需求编号"] ?? "") \($0["首问"] ?? "")" }) == ["N001 周网格", "N002 钱站长"])
    let listed = try office.scratch.text("plan-2026-W48/lists/needs.csv")
    #expect(!listed.contains("首问") && !listed.contains("周网格"))
    office.now = "2027-01-20T09:00"
    #expect(try office.run(["overdue"]).output.contains("首问 周网格"))
    // Matched without a ledger, the same rows with and without the column are the same plan.
    try office.scratch.write(
      try office.scratch.text("needs.csv").replacing(",首问", with: ",备注"), to: "plain.csv")
    for list in ["needs", "plain"] {
      let run = try SandanProcess.run(
        ["match", "\(list).csv", "resources.csv", "--week", "2026-W48", "--out", list],
        in: office.scratch)
      #expect(run.status == 0)
    }
    #expect(
      try office.scratch.text("needs/plan.json") == office.scratch.text("plain/plan.json"))
    #expect(
      try SandanProcess.run(["verify", "needs", "needs.csv", "resources.csv"], in: office.scratch)
        .status == 0)
  }

  /// What the plan proves that nobody can serve goes up in one command, with the proof, level by
  /// level, and once for each plan.
  @Test func whatAPlanProvesGoesUp() throws {
    try office.openWeek()
    try office.run(["escalate", "--proposed", "2026-W48"], expecting: 65)
    try office.run(["week", "plan", "--week", "2026-W48", "--out", "plan-2026-W48"])
    let before = try office.run(["status"]).output
    #expect(before.contains("sandan escalate --proposed 2026-W48"))
    try office.run(["week", "dispatch", "--week", "2026-W48"])
    let run = try office.run(["escalate", "--proposed", "2026-W48", "--format", "json"])
    let json = try #require(run.json)
    let escalated = try #require(json["escalated"] as? [[String: Any]])
    #expect(escalated.map { $0["need"] as? String } == ["N003"])
    #expect(escalated[0]["proof"] as? String == "no-candidate")
    #expect(try office.state("N003") == "escalated")
    let account = try office.account("N003")
    let proof = try #require(account["proof"] as? [String: Any])
    #expect(proof["reason"] as? String == "no-candidate" && proof["missing"] as? Int == 1)
    #expect(proof["week"] as? String == "2026-W48" && account["level"] as? String == "county")
    #expect(account["reason"] as? String == "no-resource")
    let text = try office.run(["status", "N003"]).output
    #expect(text.contains("已提交县") && text.contains("没有符合条件的资源"))
    let board = try office.run(["status"]).output
    #expect(board.contains("提交过上级、未了结的：县 1") && !board.contains("--proposed"))
    // The same plan proposes nothing a second time.
    let again = try office.run(["escalate", "--proposed", "2026-W48"]).output
    #expect(again.contains("提交上级 0 件") && again.contains("N003"))
    // Places that were only full that week are no reason to go up at once.
    #expect((json["unproved"] as? [String])?.count == 1)
    #expect(try office.run(["ledger", "check"]).output.contains("台账完整"))
  }

  /// A need that is still unmet goes one level further with the next plan, and not above the county.
  @Test func aNeedGoesUpStepByStep() throws {
    // Somebody in the need's own community could give advice but does not serve its grid.
    try office.scratch.write(
      """
      资源编号,单位,类别,服务范围,每周可用,可用时段,所在网格
      R1,司法所,法律服务,230799009,5,三上,230799001001009

      """, to: "resources.csv")
    try office.write(needs: [LoopOffice.needs[2]], to: "needs.csv")
    var levels: [String] = []
    for (number, week) in ["2026-W48", "2026-W49", "2026-W50", "2026-W51"].enumerated() {
      office.now = "2026-\(["11-20", "11-27", "12-04", "12-11"][number])T15:00"
      if number > 0 { try office.write(needs: [], to: "needs.csv") }
      try office.openWeek(week)
      try office.dispatchWeek(week)
      let json = try #require(
        try office.run(["escalate", "--proposed", week, "--format", "json"]).json)
      let escalated = try #require(json["escalated"] as? [[String: Any]])
      levels += escalated.compactMap { $0["level"] as? String }
      if number == 3 { #expect(json["atTop"] as? [String] == ["N003"]) }
      office.now = "2026-\(["11-27", "12-04", "12-11", "12-18"][number])T14:00"
      try office.run(["week", "close", "--week", week])
    }
    #expect(levels == ["community", "town", "county"])
  }

  @Test func proposalsTakeNoNeedAndNoUnknownReason() throws {
    try office.openWeek()
    try office.dispatchWeek()
    let before = office.ledger
    for arguments in [["N003"], ["--level", "县"], ["--file", "x.csv"]] {
      try office.run(["escalate", "--proposed", "2026-W48"] + arguments, expecting: 64)
    }
    try office.run(["escalate", "--proposed", "2026-W48", "--reason", "无此原因"], expecting: 65)
    try office.run(["escalate", "--proposed", "2026-W47"], expecting: 65)
    #expect(office.ledger == before)
  }

  /// An option that is missing, or holds something else, is named.
  @Test func optionsAreNamedThatAreWrong() throws {
    try office.openWeek()
    let before = office.ledger
    let missing: [([String], String)] = [
      (["escalate", "N003"], "--level"), (["escalate", "N003", "--level", "县"], "--reason"),
      (["defer", "N003"], "--until"), (["defer", "N003", "--until", "2026-12-01"], "--reason"),
      (["visit", "N003"], "--grade"), (["visit", "N003", "--grade", "5"], "--solved"),
      (["close", "N003"], "--reason"),
    ]
    for (arguments, option) in missing {
      let command = "sandan \(arguments[0])"
      let zh = try office.run(arguments, expecting: 65).errors
      #expect(zh == "\(command)：缺少必需的选项 \(option)。请补上。\n", "\(arguments)")
      let en = try office.run(arguments + ["--lang", "en"], expecting: 65).errors
      #expect(en == "\(command): the required option \(option) is missing. Add it.\n")
    }
    let wrong: [([String], String)] = [
      (["escalate", "N003", "--level", "省"], "escalate --level：「省」应为 社区、街道、县 之一"),
      (["defer", "N003", "--until", "明天"], "defer --until：「明天」应为日期"),
      (["close", "N003", "--reason", "无此原因"], "close --reason：「无此原因」不在词典中"),
    ]
    for (arguments, text) in wrong {
      #expect(try office.run(arguments, expecting: 65).errors.contains("sandan " + text))
    }
    let json = try #require(
      try office.run(["escalate", "N003", "--format", "json"], expecting: 65).json)
    let defects = try #require(json["defects"] as? [[String: Any]])
    #expect(defects.map { $0["option"] as? String } == ["--level"])
    #expect(defects.map { $0["code"] as? String } == ["empty-required"])
    // In a table it is the column.
    try office.scratch.write("需求编号,层级,原因\nN003,,law\n", to: "up.csv")
    let row = try office.run(["escalate", "--file", "up.csv"], expecting: 65).errors
    #expect(row.contains("up.csv:2 第2列「层级」：是空的，此列必填。"))
    #expect(office.ledger == before)
  }
}
