import Foundation
import Testing

@testable import sandan

/// A team's visit to which some came and some did not, made again in the week after.
@Suite struct BrokenVisitCommandTests {
  private let office: LoopOffice

  init() throws {
    office = try LoopOffice()
    office.now = "2026-11-22T17:00"
    try office.scratch.write(Fixture.text("first-week/needs.csv"), to: "needs.csv")
    try office.scratch.write(Fixture.text("first-week/resources.csv"), to: "resources.csv")
  }

  /// The first week of the fixtures, whose lawyer came to N001 and whose social worker did not.
  private func closeFirstWeek() throws {
    try office.openWeek()
    try office.dispatchWeek()
    office.now = "2026-11-23T08:30"
    try office.run(["respond", "2026-W48-N001-1-1", "--accept"])
    try office.run(["respond", "2026-W48-N001-1-2", "--refuse", "人手不足"])
    office.now = "2026-11-25T18:30"
    try office.run(["done", "2026-W48-N001-1-1"])
    office.now = "2026-11-29T23:00"
    try office.run(["week", "close", "--release"])
    #expect(try office.state("N001") == "refused")
    #expect(try office.account("N001")["visitsLacking"] as? Int == 1)
  }

  private func openNextWeek() throws {
    let resources = try office.scratch.text("resources.csv")
    try office.scratch.write(
      resources + "R005,区社工协会,社工,心理疏导,社工,,*,230799001001001,一下;三上;三下,2,1,0,0,,值班室,000-1005\n",
      to: "resources.csv")
    let needs = try office.scratch.text("needs.csv")
    try office.scratch.write(String(needs.prefix { !$0.isNewline }) + "\n", to: "none.csv")
    try office.openWeek("2026-W49", needs: "none.csv")
  }

  @Test func theVisitIsMadeAgainInTheNextWeek() throws {
    try closeFirstWeek()
    try openNextWeek()
    try office.dispatchWeek("2026-W49")
    let planned = Fixture.rows(try office.scratch.text("plan-2026-W49/lists/needs.csv"))
    let row = try #require(planned.first { $0["需求编号"] == "N001" })
    #expect(row["次数"] == "1" && row["结转次数"] == "1" && row["回避"] == "R002")
    #expect(try office.state("N001") == "underway")
    #expect(
      try office.orders("N001").map { "\($0.service) \($0.resource) \($0.state)" } == [
        "2026-W48-N001-1-1 R001 done", "2026-W48-N001-1-2 R002 refused",
        "2026-W49-N001-1-1 R001 dispatched", "2026-W49-N001-1-2 R005 dispatched",
      ])
    let slips = office.scratch.files("slips-2026-W49").keys.sorted()
    #expect(slips.contains("派单_县司法局.csv") && slips.contains("派单_区社工协会.csv"))
    office.now = "2026-11-30T08:30"
    for place in 1...2 { try office.run(["respond", "2026-W49-N001-1-\(place)", "--accept"]) }
    office.now = "2026-12-06T23:00"
    for place in 1...2 { try office.run(["done", "2026-W49-N001-1-\(place)"]) }
    #expect(try office.state("N001") == "done")
    #expect(try office.account("N001")["visitsLacking"] as? Int == 0)
    try office.run(["visit", "N001", "--grade", "5", "--solved", "是"])
    try office.run(["week", "close", "--release"])
    #expect(try office.run(["ledger", "check"]).output.contains("台账完整"))
  }

  /// The week in which the visit broke may be planned again after the next one is out; in the next one
  /// the place that is given back goes elsewhere.
  @Test func bothWeeksArePlannedAgain() throws {
    try office.openWeek()
    try office.dispatchWeek()
    office.now = "2026-11-23T08:30"
    try office.run(["respond", "2026-W48-N001-1-1", "--accept"])
    try office.run(["respond", "2026-W48-N001-1-2", "--refuse", "人手不足"])
    office.now = "2026-11-25T18:30"
    try office.run(["done", "2026-W48-N001-1-1"])
    try openNextWeek()
    try office.dispatchWeek("2026-W49")
    office.now = "2026-11-26T09:00"
    try office.run(["week", "redispatch", "--week", "2026-W48", "--out", "again-48"])
    try office.run(["week", "dispatch", "--week", "2026-W48"])
    #expect(try office.account("N001")["visitsLacking"] as? Int == 0)
    let resources = try office.scratch.text("resources.csv")
    try office.scratch.write(
      resources + "R006,妇联,社工,心理疏导,社工,,*,230799001001001,一下;三上;三下,2,1,0,0,,值班室,000-1006\n",
      to: "resources.csv")
    try office.run(["respond", "2026-W49-N001-1-2", "--refuse", "时间冲突"])
    try office.run(["week", "resources", "resources.csv", "--week", "2026-W49"])
    try office.run(["week", "redispatch", "--week", "2026-W49", "--out", "again-49"])
    try office.run(["week", "dispatch", "--week", "2026-W49"])
    let orders = try office.orders("N001").filter { $0.service.hasPrefix("2026-W49") }
    #expect(orders.map(\.resource) == ["R001", "R006"])
    #expect(try office.state("N001") == "underway")
  }

  /// What keeps a plan from going out names the need, and never the step refused as one that is possible.
  @Test(arguments: ["zh", "en"])
  func aPlanThatIsOvertakenNamesTheNeed(_ language: String) throws {
    try office.openWeek()
    try office.run(["week", "plan", "--out", "plan"])
    try office.run(["close", "N001", "--reason", "withdrawn"])
    let stale = try office.run(["week", "dispatch", "--lang", language], expecting: 65).errors
    let zh = """
      N001：这件需求现在是「关闭未解决」，不能记「派单」；可以：返工。
      2026-W48：方案排好以后情况变了，没有派出任何一单。请重新 sandan week plan。

      """
    let en = """
      N001: the need is closed unresolved and cannot be dispatched now; possible: taken up again.
      2026-W48: things have changed since it was planned; no order was sent. Plan it again with sandan week plan.

      """
    #expect(stale == (language == "zh" ? zh : en))
  }

  /// Who was late accepts after the next week was planned: the visit is held, and a second one refused.
  @Test(arguments: ["zh", "en"])
  func aVisitTooManyNamesTheNeed(_ language: String) throws {
    try office.openWeek()
    try office.dispatchWeek()
    office.now = "2026-11-25T18:30"
    try office.run(["overdue", "--record"])
    try openNextWeek()
    try office.run(["week", "plan", "--week", "2026-W49", "--out", "plan-2026-W49"])
    for place in 1...2 { try office.run(["respond", "2026-W48-N001-1-\(place)", "--accept"]) }
    let before = office.ledger
    let stale = try office.run(
      ["week", "dispatch", "--week", "2026-W49", "--lang", language], expecting: 65
    ).errors
    #expect(office.ledger == before)
    let first = try #require(stale.split(separator: "\n").first)
    let zh = "N001：这件需求现在是「已接」，不能记「派单」；可以："
    let en = "N001: the need is accepted and cannot be dispatched now; possible: "
    #expect(first.hasPrefix(language == "zh" ? zh : en))
    let possible = first.dropFirst((language == "zh" ? zh : en).count)
    #expect(!possible.isEmpty && !possible.contains("派单") && !possible.contains("dispatched"))
    // Planned again, the week goes out.
    try office.run(["week", "plan", "--week", "2026-W49", "--out", "plan-2026-W49"])
    try office.run(["week", "dispatch", "--week", "2026-W49"])
    #expect(try office.orders("N001").allSatisfy { $0.service.hasPrefix("2026-W48") })
  }
}
