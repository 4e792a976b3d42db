import ThreeLists

/// What a unit offered, did, gave back and let lapse in the weeks before one that is planned.
public struct UnitHistory: Hashable, Sendable {
  /// The unit.
  public let unit: String
  /// Weeks of the window in which it offered somebody.
  public internal(set) var weeks = 0
  /// Places it offered in them.
  public internal(set) var offered = 0
  /// Places it filled: visits that took place.
  public internal(set) var done = 0
  /// Orders it gave back.
  public internal(set) var refused = 0
  /// Orders it did not answer in time.
  public internal(set) var lapsed = 0
  /// What tier `units` reckons with, in places.
  public internal(set) var history = 0
}

extension LedgerState {
  /// What the units of some resources did in a window of weeks, by name.
  ///
  /// In weeks in which a unit offered somebody, what it did counts, and nothing else: capacity that
  /// nobody needed is availability, and an order given back is no visit less. For the weeks of the
  /// window in which it offered nobody it is credited the median rate of the other units, each by
  /// its weight, so that whoever comes new starts there and not at zero. Of a unit that the window
  /// does not know, what its list states stands instead, where it states anything.
  ///
  /// - Parameters:
  ///   - week: the week planned.
  ///   - window: how many weeks before it count.
  ///   - resources: the week's.
  /// - Returns: one for each unit, sorted by name.
  /// - Complexity: linear in the events of all needs.
  public func unitHistories(
    before week: Week, window: Int, resources: [Resource]
  ) -> [UnitHistory] {
    let first = week.monday.adding(days: -7 * window)
    let known = weeks.filter { $0.key < week && $0.key.monday >= first }
    var found: [String: UnitHistory] = [:]
    var offering = 0
    for (week, record) in known {
      let offered = record.resources.values.filter { $0.weekly > 0 && !$0.isExpired(before: week) }
      if !offered.isEmpty { offering += 1 }
      for (unit, own) in Dictionary(grouping: offered, by: \.unit) {
        found[unit, default: UnitHistory(unit: unit)].weeks += 1
        found[unit]?.offered += own.reduce(0) { $0 + $1.weekly }
      }
    }
    for need in needs.values {
      var units: [String: String] = [:]
      for event in need.events {
        guard let service = event.entry.service, let week = event.entry.week, known[week] != nil
        else { continue }
        if event.entry.kind == .dispatched { units[service] = event.entry.body["unit"]?.text }
        guard let unit = units[service] else { continue }
        switch event.entry.kind {
        case .done: found[unit, default: UnitHistory(unit: unit)].done += 1
        case .refused: found[unit, default: UnitHistory(unit: unit)].refused += 1
        case .lapsed: found[unit, default: UnitHistory(unit: unit)].lapsed += 1
        default: break
        }
      }
    }
    let units = Unit.units(of: resources)
    let rates = units.map { unit -> Int? in
      let own = found[unit.name]
      guard let own, own.weeks > 0 else { return nil }
      // Hundredths of a place in the whole window for a weight of 1.
      return own.done * offering * 10_000 / (own.weeks * unit.weight)
    }
    return units.enumerated().map { index, unit in
      var own = found[unit.name] ?? UnitHistory(unit: unit.name)
      if own.weeks == 0, unit.history > 0 || offering == 0 {
        own.history = unit.history
        return own
      }
      let others = rates.enumerated().filter { $0.offset != index }.compactMap(\.element).sorted()
      let median = others.isEmpty ? 0 : others[(others.count - 1) / 2]
      let absent = max(0, offering - own.weeks)
      own.history = own.done + median * unit.weight * absent / (10_000 * max(1, offering))
      return own
    }
  }
}

extension UnitHistory {
  /// Resources with the histories of their units, each on the unit's first resource by identifier.
  ///
  /// Tier `units` knows the unit's sum alone; where the rows' sum is the history they stay.
  public static func applied(
    _ histories: [UnitHistory], to resources: [Resource]
  ) -> [Resource] {
    let stated = Dictionary(
      uniqueKeysWithValues: Unit.units(of: resources).map { ($0.name, $0.history) })
    var left = Dictionary(uniqueKeysWithValues: histories.map { ($0.unit, $0.history) })
    let changed = Set(left.filter { stated[$0.key] != $0.value }.keys)
    return resources.sorted { $0.id < $1.id }.map { resource in
      guard changed.contains(resource.unit) else { return resource }
      var resource = resource
      resource.history = left.removeValue(forKey: resource.unit) ?? 0
      return resource
    }
  }
}
