/// Reads the prices of what demands compete for off the rows.
extension ProgramMatrix {
  /// The prices of one tier, each relative to the next wider limit: a slot's is what it costs
  /// beyond its supply, a supply's what it costs beyond its pool.
  func linkPrices(_ prices: Prices) -> LinkPrices {
    var link = LinkPrices(scale: prices.scale)
    let poolPrice = poolRow.map { -prices.rows[$0] }
    for (index, row) in supplyRow.enumerated() {
      let pool = poolPrice.isEmpty ? 0 : poolPrice[program.supplies[index].pool]
      let price = -prices.rows[row] - pool
      if price != 0 { link.supplies.append((index, price)) }
    }
    for (slot, row) in slotRow {
      if prices.rows[row] != 0 { link.slots.append((slot, -prices.rows[row])) }
    }
    for (pool, price) in poolPrice.enumerated() where price != 0 {
      link.pools.append((pool, price))
    }
    for (group, row) in groupRow.enumerated() where prices.rows[row] != 0 {
      link.groups.append((group, -prices.rows[row]))
    }
    if let cuts = integer.cuts {
      for (number, row) in cuts.rows.prefix(cuts.count).enumerated() where prices.rows[row] != 0 {
        link.cuts.append((number, -prices.rows[row]))
      }
    }
    return link
  }

  /// What a column counts, when a search may branch on it.
  func quantity(of column: Int) -> Proof.Quantity? {
    if column < arcCount { return .arc(column) }
    if let demand = demandColumn.firstIndex(of: column) { return .visits(demand: demand) }
    for (demand, visits) in teamColumns.enumerated() {
      if let visit = visits.first(where: { $0.column == column }) {
        return .session(demand: demand, session: visit.session)
      }
    }
    return nil
  }
}
