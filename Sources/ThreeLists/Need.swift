/// How pressing a need is, as its reporter says.
public enum Urgency: Int, CaseIterable, Hashable, Comparable, Sendable {
  /// 特急
  case critical = 0
  /// 紧急
  case urgent = 1
  /// 重要
  case important = 2
  /// 一般
  case normal = 3

  /// The code of the lists: 特急 紧急 重要 一般.
  public var code: String {
    switch self {
    case .critical: "特急"
    case .urgent: "紧急"
    case .important: "重要"
    case .normal: "一般"
    }
  }

  /// An urgency by its code; nil for anything else.
  public init?(code: String) {
    guard let found = Urgency.allCases.first(where: { $0.code == code }) else { return nil }
    self = found
  }

  /// More pressing ones come first.
  public static func < (left: Urgency, right: Urgency) -> Bool { left.rawValue < right.rawValue }
}

/// A role of a team and how many places of it one visit has.
public struct RoleRequirement: Hashable, Sendable, CustomStringConvertible {
  /// The role's canonical code.
  public var role: String
  /// Places of that role in one visit, at least 1.
  public var count: Int

  /// A requirement of `count` places of one role.
  public init(role: String, count: Int) {
    self.role = role
    self.count = count
  }

  /// `法律:1`.
  public var description: String { "\(role):\(count)" }
}

/// An order of the office that a resource serves a need (指定).
public struct Pin: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The identifier of the resource.
  public var resource: String
  /// The session in which it serves; nil leaves the session free.
  public var session: Session?

  /// A pin on a resource, in a session or in any.
  public init(resource: String, session: Session? = nil) {
    self.resource = resource
    self.session = session
  }

  /// `R003` or `R003@三上`.
  public var description: String { session.map { "\(resource)@\($0)" } ?? resource }

  /// By resource, then session; a free session first.
  public static func < (left: Pin, right: Pin) -> Bool {
    (left.resource, left.session?.index ?? -1) < (right.resource, right.session?.index ?? -1)
  }
}

/// Whom to reach and where.
///
/// Never reaches the optimiser or a report; only a dispatch slip shows it.
public struct Contact: Hashable, Sendable {
  /// 联系人, empty when absent.
  public var name: String
  /// 联系电话, empty when absent.
  public var phone: String
  /// 地址, empty when absent.
  public var address: String

  /// A contact; absent parts are empty.
  public init(name: String = "", phone: String = "", address: String = "") {
    self.name = name
    self.phone = phone
    self.address = address
  }
}

/// A row of the needs list 需求清单.
///
/// Codes are canonical (the dictionary's Chinese name); list-valued cells keep the order of the
/// file where it carries meaning (`requested`, `roles`) and are sorted elsewhere.
public struct Need: Hashable, Identifiable, Sendable {
  /// 需求编号, unique in the list.
  public var id: String
  /// The file and line of the row.
  public var origin: Origin
  /// 网格编码.
  public var grid: GridCode
  /// 类别.
  public var category: String
  /// 内容, may be empty.
  public var description: String = ""
  /// 紧急程度.
  public var urgency: Urgency = .normal
  /// 提出日期.
  public var reportedOn: Day
  /// 最迟日期.
  public var dueOn: Day?
  /// 可服务时段; all 21 when the cell is empty.
  public var sessions: SessionSet = .all
  /// 次数, at least 1.
  public var visits: Int = 1
  /// 角色; empty when the need asks for no team.
  ///
  /// The first role leads.
  public var roles: [RoleRequirement] = []
  /// 技能 the resource must all have; empty beside roles.
  public var skills: [String] = []
  /// 排除: skills the resource must not have.
  public var without: [String] = []
  /// 特殊群体; masked in every output.
  public var specialGroups: [String] = []
  /// 点单: resource identifiers, best first.
  public var requested: [String] = []
  /// 上次资源.
  public var previous: String?
  /// 指定, in the order of the file; equal entries count as often as they stand there.
  public var pinned: [Pin] = []
  /// 回避: resource identifiers.
  public var banned: [String] = []
  /// 允许部分; false means all visits or none.
  public var allowsPartial: Bool = true
  /// 结转次数: weeks waited unmet.
  public var carried: Int = 0
  /// 首问: who took it in and answers for it to the end; empty when the list does not say.
  ///
  /// The ledger keeps it; no plan reads it.
  public var firstResponsible: String = ""
  /// 联系人 联系电话 地址.
  public var contact: Contact = Contact()

  /// A need with the columns every row must have; the others start at their defaults.
  public init(id: String, origin: Origin, grid: GridCode, category: String, reportedOn: Day) {
    self.id = id
    self.origin = origin
    self.grid = grid
    self.category = category
    self.reportedOn = reportedOn
  }

  /// Whether one visit needs resources by role.
  public var isTeam: Bool { !roles.isEmpty }

  /// Places one visit has: 1, or the sum over the team's roles.
  public var placesPerVisit: Int { isTeam ? roles.reduce(0) { $0 + $1.count } : 1 }
}
