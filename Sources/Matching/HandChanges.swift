import ThreeLists

/// What an office changed of a plan by hand (人工), and what the plan was worth before.
///
/// With the services of the plan it gives the plan before, so that whoever has the folder can reckon
/// what each tier gained or lost.
public struct HandChanges: Hashable, Sendable {
  /// The tiers' values before, in the order of the plan's tiers.
  public var planned: [Int]
  /// What is filled otherwise, sorted by need and role; never empty.
  public var moves: [ServiceMove]

  /// Changes by their parts.
  public init(planned: [Int], moves: [ServiceMove]) {
    self.planned = planned
    self.moves = moves
  }

  /// What leads from some places to others: within a need and a role the places that go are paired
  /// with those that come, each in the order of session and resource.
  ///
  /// - Returns: sorted by need and role; empty when both hold the same places.
  public static func moves(
    from before: [FilledPlace], to after: [FilledPlace]
  ) -> [ServiceMove] {
    let gone = Set(before).subtracting(after)
    let come = Set(after).subtracting(before)
    let kinds = Dictionary(grouping: gone.union(come)) { place in
      FilledPlace.Kind(need: place.need, role: place.role)
    }
    return kinds.sorted { $0.key < $1.key }.flatMap { kind, _ in
      func slots(_ places: Set<FilledPlace>) -> [ResourceSession] {
        places.filter { $0.need == kind.need && $0.role == kind.role }.sorted()
          .map { ResourceSession(resource: $0.resource, session: $0.session) }
      }
      let (from, to) = (slots(gone), slots(come))
      return (0..<max(from.count, to.count)).map { index in
        ServiceMove(
          need: kind.need, role: kind.role,
          from: from.indices.contains(index) ? from[index] : nil,
          to: to.indices.contains(index) ? to[index] : nil)
      }
    }
  }

  /// The places before the changes.
  ///
  /// - Parameter places: those after.
  /// - Returns: sorted.
  public func undone(_ places: [FilledPlace]) -> [FilledPlace] {
    let come = Set(moves.compactMap { move in move.to.map { move.place($0) } })
    let gone = moves.compactMap { move in move.from.map { move.place($0) } }
    return (places.filter { !come.contains($0) } + gone).sorted()
  }

  /// The places that the changes filled.
  public var filled: Set<FilledPlace> {
    Set(moves.compactMap { move in move.to.map { move.place($0) } })
  }
}

extension ServiceMove {
  /// The place that the move empties or fills, by the resource and session of either end.
  public func place(_ end: ResourceSession) -> FilledPlace {
    FilledPlace(need: need, role: role, resource: end.resource, session: end.session)
  }
}

extension FilledPlace {
  fileprivate struct Kind: Hashable, Comparable {
    let need: String
    let role: String?

    static func < (left: Kind, right: Kind) -> Bool {
      (left.need, left.role ?? "") < (right.need, right.role ?? "")
    }
  }
}
