import ThreeLists

/// Whole plans: put in place, back to the start, with what may give way.
extension Rearrangement {
  /// The slots that a need's places of a kind fill.
  func slots(of need: Int, kind: Int) -> [Int] {
    unitsOf[need].filter { units[$0].kind == kind && units[$0].slot >= 0 }.map { units[$0].slot }
  }

  /// Back to the plan, with the lists as they are.
  mutating func reset(_ need: Int, _ visits: Int) {
    undo(to: 0)
    lists = nil
    raise([])
    settlePins(need, visits: visits)
  }

  /// Serves a need with changes while everybody keeps all visits; teams stay in their sessions.
  mutating func serveBeside(
    _ need: Int, _ missing: Int, _ changes: [ListChange], _ finder: SmallestChanges
  ) -> Bool {
    settlePins(need, visits: task.needs[need].visits)
    branches = 0
    let others = changes.filter { $0.rank > 0 }
    lists =
      others.isEmpty
      ? nil
      : ChangedLists(finder.context, need: need, changes: others)
    raise(
      changes.compactMap { change in
        guard case .visit(let name, let weekly, let perSession) = change,
          let resource = finder.resourceIndex[name]
        else { return nil }
        return Raise(resource: resource, weekly: weekly, perSession: perSession)
      })
    return serve(need, missing: missing) == .yes
  }

  /// Puts visits that were left out back where there is room.
  mutating func putBack() {
    isRelaxed = false
    for (need, visits) in leftOut {
      let start = mark
      var isWhole = true
      for (position, visit) in visits.enumerated() {
        let before = mark
        let taken = days(of: need)
        let isFree = visit.allSatisfy { taken & 1 << ($0.slot % Session.count / 3) == 0 }
        var fits = isFree
        for (kind, slot) in visit where fits {
          fits = hasRoom(slot)
          guard fits else { break }
          add(need, kind: kind, visit: 100 + position, slot: slot)
          // Its places are not among those whose visits are watched.
          if task.needs[need].isTeam { fix(units.count - 1) }
        }
        if !fits {
          undo(to: before)
          if !task.needs[need].isTeam {
            add(need, kind: 0, visit: 100 + position)
            fits = augment(units.count - 1) && isSound
            if !fits { undo(to: before) }
          }
        }
        if !fits { isWhole = false }
      }
      if !isWhole, !task.needs[need].allowsPartial { undo(to: start) }
    }
  }
}
