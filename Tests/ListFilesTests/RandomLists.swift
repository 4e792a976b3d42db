import Testing
import ThreeLists

@testable import ListFiles

/// Lists that use every column, the same from the same seed.
struct RandomLists {
  /// Texts that break careless writers and readers.
  static let awkward = [
    "上门理发", "a,b", "说\"好\"", "\"", "两\n行", "两\r\n行", "\r", "𠮷㐂", "é👩‍👩‍👧", "'", "''", "'a", "  前后  ",
    "\t",
    "；：、，", "=1+1", "+86", "-", "@x", "＝SUM(A1)", "＋", "－1", "＠", "\u{200B}=1",
    "\u{FEFF} \u{200B}@",
    "'=1", "''-", "\n=1", "\u{A0}+", "\u{3000}＝", "=\u{338}x", "'\u{301}=", "\u{85}=",
    "DDE (\"cmd\")",
    "=cmd|' /C calc'!A0", "@SUM(1+9)*cmd|' /C calc'!A0", "=HYPERLINK(\"http://x\",\"y\")", "%0A=1",
    "",
  ]

  private var numbers: SeededNumbers
  private let policy = Policy.standard

  init(seed: UInt64) { numbers = SeededNumbers(seed: seed) }

  private mutating func names(_ dictionary: CodeDictionary, atMost most: Int) -> [String] {
    numbers.some(of: dictionary.entries.map(\.name), atMost: most).sorted()
  }

  private mutating func sessions() -> SessionSet {
    if numbers.isOne(in: 3) { return .all }
    let some = numbers.some(of: Session.all, atMost: 20)
    return some.isEmpty ? .all : SessionSet(some)
  }

  private mutating func grid() throws -> GridCode {
    let digits =
      "230799" + (0..<9).map { _ in "\(Int.random(in: 0...9, using: &numbers))" }.joined()
    return try #require(GridCode(numbers.isOne(in: 4) ? String(digits.prefix(12)) : digits))
  }

  private mutating func day(_ range: ClosedRange<Int>) throws -> Day {
    let monday = try #require(Week("2026-W48")).monday
    return monday.adding(days: Int.random(in: range, using: &numbers))
  }

  private mutating func contact(withAddress: Bool) -> Contact {
    Contact(
      name: numbers.one(of: RandomLists.awkward), phone: numbers.one(of: RandomLists.awkward),
      address: withAddress ? numbers.one(of: RandomLists.awkward) : "")
  }

  mutating func resources(_ count: Int) throws -> [Resource] {
    try (1...count).map { number in
      var areas: Set<Area> = numbers.isOne(in: 2) ? [.everywhere] : []
      areas.insert(.prefix(try grid().prefix(Int.random(in: 1...15, using: &numbers))))
      var resource = Resource(
        id: id("R", number), origin: Origin(file: "r", line: number + 1),
        unit: numbers.one(of: ["县司法局", "=单位", "a,\"b\"", "'-", "𠮷㐂社"]), areas: areas.sorted(),
        weekly: Int.random(in: 0...9, using: &numbers))
      resource.kind = numbers.one(of: policy.kinds.entries.map(\.name) + [""])
      resource.categories = names(policy.categories, atMost: 4)
      resource.roles = names(policy.roles, atMost: 3)
      if resource.categories.isEmpty, resource.roles.isEmpty { resource.roles = ["法律"] }
      resource.skills = names(policy.skills, atMost: 4)
      resource.home = numbers.isOne(in: 3) ? nil : try grid()
      resource.sessions = sessions()
      resource.perSession = Int.random(in: 1...5, using: &numbers)
      resource.minimum = Int.random(in: 0...resource.weekly, using: &numbers)
      resource.history = Int.random(in: 0...400, using: &numbers)
      // The same in a whole unit, and in half of its rows.
      let weight = 1 + resource.unit.utf8.reduce(0) { ($0 * 31 + Int($1)) % 1000 }
      resource.weight = numbers.isOne(in: 2) ? weight : nil
      resource.validTo = numbers.isOne(in: 2) ? try day(-20...40) : nil
      resource.contact = contact(withAddress: false)
      return resource
    }
  }

  mutating func needs(_ count: Int, resources: [Resource]) throws -> [Need] {
    let known = resources.map(\.id)
    return try (1...count).map { number in
      var need = Need(
        id: id("N", number), origin: Origin(file: "n", line: number + 1), grid: try grid(),
        category: names(policy.categories, atMost: 1).first ?? "其他", reportedOn: try day(-60...6))
      need.description = numbers.one(of: RandomLists.awkward)
      need.urgency = numbers.one(of: Urgency.allCases)
      need.dueOn =
        numbers.isOne(in: 2)
        ? need.reportedOn.adding(days: Int.random(in: 0...30, using: &numbers)) : nil
      need.sessions = sessions()
      need.visits = Int.random(in: 1...4, using: &numbers)
      if numbers.isOne(in: 3) {
        need.roles = names(policy.roles, atMost: 3).shuffled(using: &numbers).map {
          RoleRequirement(role: $0, count: Int.random(in: 1...3, using: &numbers))
        }
      }
      if !need.isTeam { need.skills = names(policy.skills, atMost: 2) }
      need.without = names(policy.skills, atMost: 2)
      need.specialGroups = names(policy.specialGroups, atMost: 2)
      need.requested = numbers.some(of: known, atMost: 4)
      need.previous = numbers.isOne(in: 2) ? numbers.one(of: known) : nil
      need.pinned = numbers.some(of: known, atMost: need.visits).map {
        Pin(
          resource: $0, session: numbers.isOne(in: 2) ? numbers.one(of: Session.all) : nil)
      }
      if let first = need.pinned.first, need.pinned.count < need.visits {
        need.pinned.append(first)
      }
      need.banned = numbers.some(of: known, atMost: 3).sorted()
      need.allowsPartial = numbers.isOne(in: 2)
      need.carried = Int.random(in: 0...5, using: &numbers)
      need.contact = contact(withAddress: true)
      return need
    }
  }

  private func id(_ letter: String, _ number: Int) -> String {
    letter + String(("00" + "\(number)").suffix(3))
  }
}
