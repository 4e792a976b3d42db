/// A queue of nodes by distance, least first and in order of arrival; nothing comes in below what
/// went out.
struct Buckets {
  private var near: [[Int32]] = []
  private var far: [(length: Int, node: Int32)] = []
  private var base = 0
  private var position = 0
  private var head = 0
  private var last = -1

  /// Distances beyond this many from the base wait until the others are gone.
  private static let window = 1 << 14

  mutating func clear() {
    if last >= 0 { for index in 0...last { near[index].removeAll(keepingCapacity: true) } }
    far.removeAll(keepingCapacity: true)
    base = 0
    position = 0
    head = 0
    last = -1
  }

  mutating func add(_ node: Int32, at length: Int) {
    let index = length - base
    guard index < Buckets.window else {
      far.append((length, node))
      return
    }
    while near.count <= index { near.append([]) }
    near[index].append(node)
    last = max(last, index)
  }

  mutating func next(upTo limit: Int) -> (node: Int32, length: Int)? {
    while true {
      while position <= last {
        guard base + position <= limit else { return nil }
        if head < near[position].count {
          head += 1
          return (near[position][head - 1], base + position)
        }
        near[position].removeAll(keepingCapacity: true)
        position += 1
        head = 0
      }
      guard let least = far.map(\.length).min(), least <= limit else { return nil }
      base = least
      position = 0
      head = 0
      last = -1
      let waiting = far
      far.removeAll(keepingCapacity: true)
      for entry in waiting { add(entry.node, at: entry.length) }
    }
  }
}
