import Foundation
import Ledger
import ThreeLists
import Testing

/// Which policy is in force, how an office learns of it, and what becomes of plans when it changes.
@Suite struct LoopRememberedPolicyTests {
  private let office: LoopOffice

  init() throws { office = try LoopOffice() }

  private func open(_ week: String = "2026-W48", _ more: [String] = []) throws
    -> SandanProcess.Result
  {
    try office.run(["week", "open", "needs.csv", "resources.csv", "--week", week] + more)
  }

  private func rulesEntries() throws -> Int {
    try office.events().count { $0["kind"] as? String == "rules" }
  }

  /// Another policy is announced once, with the entry from which it counts; the same one is not.
  @Test func anotherPolicyIsAnnounced() throws {
    try office.scratch.write("closed: [五上]\n", to: "first.yaml")
    try office.scratch.write("closed: [四上]\n", to: "second.yaml")
    let first = try open("2026-W48", ["--policy", "first.yaml"])
    #expect(!first.errors.contains("用这份政策"))
    let plan = ["week", "plan", "--week", "2026-W48", "--out", "plan"]
    #expect(!(try office.run(plan).errors.contains("用这份政策")))
    #expect(!(try office.run(plan + ["--policy", "first.yaml"]).errors.contains("用这份政策")))
    let second = try office.run(plan + ["--policy", "second.yaml"])
    #expect(second.errors.contains("条起用这份政策"))
    #expect(try rulesEntries() == 2)
    let back = try office.run(plan + ["--policy", "first.yaml", "--lang", "en"])
    #expect(back.errors.contains("on this policy is in force"))
  }

  /// A command that neither uses nor records a policy says so rather than leave it unread.
  @Test(arguments: [
    ["status"], ["overdue"], ["week", "close"], ["week", "dispatch"], ["ledger", "policy"],
    ["ledger", "check"],
  ]) func aPolicyThatMeansNothingIsRefused(_ command: [String]) throws {
    try office.scratch.write("closed: [五上]\n", to: "policy.yaml")
    _ = try open()
    let before = office.ledger
    let told = try office.run(command + ["--policy", "policy.yaml"], expecting: 64)
    #expect(told.errors.contains("--policy"))
    let english = try office.run(
      command + ["--policy", "policy.yaml", "--lang", "en"], expecting: 64)
    #expect(english.errors.contains("Leave --policy out"))
    #expect(office.ledger == before)
  }

  /// What `ledger policy` writes is a policy that, named again, changes nothing.
  @Test func thePolicyInForceIsWrittenOut() throws {
    try office.scratch.write("closed: [五上]\nhistory_weeks: 5\n", to: "policy.yaml")
    _ = try open("2026-W48", ["--policy", "policy.yaml"])
    let text = try office.run(["ledger", "policy"]).output
    #expect(text.contains("closed: [五上]") && text.contains("history_weeks: 5"))
    try office.scratch.write(text, to: "again.yaml")
    let plan = ["week", "plan", "--week", "2026-W48", "--out", "plan"]
    try office.run(plan + ["--policy", "again.yaml"])
    #expect(try rulesEntries() == 1)
    #expect(try office.scratch.text("plan/policy.yaml") == text)
    // As of a time before another one was named.
    office.now = "2026-11-20T16:00"
    try office.scratch.write("closed: [四上]\n", to: "other.yaml")
    try office.run(plan + ["--policy", "other.yaml"])
    #expect(try office.run(["ledger", "policy"]).output.contains("closed: [四上]"))
    #expect(try office.run(["ledger", "policy", "--as-of", "2026-11-20T15:30"]).output == text)
  }

  /// A ledger that remembers the rules of the loop alone, as earlier versions wrote them, is read, goes
  /// on with those, and says what it does not know.
  @Test func aLedgerOfAnEarlierVersionGoesOn() throws {
    var policy = Policy.standard
    policy.loop.agendaAfter = 7
    var body = RulesInForce(policy).body
    #expect(body["policy"] == nil)
    body["policy"] = nil
    let store = try LedgerStore(path: office.scratch("三单.sqlite"), creating: true)
    let moment = try #require(Moment("2026-11-20T14:00"))
    _ = try store.write { ledger in
      try ledger.append(Entry(.rules, time: moment, actor: "王敏", body: body))
    }
    let opened = try open()
    #expect(opened.errors.contains("请用 --policy 指定一次政策"))
    let planned = try office.run(["week", "plan", "--week", "2026-W48", "--out", "plan"])
    #expect(planned.errors.contains("请用 --policy 指定一次政策"))
    #expect(try SandanProcess.run(["verify", "plan"], in: office.scratch).status == 0)
    #expect(try office.run(["ledger", "policy"]).output.contains("unmet_weeks: 7"))
    let english = try office.run(["ledger", "policy", "--lang", "en"])
    #expect(english.errors.contains("the built-in ones"))
    // Named once, it is remembered.
    try office.scratch.write("closed: [五上]\n", to: "policy.yaml")
    try office.run(
      ["week", "plan", "--week", "2026-W48", "--out", "plan", "--policy", "policy.yaml"])
    let later = try office.run(["week", "plan", "--week", "2026-W48", "--out", "plan"])
    #expect(!later.errors.contains("请用 --policy 指定一次政策"))
    #expect(try office.scratch.text("plan/policy.yaml").contains("closed: [五上]"))
    try office.run(["ledger", "check"])
  }

  /// A need that was taken in by a dictionary that has changed since is planned all the same, in a folder
  /// that verifies; new lists are held to the new dictionary.
  @Test func needsOutliveTheirDictionary() throws {
    try office.scratch.write(
      "categories: { barber: 理发, weaving: 编织 }\n", to: "policy.yaml")
    try office.write(
      needs: ["N001,230799001001001,编织,,2026-11-18,,1,,,"], to: "needs.csv")
    try office.scratch.write(
      "资源编号,单位,类别,服务范围,每周可用\nR1,手工社,编织,*,1\n", to: "resources.csv")
    _ = try open("2026-W48", ["--policy", "policy.yaml"])
    try office.scratch.write("categories: { barber: 理发 }\n", to: "other.yaml")
    try office.run(
      ["week", "plan", "--week", "2026-W48", "--out", "plan", "--policy", "other.yaml"])
    #expect(
      Fixture.rows(try office.scratch.text("plan/services.csv")).map { $0["需求编号"] } == ["N001"])
    let text = try office.scratch.text("plan/policy.yaml")
    #expect(text.contains("open_dictionaries: true"))
    #expect(try SandanProcess.run(["verify", "plan"], in: office.scratch).status == 0)
    try office.run(["week", "dispatch", "--week", "2026-W48"])
    try office.run(["respond", "N001", "--refuse", "时间冲突"])
    try office.run(["week", "redispatch", "--out", "again"])
    #expect(try SandanProcess.run(["verify", "again"], in: office.scratch).status == 0)
    try office.write(
      needs: ["N002,230799001001001,编织,,2026-11-18,,1,,,"], to: "needs.csv")
    let refused = try office.run(
      ["week", "open", "needs.csv", "resources.csv", "--week", "2026-W49"], expecting: 65)
    #expect(refused.errors.contains("编织"))
  }
}
