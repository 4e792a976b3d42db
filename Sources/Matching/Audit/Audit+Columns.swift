import ThreeLists

extension Audit {
  /// Whether the columns that follow from the others agree with them.
  static let columnChecks: [AuditCheck] = [
    .perService(.method) { view, row in
      guard let need = view.need(row) else { return nil }
      let expected: Method = view.isPinned(row.service, need) ? .pinned : .optimized
      return row.service.method == expected
        ? nil : (expected.rawValue, row.service.method.rawValue)
    },
    AuditCheck(.lead) { view in
      zip(view.needs, view.visits).flatMap { need, visits in
        visits.flatMap { visit in
          visit.rows.enumerated().compactMap { position, index in
            let row = view.rows[index]
            let leads = need.roles.isEmpty || position == 0
            guard row.service.leads != leads else { return nil }
            return view.finding(
              .lead, row, expected: leads ? "是" : "否", found: row.service.leads ? "是" : "否")
          }
        }
      }
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
      var places: [VisitKey: Int] = [:]
      return rightOrder(view).compactMap { index in
        let row = view.rows[index]
        let service = row.service
        let key = VisitKey(need: service.need, visit: service.visit)
        places[key, default: 0] += 1
        let place = places[key] ?? 1
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

  /// The indexes of the rows by need, visit, role in the need's order, and resource; rows equal in
  /// all of these keep their order.
  private static func rightOrder(_ view: AuditView) -> [Int] {
    let places = view.rows.map { AuditView.place(of: $0.service, in: view.need($0)) }
    return view.rows.indices.sorted { left, right in
      let (one, other) = (view.rows[left].service, view.rows[right].service)
      return (one.need, one.visit, places[left], one.resource, left)
        < (other.need, other.visit, places[right], other.resource, right)
    }
  }
}
