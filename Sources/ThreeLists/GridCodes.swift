/// Codes by position, some of them absent, to be compared with one code after another.
///
/// What comparing takes lies side by side, so no code is copied: its text would be counted each time, for
/// millions of pairs.
public struct GridCodes: Sendable {
  private let codes: [GridCode?]
  /// The leading digits of each and its length; 0 for none, as no code is empty.
  private let heads: [(digits: UInt64, length: Int)]

  /// Codes in their order, nil where there is none.
  public init(_ codes: [GridCode?]) {
    self.codes = codes
    heads = codes.map { ($0?.head ?? 0, $0?.length ?? 0) }
  }

  /// With how many of the same digits a code begins as the one at a position.
  ///
  /// - Parameters:
  ///   - position: in the order given.
  ///   - other: the code it is compared with.
  /// - Returns: the number of digits; nil where there is no code.
  public func sharedLength(at position: Int, with other: GridCode) -> Int? {
    let own = heads[position]
    guard own.length > 0 else { return nil }
    let shared = GridCode.shared(own.digits, own.length, other.head, other.length)
    return shared ?? codes[position]?.sharedLength(with: other)
  }
}
