/// A plan of our own making: demands in class order, each given what it can get without taking a
/// visit from another, if need be by moving plain visits along an augmenting path.
///
/// Without couplings the visits served in each class are the optimum, because what a set of demands
/// can be given together is a polymatroid and the greedy rule is exact on it (Edmonds 1970). With
/// couplings it is a start. In either case no single visit can be added afterwards.
///
/// - Complexity: a slot from which a search found no room never leads to room later, so it is never
///   searched again: failed searches cost O(arcs) together; each that succeeds O(arcs) at most.
struct GreedyPlan {
  private let program: AssignmentProgram
  private let firstArc: [Int]
  private let pinned: [Bool]
  /// The arc that serves each demand in a session.
  private var arcsHeld: [[Int]]
  private var weekLoad: [Int]
  private var sessionLoad: [Int]
  private var holders: [[Int]]
  private var dead: [Bool]
  private let deadline: Deadline

  /// The arcs filled, ascending.
  var chosen: [Int] { arcsHeld.flatMap { $0 }.sorted() }

  /// A plan that begins with some arcs, which it keeps.
  init(_ program: AssignmentProgram, keeping chosen: [Int], deadline: Deadline) {
    self.program = program
    self.deadline = deadline
    var first = [Int](repeating: 0, count: program.demands.count + 1)
    for arc in program.arcs { first[Int(arc.demand) + 1] += 1 }
    for index in program.demands.indices { first[index + 1] += first[index] }
    firstArc = first
    var pinned = [Bool](repeating: false, count: program.demands.count)
    for pin in program.pins { pinned[pin.demand] = true }
    self.pinned = pinned
    arcsHeld = Array(repeating: [], count: program.demands.count)
    weekLoad = Array(repeating: 0, count: program.supplies.count)
    sessionLoad = Array(repeating: 0, count: program.supplies.count * 21)
    holders = Array(repeating: [], count: program.supplies.count * 21)
    dead = Array(repeating: false, count: program.supplies.count * 21)
    for arc in chosen { fill(arc) }
  }

  /// Gives every demand what it can get, lower classes first, in the order of the program within.
  mutating func complete() {
    let order = program.demands.indices.sorted {
      (program.demandClass[$0], $0) < (program.demandClass[$1], $1)
    }
    for demand in order { serve(demand) }
  }

  private func slot(_ arc: Int) -> Int {
    Int(program.arcs[arc].supply) * 21 + Int(program.arcs[arc].session)
  }

  private mutating func fill(_ arc: Int) {
    arcsHeld[Int(program.arcs[arc].demand)].append(arc)
    weekLoad[Int(program.arcs[arc].supply)] += 1
    sessionLoad[slot(arc)] += 1
    holders[slot(arc)].append(arc)
  }

  private mutating func empty(_ arc: Int) {
    arcsHeld[Int(program.arcs[arc].demand)].removeAll { $0 == arc }
    weekLoad[Int(program.arcs[arc].supply)] -= 1
    sessionLoad[slot(arc)] -= 1
    holders[slot(arc)].removeAll { $0 == arc }
  }

  private func hasRoom(_ slot: Int) -> Bool {
    let supply = program.supplies[slot / 21]
    return weekLoad[slot / 21] < supply.weekly && sessionLoad[slot] < supply.perSession
  }

  private func daysHeld(_ demand: Int) -> Set<Int> {
    Set(arcsHeld[demand].map { Int(program.arcs[$0].session) / 3 })
  }

  private mutating func serve(_ demand: Int) {
    let wanted = program.demands[demand]
    let before = arcsHeld[demand]
    while daysHeld(demand).count < wanted.visits {
      let added = wanted.isTeam ? addTeamVisit(demand) : addVisit(demand)
      guard added else { break }
    }
    guard wanted.wholly, daysHeld(demand).count < wanted.visits else { return }
    for arc in arcsHeld[demand] where !before.contains(arc) { empty(arc) }
    // Taking days one by one may miss what a matching of days and supplies finds.
    if !wanted.isTeam, let arcs = matching(demand, visits: wanted.visits - before.count) {
      for arc in arcs { fill(arc) }
    }
  }

  /// Arcs with room on as many free days of a plain demand as are asked for, or nil.
  ///
  /// A supply may serve as many days as its week has left.
  private func matching(_ demand: Int, visits: Int) -> [Int]? {
    let taken = daysHeld(demand)
    var offers: [[Int]] = Array(repeating: [], count: 7)
    for arc in firstArc[demand]..<firstArc[demand + 1] where hasRoom(slot(arc)) {
      let day = Int(program.arcs[arc].session) / 3
      if !taken.contains(day) { offers[day].append(arc) }
    }
    var served: [Int: Int] = [:]
    func left(_ supply: Int32) -> Int {
      program.supplies[Int(supply)].weekly - weekLoad[Int(supply)]
        - served.values.count { program.arcs[$0].supply == supply }
    }
    func give(_ day: Int, _ seen: inout Set<Int32>) -> Bool {
      for arc in offers[day] {
        let supply = program.arcs[arc].supply
        guard seen.insert(supply).inserted else { continue }
        if left(supply) > 0 {
          served[day] = arc
          return true
        }
        for (other, held) in served.sorted(by: { $0.key < $1.key })
        where program.arcs[held].supply == supply && other != day {
          served[other] = nil
          served[day] = arc
          if give(other, &seen) { return true }
          served[other] = held
          served[day] = nil
        }
      }
      return false
    }
    for day in 0..<7 where served.count < visits {
      var seen: Set<Int32> = []
      _ = give(day, &seen)
    }
    return served.count == visits ? served.values.sorted() : nil
  }

