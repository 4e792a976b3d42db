/// Nodes by a distance that is a vector of integers, least first in lexicographic order.
///
/// A binary heap that knows where each node stands, so that a distance can fall in place.
///
/// - Complexity: O(log nodes) comparisons for each change.
struct NodeHeap: Sendable {
  private var nodes: [Int32] = []
  /// By node: its place in `nodes`, -1 for none.
  private var places: [Int32]
  private let width: Int

  init(nodeCount: Int, width: Int) {
    places = Array(repeating: -1, count: nodeCount)
    self.width = width
  }

  /// Makes room for nodes added to the network.
  mutating func grow(to nodeCount: Int) {
    while places.count < nodeCount { places.append(-1) }
  }

  mutating func clear() {
    for node in nodes { places[Int(node)] = -1 }
    nodes.removeAll(keepingCapacity: true)
  }

  /// Puts a node where its distance belongs, which is new or has fallen.
  mutating func put(_ node: Int, by distances: [Int]) {
    if places[node] < 0 {
      places[node] = Int32(nodes.count)
      nodes.append(Int32(node))
    }
    rise(from: Int(places[node]), distances)
  }

  /// Takes the nearest node out.
  mutating func next(by distances: [Int]) -> Int? {
    guard let first = nodes.first, let last = nodes.popLast() else { return nil }
    places[Int(first)] = -1
    if !nodes.isEmpty {
      nodes[0] = last
      places[Int(last)] = 0
      sink(from: 0, distances)
    }
    return Int(first)
  }

  private func isNearer(_ left: Int32, _ right: Int32, _ distances: [Int]) -> Bool {
    let (one, other) = (Int(left) * width, Int(right) * width)
    for component in 0..<width where distances[one + component] != distances[other + component] {
      return distances[one + component] < distances[other + component]
    }
    return left < right
  }

  private mutating func rise(from place: Int, _ distances: [Int]) {
    var place = place
    let node = nodes[place]
    while place > 0, isNearer(node, nodes[(place - 1) / 2], distances) {
      nodes[place] = nodes[(place - 1) / 2]
      places[Int(nodes[place])] = Int32(place)
      place = (place - 1) / 2
    }
    nodes[place] = node
    places[Int(node)] = Int32(place)
  }

  private mutating func sink(from place: Int, _ distances: [Int]) {
    var place = place
    let node = nodes[place]
    while true {
      var child = 2 * place + 1
      guard child < nodes.count else { break }
      if child + 1 < nodes.count, isNearer(nodes[child + 1], nodes[child], distances) { child += 1 }
      guard isNearer(nodes[child], node, distances) else { break }
      nodes[place] = nodes[child]
      places[Int(nodes[place])] = Int32(place)
      place = child
    }
    nodes[place] = node
    places[Int(node)] = Int32(place)
  }
}
