/// Finds rows that say the same in some columns.
enum Twins {
  /// Groups of two or more of the first `count` rows whose texts agree, each in the order of rows.
  ///
  /// Rows are sorted by a hash of their texts (FNV-1a, 64 bits), and those of equal hash compared:
  /// a dictionary of texts takes ten times as long on Chinese.
  ///
  /// - Parameters:
  ///   - count: rows.
  ///   - texts: what must agree; nil leaves a row out.
  /// - Returns: the groups, by their first rows.
  static func groups(_ count: Int, texts: (Int) -> (String, String, String)?) -> [[Int]] {
    var hashes: [(hash: UInt64, row: Int)] = []
    for row in 0..<count {
      guard let texts = texts(row) else { continue }
      var hash: UInt64 = 0xCBF2_9CE4_8422_2325
      add(texts.0, to: &hash)
      add(texts.1, to: &hash)
      add(texts.2, to: &hash)
      hashes.append((hash, row))
    }
    hashes.sort { $0 < $1 }
    var groups: [[Int]] = []
    var begin = 0
    while begin < hashes.count {
      var end = begin + 1
      while end < hashes.count, hashes[end].hash == hashes[begin].hash { end += 1 }
      var rest = hashes[begin..<end].map(\.row)
      while rest.count > 1, let wanted = texts(rest[0]) {
        var alike: [Int] = []
        var others: [Int] = []
        for row in rest {
          let isAlike = texts(row).map { $0 == wanted } ?? false
          if isAlike { alike.append(row) } else { others.append(row) }
        }
        if alike.count > 1 { groups.append(alike) }
        rest = others
      }
      begin = end
    }
    return groups.sorted { $0[0] < $1[0] }
  }

  private static func add(_ text: String, to hash: inout UInt64) {
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    // A byte that no text has, so that texts do not run into each other.
    hash = (hash ^ 0xFF) &* 0x100_0000_01B3
  }
}
