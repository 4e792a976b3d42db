/// A share in per cent, as pages say it.
enum Percentage {
  /// `60%`, rounded down; a dash where there is nothing to have a share of.
  static func text(_ part: Int, of whole: Int) -> String {
    whole <= 0 ? "–" : "\(part * 100 / whole)%"
  }
}
