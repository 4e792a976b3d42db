import Foundation
import Testing
import ThreeLists

@testable import Ledger

@Suite struct EventTests {
  @Test(arguments: [
    #"null"#, #"true"#, #"-17"#, #""""#, #"[]"#, #"{}"#, #"[1,[2,{"a":false}]]"#,
    #"{"a":"需求 \"1\"\\\n\t\u0001","b":[]}"#,
  ]) func canonicalTextsReadBack(text: String) {
    #expect(JSONParser.value(text)?.canonical == text)
  }

  @Test(arguments: [
    "", " 1", "1 ", "[1, 2]", "{\"b\":1,\"a\":2}", "{\"a\":1,\"a\":1}", "1.5", "01", "\"\\u0041\"",
    "\"\\/\"", "\"", "[1", "{\"a\"}", "nul", "\"\\u00\"", "-", "+1",
    String(repeating: "[", count: 20) + String(repeating: "]", count: 20),
  ]) func otherFormsAreRefused(text: String) {
    #expect(JSONParser.value(text) == nil)
  }

  @Test func keysAreSortedByScalars() {
    let value = JSONValue.object([
      "é": .null, "z": .number(1), "\u{10000}": .null, "\u{FFFD}": .null,
    ])
    #expect(value.canonical == "{\"z\":1,\"é\":null,\"\u{FFFD}\":null,\"\u{10000}\":null}")
  }

  /// The hash that a script in another language computes from the documentation alone.
  @Test func theHashIsThatOfTheDocumentation() throws {
    let entry = Entry(
      .refused, time: Office.at("2026-11-23T09:05"), actor: "王\"敏\u{1}", week: Office.week,
      need: "N1", service: "2026-W48-N1-1-1", body: ["reason": .text("capacity"), "a": .bool(true)])
    let event = Event(entry, seq: 7, previous: Event.origin)
    let script = """
      import hashlib, json
      body = json.dumps({"reason": "capacity", "a": True}, ensure_ascii=False, sort_keys=True,
                        separators=(",", ":"))
      text = json.dumps([7, "2026-11-23T09:05", '王"敏\\x01', "refused", "2026-W48", "N1",
                         "2026-W48-N1-1-1", "", body, "0" * 64], ensure_ascii=False,
                        separators=(",", ":"))
      print(hashlib.sha256(text.encode()).hexdigest())
      """
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", script]
    process.standardOutput = pipe
    try process.run()
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(output == event.hash + "\n")
    #expect(event.isIntact)
  }

  @Test func theRulesReadBack() throws {
    var policy = Policy.standard
    policy.loop.calendar.holidays = [Office.at("2026-10-01").day]
    policy.loop.calendar.makeUpDays = [Office.at("2026-10-10").day]
    policy.loop.calendar.hours = [0..<1440]
    policy.loop.calendar.weekdays = [0, 6]
    policy.loop.steps[.respond] = [.hours(1), .hours(2), .days(3), .days(4)]
    policy.loop.refusalReasons = CodeDictionary([
      .init(code: "b", name: "乙"), .init(code: "a", name: "甲"),
    ])
    policy.classes.byUrgency = [0, 0, 1, 3]
    let rules = RulesInForce(policy)
    let body = try #require(JSONParser.value(JSONValue.object(rules.body).canonical))
    #expect(RulesInForce(body) == rules)
    #expect(RulesInForce(.object([:])) == nil)
  }

  @Test func needsAndResourcesReadBack() throws {
    var need = Office.need(
      "N1", visits: 3,
      roles: [RoleRequirement(role: "法律", count: 1), RoleRequirement(role: "社工", count: 2)])
    need.urgency = .urgent
    need.dueOn = need.reportedOn.adding(days: 9)
    need.sessions = SessionSet([Session("一上")!, Session("日晚")!])
    need.without = ["男性"]
    need.specialGroups = ["有"]
    need.requested = ["R2", "R1"]
    need.previous = "R3"
    need.pinned = [Pin(resource: "R1"), Pin(resource: "R:@2", session: Session("三上")!)]
    need.banned = ["R9"]
    need.allowsPartial = false
    need.carried = 2
    need.origin = Origin(file: "", line: 5)
    let entry = NeedCase.entry(
      need, week: Office.week, firstResponsible: "王敏", time: Office.at("2026-11-23"), actor: "王敏")
    #expect(try NeedRecord.need(Event(entry, seq: 5, previous: Event.origin)) == need)
    var resource = Office.resource("R1")
    resource.kind = "志愿者"
    resource.areas = [Area("230799001")!, Area("230799002")!]
    resource.home = GridCode("230799001001001")
    resource.roles = ["社工"]
    resource.skills = ["手语"]
    resource.sessions = SessionSet([Session("二下")!])
    resource.perSession = 2
    resource.minimum = 1
    resource.history = 14
    resource.weight = 150
    resource.validTo = need.reportedOn
    resource.origin = Origin(file: "", line: 6)
    let declared = Entry(
      .declared, time: Office.at("2026-11-23"), actor: "王敏", week: Office.week, resource: "R1",
      body: ResourceRecord.body(resource))
    #expect(
      try ResourceRecord.resource(Event(declared, seq: 6, previous: Event.origin)) == resource)
  }

  /// What an event holds of a need is no personal field: neither name, telephone, address, nor the
  /// resident's own words, nor which special group.
  @Test func eventsHoldNoPersonalField() {
    var need = Office.need("N1")
    need.contact = Contact(name: "张三甲", phone: "13900001111", address: "和平路七号")
    need.description = "想剪头发"
    need.specialGroups = ["独居老人"]
    let entry = NeedCase.entry(
      need, week: Office.week, firstResponsible: "王敏", time: Office.at("2026-11-23"), actor: "王敏")
    let text = entry.body.canonical
    for secret in ["张三甲", "13900001111", "和平路七号", "想剪头发", "独居老人"] {
      #expect(!text.contains(secret))
    }
    #expect(entry.body["special_group"]?.bool == true)
  }
}
