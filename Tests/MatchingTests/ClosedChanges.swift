import Matching
import ThreeLists

/// The closed set of changes for an unmet need by the plainest reading of the article, each of them
/// tried by trying every plan: the judge of what is called smallest.
struct ClosedChanges {
  /// A change with its price.
  struct Priced {
    let change: ListChange
    var price: [Int]
  }

  let lists: SeededLists
  let plan: Plan
  let index: Int
  private let served: [String: Int]
  private let open: SessionSet

  init(_ lists: SeededLists, _ plan: Plan, _ need: String) {
    self.lists = lists
    self.plan = plan
    index = lists.needs.firstIndex { $0.id == need } ?? 0
    served = Dictionary(grouping: plan.services, by: \.need)
      .mapValues { Set($0.map(\.visit)).count }
    open = lists.policy.openSessions(in: SeededLists.week)
  }

  private var need: Need { lists.needs[index] }

  /// The lists with changes made.
  func changed(_ changes: [ListChange]) -> SeededLists {
    var result = lists
    for change in changes {
      result.needs[index] = change.applied(to: result.needs[index], week: SeededLists.week)
      for row in result.resources.indices {
        result.resources[row] = change.applied(to: result.resources[row], for: need)
      }
    }
    return result
  }

  /// Whether some plan with the changes serves the need wholly and every other of its class or a
  /// higher one as often as the plan does; nil when it was given up.
  func isServed(with changes: [ListChange]) -> Bool? {
    var search = WorldSearch(changed(changes))
    let own = lists.policy.classes.priorityClass(of: need)
    var counts: [String: ClosedRange<Int>] = [:]
    for other in lists.needs where lists.policy.classes.priorityClass(of: other) <= own {
      counts[other.id] = served[other.id, default: 0]...other.visits
    }
    counts[need.id] = need.visits...need.visits
    return search.isFeasible(counts)
  }

  private func sessions(_ need: Need, _ resource: Resource) -> [SessionSet] {
    (need.isTeam ? need.roles.map { Optional($0.role) } : [nil]).map {
      Eligibility.judge(need, role: $0, resource, open: open, week: SeededLists.week).sessions
    }
  }

  /// Whether a change of a resource's row gives it a session with the need.
  private func isOwn(_ change: ListChange, _ row: Resource) -> Bool {
    zip(sessions(need, change.applied(to: row, for: need)), sessions(need, row))
      .contains { !$0.subtracting($1).isEmpty }
  }

  private func visits(with changes: [ListChange]) -> [Priced] {
    let changed = changed(changes)
    let unmet = changed.needs[index]
    return changed.resources.flatMap { row in
      [(true, false), (false, true), (true, true)].enumerated().map { kind, limits in
        Priced(
          change: .visit(resource: row.id, weekly: limits.0, perSession: limits.1),
          price: [
            0, limits.0 && limits.1 ? 2 : 1, sessions(unmet, row).contains { !$0.isEmpty } ? 0 : 1,
            distance(row), order(row.id), kind, 0,
          ])
      }
    }
  }

  private func order(_ id: String) -> Int {
    lists.resources.map(\.id).sorted().firstIndex(of: id) ?? 0
  }

  private func distance(_ row: Resource) -> Int {
    Distance.level(from: row.home, to: need.grid, levels: lists.policy.levels)
  }

  /// Every single change, by price.
  var singles: [Priced] {
    var all = visits(with: [])
    let due = Eligibility.untilDue(need, SeededLists.week)
    for session in Session.all
    where open.contains(session) && !need.sessions.intersection(due).contains(session)
      && Eligibility.sinceReported(need, SeededLists.week).contains(session)
    {
      let changed = [need.sessions, due].count { !$0.contains(session) }
      all.append(
        Priced(
          change: .window(session: session, extendsDue: !due.contains(session)),
          price: [1, changed, 0, 0, lists.resources.count, session.index, 0]))
    }
    for row in lists.resources {
      func append(_ change: ListChange, session: Int = 0, code: Int = 0) {
        all.append(
          Priced(
            change: change,
            price: [
              change.rank, 1, isOwn(change, row) ? 0 : 1, distance(row), order(row.id), session,
              code,
            ]))
      }
      for session in Session.all
      where open.contains(session) && !row.sessions.contains(session)
        && Eligibility.untilExpiry(row, SeededLists.week).contains(session)
      {
        append(.session(resource: row.id, session: session), session: session.index)
      }
      if !Eligibility.coversGrid(need, row) { append(.area(resource: row.id)) }
      if need.roles.isEmpty, !row.categories.contains(need.category) {
        append(.category(resource: row.id))
      }
      for (place, role) in need.roles.enumerated() where !row.roles.contains(role.role) {
        append(.role(resource: row.id, role: role.role), code: 1 + place)
      }
      for (place, skill) in need.skills.enumerated() where !row.skills.contains(skill) {
        let loses = lists.needs.contains { other in
          other.without.contains(skill) && sessions(other, row).contains { !$0.isEmpty }
        }
        if !loses {
          append(
            .skill(resource: row.id, skill: skill), code: 1 + need.roles.count + place)
        }
      }
    }
    return all.sorted { $0.price.lexicographicallyPrecedes($1.price) }
  }

  /// Every pair, by price.
  var pairs: [[ListChange]] {
    let singles = singles
    let others = singles.filter { $0.change.rank > 0 }
    var all: [(key: [Int], changes: [ListChange])] = []
    func append(_ cheap: Priced, _ dear: Priced) {
      all.append(
        (
          [cheap.price[0], dear.price[0], cheap.price[1] + dear.price[1]] + dear.price
            + cheap.price,
          [cheap.change, dear.change]
        ))
    }
    let visits = visits(with: [])
    for (position, one) in visits.enumerated() {
      for other in visits[position...] {
        let isFirst = !other.price.lexicographicallyPrecedes(one.price)
        append(isFirst ? one : other, isFirst ? other : one)
      }
    }
    for (position, other) in others.enumerated() {
      for visit in self.visits(with: [other.change]) { append(visit, other) }
      for second in others[(position + 1)...] { append(other, second) }
    }
    return all.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.changes)
  }
}
