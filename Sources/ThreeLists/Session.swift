/// One of the week's 21 sessions: a weekday and a part of the day, written 一上 to 日晚.
public struct Session: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// From 0 (一上, Monday morning) to 20 (日晚, Sunday evening).
  public let index: Int

  /// The number of sessions in a week.
  public static let count = 21

  private static let weekdays: [Character] = ["一", "二", "三", "四", "五", "六", "日"]
  private static let parts: [Character] = ["上", "下", "晚"]

  /// A session by its index.
  ///
  /// - Precondition: `index` is in 0..<21.
  public init(index: Int) {
    precondition((0..<Session.count).contains(index), "a week has 21 sessions")
    self.index = index
  }

  /// A session by its code, such as 三上; nil for anything else.
  public init?(_ code: String) {
    // Comparing numbers: lists hold millions of sessions.
    guard let index = Session.packedCodes.firstIndex(of: Session.packed(code)) else { return nil }
    self.index = index
  }

  private static let codes = (0..<count).map { "\(weekdays[$0 / 3])\(parts[$0 % 3])" }
  private static let packedCodes = all.map { packed($0.description) }

  /// The six bytes of a code as a number; 0 for a text of another length.
  private static func packed(_ code: String) -> UInt64 {
    guard code.utf8.count == 6 else { return 0 }
    return code.utf8.reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// From 0, Monday, to 6, Sunday.
  public var weekday: Int { index / 3 }

  /// 0 morning, 1 afternoon, 2 evening.
  public var part: Int { index % 3 }

  /// The code: 三上.
  public var description: String { Session.codes[index] }

  /// All sessions of a week, earliest first.
  public static let all = (0..<Session.count).map { Session(index: $0) }

  /// Earlier sessions come first.
  public static func < (left: Session, right: Session) -> Bool { left.index < right.index }
}

/// A set of sessions of one week, as a mask of 21 bits.
public struct SessionSet: OptionSet, Hashable, Sendable {
  /// Bit `i` stands for the session of index `i`.
  public let rawValue: UInt32

  /// A set by its mask.
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// A set of the sessions listed.
  public init(_ sessions: some Sequence<Session>) {
    rawValue = sessions.reduce(0) { $0 | (1 << UInt32($1.index)) }
  }

  /// All 21 sessions.
  public static let all = SessionSet(rawValue: (1 << 21) - 1)

  /// Whether the set holds a session.
  public func contains(_ session: Session) -> Bool {
    rawValue & (1 << UInt32(session.index)) != 0
  }

  /// Adds a session.
  public mutating func insert(_ session: Session) {
    self = SessionSet(rawValue: rawValue | (1 << UInt32(session.index)))
  }

  /// The sessions of the set, earliest first.
  public var sessions: [Session] { Session.all.filter(contains) }

  /// The number of sessions in the set.
  public var count: Int { rawValue.nonzeroBitCount }

  /// The number of weekdays on which the set has a session.
  public var dayCount: Int {
    (0..<7).filter { rawValue & (0b111 << UInt32($0 * 3)) != 0 }.count
  }
}
