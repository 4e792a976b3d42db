import ThreeLists

extension Audit {
  /// Whether the columns that follow from the others agree with them.
  static let columnChecks: [AuditCheck] = [
    .perService(.method) { view, row in
      guard let need = row.need else { return nil }
      let stays = view.standing?.place(row.service) != nil
      let isManual =
        !view.filledByHand.isEmpty && view.filledByHand.contains(FilledPlace(row.service))
      let isPinned =
        !view.needs[need].pinned.isEmpty && view.isPinned(row.service, view.needs[need])
      let expected: Method = isManual ? .manual : stays ? .kept : isPinned ? .pinned : .optimized
      return row.service.method == expected
        ? nil : (expected.rawValue, row.service.method.rawValue)
    },
    AuditCheck(.lead) { view in
      let numbers = placeNumbers(view)
      var findings: [AuditFinding] = []
      for (number, visits) in view.visits.enumerated() {
        let isTeam = !view.needs[number].roles.isEmpty
        for visit in visits {
          let leader =
            isTeam
            ? visit.rows.min {
              leadOrder($0, number, numbers, view) < leadOrder($1, number, numbers, view)
            } : nil
          for index in visit.rows {
            let row = view.rows[index]
            let leads = !isTeam || index == leader
            guard row.service.leads != leads else { continue }
            findings.append(
              view.finding(
                .lead, row, expected: leads ? "是" : "否", found: row.service.leads ? "是" : "否"))
          }
        }
      }
      return findings
    },
    .perService(.choiceRank) { view, row in
      guard let need = row.need else { return nil }
      let rank = view.needs[need].requested.firstIndex(of: row.service.resource).map { $0 + 1 }
      if rank == row.service.choiceRank { return nil }
      return (rank.map(String.init) ?? "", row.service.choiceRank.map(String.init) ?? "")
    },
    .perService(.distance) { view, row in
      guard let need = row.need, let resource = row.resource else { return nil }
      let level = AuditEligibility.distance(
        from: view.resources[resource].home, to: view.needs[need].grid, view.policy.levels)
      return level == row.service.distance ? nil : ("\(level)", "\(row.service.distance)")
    },
    AuditCheck(.serviceID) { view in
      let places = placeNumbers(view)
      let week = "\(view.plan.week)-"
      return rightOrder(view).compactMap { index in
        let row = view.rows[index]
        if isNumbered(row.service, week, place: places[index]) { return nil }
        let expected = "\(week)\(row.service.need)-\(row.service.visit)-\(places[index])"
        guard row.service.id != expected else { return nil }
        return view.finding(.serviceID, row, expected: expected, found: row.service.id)
      }
    },
    AuditCheck(.order) { view in
      guard let (position, index) = rightOrder(view).enumerated().first(where: { $0 != $1 }) else {
        return []
      }
      let row = view.rows[position]
      return [
        view.finding(.order, row, expected: view.rows[index].service.id, found: row.service.id)
      ]
    },
  ]

  /// Whether a service bears its number, as far as bytes tell, when the visit's and the place's have one digit each:
  /// to make the number takes ten times as long as to go through it.
  private static func isNumbered(_ service: Service, _ week: String, place: Int) -> Bool {
    guard (1...9).contains(service.visit), (1...9).contains(place) else { return false }
    let own = service.id.utf8Span.span
    let start = week.utf8Span.span
    let need = service.need.utf8Span.span
    let ofNeed = start.count
    let end = ofNeed + need.count
    guard own.count == end + 4 else { return false }
    for index in start.indices where own[index] != start[index] { return false }
    for index in need.indices where own[ofNeed + index] != need[index] { return false }
    return own[end] == 45 && own[end + 1] == UInt8(48 + service.visit) && own[end + 2] == 45
      && own[end + 3] == UInt8(48 + place)
  }

  private struct VisitKey: Hashable {
    let need: String
    let visit: Int
  }

  /// The indexes of the rows by need, visit and the number of the place.
  private static func rightOrder(_ view: AuditView) -> [Int] {
    let places = placeNumbers(view)
    func precedes(_ left: Int, _ right: Int) -> Bool {
      let (one, other) = (view.rows[left], view.rows[right])
      return (one.service.need, one.service.visit, places[left], left)
        < (other.service.need, other.service.visit, places[right], right)
    }
    // As the rows of a sound plan stand.
    for index in view.rows.indices.dropFirst() where !precedes(index - 1, index) {
      return view.rows.indices.sorted(by: precedes)
    }
    return Array(view.rows.indices)
  }

  /// The rows that bear the same need and visit number, in their order.
  private static func rowsOfVisits(_ view: AuditView) -> [[Int]] {
    let rows = view.rows
    var visits: [[Int]] = []
    for index in rows.indices {
      guard index > 0 else {
        visits.append([0])
        continue
      }
      let before = (rows[index - 1].service.need, rows[index - 1].service.visit)
      let own = (rows[index].service.need, rows[index].service.visit)
      if own == before {
        visits[visits.count - 1].append(index)
      } else if before < own {
        visits.append([index])
      } else {
        // Out of order: a visit's rows may stand anywhere.
        return Array(
          Dictionary(grouping: rows.indices) {
            VisitKey(need: rows[$0].service.need, visit: rows[$0].service.visit)
          }.values)
      }
    }
    return visits
  }

  /// For each row, the number of its place within its visit.
  ///
  /// By role in the need's order and resource, rows equal in both in their own order; in a
  /// re-dispatch a place that stays keeps its number.
  private static func placeNumbers(_ view: AuditView) -> [Int] {
    if let known = view.memory.placeNumbers { return known }
    let kinds = view.rows.map { row in
      row.service.role == nil
        ? row.need.map { view.needs[$0].roles.count } ?? 0
        : AuditView.place(of: row.service, in: view.need(row))
    }
    var numbers = Array(repeating: 0, count: view.rows.count)
    for members in rowsOfVisits(view) {
      if members.count == 1, view.standing == nil {
        numbers[members[0]] = 1
        continue
      }
      let ordered = members.sorted { left, right in
        (kinds[left], view.rows[left].service.resource, left)
          < (kinds[right], view.rows[right].service.resource, right)
      }
      let own =
        view.standing?.placeNumbers(ordered.map { view.rows[$0].service })
        ?? ordered.indices.map { $0 + 1 }
      for (index, number) in zip(ordered, own) { numbers[index] = number }
    }
    view.memory.placeNumbers = numbers
    return numbers
  }

  /// Whoever comes first by this leads.
  private static func leadOrder(
    _ index: Int, _ need: Int, _ numbers: [Int], _ view: AuditView
  ) -> (Int, Int) {
    (AuditView.place(of: view.rows[index].service, in: view.needs[need]), numbers[index])
  }
}
