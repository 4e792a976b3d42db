import ThreeLists

/// Pairs of changes, by price.
extension ChangeSearch {
  /// Tries one more visit of two resources, or two more of one.
  ///
  /// Each of them has to fill what the other leaves empty.
  mutating func tryPairsOfRaises() -> Bool {
    var left: [Rearrangement.Raise: Shortfall] = [:]
    func filled(
      by one: Rearrangement.Raise, beside other: Rearrangement.Raise, _ search: inout ChangeSearch
    ) -> Bool {
      // What touches nothing changes nothing.
      guard search.base.places > 0, search.base.isTouched(by: other) else {
        return search.base.mayBeFilled(by: one)
      }
      let known = left[other] ?? search.shortfall([], [other])
      left[other] = known
      return known.mayBeFilled(by: one)
    }
    for cells in 2...4 {
      for dearer in raises {
        for cheaper in raises
        where cheaper.cells + dearer.cells == cells
          && !dearer.price.lexicographicallyPrecedes(cheaper.price)
        {
          guard let one = cheaper.raise, let other = dearer.raise else { continue }
          if !one.perSession, !other.perSession, base.places > 2 { continue }
          if isSpent() { return false }
          guard filled(by: other, beside: one, &self), filled(by: one, beside: other, &self)
          else { continue }
          if serves([], [cheaper, dearer]) { return true }
        }
      }
    }
    return false
  }

  /// Tries one more visit of a resource beside each of the other changes.
  mutating func tryRaisesBesideOthers() -> Bool {
    for rank in 1...4 {
      for cells in 2...4 {
        for position in options.others.indices where options.others[position].rank == rank {
          let other = options.others[position]
          guard (1...2).contains(cells - other.cells) else { continue }
          if isSpent() { return false }
          let own = cells - other.cells
          if tryRaises([other.change], known(position), of: own...own) { return true }
        }
      }
    }
    return false
  }

  /// The most places that a change could fill.
  private func most(_ option: ChangeOptions.Option) -> Int {
    let places = task.needs[index].placesPerVisit
    switch option.change {
    case .session: return task.resources[option.resource].perSession
    case .window(_, let extendsDue): return extendsDue ? 7 * places : places
    default: return .max
    }
  }

  /// Tries pairs of two ranks that change so many cells.
  mutating func tryPairs(_ firstRank: Int, _ secondRank: Int, _ cells: Int) -> Bool {
    let others = options.others
    let cheap = others.indices.filter { others[$0].rank == firstRank && others[$0].cells < cells }
    var first: [Int: Int] = [:]
    for position in cheap.reversed() { first[others[position].cells] = position }
    let dear = others.indices.filter { position in
      others[position].rank == secondRank
        && first[cells - others[position].cells, default: .max] < position
    }
    if dear.isEmpty || isOver { return false }
    let all = Set(cheap).union(dear).sorted().map { others[$0].change }
    guard hasDays(with: all), shortfall(all).places == 0 else { return false }
    for dear in dear {
      let dearer = others[dear]
      let dearLeft = known(dear).places
      let dearMost = most(dearer)
      var partners: [Int] = []
      for other in cheap where other < dear && others[other].cells == cells - dearer.cells {
        let cheaper = others[other]
        if isStuck, !dearer.isOwn, !cheaper.isOwn, dearer.resource != cheaper.resource { continue }
        if isSpent() { return false }
        // Where the days do not even suffice, nothing is known of the places.
        let cheapLeft = known(other).places
        if dearLeft != .max, dearLeft > most(cheaper) { continue }
        if cheapLeft != .max, cheapLeft > dearMost { continue }
        partners.append(other)
      }
      if tryPartners(partners[...], with: dearer) { return true }
    }
    return false
  }

  /// Tries the partners of a dearer change, in their order.
  ///
  /// A change takes no plan away: where all of them made at once do not serve, none does.
  private mutating func tryPartners(
    _ partners: ArraySlice<Int>, with dearer: ChangeOptions.Option
  ) -> Bool {
    if partners.isEmpty || isSpent() { return false }
    let changes = partners.map { options.others[$0].change } + [dearer.change]
    guard hasDays(with: changes), shortfall(changes).places == 0 else { return false }
    if partners.count == 1 { return serves(changes, []) }
    let middle = partners.startIndex + partners.count / 2
    return tryPartners(partners[..<middle], with: dearer)
      || tryPartners(partners[middle...], with: dearer)
  }
}
