import Foundation
import Testing
import ThreeLists

@testable import Ledger

/// A folder of its own that lives as long as its value.
final class LedgerFolder {
  let path: String
  /// Where the ledger stands.
  var file: String { path + "/三单.sqlite" }

  init() throws {
    path = NSTemporaryDirectory() + "sandan-ledger-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func open(creating: Bool = true, patience: Int = 5) throws -> LedgerStore {
    try LedgerStore(path: file, creating: creating, patience: patience)
  }

  var bytes: Data? { FileManager.default.contents(atPath: file) }

  var entries: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
  }

  /// Runs SQL on the file as somebody with SQLite's own tool would.
  func tamper(_ sql: String) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "python3", "-c",
      "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.executescript(sys.argv[2]); c.close()",
      file, sql,
    ]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }
}

/// Entries of an invented office.
enum Office {
  static let week = Week("2026-W48")!
  static let next = Week("2026-W49")!

  /// A moment of that week.
  static func at(_ text: String) -> Moment { Moment(text)! }

  static func need(_ id: String, visits: Int = 1, roles: [RoleRequirement] = []) -> Need {
    var need = Need(
      id: id, origin: Origin(file: "needs.csv", line: 2), grid: GridCode("230799001001001")!,
      category: "理发", reportedOn: at("2026-11-20").day)
    need.visits = visits
    need.roles = roles
    return need
  }

  static func resource(_ id: String) -> Resource {
    var resource = Resource(
      id: id, origin: Origin(file: "resources.csv", line: 2), unit: "理发队", areas: [Area("*")!],
      weekly: 5)
    resource.categories = ["理发"]
    return resource
  }

  static func service(
    _ id: String, _ need: String, visit: Int = 1, role: String? = nil, resource: String = "R1",
    session: String = "三上", in week: Week = week
  ) -> Service {
    let session = Session(session)!
    return Service(
      id: id, need: need, visit: visit, role: role, leads: true, resource: resource, unit: "理发队",
      date: week.day(of: session), session: session, method: .optimized, choiceRank: nil,
      distance: 3)
  }
}

/// A state that entries are put into one after the other, without a file.
struct Desk {
  private(set) var state = LedgerState()
  private(set) var events: [Event] = []
  /// The time of the next entry.
  var now = Office.at("2026-11-23T09:00")

  /// A desk at which a week is open and some needs have come in.
  init(needs: [Need], rules: LoopRules = LoopRules()) throws {
    var policy = Policy.standard
    policy.loop = rules
    try say(.rules, body: RulesInForce(policy).body)
    try say(.weekOpened, week: Office.week)
    for need in needs {
      try put(
        NeedCase.entry(
          need, week: Office.week, firstResponsible: "王敏", time: now, actor: "王敏"))
    }
  }

  @discardableResult mutating func put(_ entry: Entry) throws -> Event {
    let event = Event(entry, seq: events.count + 1, previous: events.last?.hash ?? Event.origin)
    try state.apply(event)
    events.append(event)
    return event
  }

  @discardableResult mutating func say(
    _ kind: EventKind, week: Week? = nil, need: String? = nil, service: String? = nil,
    body: [String: JSONValue] = [:]
  ) throws -> Event {
    let owner = need ?? service.flatMap { state.owners[$0] }
    return try put(
      Entry(
        kind, time: now, actor: "王敏", week: week, need: owner, service: service, body: body))
  }

  /// Plans a week for some needs and sends its services out.
  mutating func dispatch(_ services: [Service], week: Week = Office.week) throws {
    if state.weeks[week] == nil { try say(.weekOpened, week: week) }
    let needs = Set(services.map(\.need)).sorted()
    try say(.planned, week: week, body: ["needs": .texts(needs)])
    for service in services {
      try put(Order.entry(service, week: week, run: "0", time: now, actor: "王敏"))
    }
    try say(.weekDispatched, week: week)
  }

  mutating func refuse(_ service: String, reason: String = "capacity") throws {
    try say(.refused, service: service, body: ["reason": .text(reason)])
  }

  func need(_ id: String) throws -> NeedCase { try #require(state.needs[id]) }
}
