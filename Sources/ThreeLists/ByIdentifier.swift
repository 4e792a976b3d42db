extension Array where Element: Identifiable, Element.ID: Comparable {
  /// The rows by identifier; as they are where they stand so already, which lists mostly do: sorting
  /// moves whole rows.
  ///
  /// - Complexity: linear where they are sorted.
  @inlinable public var byIdentifier: [Element] {
    // Inlined, so that it is made for each kind of row and copies none of them.
    for index in indices.dropFirst() where self[index].id < self[index - 1].id {
      return sorted { $0.id < $1.id }
    }
    return self
  }
}
