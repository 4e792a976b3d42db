/// Lists and a policy on which a scenario's changes are made one after the other.
///
/// Every change is a function of the lists and of what it is given: rows keep their identifiers, and
/// rows that stay keep their place.
public struct ScenarioLists: Hashable, Sendable {
  /// The needs as changed so far, sorted by identifier.
  public private(set) var needs: [Need]
  /// The resources as changed so far, sorted by identifier.
  public private(set) var resources: [Resource]
  /// The policy as changed so far.
  public var policy: Policy

  /// The base of a scenario.
  public init(needs: [Need], resources: [Resource], policy: Policy) {
    self.needs = needs.sorted { $0.id < $1.id }
    self.resources = resources.sorted { $0.id < $1.id }
    self.policy = policy
  }

  // MARK: Rows

  /// Puts a need in the list, in the stead of the one of its identifier if there is one.
  public mutating func put(_ need: Need) {
    let place = needs.partitioningIndex { $0.id >= need.id }
    if place < needs.count, needs[place].id == need.id {
      needs[place] = need
    } else {
      needs.insert(need, at: place)
    }
  }

  /// Puts a resource in the list, in the stead of the one of its identifier if there is one.
  public mutating func put(_ resource: Resource) {
    let place = resources.partitioningIndex { $0.id >= resource.id }
    if place < resources.count, resources[place].id == resource.id {
      resources[place] = resource
    } else {
      resources.insert(resource, at: place)
    }
  }

  /// The need of an identifier; nil when there is none.
  ///
  /// - Complexity: O(log needs).
  public func need(_ id: String) -> Need? {
    let place = needs.partitioningIndex { $0.id >= id }
    return place < needs.count && needs[place].id == id ? needs[place] : nil
  }

  /// The resource of an identifier; nil when there is none.
  ///
  /// - Complexity: O(log resources).
  public func resource(_ id: String) -> Resource? {
    let place = resources.partitioningIndex { $0.id >= id }
    return place < resources.count && resources[place].id == id ? resources[place] : nil
  }

  /// Leaves needs out.
  public mutating func remove(needs ids: Set<String>) { needs.removeAll { ids.contains($0.id) } }

  /// Leaves resources out; what needs say of them is left out too.
  ///
  /// - Returns: the needs of which a pin was given up.
  public mutating func remove(resources ids: Set<String>) -> [String] {
    resources.removeAll { ids.contains($0.id) }
    var unpinned: [String] = []
    for index in needs.indices {
      if needs[index].previous.map(ids.contains) ?? false { needs[index].previous = nil }
      needs[index].requested.removeAll(where: ids.contains)
      needs[index].banned.removeAll(where: ids.contains)
      if needs[index].pinned.contains(where: { ids.contains($0.resource) }) {
        needs[index].pinned.removeAll { ids.contains($0.resource) }
        unpinned.append(needs[index].id)
      }
    }
    return unpinned
  }

  /// Has all resources of some units stay away: their rows stand, without a visit in the week.
  ///
  /// The rows stay because 点单 and 上次资源 name them: a wish that the week cannot grant is still a
  /// wish, and the tiers count it.
  ///
  /// - Returns: the resources, and the needs of which a pin was given up.
  public mutating func takeOut(units: Set<String>) -> (resources: [String], unpinned: [String]) {
    var out: Set<String> = []
    for index in resources.indices where units.contains(resources[index].unit) {
      resources[index].weekly = 0
      resources[index].minimum = 0
      out.insert(resources[index].id)
    }
    var unpinned: [String] = []
    for index in needs.indices
    where needs[index].pinned.contains(where: { out.contains($0.resource) }) {
      needs[index].pinned.removeAll { out.contains($0.resource) }
      unpinned.append(needs[index].id)
    }
    return (out.sorted(), unpinned)
  }

  /// Closes sessions for the needs in some grids.
  ///
  /// - Returns: the needs that could have been served in them.
  public mutating func close(_ sessions: SessionSet, in areas: [GridCode]) -> [String] {
    var changed: [String] = []
    for index in needs.indices where areas.contains(where: { $0.contains(needs[index].grid) }) {
      let left = needs[index].sessions.subtracting(sessions)
      guard left != needs[index].sessions else { continue }
      needs[index].sessions = left
      changed.append(needs[index].id)
    }
    return changed
  }

  /// Adds needs to a category, each a copy of one that was there, drawn with its seed.
  ///
  /// The sources are the category's needs sorted by identifier; each new need copies one of them,
  /// drawn with the same chance and put back (a bootstrap sample). A copy of N001 is N001+1, the next
  /// one N001+2; numbers taken already are passed over. Pins stay with the original: the office
  /// ordered that one. Whom to reach is not copied.
  ///
  /// - Parameters:
  ///   - category: its canonical name; there is at least one need of it unless the count is 0.
  ///   - count: how many are added.
  ///   - seed: of ``SplitMix64``.
  ///   - origin: the change's place.
  /// - Returns: the new identifiers in the order in which they were drawn.
  public mutating func grow(
    category: String, by count: Int, seed: UInt64, origin: Origin
  ) -> [String] {
    let sources = needs.filter { $0.category == category }
    guard !sources.isEmpty else { return [] }
    var taken = Set(needs.map(\.id))
    var numbers: [String: Int] = [:]
    var generator = SplitMix64(seed: seed)
    var added: [Need] = []
    for _ in 0..<count {
      var copy = sources[generator.next(below: sources.count)]
      let source = copy.id
      repeat {
        numbers[source, default: 0] += 1
        copy.id = "\(source)+\(numbers[source] ?? 0)"
      } while !taken.insert(copy.id).inserted
      copy.origin = origin
      copy.pinned = []
      copy.contact = Contact()
      added.append(copy)
    }
    needs = (needs + added).sorted { $0.id < $1.id }
    return added.map(\.id)
  }
}
