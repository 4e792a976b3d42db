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
///
/// Copying a need counts one reference, however many texts its columns hold: lists of a hundred thousand needs
/// are gone through dozens of times. Changing a column copies the others.
public struct Need: Hashable, Identifiable, Sendable {
  /// The columns, all as plain values.
  public struct Columns: Hashable, Sendable {
    /// ``Need/id``.
    public var id: String
    /// ``Need/origin``.
    public var origin: Origin
    /// ``Need/grid``.
    public var grid: GridCode
    /// ``Need/category``.
    public var category: String
    /// ``Need/description``.
    public var description: String
    /// ``Need/urgency``.
    public var urgency: Urgency
    /// ``Need/reportedOn``.
    public var reportedOn: Day
    /// ``Need/dueOn``.
    public var dueOn: Day?
    /// ``Need/sessions``.
    public var sessions: SessionSet
    /// ``Need/visits``.
    public var visits: Int
    /// ``Need/roles``.
    public var roles: [RoleRequirement]
    /// ``Need/skills``.
    public var skills: [String]
    /// ``Need/without``.
    public var without: [String]
    /// ``Need/specialGroups``.
    public var specialGroups: [String]
    /// ``Need/requested``.
    public var requested: [String]
    /// ``Need/previous``.
    public var previous: String?
    /// ``Need/pinned``.
    public var pinned: [Pin]
    /// ``Need/banned``.
    public var banned: [String]
    /// ``Need/allowsPartial``.
    public var allowsPartial: Bool
    /// ``Need/carried``.
    public var carried: Int
    /// ``Need/firstResponsible``.
    public var firstResponsible: String
    /// ``Need/contact``.
    public var contact: Contact

    /// A need with the columns every row must have; the others are at their defaults unless told.
    public init(
      id: String, origin: Origin, grid: GridCode, category: String, description: String = "",
      urgency: Urgency = .normal, reportedOn: Day, dueOn: Day? = nil,
      sessions: SessionSet = .all, visits: Int = 1, roles: [RoleRequirement] = [],
      skills: [String] = [], without: [String] = [], specialGroups: [String] = [],
      requested: [String] = [], previous: String? = nil, pinned: [Pin] = [],
      banned: [String] = [], allowsPartial: Bool = true, carried: Int = 0,
      firstResponsible: String = "", contact: Contact = Contact()
    ) {
      self.id = id
      self.origin = origin
      self.grid = grid
      self.category = category
      self.description = description
      self.urgency = urgency
      self.reportedOn = reportedOn
      self.dueOn = dueOn
      self.sessions = sessions
      self.visits = visits
      self.roles = roles
      self.skills = skills
      self.without = without
      self.specialGroups = specialGroups
      self.requested = requested
      self.previous = previous
      self.pinned = pinned
      self.banned = banned
      self.allowsPartial = allowsPartial
      self.carried = carried
      self.firstResponsible = firstResponsible
      self.contact = contact
    }
  }

  @usableFromInline final class Shared: Sendable {
    @usableFromInline let columns: Columns

    init(_ columns: Columns) { self.columns = columns }
  }

  @usableFromInline var shared: Shared

  /// All columns; setting several at once is quicker than one by one.
  @inlinable public var columns: Columns { shared.columns }

  /// A need of its columns.
  public init(_ columns: Columns) { shared = Shared(columns) }

  /// A need with the columns every row must have; the others start at their defaults.
  public init(id: String, origin: Origin, grid: GridCode, category: String, reportedOn: Day) {
    self.init(
      Columns(id: id, origin: origin, grid: grid, category: category, reportedOn: reportedOn))
  }

  private mutating func set<Value>(_ column: WritableKeyPath<Columns, Value>, _ value: Value) {
    var columns = shared.columns
    columns[keyPath: column] = value
    shared = Shared(columns)
  }

