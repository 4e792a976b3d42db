extension RandomAccessCollection where Index == Int {
  /// The first index from which on a condition holds.
  ///
  /// Inlined, so that it is made for each kind of row and copies none of them.
  ///
  /// - Parameter holds: the condition.
  /// - Returns: that index; the end where the condition holds for no element.
  /// - Complexity: O(log count).
  /// - Precondition: where the condition holds for an element, it holds for all after it.
  @inlinable public func partitioningIndex(where holds: (Element) -> Bool) -> Int {
    var begin = startIndex
    var end = endIndex
    while begin < end {
      let middle = begin + (end - begin) / 2
      if holds(self[middle]) { end = middle } else { begin = middle + 1 }
    }
    return begin
  }
}
