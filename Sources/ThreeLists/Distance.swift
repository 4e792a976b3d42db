/// How far a resource's home is from a need's grid, in levels of the hierarchy.
public enum Distance {
  /// 0 same grid, 1 same community, 2 same town, 3 same county or home unknown, 4 beyond.
  ///
  /// A level is the same only when both codes reach it.
  public static func level(from home: GridCode?, to grid: GridCode, levels: GridLevels) -> Int {
    guard let home else { return 3 }
    for level in GridLevel.allCases.reversed() {
      let length = levels.length(of: level)
      if home.agrees(with: grid, through: length) {
        return GridLevel.grid.depth - level.depth
      }
    }
    return 4
  }
}
