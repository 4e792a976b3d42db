import ThreeLists

/// What all trials of changes look at: one object, so that lists changed for a trial cost little to make.
final class ChangeContext: Sendable {
  let task: PlanningTask
  let candidates: Candidates
  let resourceIndex: [String: Int]
  let isTeam: [Bool]
  /// By need and kind of place, one need after the other: the number of the role asked for, or of the
  /// category.
  private let wanted: [Int32]
  /// Where those of each need begin.
  private let starts: [Int32]
  private let categories: [String: Int32]
  private let roles: [String: Int32]
  private let open: SessionSet

  init(_ task: PlanningTask, candidates: Candidates, resourceIndex: [String: Int]) {
    self.task = task
    self.candidates = candidates
    self.resourceIndex = resourceIndex
    isTeam = task.needs.map(\.isTeam)
    open = task.openSessions
    var categories: [String: Int32] = [:]
    var roles: [String: Int32] = [:]
    func number(_ name: String, in numbers: inout [String: Int32]) -> Int32 {
      if let known = numbers[name] { return known }
      numbers[name] = Int32(numbers.count)
      return Int32(numbers.count - 1)
    }
    var wanted: [Int32] = []
    var starts: [Int32] = []
    for need in task.needs {
      starts.append(Int32(wanted.count))
      if need.isTeam {
        for place in need.roles { wanted.append(number(place.role, in: &roles)) }
      } else {
        wanted.append(number(need.category, in: &categories))
      }
    }
    self.wanted = wanted
    self.starts = starts
    self.categories = categories
    self.roles = roles
  }

  /// The number of the role that a kind of place asks for; without a team, of the category.
  func wanted(_ need: Int, _ kind: Int) -> Int32 { wanted[Int(starts[need]) + kind] }

  /// The numbers of what a resource offers, of those that somebody asks for.
  func offers(of row: Resource) -> (categories: [Int32], roles: [Int32]) {
    (row.categories.compactMap { categories[$0] }, row.roles.compactMap { roles[$0] })
  }

  /// The sessions in which a pair passes every rule, firm places reckoned with; the rows may be changed
  /// ones.
  func sessions(_ need: Need, role: String?, _ resource: Resource) -> SessionSet {
    guard task.firm.isEmpty else { return task.sessions(need, role: role, resource) }
    let offers =
      role.map { Eligibility.takesRole($0, resource) }
      ?? Eligibility.offersCategory(need, resource)
    guard offers, Eligibility.hasSkills(need, resource),
      Eligibility.hasNoExcludedSkill(need, resource),
      Eligibility.coversGrid(need, resource), Eligibility.isNotBanned(need, resource)
    else { return [] }
    return open.intersection(Eligibility.needSessions(need))
      .intersection(Eligibility.resourceSessions(resource))
      .intersection(Eligibility.sinceReported(need, task.week))
      .intersection(Eligibility.untilDue(need, task.week))
      .intersection(Eligibility.untilExpiry(resource, task.week))
  }
}
