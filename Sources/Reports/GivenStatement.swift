import ThreeLists

/// What units and their members gave in some days (双报告): a statement for units, and one for the
/// communities where members are registered.
///
/// A row is an order that was done; an attendance is a member who came, or, where nobody was named,
/// the unit as one. Hours are hundredths of an hour. The rows of all units are the orders done; no
/// unit's members gave more together than the unit.
public struct GivenStatement: Hashable, Sendable, Encodable {
  /// An order that was done.
  public struct Row: Hashable, Sendable, Encodable {
    /// The order.
    public var service: String
    /// The need.
    public var need: String
    /// When the visit took place.
    public var date: String
    /// The unit that had the order.
    public var unit: String
    /// The resource that filled it.
    public var resource: String
    /// The community of the need.
    public var community: String
    /// What it took the unit; nil when nobody said.
    public var hours: Int?
    /// Members who came.
    public var members: [Part]

    /// A row by its parts.
    public init(
      service: String, need: String, date: String, unit: String, resource: String,
      community: String, hours: Int?, members: [Part]
    ) {
      self.service = service
      self.need = need
      self.date = date
      self.unit = unit
      self.resource = resource
      self.community = community
      self.hours = hours
      self.members = members
    }

    /// Attendances of the row.
    public var attendances: Int { max(1, members.count) }
  }

  /// A member's part of a row.
  public struct Part: Hashable, Sendable, Encodable {
    /// The member.
    public var member: String
    /// How long they came.
    public var hours: Int

    /// A part by its parts.
    public init(member: String, hours: Int) {
      self.member = member
      self.hours = hours
    }
  }

  /// Counts.
  public struct Sum: Hashable, Sendable, Encodable {
    /// Orders done.
    public var visits = 0
    /// Those who came, added up over orders.
    public var attendances = 0
    /// Hours together.
    public var hours = 0
    /// Orders of which nobody said how long they took.
    public var withoutHours = 0

    /// Nothing yet.
    public init() {}

    mutating func add(_ row: Row) {
      visits += 1
      attendances += row.attendances
      hours += row.hours ?? 0
      if row.hours == nil { withoutHours += 1 }
    }
  }

  /// What a unit gave.
  public struct UnitLine: Hashable, Sendable, Encodable {
    /// The unit.
    public var unit: String
    /// Members registered with it.
    public var members: Int
    /// What it gave.
    public var given: Sum
    /// What its members gave, as far as they were named; never more than ``given``.
    public var byMembers: Sum
  }

  /// What a member gave.
  public struct MemberLine: Hashable, Sendable, Encodable {
    /// The member.
    public var member: String
    /// The masked name; empty when there is none.
    public var name: String
    /// The unit.
    public var unit: String
    /// 工作社区.
    public var workCommunity: String
    /// 居住社区.
    public var homeCommunity: String
    /// What they gave.
    public var given: Sum
  }

  /// What the members registered in a community gave.
  public struct CommunityLine: Hashable, Sendable, Encodable {
    /// The community.
    public var community: String
    /// Members who work there.
    public var working: Int
    /// Members who live there.
    public var living: Int
    /// Members who do either.
    public var members: Int
    /// What they gave, wherever it was.
    public var given: Sum
    /// The part of it that they gave in the community itself.
    public var givenHere: Sum
  }

  /// The format's version.
  public var formatVersion = 1
  /// The first day.
  public var from: String
  /// The last day.
  public var to: String
  /// What was asked for: `all`, `unit`, `member` or `community`.
  public var subject: String
  /// The unit, member or community; absent for all.
  public var name: String?
  /// Sorted by unit.
  public var units: [UnitLine]
  /// Sorted by member.
  public var members: [MemberLine]
  /// Sorted by community.
  public var communities: [CommunityLine]
  /// By day, then order.
  public var rows: [Row]
  /// All rows together.
  public var total: Sum

  /// Whose statement it is.
  public enum Subject: Hashable, Sendable {
    /// Every unit, member and community.
    case all
    /// A unit and its members.
    case unit(String)
    /// A member.
    case member(String)
    /// A community and the members registered there.
    case community(String)
  }

