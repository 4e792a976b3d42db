/// A binary heap of nodes by distance, ties by node; entries that were bettered stay and are passed
/// over when they come up.
///
/// - Complexity: O(log n) for each push and pop.
struct NodeHeap {
  private var keys: [Int128] = []
  private var nodes: [Int32] = []

  mutating func push(_ key: Int128, _ node: Int32) {
    var position = keys.count
    keys.append(key)
    nodes.append(node)
    while position > 0 {
      let above = (position - 1) / 2
      guard key < keys[above] || (key == keys[above] && node < nodes[above]) else { break }
      keys[position] = keys[above]
      nodes[position] = nodes[above]
      position = above
    }
    keys[position] = key
    nodes[position] = node
  }

  mutating func pop() -> (key: Int128, node: Int32)? {
    guard let firstKey = keys.first, let lastKey = keys.popLast(), let lastNode = nodes.popLast()
    else { return nil }
    guard !keys.isEmpty else { return (firstKey, lastNode) }
    let result = (firstKey, nodes[0])
    var position = 0
    while true {
      var below = 2 * position + 1
      guard below < keys.count else { break }
      if below + 1 < keys.count,
        keys[below + 1] < keys[below]
          || (keys[below + 1] == keys[below] && nodes[below + 1] < nodes[below])
      {
        below += 1
      }
      guard keys[below] < lastKey || (keys[below] == lastKey && nodes[below] < lastNode) else {
        break
      }
      keys[position] = keys[below]
      nodes[position] = nodes[below]
      position = below
    }
    keys[position] = lastKey
    nodes[position] = lastNode
    return result
  }
}
