/// A queue of nodes by distance, least first and in order of arrival; nothing comes in below what
/// went out.
///
/// Each distance of a window has a chain of entries in memory that all of them share; what lies beyond
/// the window waits in one list for each window to come.
struct Buckets {
  private struct Entry {
    var node: Int32
    var next: Int32
  }

  private struct Chain {
    var first: Int32 = -1
    var last: Int32 = -1
  }

  private var chains: Column<Chain>
  private var entries: Column<Entry>
  private var entryCount = 0
  /// By window: what waits for it.
  private var far: [[Waiting]] = []
  private var waiting = 0
  /// The first distance of the window, a multiple of its width.
  private var base = 0
  private var position = 0
  private var last = -1

  private struct Waiting {
    var length: Int
    var node: Int32
  }

  /// A window has two to this power distances.
  private static let windowBits = 14
  private static let window = 1 << windowBits

  init(capacity: Int) {
    chains = Column(repeating: Chain(), count: 64)
    entries = Column(repeating: Entry(node: 0, next: -1), count: max(16, capacity))
  }

  /// Ends the use of the memory.
  func free() {
    chains.free()
    entries.free()
  }

  mutating func clear() {
    if waiting > 0 {
      far.removeAll(keepingCapacity: true)
      waiting = 0
    }
    rebase(to: 0)
  }

  private mutating func rebase(to length: Int) {
    if last >= 0 { for index in 0...last { chains[index] = Chain() } }
    entryCount = 0
    base = length
    position = 0
    last = -1
  }

  @inline(__always) mutating func add(_ node: Int32, at length: Int) {
    let index = length - base
    if index >= chains.count || entryCount == entries.count {
      guard index < Buckets.window else {
        wait(node, length)
        return
      }
      grow(toHold: index)
    }
    let entry = Int32(truncatingIfNeeded: entryCount)
    entryCount += 1
    entries[entry] = Entry(node: node, next: -1)
    let before = chains[index].last
    if before < 0 { chains[index].first = entry } else { entries[before].next = entry }
    chains[index].last = entry
    if index > last { last = index }
  }

  private mutating func wait(_ node: Int32, _ length: Int) {
    let window = length >> Buckets.windowBits
    while far.count <= window { far.append([]) }
    far[window].append(Waiting(length: length, node: node))
    waiting += 1
  }

  private mutating func grow(toHold index: Int) {
    if index >= chains.count {
      let wider = Column(repeating: Chain(), count: min(Buckets.window, 2 * index))
      for old in 0..<chains.count { wider[old] = chains[old] }
      chains.free()
      chains = wider
    }
    if entryCount == entries.count {
      let wider = Column(repeating: Entry(node: 0, next: -1), count: 2 * entryCount)
      for old in 0..<entryCount { wider[old] = entries[old] }
      entries.free()
      entries = wider
    }
  }

  @inline(__always) mutating func next(upTo limit: Int) -> (node: Int32, length: Int)? {
    while true {
      while position <= last {
        guard base + position <= limit else { return nil }
        let first = chains[position].first
        if first >= 0 {
          let entry = entries[first]
          chains[position].first = entry.next
          if entry.next < 0 { chains[position].last = -1 }
          return (entry.node, base + position)
        }
        position += 1
      }
      guard waiting > 0 else { return nil }
      var window = (base >> Buckets.windowBits) + 1
      while far[window].isEmpty { window += 1 }
      guard window << Buckets.windowBits <= limit else { return nil }
      rebase(to: window << Buckets.windowBits)
      // Nothing of this window waits any longer once it is the one at hand.
      let own = far[window]
      far[window] = []
      waiting -= own.count
      for entry in own { add(entry.node, at: entry.length) }
    }
  }
}
