import ThreeLists

/// The part of a plan that a need of some class cannot hope to displace: all visits of its class
/// and higher ones, and of lower classes those that pins keep.
///
/// Of a lower class each need gives up its visits one by one, the latest in the week first, as long
/// as its pins still hold without; a need with 允许部分 = 否 gives up all or none. What is left keeps
/// every rule and every pin, so whatever fits beside it makes a plan.
struct FirmPart {
  /// Places filled in each slot (resource · 21 + session).
  private(set) var sessionLoad: [Int]
  /// Places filled in the week, by resource.
  private(set) var weekLoad: [Int]
  /// Who fills the places of a slot, by need.
  private(set) var holders: [Int: [Int]] = [:]
  /// The slots of each resource in which it fills a place.
  private(set) var slotsOf: [[Int]]

  /// - Parameters:
  ///   - graph: a plan's residual graph.
  ///   - limit: the lowest class whose visits all stay.
  init(_ graph: ResidualGraph, limit: Int) {
    let count = graph.task.resources.count
    sessionLoad = Array(repeating: 0, count: count * Session.count)
    weekLoad = Array(repeating: 0, count: count)
    slotsOf = Array(repeating: [], count: count)
    let classes = graph.task.policy.classes
    for (index, need) in graph.task.needs.enumerated() {
      var visits = graph.visits[index]
      if classes.priorityClass(of: need) > limit {
        visits = FirmPart.kept(visits, need: need, task: graph.task)
      }
      for (session, resources) in visits.sorted(by: { $0.key < $1.key }) {
        for resource in resources { fill(resource * Session.count + session, by: index) }
      }
    }
  }

  private mutating func fill(_ slot: Int, by need: Int) {
    if sessionLoad[slot] == 0 { slotsOf[slot / Session.count].append(slot) }
    sessionLoad[slot] += 1
    weekLoad[slot / Session.count] += 1
    holders[slot, default: []].append(need)
  }

  /// The visits that a need's pins keep.
  private static func kept(
    _ visits: [Int: [Int]], need: Need, task: PlanningTask
  ) -> [Int: [Int]] {
    if need.pinned.isEmpty { return [:] }
    if !need.allowsPartial, need.visits > 1 { return visits }
    var left = visits
    for session in visits.keys.sorted(by: >) {
      var fewer = left
      fewer[session] = nil
      if pinsHold(need, in: fewer, task: task) { left = fewer }
    }
    return left
  }

  private static func pinsHold(
    _ need: Need, in visits: [Int: [Int]], task: PlanningTask
  ) -> Bool {
    Set(need.pinned).allSatisfy { pin in
      let asked = pin.session == nil ? need.pinned.count { $0 == pin } : 1
      let held = visits.count { session, resources in
        (pin.session.map { $0.index == session } ?? true)
          && resources.contains { task.resources[$0].id == pin.resource }
      }
      return held >= asked
    }
  }
}
