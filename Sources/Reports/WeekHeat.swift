import Matching
import ThreeLists

/// Visits by community and session, and where the number of each leads.
struct WeekHeat {
  /// A visit, which counts once whoever comes.
  struct Visit {
    /// The need.
    let need: String
    /// The row of services.csv with the place that leads.
    let row: Int
  }

  /// By community, in the order of the week's figures, then by session.
  let visits: [[[Visit]]]

  init(_ material: PageMaterial, _ figures: WeekFigures) {
    let places = Dictionary(
      uniqueKeysWithValues: figures.communities.enumerated().map { ($1.name, $0) })
    let levels = material.policy.levels
    let community = material.needByID.compactMapValues { need in
      places[levels.area(of: need.grid, at: .community).digits]
    }
    let rows = Dictionary(grouping: material.plan.services.enumerated()) {
      [$1.need, "\($1.visit)"]
    }
    var visits = Array(
      repeating: Array(repeating: [Visit](), count: Session.count), count: places.count)
    for row in rows.values.sorted(by: { $0[0].offset < $1[0].offset }) {
      let lead = row.first { $0.element.leads } ?? row[0]
      guard let place = community[lead.element.need] else { continue }
      visits[place][lead.element.session.index].append(
        Visit(need: lead.element.need, row: lead.offset + 2))
    }
    self.visits = visits
  }

  /// Where a number leads: to its one visit, or to the list of several; nowhere where there is none.
  func target(community: Int, session: Int) -> String? {
    let own = visits[community][session]
    guard let first = own.first else { return nil }
    return own.count == 1
      ? RowIndex.serviceAnchor(first.row) : "heat\(community)-\(session)"
  }

  /// The sessions in which a community has several visits.
  var crowded: [(community: Int, session: Int, visits: [Visit])] {
    visits.enumerated().flatMap { community, sessions in
      sessions.enumerated().filter { $1.count > 1 }
        .map { (community: community, session: $0, visits: $1) }
    }
  }
}