  /// 需求编号, unique in the list.
  public var id: String {
    @inlinable get { shared.columns.id }
    set { set(\.id, newValue) }
  }
  /// The file and line of the row.
  public var origin: Origin {
    @inlinable get { shared.columns.origin }
    set { set(\.origin, newValue) }
  }
  /// 网格编码.
  public var grid: GridCode {
    @inlinable get { shared.columns.grid }
    set { set(\.grid, newValue) }
  }
  /// 类别.
  public var category: String {
    @inlinable get { shared.columns.category }
    set { set(\.category, newValue) }
  }
  /// 内容, may be empty.
  public var description: String {
    @inlinable get { shared.columns.description }
    set { set(\.description, newValue) }
  }
  /// 紧急程度.
  public var urgency: Urgency {
    @inlinable get { shared.columns.urgency }
    set { set(\.urgency, newValue) }
  }
  /// 提出日期.
  public var reportedOn: Day {
    @inlinable get { shared.columns.reportedOn }
    set { set(\.reportedOn, newValue) }
  }
  /// 最迟日期.
  public var dueOn: Day? {
    @inlinable get { shared.columns.dueOn }
    set { set(\.dueOn, newValue) }
  }
  /// 可服务时段; all 21 when the cell is empty.
  public var sessions: SessionSet {
    @inlinable get { shared.columns.sessions }
    set { set(\.sessions, newValue) }
  }
  /// 次数, at least 1.
  public var visits: Int {
    @inlinable get { shared.columns.visits }
    set { set(\.visits, newValue) }
  }
  /// 角色; empty when the need asks for no team.
  ///
  /// The first role leads.
  public var roles: [RoleRequirement] {
    @inlinable get { shared.columns.roles }
    set { set(\.roles, newValue) }
  }
  /// 技能 the resource must all have; empty beside roles.
  public var skills: [String] {
    @inlinable get { shared.columns.skills }
    set { set(\.skills, newValue) }
  }
  /// 排除: skills the resource must not have.
  public var without: [String] {
    @inlinable get { shared.columns.without }
    set { set(\.without, newValue) }
  }
  /// 特殊群体; masked in every output.
  public var specialGroups: [String] {
    @inlinable get { shared.columns.specialGroups }
    set { set(\.specialGroups, newValue) }
  }
  /// 点单: resource identifiers, best first.
  public var requested: [String] {
    @inlinable get { shared.columns.requested }
    set { set(\.requested, newValue) }
  }
  /// 上次资源.
  public var previous: String? {
    @inlinable get { shared.columns.previous }
    set { set(\.previous, newValue) }
  }
  /// 指定, in the order of the file; equal entries count as often as they stand there.
  public var pinned: [Pin] {
    @inlinable get { shared.columns.pinned }
    set { set(\.pinned, newValue) }
  }
  /// 回避: resource identifiers.
  public var banned: [String] {
    @inlinable get { shared.columns.banned }
    set { set(\.banned, newValue) }
  }
  /// 允许部分; false means all visits or none.
  public var allowsPartial: Bool {
    @inlinable get { shared.columns.allowsPartial }
    set { set(\.allowsPartial, newValue) }
  }
  /// 结转次数: weeks waited unmet.
  public var carried: Int {
    @inlinable get { shared.columns.carried }
    set { set(\.carried, newValue) }
  }
  /// 首问: who took it in and answers for it to the end; empty when the list does not say.
  ///
  /// The ledger keeps it; no plan reads it.
  public var firstResponsible: String {
    @inlinable get { shared.columns.firstResponsible }
    set { set(\.firstResponsible, newValue) }
  }
  /// 联系人 联系电话 地址.
  public var contact: Contact {
    @inlinable get { shared.columns.contact }
    set { set(\.contact, newValue) }
  }

  /// Whether one visit needs resources by role.
  public var isTeam: Bool { !roles.isEmpty }

  /// Places one visit has: 1, or the sum over the team's roles.
  public var placesPerVisit: Int { isTeam ? roles.reduce(0) { $0 + $1.count } : 1 }

  /// Whether all columns are equal.
  public static func == (left: Need, right: Need) -> Bool {
    left.shared === right.shared || left.shared.columns == right.shared.columns
  }

  /// Hashes all columns.
  public func hash(into hasher: inout Hasher) { hasher.combine(shared.columns) }
}
