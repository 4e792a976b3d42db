import ThreeLists

/// Counts the subjects of figures by their facts.
struct FigureCounter {
  let needs: [NeedCase]
  let offers: UnitOffers
  let now: Moment

  func figure(_ name: FigureName) -> Figure {
    let definition = name.definition
    switch definition.subject {
    case .needs: return Figure(name, counting: needs.compactMap { row($0, definition) })
    case .specialNeeds:
      return Figure(
        name,
        counting: needs.filter { !$0.need.specialGroups.isEmpty }
          .compactMap { row($0, definition) })
    case .orders:
      return Figure(
        name,
        counting: needs.flatMap(\.sentOrders).compactMap { order in
          row(order, definition) { order.holds($0, at: now) }
        })
    case .places:
      return Figure(
        name,
        counting: needs.flatMap { need in
          need.orders.values.sorted { $0.service < $1.service }.compactMap { order in
            let isMoved = need.hasMoved(order)
            var row = row(order, definition) { isMoved == ($0 == .moved) }
            row?.seq = nil
            return row
          }
        })
    case .grids: return Figure(name, counting: grids(definition))
    case .units: return Figure(name, sharing: loads, waiting: [])
    case .gridShares:
      return Figure(
        name, sharing: visitsByGrid,
        waiting: needs.compactMap { row($0, definition) }.filter { $0.part == .waiting })
    }
  }

  /// The part to which a subject belongs, and by which fact; nil when it is left out.
  private func part(
    _ definition: FigureDefinition, _ holds: (FigureFact) -> Bool
  ) -> (Figure.Part, FigureFact)? {
    let parts: [(Figure.Part, [FigureFact])] = [
      (.counted, definition.counted), (.others, definition.others),
      (.waiting, definition.waiting),
    ]
    for (part, facts) in parts {
      if let fact = facts.first(where: holds) { return (part, fact) }
    }
    return nil
  }

  private func row(_ need: NeedCase, _ definition: FigureDefinition) -> Figure.Row? {
    part(definition) { need.holds($0, at: now) }.map {
      Figure.Row(id: need.need.id, part: $0.0, fact: $0.1)
    }
  }

  private func row(
    _ order: Order, _ definition: FigureDefinition, _ holds: (FigureFact) -> Bool
  ) -> Figure.Row? {
    part(definition, holds).map {
      Figure.Row(
        id: order.service, part: $0.0, fact: $0.1, seq: order.seq, need: order.need,
        resource: order.resource)
    }
  }

  /// A grid is what the best off of its needs is: served, else within the promise, else late.
  private func grids(_ definition: FigureDefinition) -> [Figure.Row] {
    let byGrid = Dictionary(grouping: needs) { $0.need.grid.digits }
    return byGrid.sorted { $0.key < $1.key }.compactMap { grid, needs in
      part(definition) { fact in
        let some = needs.contains { $0.holds(fact, at: now) }
        guard fact == .unservedLate else { return some }
        return needs.allSatisfy { $0.holds(fact, at: now) }
      }.map { Figure.Row(id: grid, part: $0.0, fact: $0.1) }
    }
  }

  /// Places done by each unit, against its weight.
  private var loads: [Figure.Row] {
    var done = Dictionary(uniqueKeysWithValues: offers.offering.map { ($0, 0) })
    for order in needs.flatMap(\.orders.values) where order.state == .done {
      done[order.unit, default: 0] += 1
    }
    return done.sorted { $0.key < $1.key }.map { unit, places in
      Figure.Row(
        id: unit, part: .counted, fact: .withinShare, carried: places,
        weight: offers.weights[unit] ?? 100)
    }
  }

  /// Visits done in each grid, against the visits wanted by its needs that were due.
  private var visitsByGrid: [Figure.Row] {
    let due = needs.filter { !$0.holds(.undoneWaiting, at: now) }
    let byGrid = Dictionary(grouping: due) { $0.need.grid.digits }
    return byGrid.sorted { $0.key < $1.key }.map { grid, needs in
      Figure.Row(
        id: grid, part: .counted, fact: .withinShare,
        carried: needs.reduce(0) { $0 + ($1.isSettled ? $1.visitsWanted : $1.visitsDone) },
        weight: needs.reduce(0) { $0 + $1.visitsWanted })
    }
  }
}

extension NeedCase {
  /// Whether a place went to another resource or session, or was taken back, while its order was
  /// unanswered.
  fileprivate func hasMoved(_ place: Order) -> Bool {
    let holders = sentOrders.filter { $0.service == place.service }
    return holders.contains { $0.state == .dispatched && $0.isWithdrawn }
      || zip(holders, holders.dropFirst()).contains { before, after in
        before.state == .dispatched
          && (before.resource, before.session) != (after.resource, after.session)
      }
  }
}
