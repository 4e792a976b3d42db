/// The root's way through the tiers, apart from what is solved on it.
extension TierTree {
  /// How the root goes down to the last tier before it branches, and then up again.
  ///
  /// Down, for a plan to compare with; up to the last face that has a plan to be found, since what closes a
  /// gap is to be found where it is. All other nodes go neither way.
  struct RootWay {
    private(set) var isDescending: Bool
    private(set) var isReturning = false
    /// By tier: the faces that the root came by.
    private var passed: [Face] = []

    init(isRoot: Bool) { isDescending = isRoot }

    /// Turns round at the last tier if it is fractional; then takes a step up as long as the gap lies above.
    ///
    /// - Parameters:
    ///   - face: on which the root stands, solved.
    ///   - isLast: whether the face's tier is the last one.
    ///   - isFractional: whether its optimum is no plan.
    ///   - gap: the first tier in which the bound is below the plan held; nil where there is none.
    /// - Returns: the face to go back to; nil where the root is to stay.
    mutating func stepBack(
      from face: Face, isLast: Bool, isFractional: Bool, gap: Int?
    ) -> Face? {
      if isDescending, isLast, isFractional {
        isDescending = false
        isReturning = true
        passed = Array(sequence(first: face) { $0.previous }.reversed())
      }
      guard isReturning else { return nil }
      isReturning = gap.map { $0 < face.tier } ?? false
      return isReturning ? passed[face.tier - 1] : nil
    }

    /// A face that the root came by already, with the basis at which its tier was best.
    ///
    /// - Parameter next: the same face made anew.
    /// - Returns: both; nil where the root has not been there, or found other values on its way.
    func known(_ next: Face) -> (face: Face, basis: Basis)? {
      guard passed.count > next.tier + 1, passed[next.tier].values == next.values else {
        return nil
      }
      return (passed[next.tier], passed[next.tier + 1].basisBefore)
    }
  }
}
