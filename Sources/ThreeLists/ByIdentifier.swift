extension Array where Element: Identifiable, Element.ID: Comparable {
  /// The rows by identifier; as they are where they stand so already, which lists mostly do: sorting
  /// moves whole rows.
  ///
  /// - Complexity: linear where they are sorted.
  public var byIdentifier: [Element] {
    let isSorted = indices.dropFirst().allSatisfy { self[$0 - 1].id <= self[$0].id }
    return isSorted ? self : sorted { $0.id < $1.id }
  }
}
