import ThreeLists

/// The rules of the design's section 4, in code of the audit's own.
enum AuditEligibility {
  /// All 21 sessions.
  static let week: UInt32 = 0x1F_FFFF

  /// Whether every code of the first list stands in the second.
  static func all(_ wanted: [String], in owned: [String]) -> Bool {
    for code in wanted where !owned.contains(code) { return false }
    return true
  }

  /// Whether some code of the first list stands in the second.
  static func any(_ unwanted: [String], in owned: [String]) -> Bool {
    for code in unwanted where owned.contains(code) { return true }
    return false
  }

  /// Whether one of the areas is everything, or a beginning of the grid's code.
  static func covers(_ areas: [Area], _ grid: GridCode) -> Bool {
    for area in areas {
      switch area {
      case .everywhere: return true
      case .prefix(let code): if code.contains(grid) { return true }
      }
    }
    return false
  }

  /// Whether the policy closes a session of the week that begins on a Monday.
  static func isClosed(_ session: Int, monday: Day, _ policy: Policy) -> Bool {
    let date = monday.ordinal + session / 3
    for closure in policy.closures {
      switch closure {
      case .weekly(let other): if other.index == session { return true }
      case .day(let day): if day.ordinal == date { return true }
      case .part(let day, let part): if day.ordinal == date, part == session % 3 { return true }
      }
    }
    return false
  }

  /// Whether a need's last date lets it be served on a date of the week.
  static func isInTime(_ due: Day?, on date: Int, monday: Day) -> Bool {
    guard let due else { return true }
    return due.ordinal < monday.ordinal || date <= due.ordinal
  }

  /// The sessions of the week that begins on a Monday whose dates pass a test.
  static func sessions(monday: Day, where passes: (Int) -> Bool) -> UInt32 {
    var mask: UInt32 = 0
    for session in 0..<21 where passes(monday.ordinal + session / 3) { mask |= 1 << session }
    return mask
  }

  /// The sessions of the week that begins on a Monday whose dates are in time for a need: none before it was
  /// reported or after its last date, unless that is over.
  static func dates(from reported: Day, until due: Day?, monday: Day) -> UInt32 {
    let first = max(0, reported.ordinal - monday.ordinal)
    var last = 6
    if let due, due.ordinal >= monday.ordinal { last = min(6, due.ordinal - monday.ordinal) }
    return first > last ? 0 : week >> UInt32(3 * (6 - last)) & ~((1 << UInt32(3 * first)) - 1)
  }

  /// The distance level of a home and a grid.
  static func distance(from home: GridCode?, to grid: GridCode, _ levels: GridLevels) -> Int {
    distance(home?.sharedLength(with: grid), levels)
  }

  /// The same by the number of digits that both codes begin with; nil without a home.
  static func distance(_ alike: Int?, _ levels: GridLevels) -> Int {
    guard let alike else { return 3 }
    if alike >= levels.town { return alike >= levels.grid ? 0 : alike >= levels.community ? 1 : 2 }
    return alike >= levels.county ? 3 : 4
  }
}
