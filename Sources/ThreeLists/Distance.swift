/// How far a resource's home is from a need's grid, in levels of the hierarchy.
public enum Distance {
  /// 0 same grid, 1 same community, 2 same town, 3 same county or home unknown, 4 beyond.
  ///
  /// A level is the same only when both codes reach it.
  public static func level(from home: GridCode?, to grid: GridCode, levels: GridLevels) -> Int {
    level(shared: home?.sharedLength(with: grid), levels: levels)
  }

  /// The same by what both codes have in common.
  ///
  /// - Parameters:
  ///   - shared: the number of digits with which both begin; nil when the home is unknown.
  ///   - levels: the lengths of codes.
  /// - Returns: as above.
  public static func level(shared: Int?, levels: GridLevels) -> Int {
    guard let shared else { return 3 }
    // Written out: it is asked for every pair of a need and a resource.
    if shared >= levels.grid { return 0 }
    if shared >= levels.community { return 1 }
    if shared >= levels.town { return 2 }
    return shared >= levels.county ? 3 : 4
  }
}
