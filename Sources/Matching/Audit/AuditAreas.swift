import ThreeLists

/// The resources by the areas they serve.
struct AuditAreas {
  private(set) var everywhere: [Int] = []
  private(set) var byCode: [GridCode: [Int]] = [:]
  /// The lengths of codes that stand in some row.
  private(set) var lengths: [Int] = []

  init(_ resources: [Resource]) {
    for index in resources.indices {
      for area in resources[index].areas {
        switch area {
        case .everywhere: everywhere.append(index)
        case .prefix(let code): byCode[code, default: []].append(index)
        }
      }
    }
    lengths = Set(byCode.keys.map(\.length)).sorted()
  }
}
