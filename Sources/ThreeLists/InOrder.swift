extension Array where Element: Comparable {
  /// The elements in their order: most lists of words have one or none, which no array need be made for.
  @inlinable public var inOrder: [Element] { count > 1 ? sorted() : self }
}
