import ThreeLists

/// The needs that could have made room for an unmet one, by what a change of a row could give one of
/// them.
///
/// They are one side of a cut of the network: a change that gives none of them a place leaves lacking
/// what lacks.
final class AuditReach {
  private let memory: AuditChangeMemory
  private let index: Int
  /// Those without a team; no change of a row gives another a place.
  private let needs: [Int]
  /// Those of them with firm places, which every rule on sessions treats apart.
  private let firm: [Int]
  /// By resource, the sessions that some need asks for and of which only the resource's own keep it.
  private(set) lazy var openings = openSessions
  private lazy var inGrid = needs.filter { number in
    memory.view.needs[index].grid.contains(memory.view.needs[number].grid)
  }
  private lazy var ofCategory = needs.filter { number in
    memory.view.needs[number].category == memory.view.needs[index].category
  }
  private lazy var skilled = needs.filter { !memory.view.needs[$0].skills.isEmpty }

  /// - Parameters:
  ///   - memory: what is known of the lists.
  ///   - index: the unmet need.
  ///   - needs: those that could have made room, itself included.
  init(_ memory: AuditChangeMemory, _ index: Int, _ needs: [Int]) {
    self.memory = memory
    self.index = index
    self.needs = needs.filter { memory.view.needs[$0].roles.isEmpty }
    firm = self.needs.filter(memory.isFirm)
  }

  /// Whether nobody but the unmet need itself could have made room.
  var isAlone: Bool { needs == [index] }

  /// Whether a change of a resource's row gives one of them a place that it had not.
  func gains(_ change: ListChange, of resource: Int) -> Bool {
    switch change {
    case .visit, .window, .role: false
    case .session(_, let session):
      openings[resource] >> UInt32(session.index) & 1 == 1 || gains(change, resource, among: firm)
    case .area: gains(change, resource, among: inGrid)
    case .category: gains(change, resource, among: ofCategory)
    case .skill: gains(change, resource, among: skilled)
    }
  }

  private func gains(_ change: ListChange, _ resource: Int, among some: [Int]) -> Bool {
    guard !some.isEmpty else { return false }
    let after = AuditChangedLists(memory, index, [change])
    return some.contains { number in
      let before = memory.sessions(number, kind: 0, resource)
      return after.sessions(number, kind: 0, resource) & ~before != 0
    }
  }

  private var openSessions: [UInt32] {
    let view = memory.view
    var found = Array(repeating: UInt32(0), count: view.resources.count)
    for number in needs where !memory.isFirm(number) {
      let asked = memory.sessions(of: number)
      guard asked != 0 else { continue }
      for resource in view.passing(view.needs[number], role: nil) { found[resource] |= asked }
    }
    for resource in found.indices { found[resource] &= memory.valid[resource] }
    return found
  }
}
