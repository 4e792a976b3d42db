/// One session of a team: the visit it may make then, with its rows.
struct TeamVisit {
  /// Who could fill a place of it.
  struct Arc {
    /// The arc's column.
    var column: Int
    /// The kind of place.
    var kind: Int32
    var supply: Int32
  }

  /// Prices of a visit's own rows under which no arc of it is worth less than nothing, and the visit
  /// costs what its cheapest team costs.
  struct OwnPrices {
    /// By kind of place.
    var kinds: [Int]
    /// By supply, at most 0; what is absent has no price.
    var once: [Int32: Int]
    /// Columns worth to be given to a solver first: the cheapest of each kind.
    var cheapest: [Int]
  }

  var demand: Int
  var session: Int
  /// Number of places of each kind.
  var places: [Int]
  /// The column that says whether there is a visit.
  var column = 0
  /// The arcs of the session.
  var arcs: [Arc]
  /// One for each kind of place: its places are filled when there is a visit.
  var kindRows: [Int]
  /// Of each supply that could be counted beyond the visit: it fills one place of it at most.
  var onceRows: [Int32: Int]
  var dayRow: Int?

  /// The prices of the visit's own rows when its arcs cost what they cost without them.
  ///
  /// A cheapest team is an assignment of a few places; its prices are the smallest there are, so a
  /// supply without a row of its own needs none.
  ///
  /// - Parameters:
  ///   - reduced: by column, the visit's own rows left out.
  ///   - upper: by column; arcs with 0 can fill nothing.
  /// - Returns: the prices; nil when kinds lack supplies only together.
  /// - Complexity: O(arcs · places), and a small assignment.
  func prices(reduced: [Int], upper: [Int]) -> OwnPrices? {
    let cheapest = cheapestArcs(reduced: reduced, upper: upper)
    if let kind = places.indices.first(where: { cheapest[$0].count < places[$0] }) {
      return pricesLacking(kind, cheapest.map { $0.map { arcs[$0] } }, reduced)
    }
    let (supplies, costs) = table(cheapest, reduced: reduced)
    guard let kindOf = cheapestTeam(costs) else { return nil }
    // The smallest prices that suit the team: longest ways between kinds that share a supply.
    var kinds = places.map { _ in Int.min }
    for (supply, kind) in kindOf { kinds[kind] = max(kinds[kind], costs[kind][supply] ?? 0) }
    var changes = true
    while changes {
      changes = false
      for (supply, kind) in kindOf {
        guard let own = costs[kind][supply] else { continue }
        for other in places.indices where other != kind && kinds[other] != Int.min {
          guard let cost = costs[other][supply], kinds[other] + own - cost > kinds[kind] else {
            continue
          }
          kinds[kind] = kinds[other] + own - cost
          changes = true
        }
      }
    }
    var once: [Int32: Int] = [:]
    for (supply, kind) in kindOf {
      let price = (costs[kind][supply] ?? 0) - kinds[kind]
      guard price != 0 else { continue }
      guard onceRows[supplies[supply]] != nil else { return nil }
      once[supplies[supply]] = price
    }
    return OwnPrices(
      kinds: kinds, once: once, cheapest: cheapest.flatMap { $0.map { arcs[$0].column } })
  }

  /// Of each kind of place the arcs that a cheapest team can consist of, by number.
  ///
  /// All other places of a team are fewer than these, so one of each kind stays free in any case.
  private func cheapestArcs(reduced: [Int], upper: [Int]) -> [[Int]] {
    let count = places.reduce(0, +)
    var cheapest: [[Int]] = places.map { _ in [] }
    for (number, arc) in arcs.enumerated() where upper[arc.column] != 0 {
      let kind = Int(arc.kind)
      let cost = reduced[arc.column]
      var position = cheapest[kind].count
      while position > 0, reduced[arcs[cheapest[kind][position - 1]].column] > cost {
        position -= 1
      }
      guard position <= count else { continue }
      cheapest[kind].insert(number, at: position)
      if cheapest[kind].count > count + 1 { cheapest[kind].removeLast() }
    }
    return cheapest
  }

