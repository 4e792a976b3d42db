/// A row of the members list 成员清单: somebody registered where they work and where they live (双报到).
public struct Member: Hashable, Identifiable, Sendable {
  /// 成员编号, unique in the list.
  public var id: String
  /// The file and line of the row.
  public var origin: Origin
  /// 姓名, may be empty; masked wherever it is shown.
  public var name: String = ""
  /// 单位, at which the member works.
  public var unit: String
  /// 工作社区, in which that is.
  public var workCommunity: GridCode
  /// 居住社区, in which the member lives.
  public var homeCommunity: GridCode
  /// 技能, sorted.
  public var skills: [String] = []
  /// 网格组, may be empty.
  public var group: String = ""

  /// A member with the columns every row must have; the others are empty.
  public init(
    id: String, origin: Origin, unit: String, workCommunity: GridCode, homeCommunity: GridCode
  ) {
    self.id = id
    self.origin = origin
    self.unit = unit
    self.workCommunity = workCommunity
    self.homeCommunity = homeCommunity
  }

  /// The communities in which the member is registered, sorted: two, or one who works where they
  /// live.
  public var communities: [GridCode] { Set([workCommunity, homeCommunity]).sorted() }
}
