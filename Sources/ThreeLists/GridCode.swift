/// The code of a county, town, community or grid: digits in which a longer code belongs to every
/// shorter one that is its prefix.
public struct GridCode: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The digits, ASCII only.
  public let digits: String
  /// The first 16 digits, four bits each, the first of them on top: codes are compared millions of
  /// times, and nearly all are shorter than this.
  let head: UInt64
  /// The number of digits.
  public let length: Int

  private static let headLength = 16

  /// A code by its digits; nil when the text is empty or holds anything but ASCII digits.
  public init?(_ text: String) {
    guard !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
    self.init(checked: text)
  }

  private init(digits: String, length: Int, head: UInt64) {
    self.digits = digits
    self.length = length
    self.head = head
  }

  private init(checked: String) {
    digits = checked
    length = checked.utf8.count
    var head: UInt64 = 0
    for (index, digit) in checked.utf8.prefix(GridCode.headLength).enumerated() {
      head |= UInt64(digit & 15) << UInt64(60 - 4 * index)
    }
    self.head = head
  }

  /// Whether the other code lies in this one: this code is its prefix.
  public func contains(_ other: GridCode) -> Bool {
    sharedLength(with: other) == length
  }

  /// With how many of the same digits two codes begin.
  public func sharedLength(with other: GridCode) -> Int {
    GridCode.shared(head, length, other.head, other.length)
      ?? zip(digits.utf8, other.digits.utf8).prefix { $0 == $1 }.count
  }

  /// With how many of the same digits two codes begin; nil when their heads do not tell.
  static func shared(
    _ head: UInt64, _ length: Int, _ otherHead: UInt64, _ otherLength: Int
  ) -> Int? {
    let shorter = min(length, otherLength)
    let shared = (head ^ otherHead).leadingZeroBitCount / 4
    return shared == headLength && shorter > shared ? nil : min(shared, shorter)
  }

  /// The first `length` digits, or the whole code when it is shorter.
  public func prefix(_ length: Int) -> GridCode {
    if length >= self.length { return self }
    let count = max(1, length)
    // Digits are bytes.
    return GridCode(
      digits: String(decoding: digits.utf8.prefix(count), as: UTF8.self), length: count,
      head: head(count) ?? head)
  }

  /// The digits of ``prefix(_:)``, four bits each from the top; nil when they do not fit.
  func head(_ length: Int) -> UInt64? {
    let count = min(self.length, max(1, length))
    if count < GridCode.headLength { return head & ~(UInt64.max >> UInt64(4 * count)) }
    return count == GridCode.headLength ? head : nil
  }

  /// Equal digits.
  public static func == (left: GridCode, right: GridCode) -> Bool {
    left.length == right.length && left.head == right.head
      && (left.length <= headLength || left.digits == right.digits)
  }

  /// Hashes the leading digits and the length.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(head)
    hasher.combine(length)
  }

  /// The digits.
  public var description: String { digits }

  /// The order of the digits as text.
  public static func < (left: GridCode, right: GridCode) -> Bool { left.digits < right.digits }
}

/// One of the four levels of the administrative hierarchy that lists speak of.
public enum GridLevel: String, CaseIterable, Hashable, Comparable, Sendable {
  case county, town, community, grid

  /// From the widest, 0, to the narrowest, 3.
  public var depth: Int {
    switch self {
    case .county: 0
    case .town: 1
    case .community: 2
    case .grid: 3
    }
  }

  /// The Chinese name: 县 街道 社区 网格.
  public var chineseName: String { ["县", "街道", "社区", "网格"][depth] }

  /// Wider levels come first.
  public static func < (left: GridLevel, right: GridLevel) -> Bool { left.depth < right.depth }
}

/// How many digits a code has at each level.
public struct GridLevels: Hashable, Sendable {
  /// Digits of a county's code.
  public var county: Int
  /// Digits of a town's code.
  public var town: Int
  /// Digits of a community's code.
  public var community: Int
  /// Digits of a grid's code.
  public var grid: Int

  /// Lengths of the four levels, in digits; each must be greater than the one before it.
  public init(county: Int = 6, town: Int = 9, community: Int = 12, grid: Int = 15) {
    self.county = county
    self.town = town
    self.community = community
    self.grid = grid
  }

  /// The length of a code at a level, in digits.
  public func length(of level: GridLevel) -> Int {
    switch level {
    case .county: county
    case .town: town
    case .community: community
    case .grid: grid
    }
  }

  /// The level of which a code has exactly the length; nil when there is none.
  public func level(of code: GridCode) -> GridLevel? {
    GridLevel.allCases.first { length(of: $0) == code.length }
  }

  /// The part of a code that names its area at a level; a shorter code is its own area.
  public func area(of code: GridCode, at level: GridLevel) -> GridCode {
    code.prefix(length(of: level))
  }
}

/// One entry of a resource's service area.
public enum Area: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// `*`: every grid of the lists.
  case everywhere
  /// All grids whose code begins so; of any length.
  case prefix(GridCode)

  /// An area by its text, `*` or digits; nil for anything else.
  public init?(_ text: String) {
    guard text != "*" else {
      self = .everywhere
      return
    }
    guard let code = GridCode(text) else { return nil }
    self = .prefix(code)
  }

  /// Whether a grid lies in the area.
  public func contains(_ grid: GridCode) -> Bool {
    switch self {
    case .everywhere: true
    case .prefix(let code): code.contains(grid)
    }
  }

  /// `*` or the digits.
  public var description: String {
    switch self {
    case .everywhere: "*"
    case .prefix(let code): code.digits
    }
  }
}
