import ThreeLists

@testable import Ledger

/// A ledger drawn from a seed: whatever is legal may happen.
struct RandomLedger {
  private(set) var desk: Desk
  private var numbers: Numbers

  /// SplitMix64.
  struct Numbers: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }

  init(seed: UInt64, undoes: Bool = true, attempts: Int = 900) throws {
    numbers = Numbers(state: seed)
    desk = try Desk(needs: [])
    for id in 1...4 {
      try desk.put(
        Entry(
          .declared, time: desk.now, actor: "王敏", week: Office.week, resource: "R\(id)",
          body: [
            "unit": .text("单位\(id % 3)"), "areas": .texts(["*"]), "weekly": .number(9),
            "weight": .number(50 * id),
          ]))
    }
    for number in 1...attempts {
      if number % 6 == 0 { advance() }
      // What is illegal changes nothing.
      do { try act(number, undoes: undoes) } catch is Illegality {}
    }
  }

  private mutating func advance() {
    var minute = desk.now.minute + Int.random(in: 5...90, using: &numbers)
    var day = desk.now.day
    if minute >= Moment.minutesOfDay {
      minute -= Moment.minutesOfDay
      day = day.adding(days: 1)
    }
    desk.now = Moment(day: day, minute: minute)
  }

  private mutating func act(_ number: Int, undoes: Bool) throws {
    let ids = desk.state.needs.keys.sorted()
    let services = desk.state.owners.keys.sorted()
    guard let id = ids.randomElement(using: &numbers), number % 9 != 0 else {
      return try receive("N\(number)")
    }
    let service = services.randomElement(using: &numbers)
    switch Int.random(in: 0..<20, using: &numbers) {
    case 0..<5: try dispatch(id)
    case 5..<9: if let service { try desk.say(.accepted, service: service) }
    case 9: if let service { try desk.refuse(service) }
    case 10: if let service { try desk.say(.lapsed, service: service) }
    case 11..<14: if let service { try desk.say(.done, service: service) }
    case 14:
      guard Int.random(in: 0..<4, using: &numbers) == 0 else { return }
      try desk.say(.settled, need: id)
    case 15:
      let grade = Int.random(in: 1...5, using: &numbers)
      try desk.say(
        .visited, need: id,
        body: ["grade": .number(grade), "solved": .bool(Bool.random(using: &numbers))])
    case 16: try hold(id)
    case 17: try desk.say(.reworked, need: id)
    case 18: try desk.say(.resumed, need: id)
    default:
      guard undoes, let last = desk.state.needs[id]?.events.last else { return }
      try desk.say(.undone, need: id, body: ["seq": .number(last.seq)])
    }
  }

  private mutating func receive(_ id: String) throws {
    var need = Office.need(id, visits: Int.random(in: 1...2, using: &numbers))
    need.grid = GridCode("23079900100100\(Int.random(in: 1...6, using: &numbers))")!
    need.urgency = Urgency.allCases.randomElement(using: &numbers) ?? .normal
    if Bool.random(using: &numbers) { need.specialGroups = ["独居老人"] }
    try desk.put(
      NeedCase.entry(
        need, week: Office.week, firstResponsible: "王敏", time: desk.now, actor: "王敏"))
  }

  /// Sends an order for a visit of a need out, or out again to somebody.
  private mutating func dispatch(_ id: String) throws {
    if desk.state.weeks[Office.week]?.stage != .dispatched {
      try desk.say(.planned, week: Office.week, body: ["needs": .texts([id])])
      if Bool.random(using: &numbers) { try desk.say(.weekDispatched, week: Office.week) }
    }
    let visit = Int.random(in: 1...2, using: &numbers)
    let session = ["三上", "四上"].randomElement(using: &numbers) ?? "三上"
    let resource = "R\(Int.random(in: 1...4, using: &numbers))"
    let round = desk.state.needs[id]?.round ?? 1
    let service = Office.service(
      "2026-W48-\(id)-\(visit)-\(round)", id, visit: visit, resource: resource, session: session)
    var entry = Order.entry(service, week: Office.week, run: "0", time: desk.now, actor: "王敏")
    var body = entry.body.members
    body["unit"] = .text("单位\(Int.random(in: 0...3, using: &numbers))")
    entry.body = .object(body)
    try desk.put(entry)
  }

  private mutating func hold(_ id: String) throws {
    let reason: (String, JSONValue) = ("reason", .text("law"))
    switch Int.random(in: 0..<4, using: &numbers) {
    case 0:
      let until = desk.now.day.adding(days: 2).description
      try desk.say(
        .deferred, need: id,
        body: Dictionary(uniqueKeysWithValues: [reason, ("until", .text(until))]))
    case 1: try desk.say(.closed, need: id, body: Dictionary(uniqueKeysWithValues: [reason]))
    default:
      let level =
        [GridLevel.community, .town, .county].randomElement(using: &numbers) ?? .town
      try desk.say(
        .escalated, need: id,
        body: Dictionary(uniqueKeysWithValues: [reason, ("level", .text(level.rawValue))]))
    }
  }
}