  /// Adds one visit of a team in the first session in which all places can be filled.
  private mutating func addTeamVisit(_ demand: Int) -> Bool {
    let days = daysHeld(demand)
    let own = firstArc[demand]..<firstArc[demand + 1]
    let bySession = Dictionary(grouping: own) { Int(program.arcs[$0].session) }
    let places = program.demands[demand].places
    for (session, arcs) in bySession.sorted(by: { $0.key < $1.key })
    where !days.contains(session / 3) {
      let open = arcs.filter { hasRoom(slot($0)) }
      let offers = places.indices.map { kind in
        open.filter { Int(program.arcs[$0].place) == kind }
      }
      guard let team = team(offers: offers, places: places) else { continue }
      for arc in team { fill(arc) }
      return true
    }
    return false
  }

  /// Arcs of different supplies that fill all places, by augmenting paths; nil when there are none.
  private func team(offers: [[Int]], places: [Int]) -> [Int]? {
    var arcOf: [Int32: (arc: Int, place: Int)] = [:]
    let wanted = places.indices.flatMap { Array(repeating: $0, count: places[$0]) }
    func give(_ place: Int, _ seen: inout Set<Int32>) -> Bool {
      for arc in offers[wanted[place]] {
        let supply = program.arcs[arc].supply
        guard seen.insert(supply).inserted else { continue }
        if let holder = arcOf[supply], !give(holder.place, &seen) { continue }
        arcOf[supply] = (arc, place)
        return true
      }
      return false
    }
    for place in wanted.indices {
      var seen: Set<Int32> = []
      guard give(place, &seen) else { return nil }
    }
    return arcOf.values.map(\.arc).sorted()
  }

  /// Adds one visit of a plain demand, moving others along a shortest augmenting path.
  private mutating func addVisit(_ demand: Int) -> Bool {
    let days = daysHeld(demand)
    // A demand that may have to be rolled back must not move others, nor mark slots dead.
    let mayMove = !program.demands[demand].wholly && !deadline.hasPassed
    var queue: [(slot: Int, arc: Int, leaves: Int, parent: Int)] = []
    var reached: Set<Int> = []
    for arc in firstArc[demand]..<firstArc[demand + 1]
    where !days.contains(Int(program.arcs[arc].session) / 3) {
      let slot = slot(arc)
      if hasRoom(slot) {
        fill(arc)
        return true
      }
      if mayMove, !dead[slot], reached.insert(slot).inserted {
        queue.append((slot, arc, -1, -1))
      }
    }
    var suppliesSeen: Set<Int> = []
    var head = 0
    while head < queue.count {
      let slot = queue[head].slot
      if hasRoom(slot) {
        follow(queue, from: head)
        return true
      }
      if head % 1024 == 1023, deadline.hasPassed { return false }
      let supply = slot / 21
      var full = [slot]
      if sessionLoad[slot] < program.supplies[supply].perSession {
        full =
          suppliesSeen.insert(supply).inserted ? (supply * 21..<supply * 21 + 21).map { $0 } : []
      }
      for held in full {
        for arc in holders[held] where isMovable(arc) {
          let other = Int(program.arcs[arc].demand)
          for next in firstArc[other]..<firstArc[other + 1] {
            let target = self.slot(next)
            if !dead[target], reached.insert(target).inserted {
              queue.append((target, next, arc, head))
            }
          }
        }
      }
      head += 1
    }
    for slot in reached { dead[slot] = true }
    return false
  }

  /// A visit that may move on its own: the only one of a plain demand without pins.
  private func isMovable(_ arc: Int) -> Bool {
    let demand = Int(program.arcs[arc].demand)
    let wanted = program.demands[demand]
    return !wanted.isTeam && wanted.visits == 1 && !pinned[demand]
  }

  private mutating func follow(
    _ queue: [(slot: Int, arc: Int, leaves: Int, parent: Int)], from last: Int
  ) {
    var position = last
    var arcs: [Int] = []
    while position >= 0 {
      if queue[position].leaves >= 0 { empty(queue[position].leaves) }
      arcs.append(queue[position].arc)
      position = queue[position].parent
    }
    for arc in arcs { fill(arc) }
  }
}