  /// Adds rows up.
  ///
  /// - Parameters:
  ///   - days: the days.
  ///   - rows: every order done on them, by day, then order.
  ///   - members: every member registered, sorted by identifier.
  ///   - names: masked names by member.
  ///   - units: units that are listed although they gave nothing.
  ///   - subject: whose statement it is; rows in which they have no part are left out.
  public init(
    _ days: ClosedRange<Day>, rows: [Row], members: [Member], names: [String: String],
    units: Set<String>, subject: Subject
  ) {
    let concerned = members.filter { member in
      switch subject {
      case .all: true
      case .unit(let unit): member.unit == unit
      case .member(let id): member.id == id
      case .community(let code): member.communities.contains { $0.digits == code }
      }
    }
    let ids = Set(concerned.map(\.id))
    let kept = rows.filter { row in
      switch subject {
      case .all: true
      case .unit(let unit): row.unit == unit
      case .member, .community: row.members.contains { ids.contains($0.member) }
      }
    }
    let parts = GivenStatement.parts(kept, of: ids)
    var codes = Set(concerned.flatMap(\.communities))
    var listed = Set(kept.map(\.unit))
    var total = Sum()
    switch subject {
    case .all:
      self.subject = "all"
      listed.formUnion(units)
    case .unit(let unit):
      self.subject = "unit"
      name = unit
      listed.insert(unit)
    case .member(let id):
      self.subject = "member"
      name = id
      listed = []
    case .community(let code):
      self.subject = "community"
      name = code
      listed = []
      codes = Set([GridCode(code)].compactMap(\.self))
    }
    switch subject {
    case .all, .unit: for row in kept { total.add(row) }
    case .member, .community:
      total = GivenStatement.sum(parts.values.lazy.flatMap(\.self))
    }
    from = days.lowerBound.description
    to = days.upperBound.description
    self.rows = kept
    self.members = concerned.map { member in
      MemberLine(
        member: member.id, name: names[member.id] ?? "", unit: member.unit,
        workCommunity: member.workCommunity.digits, homeCommunity: member.homeCommunity.digits,
        given: GivenStatement.sum(parts[member.id] ?? []))
    }
    self.units = listed.sorted().map { unit in
      GivenStatement.line(unit, kept, concerned.filter { $0.unit == unit }, parts)
    }
    communities = codes.sorted().map { GivenStatement.line($0, concerned, parts) }
    self.total = total
  }

  /// What parts come to; an order in which several of them have a part is one visit.
  private static func sum(_ parts: some Sequence<(row: Row, part: Part)>) -> Sum {
    var sum = Sum()
    var visits: Set<String> = []
    for (row, part) in parts {
      sum.attendances += 1
      sum.hours += part.hours
      if part.hours == 0 { sum.withoutHours += 1 }
      visits.insert(row.service)
    }
    sum.visits = visits.count
    return sum
  }

  private typealias Parts = [String: [(row: Row, part: Part)]]

  /// What each member gave, in the order of the rows.
  private static func parts(_ rows: [Row], of ids: Set<String>) -> Parts {
    var result: Parts = [:]
    for row in rows {
      for part in row.members where ids.contains(part.member) {
        result[part.member, default: []].append((row, part))
      }
    }
    return result
  }

  private static func line(
    _ unit: String, _ rows: [Row], _ members: [Member], _ parts: Parts
  ) -> UnitLine {
    var given = Sum()
    for row in rows where row.unit == unit { given.add(row) }
    // Who has moved to another unit since gave for the one they were with.
    let own = members.flatMap { (parts[$0.id] ?? []).filter { $0.row.unit == unit } }
    return UnitLine(unit: unit, members: members.count, given: given, byMembers: sum(own))
  }

  private static func line(
    _ code: GridCode, _ members: [Member], _ parts: Parts
  ) -> CommunityLine {
    let registered = members.filter { $0.communities.contains(code) }
    let own = registered.flatMap { parts[$0.id] ?? [] }
    return CommunityLine(
      community: code.digits, working: registered.count { $0.workCommunity == code },
      living: registered.count { $0.homeCommunity == code }, members: registered.count,
      given: sum(own), givenHere: sum(own.filter { $0.row.community == code.digits }))
  }

  /// Hundredths of an hour as a decimal: 150 is 1.5.
  public static func hours(_ hundredths: Int) -> String {
    let rest = hundredths % 100
    guard rest > 0 else { return "\(hundredths / 100)" }
    return "\(hundredths / 100)."
      + (rest % 10 == 0 ? "\(rest / 10)" : rest < 10 ? "0\(rest)" : "\(rest)")
  }
}
