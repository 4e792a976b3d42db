/// A row of the resource list 资源清单.
public struct Resource: Hashable, Identifiable, Sendable {
  /// 资源编号, unique in the list.
  public var id: String
  /// The file and line of the row.
  public var origin: Origin
  /// 单位; several resources may share one.
  public var unit: String
  /// 类型, empty when absent.
  public var kind: String = ""
  /// 类别 it serves.
  public var categories: [String] = []
  /// 角色 it can take in a team.
  public var roles: [String] = []
  /// 技能 it has.
  public var skills: [String] = []
  /// 服务范围, at least one entry.
  public var areas: [Area]
  /// 所在网格; nil counts as distance 3.
  public var home: GridCode?
  /// 可用时段; all 21 when the cell is empty.
  public var sessions: SessionSet = .all
  /// 每周可用: places it can fill in the week.
  public var weekly: Int
  /// 每时段上限: places it can fill in one session.
  public var perSession: Int = 1
  /// 每周至少: places it ought to fill in the week.
  public var minimum: Int = 0
  /// 历史承担: visits carried in past weeks.
  public var history: Int = 0
  /// 权重 as the row states it, in hundredths; nil when the cell is empty.
  public var weight: Int?
  /// 有效至: the last day that counts.
  public var validTo: Day?
  /// 联系人 联系电话.
  public var contact: Contact = Contact()

  /// A resource with the columns every row must have; the others start at their defaults.
  public init(id: String, origin: Origin, unit: String, areas: [Area], weekly: Int) {
    self.id = id
    self.origin = origin
    self.unit = unit
    self.areas = areas
    self.weekly = weekly
  }

  /// Whether it is no longer valid on the first day of a week: no candidates and no minimum then.
  public func isExpired(before week: Week) -> Bool { validTo.map { $0 < week.monday } ?? false }
}
