/// Cuts of an integer program: rows that every integer solution keeps and a relaxation broke.
///
/// Their rows are set aside when the program is made, without bounds, so that rows found later do not
/// shift any index. A copy of the program is bound by the cuts that it was told of.
final class CutRows {
  private static let highestRank = 12

  /// The rows set aside for cuts.
  let rows: Range<Int>
  /// By cut: no integer solution is above it.
  private(set) var uppers: [Int] = []
  /// By cut: what it is made of, for whoever wants to check it.
  private(set) var proofs: [Proof.Cut] = []
  /// By cut: how many cuts rest on one another down to it, itself included.
  private var ranks: [Int] = []
  /// By column: its newest entry; -1 for none.
  private var heads: [Int32]
  private var entryRows: [Int32] = []
  private var entryValues: [Int32] = []
  private var nexts: [Int32] = []

  init(rows: Range<Int>, columnCount: Int) {
    self.rows = rows
    heads = Array(repeating: -1, count: columnCount)
  }

  /// How many cuts there are.
  var count: Int { uppers.count }

  /// Whether no row is left.
  var isFull: Bool { count == rows.count }

  /// Whether a row is that of a cut on which no other is to rest: values of cuts of cuts of cuts grow beyond
  /// what is worth reckoning.
  func isLast(_ row: Int) -> Bool {
    rows.contains(row) && row - rows.lowerBound < count
      && ranks[row - rows.lowerBound] >= CutRows.highestRank
  }

  /// Adds a cut and answers with its row.
  func append(_ cut: Cut) -> Int {
    let row = rows.lowerBound + count
    uppers.append(cut.upper)
    proofs.append(cut.proof)
    ranks.append(1 + (cut.proof.cuts.keys.map { ranks[$0] }.max() ?? 0))
    for entry in cut.entries {
      nexts.append(heads[entry.column])
      heads[entry.column] = Int32(entryRows.count)
      entryRows.append(Int32(row))
      entryValues.append(entry.value)
    }
    return row
  }

  /// Calls `body` with each entry of a column.
  @inline(__always)
  func forEachEntry(of column: Int, _ body: (Int, Int) -> Void) {
    var entry = Int(heads[column])
    while entry >= 0 {
      body(Int(entryRows[entry]), Int(entryValues[entry]))
      entry = Int(nexts[entry])
    }
  }
}

/// One cut: a combination of columns that is at most `upper` in every integer solution.
struct Cut {
  var entries: [(column: Int, value: Int32)]
  var upper: Int
  /// What it is made of.
  var proof: Proof.Cut
}
