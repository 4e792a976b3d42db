import Foundation
import Testing

@testable import sandan

/// Members and what they gave, command by command.
@Suite struct StatementTests {
  private let office: LoopOffice

  private static let members = """
    成员编号,姓名,单位,工作社区,居住社区,技能,网格组
    M1,张三丰,理发队,230799001001,230799001002,,一组
    M2,李四光,理发队,230799001001,230799001001,,
    M3,王五六,社工站,230799002001,230799001001,,

    """

  init() throws {
    office = try LoopOffice()
    try office.scratch.write(Self.members, to: "members.csv")
  }

  private func statement(_ arguments: [String]) throws -> [String: Any] {
    try #require(
      try office.run(
        ["statement", "--quarter", "2026Q4", "--format", "json"] + arguments
      ).json)
  }

  /// Two orders, taken.
  private func twoOrders() throws -> [(service: String, resource: String, state: String)] {
    try office.run(
      [
        "week", "open", "needs.csv", "resources.csv", "--week", "2026-W48", "--members",
        "members.csv",
      ])
    try office.dispatchWeek()
    office.now = "2026-11-23T09:00"
    let orders = try ["N001", "N002"].flatMap { try office.orders($0) }
    for order in orders { try office.run(["respond", order.service, "--accept"]) }
    office.now = "2026-11-27T11:00"
    return orders
  }

  @Test func whatWasGivenAddsUp() throws {
    let orders = try twoOrders()
    #expect(orders.count == 2)
    for order in orders {
      let members = order.resource == "R1" ? "M1;M2:0.5" : ""
      try office.run(
        ["done", order.service, "--hours", "1.25"]
          + (members.isEmpty ? [] : ["--members", members]))
    }
    let all = try statement([])
    let total = try #require(all["total"] as? [String: Int])
    #expect(total == ["visits": 2, "attendances": 3, "hours": 300, "withoutHours": 0])
    let units = try #require(all["units"] as? [[String: Any]])
    #expect(units.map { $0["unit"] as? String } == ["理发队", "社工站"])
    let given = units.compactMap { $0["given"] as? [String: Int] }
    #expect(given.map { $0["visits"] } == [1, 1] && given.map { $0["hours"] } == [175, 125])
    #expect((units[0]["byMembers"] as? [String: Int])?["hours"] == 175)
    // M1 stands in both communities, M2 once in the one.
    let communities = try #require(all["communities"] as? [[String: Any]])
    #expect(
      communities.map { ($0["given"] as? [String: Int])?["hours"] } == [175, 125, 0])
    let member = try statement(["--member", "M1"])
    #expect((member["total"] as? [String: Int])?["hours"] == 125)
    let here = try statement(["--community", "230799001002"])
    #expect((here["total"] as? [String: Int])?["hours"] == 125)
    #expect((here["rows"] as? [Any])?.count == 1)
    let unit = try statement(["--unit", "社工站"])
    #expect((unit["total"] as? [String: Int])?["visits"] == 1)
    let text = try office.run(["statement", "--quarter", "2026Q4"]).output
    #expect(text.contains("2 单、3 人次、3 小时") && text.contains("张**") && !text.contains("张三丰"))
    let rows = Fixture.rows(
      try office.run(["statement", "--quarter", "2026Q4", "--csv"]).output)
    #expect(rows.count == 3 && rows.map { $0["成员编号"] ?? "" }.sorted() == ["", "M1", "M2"])
    try office.run(["statement", "--quarter", "2026Q4", "--out", "given"])
    let page = try office.scratch.text("given/statements.html")
    #expect(page.contains("理发队") && page.contains("230799001002") && !page.contains("张三丰"))
    // Earlier days hold nothing.
    let none = try #require(
      try office.run(
        ["statement", "--from", "2026-01-01", "--to", "2026-03-31", "--format", "json"]
      ).json)
    #expect((none["total"] as? [String: Int])?["visits"] == 0)
    #expect(try office.run(["ledger", "check"]).output.contains("台账完整"))
    // What was a mistake counts no more.
    try office.run(["undo", "N001"])
    #expect((try statement([])["total"] as? [String: Int])?["visits"] == 1)
  }

  @Test func mistakesAreToldAndNothingIsEntered() throws {
    let orders = try twoOrders()
    let mine = try #require(orders.first { $0.resource == "R1" }).service
    let before = office.ledger
    for (arguments, says) in [
      (["--members", "M9"], "台账里没有"), (["--members", "M3"], "社工站"),
      (["--members", "M1;M1"], "M1"), (["--members", "M1:x"], "大于 0"),
      (["--hours", "0"], "大于 0"), (["--hours", "1.234"], "大于 0"),
      (["--hours", "200"], "大于 0"), (["--members", "M1:1:2"], "M001"),
    ] {
      let result = try office.run(["done", mine] + arguments, expecting: 65)
      #expect(result.errors.contains(says), "\(arguments) \(result.errors)")
    }
    try office.run(["done", "N003", "--settled", "--hours", "1"], expecting: 65)
    #expect(office.ledger == before)
    // A table, with full-width signs.
    try office.scratch.write("服务单号,成员,时长\n\(mine),M1；M2：2,1\n", to: "done.csv")
    try office.run(["done", "--file", "done.csv"])
    #expect((try statement([])["total"] as? [String: Int])?["hours"] == 300)
    for (option, name) in [("--unit", "理发"), ("--member", "M"), ("--community", "2307990010")] {
      try office.run(["statement", "--quarter", "2026Q4", option, name], expecting: 65)
    }
  }

  @Test func membersAreRegisteredOnceAndPurged() throws {
    let first = try #require(try office.run(["members", "members.csv", "--format", "json"]).json)
    #expect(first["entered"] as? Int == 3)
    let again = try #require(try office.run(["members", "members.csv", "--format", "json"]).json)
    #expect(again["entered"] as? Int == 0)
    try office.scratch.write(
      Self.members.replacing("M3,王五六,社工站", with: "M3,王五六,理发队"), to: "members.csv")
    let moved = try #require(try office.run(["members", "members.csv", "--format", "json"]).json)
    #expect(moved["entered"] as? Int == 1)
    #expect(try office.run(["ledger", "export"]).output.contains("王五六") == false)
    office.now = "2027-02-01T09:00"
    let purged = try #require(
      try office.run(["purge", "--before", "2027-01-01", "--format", "json"]).json)
    #expect(purged["members"] as? Int == 3)
    #expect(try office.run(["statement", "--quarter", "2026Q4"]).output.contains("王") == false)
  }

  @Test func theListIsCheckedWithTheOthers() throws {
    let sound = try SandanProcess.run(
      ["check", "needs.csv", "resources.csv", "--members", "members.csv", "--format", "json"],
      in: office.scratch)
    #expect(sound.json?["members"] as? Int == 3)
    try office.scratch.write(
      Self.members.replacing("社工站", with: "社工").replacing("M2,", with: "M1,"),
      to: "members.csv")
    let broken = try SandanProcess.run(
      ["check", "needs.csv", "resources.csv", "--members", "members.csv"], in: office.scratch)
    #expect(broken.status == 65)
    #expect(broken.errors.contains("members.csv:3") && broken.errors.contains("最接近的是「社工站」"))
    #expect(!broken.errors.contains("张三丰"))
  }
}