  /// What some arcs cost, by kind and supply.
  private func table(_ cheapest: [[Int]], reduced: [Int]) -> (supplies: [Int32], costs: [[Int?]]) {
    var supplies: [Int32] = []
    for few in cheapest {
      for number in few where !supplies.contains(arcs[number].supply) {
        supplies.append(arcs[number].supply)
      }
    }
    var costs: [[Int?]] = places.map { _ in Array(repeating: nil, count: supplies.count) }
    for (kind, few) in cheapest.enumerated() {
      for number in few {
        guard let place = supplies.firstIndex(of: arcs[number].supply) else { continue }
        costs[kind][place] = reduced[arcs[number].column]
      }
    }
    return (supplies, costs)
  }

  /// Whether a team can be formed of arcs whose upper bound is not 0.
  ///
  /// - Parameters:
  ///   - costs: any, by column.
  ///   - upper: by column.
  /// - Returns: whether all places can be filled with different supplies.
  func hasTeam(costs: [Int], upper: [Int]) -> Bool {
    let cheapest = cheapestArcs(reduced: costs, upper: upper)
    guard zip(cheapest, places).allSatisfy({ $0.count >= $1 }) else { return false }
    return cheapestTeam(table(cheapest, reduced: costs).costs) != nil
  }

  /// Prices that show that there is no visit, as a kind of place has too few supplies.
  private func pricesLacking(
    _ lacking: Int, _ cheapest: [[Arc]], _ reduced: [Int]
  ) -> OwnPrices {
    var kinds = cheapest.map { few in few.first.map { reduced[$0.column] } ?? 0 }
    // What the visit costs without the places that nobody fills.
    var cost = reduced[column]
    for kind in places.indices where kind != lacking { cost += places[kind] * kinds[kind] }
    for arc in cheapest[lacking] { cost += reduced[arc.column] }
    let price = max(0, -cost, cheapest[lacking].map { reduced[$0.column] }.max() ?? 0)
    kinds[lacking] = price
    var once: [Int32: Int] = [:]
    for arc in cheapest[lacking] where reduced[arc.column] != price {
      once[arc.supply] = reduced[arc.column] - price
    }
    return OwnPrices(kinds: kinds, once: once, cheapest: [])
  }

  /// Gives the visit's own rows their prices; answers whether there are any.
  func price(_ rows: inout [Int], _ reduced: inout [Int], upper: [Int]) -> Bool {
    guard let own = prices(reduced: reduced, upper: upper) else { return false }
    for (kind, row) in kindRows.enumerated() {
      rows[row] = own.kinds[kind]
      reduced[column] += places[kind] * own.kinds[kind]
    }
    for (supply, price) in own.once {
      guard let row = onceRows[supply] else { continue }
      rows[row] = price
      reduced[column] += price
    }
    for arc in arcs {
      reduced[arc.column] -= own.kinds[Int(arc.kind)] + (own.once[arc.supply] ?? 0)
    }
    return true
  }

  /// Fills all places with different supplies at the least cost, a place at a time along a cheapest
  /// way (Hungarian method).
  ///
  /// - Parameter costs: by kind and supply; nil where the supply cannot fill the kind.
  /// - Returns: the kind that each supply of the team fills; nil when there is no team.
  private func cheapestTeam(_ costs: [[Int?]]) -> [Int: Int]? {
    let supplyCount = costs.first?.count ?? 0
    var kindOf: [Int: Int] = [:]
    for kind in places.indices {
      for _ in 0..<places[kind] {
        // Bellman and Ford from the kind to all supplies: costs may be negative, the graph is tiny.
        var distance = [Int?](repeating: nil, count: supplyCount)
        var comes = [Int](repeating: -1, count: supplyCount)
        for supply in 0..<supplyCount where kindOf[supply] != kind {
          distance[supply] = costs[kind][supply]
        }
        var changes = true
        while changes {
          changes = false
          for (held, holder) in kindOf {
            guard let way = distance[held], let given = costs[holder][held] else { continue }
            for supply in 0..<supplyCount where supply != held && kindOf[supply] != holder {
              guard let cost = costs[holder][supply] else { continue }
              let length = way - given + cost
              if distance[supply].map({ length < $0 }) ?? true {
                distance[supply] = length
                comes[supply] = held
                changes = true
              }
            }
          }
        }
        var best: Int?
        for supply in 0..<supplyCount where kindOf[supply] == nil {
          guard let length = distance[supply] else { continue }
          if best.map({ length < distance[$0] ?? .max }) ?? true { best = supply }
        }
        guard var supply = best else { return nil }
        while comes[supply] >= 0 {
          let from = comes[supply]
          kindOf[supply] = kindOf[from]
          supply = from
        }
        kindOf[supply] = kind
      }
    }
    return kindOf
  }
}
