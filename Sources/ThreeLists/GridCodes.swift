/// Codes by position, some of them absent, to be compared with one code after another.
///
/// What comparing takes lies side by side, so no code is copied: its text would be counted each time, for
/// millions of pairs.
public struct GridCodes: Sendable {
  private let codes: [GridCode?]
  /// What of a code nearly always tells with how many of its digits another begins.
  @usableFromInline struct Head: Sendable {
    /// Its leading digits.
    @usableFromInline let digits: UInt64
    /// How many it has; 0 for none, as no code is empty.
    @usableFromInline let length: Int

    init(_ code: GridCode?) {
      digits = code?.head ?? 0
      length = code?.length ?? 0
    }
  }

  @usableFromInline let heads: [Head]

  /// A code that others are compared with one after another.
  public struct Wanted: Sendable {
    @usableFromInline let code: GridCode
    @usableFromInline let head: Head

    /// A code to be compared with many.
    public init(_ code: GridCode) {
      self.code = code
      head = Head(code)
    }
  }

  /// Codes in their order, nil where there is none.
  public init(_ codes: [GridCode?]) {
    self.codes = codes
    heads = codes.map { Head($0) }
  }

  /// With how many of the same digits a code begins as the one at a position.
  ///
  /// - Parameters:
  ///   - position: in the order given.
  ///   - other: the code it is compared with.
  /// - Returns: the number of digits; nil where there is no code.
  public func sharedLength(at position: Int, with other: GridCode) -> Int? {
    sharedLength(at: position, with: Wanted(other))
  }

  /// The same for a code that is compared with many.
  ///
  /// Inlined, as this is done for each pair that there may be.
  @inlinable public func sharedLength(at position: Int, with other: Wanted) -> Int? {
    let own = heads[position]
    if own.length == 0 { return nil }
    let shorter = own.length < other.head.length ? own.length : other.head.length
    let shared = (own.digits ^ other.head.digits).leadingZeroBitCount / 4
    if shared == 16, shorter > 16 { return wholeShared(at: position, with: other) }
    return shared < shorter ? shared : shorter
  }

  /// For codes whose heads do not tell.
  @usableFromInline func wholeShared(at position: Int, with other: Wanted) -> Int? {
    codes[position]?.sharedLength(with: other.code)
  }
}

extension GridCode {
  /// The first digits, at most so many, in a number: the same for two codes exactly if these digits are the same.
  ///
  /// - Parameter length: how many digits; of a shorter code all are meant.
  /// - Returns: the number; nil when it would have to tell more digits than it can.
  public func leading(_ length: Int) -> UInt64? {
    let count = min(length, self.length)
    // Four bits for each digit, and four for their number.
    guard count < 16 else { return nil }
    return head & ~(UInt64.max >> UInt64(4 * count)) | UInt64(count)
  }
}
