import ThreeLists

/// What a resource can do: a category of needs, or a role in a team.
public enum Capability: Hashable, Comparable, Sendable {
  /// One of 类别.
  case category(String)
  /// One of 角色.
  case role(String)

  /// The code as the lists write it.
  public var code: String {
    switch self {
    case .category(let code), .role(let code): code
    }
  }

  /// Whether it is a role.
  public var isRole: Bool { if case .role = self { true } else { false } }

  /// Categories first, then by code.
  public static func < (left: Capability, right: Capability) -> Bool {
    (left.isRole ? 1 : 0, left.code) < (right.isRole ? 1 : 0, right.code)
  }
}

/// More visits on offer, as one row more in the resource list.
///
/// The row is that of a resource once more, or that of a newcomer who serves everywhere, has no
/// skills and no grid of its own; narrowed to one capability or one session where that is asked for.
/// Its 每周可用 and 每时段上限 are the number of visits, its 每周至少 and 历史承担 are 0, its 权重 is that
/// of its unit; no need chooses it or had it before, and needs that avoid the resource avoid the row.
public struct AddedVisits: Hashable, Sendable {
  /// Whose row is copied; nil for a newcomer.
  public var resource: String?
  /// The only thing that the row offers; nil for all that the resource does.
  public var capability: Capability?
  /// The sessions in which it offers it; all of the resource's when they hold those.
  public var sessions: SessionSet

  /// Visits by their parts.
  public init(resource: String?, capability: Capability? = nil, sessions: SessionSet = .all) {
    self.resource = resource
    self.capability = capability
    self.sessions = sessions
  }

  /// The unit of newcomers.
  public static let newcomer = "新单位"

  /// The row that the lists get.
  ///
  /// - Parameters:
  ///   - visits: how many, at least 0.
  ///   - task: the lists without it.
  /// - Returns: the row; nil when the list has no such resource.
  public func row(_ visits: Int, in task: PlanningTask) -> Resource? {
    row(
      visits, of: resource.flatMap { id in task.resources.first { $0.id == id } },
      RowNames(task.resources))
  }

  /// The row that the lists get, named otherwise than the rows that stand there.
  ///
  /// - Parameters:
  ///   - visits: how many, at least 0.
  ///   - own: the row of the resource; nil when the list has none.
  ///   - names: those taken.
  /// - Returns: the row; nil when the list has no such resource.
  func row(_ visits: Int, of own: Resource?, _ names: RowNames) -> Resource? {
    var row: Resource
    if resource != nil {
      guard let own else { return nil }
      row = own
    } else {
      row = Resource(
        id: AddedVisits.newcomer, origin: Origin(file: "", line: 0),
        unit: names.unit(AddedVisits.newcomer), areas: [.everywhere], weekly: 0)
    }
    row.id = names.row(row.id + "+" + (capability?.code ?? ""))
    switch capability {
    case .category(let code): (row.categories, row.roles) = ([code], [])
    case .role(let code): (row.categories, row.roles) = ([], [code])
    case nil: break
    }
    row.sessions = row.sessions.intersection(sessions)
    row.weekly = visits
    row.perSession = max(1, visits)
    row.minimum = 0
    row.history = 0
    row.contact = Contact()
    return row
  }

  /// The task with the row among its resources.
  ///
  /// - Parameters:
  ///   - visits: how many.
  ///   - task: the lists without it.
  /// - Returns: the edited lists' task.
  /// - Complexity: O(needs + resources).
  public func applied(_ visits: Int, to task: PlanningTask) -> PlanningTask {
    [(added: self, visits: visits)].applied(to: task)
  }
}

/// What goes: a unit with all its rows, a resource, or a session that is closed.
public enum DropOut: Hashable, Sendable {
  /// All rows of a unit.
  case unit(String)
  /// One row.
  case resource(String)
  /// A session of the week.
  case session(Session)

  /// The task without it: rows gone, the session closed, and 指定, 点单, 上次资源 and 回避 that name a
  /// row that is gone, or 指定 for the session, gone with it.
  ///
  /// - Complexity: O(needs + resources).
  public func applied(to task: PlanningTask) -> PlanningTask {
    var policy = task.policy
    var gone: Set<String> = []
    switch self {
    case .unit(let name): gone = Set(task.resources.filter { $0.unit == name }.map(\.id))
    case .resource(let id): gone = [id]
    case .session(let session): policy.closures.append(.weekly(session))
    }
    let needs = task.listedNeeds.map { need in
      var need = need
      need.pinned.removeAll { gone.contains($0.resource) || self.isSession($0.session) }
      need.requested.removeAll(where: gone.contains)
      need.banned.removeAll(where: gone.contains)
      if need.previous.map(gone.contains) ?? false { need.previous = nil }
      return need
    }
    return task.with(
      needs: needs, resources: task.resources.filter { !gone.contains($0.id) }, policy: policy)
  }

  private func isSession(_ other: Session?) -> Bool {
    guard case .session(let session) = self else { return false }
    return other == session
  }
}
