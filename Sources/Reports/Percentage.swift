/// A share in per cent, as pages say it.
enum Percentage {
  /// `43%`, halves rounded up; a dash where there is nothing to have a share of.
  static func text(_ part: Int, of whole: Int) -> String {
    whole <= 0 ? "–" : "\(rounded(part, of: whole, to: 100))%"
  }

  /// `42.9%`, in the same way.
  static func decimal(_ part: Int, of whole: Int) -> String {
    guard whole > 0 else { return "–" }
    let tenths = rounded(part, of: whole, to: 1000)
    return "\(tenths / 10).\(tenths % 10)%"
  }

  /// A share in so many parts of the whole, halves rounded up; only nothing is 0, and only all of it is
  /// the whole.
  ///
  /// - Parameters:
  ///   - part: at least 0; it may be more than the whole.
  ///   - whole: more than 0.
  ///   - scale: how many parts the whole has.
  /// - Returns: at least 0, and `scale` for the whole.
  static func rounded(_ part: Int, of whole: Int, to scale: Int) -> Int {
    if part <= 0 { return 0 }
    let nearest = (2 * part * scale + whole) / (2 * whole)
    return part < whole ? min(scale - 1, max(1, nearest)) : nearest
  }
}
