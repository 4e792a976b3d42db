import ThreeLists

extension Audit {
  /// Whether the columns that follow from the others agree with them.
  static let columnChecks: [AuditCheck] = [
    .perService(.method) { view, row in
      guard let need = view.need(row) else { return nil }
      let stays = view.standing?.place(row.service) != nil
      let isManual = view.filledByHand.contains(FilledPlace(row.service))
      let expected: Method =
        isManual ? .manual : stays ? .kept : view.isPinned(row.service, need) ? .pinned : .optimized
      return row.service.method == expected
        ? nil : (expected.rawValue, row.service.method.rawValue)
    },
    AuditCheck(.lead) { view in
      let numbers = placeNumbers(view)
      var findings: [AuditFinding] = []
      for (need, visits) in zip(view.needs, view.visits) {
        for visit in visits {
          let leader = visit.rows.min {
            leadOrder($0, need, numbers, view) < leadOrder($1, need, numbers, view)
          }
          for index in visit.rows {
            let row = view.rows[index]
            let leads = need.roles.isEmpty || index == leader
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
      guard let need = view.need(row) else { return nil }
      let rank = need.requested.firstIndex(of: row.service.resource).map { $0 + 1 }
      if rank == row.service.choiceRank { return nil }
      return (rank.map(String.init) ?? "", row.service.choiceRank.map(String.init) ?? "")
    },
    .perService(.distance) { view, row in
      guard let need = view.need(row), let resource = view.resource(row) else { return nil }
      let level = AuditEligibility.distance(
        from: resource.home, to: need.grid, view.policy.levels)
      return level == row.service.distance ? nil : ("\(level)", "\(row.service.distance)")
    },
    AuditCheck(.serviceID) { view in
      let places = placeNumbers(view)
      return view.rows.indices.sorted {
        (view.rows[$0].service.need, view.rows[$0].service.visit, places[$0], $0)
          < (view.rows[$1].service.need, view.rows[$1].service.visit, places[$1], $1)
      }.compactMap { index in
        let row = view.rows[index]
        let service = row.service
        let place = places[index]
        let expected = "\(view.plan.week)-\(service.need)-\(service.visit)-\(place)"
        guard service.id != expected else { return nil }
        return view.finding(.serviceID, row, expected: expected, found: service.id)
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

  private struct VisitKey: Hashable {
    let need: String
    let visit: Int
  }

  /// The indexes of the rows by need, visit and the number of the place.
  private static func rightOrder(_ view: AuditView) -> [Int] {
    let places = placeNumbers(view)
    return view.rows.indices.sorted { left, right in
      let (one, other) = (view.rows[left].service, view.rows[right].service)
      return (one.need, one.visit, places[left], left)
        < (other.need, other.visit, places[right], right)
    }
  }

  /// For each row, the number of its place within its visit.
  ///
  /// By role in the need's order and resource, rows equal in both in their own order; in a
  /// re-dispatch a place that stays keeps its number.
  private static func placeNumbers(_ view: AuditView) -> [Int] {
    let kinds = view.rows.map { AuditView.place(of: $0.service, in: view.need($0)) }
    let visits = Dictionary(grouping: view.rows.indices) {
      VisitKey(need: view.rows[$0].service.need, visit: view.rows[$0].service.visit)
    }
    var numbers = Array(repeating: 0, count: view.rows.count)
    for members in visits.values {
      let ordered = members.sorted { left, right in
        (kinds[left], view.rows[left].service.resource, left)
          < (kinds[right], view.rows[right].service.resource, right)
      }
      let own =
        view.standing?.placeNumbers(ordered.map { view.rows[$0].service })
        ?? ordered.indices.map { $0 + 1 }
      for (index, number) in zip(ordered, own) { numbers[index] = number }
    }
    return numbers
  }

  /// Whoever comes first by this leads.
  private static func leadOrder(
    _ index: Int, _ need: Need, _ numbers: [Int], _ view: AuditView
  ) -> (Int, Int) {
    (AuditView.place(of: view.rows[index].service, in: need), numbers[index])
  }
}
