import Synchronization
import ThreeLists

/// Every pair of a place and a resource that passes all rules, and what became of the others.
///
/// The rules are the named functions of `Eligibility`, or what they say looked up the other way round:
/// who has a category or a role. As most needs share their category, grid
/// or skills with others, each function's answers for all resources are kept as a bit row by what
/// it looks at, and joined a word at a time; areas are looked up by the prefixes of a grid. Needs
/// alike in all of it share the answer.
///
/// - Complexity: O(distinct keys · resources) calls of rules, O(kinds that differ · resources / 64)
///   words, and O(pairs).
public struct Candidates: Hashable, Sendable {
  /// A place of a need that a resource may fill, in any of some sessions.
  public struct Pair: Hashable, Sendable {
    /// Index of the need.
    public var need: Int32
    /// Index into the need's roles; 0 without a team.
    public var place: Int32
    /// Index of the resource.
    public var resource: Int32
    /// The sessions that pass, at least one.
    public var sessions: SessionSet
  }

  /// What the rules did to a kind of place that they leave nobody for.
  public struct Dropped: Hashable, Sendable {
    /// For each rule, in the order of `Rule`, how many resources failed it.
    public var counts: [Int32]
    /// The resource that fails fewest rules; nil where there is none, or where somebody passes them
    /// and only the firm part of the need keeps them out.
    public var nearest: NearestMiss?

    /// The rules that removed a resource, most often first, with their counts.
    public var byRule: [RuleCount] {
      zip(Rule.allCases, counts).filter { $0.1 > 0 }
        .map { RuleCount(rule: $0.0, resources: Int($0.1)) }
        .sorted { ($1.resources, $0.rule) < ($0.resources, $1.rule) }
    }
  }

  /// Sorted by need, place, resource.
  public let pairs: [Pair]
  /// For each kind of place, those of a need together, where its pairs end.
  private let ends: [Int]
  /// For each need, the number of its first kind of place; the last entry is the number of all.
  private let firstKinds: [Int32]
  /// What was dropped of a kind of place without a pair, by the kind's number.
  private let droppedOfKind: [Int: Dropped]

  /// The kinds of place of a need, from 0: one for each role of a team, otherwise one.
  public func kinds(ofNeed need: Int) -> Range<Int> {
    0..<Int(firstKinds[need + 1] - firstKinds[need])
  }

  /// Where the pairs of a need's kind of place stand.
  public func range(ofNeed need: Int, kind: Int) -> Range<Int> {
    let number = Int(firstKinds[need]) + kind
    return end(before: number)..<ends[number]
  }

  /// Where the pairs of all kinds of place end that stand before one.
  private func end(before kind: Int) -> Int { kind == 0 ? 0 : ends[kind - 1] }

  /// The pairs of a need's kind of place.
  public func pairs(ofNeed need: Int, kind: Int) -> ArraySlice<Pair> {
    pairs[range(ofNeed: need, kind: kind)]
  }

  /// The pairs of one need, all its kinds of place.
  public func pairs(ofNeed need: Int) -> ArraySlice<Pair> {
    pairs[end(before: Int(firstKinds[need]))..<end(before: Int(firstKinds[need + 1]))]
  }

  /// What was dropped of a need's kind of place; nil where it has a pair, or where nothing was recorded.
  public func dropped(ofNeed need: Int, kind: Int) -> Dropped? {
    droppedOfKind[Int(firstKinds[need]) + kind]
  }

