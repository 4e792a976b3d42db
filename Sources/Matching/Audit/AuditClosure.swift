import ThreeLists

/// The smallest set around an unmet need that is closed as ``AuditTightSets`` asks, found from the
/// plan: whether a tight set exists is known thereby, and not only whether one that is named holds.
///
/// The slots that the need wants are taken in; a slot that is full brings its holders' places in,
/// a week that is full those of all its sessions, and each place the slots to which it could move.
/// Every closed set around the need contains all of these. So there is none when one of them has
/// room, or a place is held by a team or a lower class that no pin holds fast. As the set around a
/// need contains those around each slot it wants, one slot around which there is none is enough for
/// all needs of a class that want it.
struct AuditClosure {
  /// What is known of slots, for needs of one class.
  struct Known {
    /// Slots around which there is no set.
    var barren: Set<Int> = []
    /// Slots around which there is one.
    var sound: Set<Int> = []
  }

  private let view: AuditView
  private let limit: Int
  private let largest: Int
  private var slots: Set<Int> = []
  private var weeks: Set<Int> = []
  private var holders: Set<Int> = []
  private var rows: Set<Int> = []
  private var waiting: [Int] = []

  /// The tight set around a need of the lists.
  ///
  /// - Parameters:
  ///   - view: the lists and the plan.
  ///   - index: the need.
  ///   - largest: how many slots and holders a set may have at most, always the same for a view.
  /// - Returns: the set; nil when there is none, or none as small as that.
  /// - Complexity: linear in the candidates of at most so many needs for each slot that the need
  ///   wants and that was not asked before, and once more for the set.
  static func tightSet(
    _ view: AuditView, around index: Int, largest: Int = ResidualGraph.largestSet
  ) -> AuditTightSet? {
    guard view.needs[index].roles.isEmpty else { return nil }
    let limit = view.priorityClass(view.needs[index])
    let wanted = view.slotsWanted(index)
    guard wanted.count <= largest else { return nil }
    var known = view.memory.closures.removeValue(forKey: limit) ?? Known()
    defer { view.memory.closures[limit] = known }
    guard !wanted.isEmpty, known.barren.isDisjoint(with: wanted) else { return nil }
    for slot in wanted where !known.sound.contains(slot) {
      var alone = AuditClosure(view, limit: limit, largest: largest)
      guard alone.close([slot], known.barren) else {
        known.barren.insert(slot)
        return nil
      }
      known.sound.formUnion(alone.slots)
    }
    var closure = AuditClosure(view, limit: limit, largest: largest)
    guard closure.close(wanted, known.barren) else { return nil }
    return AuditTightSet(
      slots: closure.slots.sorted().map {
        ResourceSession(
          resource: view.resources[$0 / 21].id, session: Session(index: $0 % 21))
      },
      resources: closure.weeks.isEmpty
        ? nil : closure.weeks.sorted().map { view.resources[$0].id },
      holders: closure.holders.sorted().map { view.needs[$0].id })
  }

  private init(_ view: AuditView, limit: Int, largest: Int) {
    self.view = view
    self.limit = limit
    self.largest = largest
  }

  private mutating func close(_ wanted: [Int], _ barren: Set<Int>) -> Bool {
    for slot in wanted {
      guard take(slot / 21, slot % 21, barren) else { return false }
    }
    while let row = waiting.popLast() {
      guard follow(row, barren) else { return false }
    }
    return true
  }

  private var isTellable: Bool { slots.count + holders.count <= largest }

  /// Takes a slot in, and whoever keeps it full; false when it has room.
  private mutating func take(_ resource: Int, _ session: Int, _ barren: Set<Int>) -> Bool {
    guard slots.insert(resource * 21 + session).inserted else { return true }
    guard !barren.contains(resource * 21 + session), isTellable else { return false }
    if view.sessionLoad[resource * 21 + session] >= view.resources[resource].perSession {
      for row in view.rowsOfResource[resource]
      where view.rows[row].service.session.index == session {
        guard hold(row) else { return false }
      }
      return true
    }
    guard view.load(resource) >= view.resources[resource].weekly else { return false }
    guard weeks.insert(resource).inserted else { return true }
    for row in view.rowsOfResource[resource] {
      slots.insert(resource * 21 + view.rows[row].service.session.index)
      guard hold(row) else { return false }
    }
    return true
  }

  private mutating func hold(_ row: Int) -> Bool {
    if rows.insert(row).inserted { waiting.append(row) }
    if let holder = view.rows[row].need { holders.insert(holder) }
    return isTellable
  }

  /// Takes in the slots to which a place could move; false when it could give way.
  private mutating func follow(_ row: Int, _ barren: Set<Int>) -> Bool {
    let service = view.rows[row].service
    guard let holder = view.rows[row].need, let resource = view.rows[row].resource else {
      return false
    }
    let need = view.needs[holder]
    if need.pinned.contains(Pin(resource: service.resource, session: service.session)) {
      return true
    }
    guard need.roles.isEmpty else { return false }
    let isBound = need.visits == 1 && need.pinned.contains(Pin(resource: service.resource))
    guard isBound || view.priorityClass(need) <= limit else { return false }
    let others = view.visits[holder].filter { $0.number != service.visit }
      .reduce(0) { $0 | 1 << ($1.session.index / 3) }
    for candidate in view.candidates(holder)[0]
    where !isBound || candidate.resource == resource {
      for session in 0..<21
      where candidate.sessions & 1 << UInt32(session) != 0 && others & 1 << (session / 3) == 0 {
        guard take(candidate.resource, session, barren) else { return false }
      }
    }
    return true
  }
}

extension AuditView {
  /// The slots (resource · 21 + session) that would give a need without a team a visit on a day on
  /// which it has none.
  fileprivate func slotsWanted(_ index: Int) -> [Int] {
    let taken = daysTaken(index)
    return candidates(index)[0].flatMap { candidate in
      (0..<21).filter {
        candidate.sessions & 1 << UInt32($0) != 0 && taken & 1 << ($0 / 3) == 0
      }.map { candidate.resource * 21 + $0 }
    }
  }
}