  /// Finds the candidates of a week.
  ///
  /// - Parameters:
  ///   - needs: sorted by identifier.
  ///   - resources: sorted by identifier.
  ///   - policy: closures.
  ///   - week: the week planned.
  ///   - standing: where the week stands when it is planned again; nil in a first plan.
  ///   - explains: whether it is recorded what was dropped.
  public init(
    needs: [Need], resources: [Resource], policy: Policy, week: Week, standing: Standing? = nil,
    explains: Bool = true
  ) {
    let open = Eligibility.openSessions(policy, week)
    let finder = CandidateFinder(
      resources: resources, open: open.intersection(standing?.ahead ?? .all), week: week)
    let firm = standing?.ofNeedsWithFirmPlaces ?? [:]
    // What one part has found of kinds of place serves those that come after it on the same thread.
    let finders = Mutex<[CandidateFinder]>([])
    let parts = Processors.parts(
      of: needs.count, fewest: Candidates.smallestDivided, perProcessor: 4
    ) { range in
      var own = finders.withLock { $0.popLast() } ?? finder
      var part = Part()
      part.find(range, of: needs, resources, open, firm, &own, explains: explains)
      finders.withLock { $0.append(own) }
      return part
    }
    var ends: [Int] = []
    var firstKinds: [Int32] = []
    var dropped: [Int: Dropped] = [:]
    ends.reserveCapacity(parts.reduce(0) { $0 + $1.ends.count })
    firstKinds.reserveCapacity(needs.count + 1)
    var firstPair = 0
    for part in parts {
      let firstKind = ends.count
      ends += part.ends.lazy.map { [firstPair] in $0 + firstPair }
      firstKinds += part.firstKinds.lazy.map { $0 + Int32(firstKind) }
      for (kind, own) in part.dropped { dropped[kind + firstKind] = own }
      firstPair += part.ends.last ?? 0
    }
    let pieces = parts.flatMap(\.pieces)
    let pairs = Processors.joined(lengths: pieces.map(\.count)) { piece, room in
      // Given back at once, so that a million needs have their pairs twice only piece by piece.
      for pair in pieces[piece].take() { room.append(pair) }
    }
    firstKinds.append(Int32(ends.count))
    self.pairs = pairs
    self.ends = ends
    self.firstKinds = firstKinds
    droppedOfKind = dropped
  }

  /// The fewest needs that are divided among the processors.
  private static let smallestDivided = 2000

  /// The candidates of a task, with its own resources or others in their stead.
  public init(_ task: PlanningTask, resources: [Resource]? = nil, explains: Bool = true) {
    self.init(
      needs: task.needs, resources: resources ?? task.resources, policy: task.policy,
      week: task.week, standing: task.standing, explains: explains)
  }

  /// The candidates of some needs that stand together; pairs and kinds are counted from their own first.
  private struct Part: Sendable {
    /// The pairs, in pieces that are seldom copied to make room.
    var pieces: [Piece] = []
    var ends: [Int] = []
    var firstKinds: [Int32] = []
    var dropped: [Int: Dropped] = [:]

    /// Pairs of a piece: half a megabyte.
    private static let pieceLength = 1 << 15

    /// Firm places may lie in sessions that have begun: `open` holds these, too.
    mutating func find(
      _ range: Range<Int>, of needs: [Need], _ resources: [Resource], _ open: SessionSet,
      _ firm: [String: NeedStanding], _ finder: inout CandidateFinder, explains: Bool
    ) {
      var found = 0
      var piece: [Pair] = []
      ends.reserveCapacity(range.count)
      firstKinds.reserveCapacity(range.count)
      for index in range {
        let need = needs[index]
        firstKinds.append(Int32(ends.count))
        let own = firm.isEmpty ? nil : firm[need.id]
        let ahead = finder.sessions(need, of: finder.open)
        let asked = own == nil ? ahead : finder.sessions(need, of: open)
        let roles = need.roles
        for place in 0..<max(1, roles.count) {
          let role = roles.isEmpty ? nil : roles[place].role
          let able = finder.able(need, role: role)
          // Few of those able may come when they are asked for: a piece that is not half full grows.
          if piece.capacity - piece.count < able.count, piece.count >= Part.pieceLength / 2 {
            pieces.append(Piece(piece))
            piece = []
          }
          if piece.isEmpty { piece.reserveCapacity(Part.pieceLength) }
          let before = piece.count
          for resource in able {
            var sessions = asked.intersection(finder.sessionsOf[Int(resource)])
            if let own {
              sessions = own.sessions(
                sessions, role: role, resource: resources[Int(resource)].id)
            }
            if !sessions.isEmpty {
              piece.append(
                Pair(
                  need: Int32(index), place: Int32(place), resource: resource, sessions: sessions))
            }
          }
          found += piece.count - before
          if explains, piece.count == before {
            // It may be the firm part alone that keeps somebody out.
            let nothingLeft = able.allSatisfy {
              ahead.isDisjoint(with: finder.sessionsOf[Int($0)])
            }
            dropped[ends.count] = finder.dropped(
              need, role: role, nothingLeft: nothingLeft)
          }
          ends.append(found)
        }
      }
      if !piece.isEmpty { pieces.append(Piece(piece)) }
    }
  }

  /// Pairs that are taken once.
  private final class Piece: Sendable {
    let count: Int
    private let pairs: Mutex<[Pair]>

    init(_ pairs: [Pair]) {
      count = pairs.count
      self.pairs = Mutex(pairs)
    }

    func take() -> [Pair] {
      pairs.withLock { pairs in
        defer { pairs = [] }
        return pairs
      }
    }
  }
}
