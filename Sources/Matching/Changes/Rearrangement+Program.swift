import Optimization
import ThreeLists

/// The trial as an assignment program, for what branching leaves open.
extension Rearrangement {
  /// Most arcs of a program that is tried.
  static let mostArcs = 40_000
  /// Relaxations for a trial.
  static let relaxations = 60

  /// Serves a need with so many more visits, everything else as often as in the plan, or shows that it
  /// cannot be done: the whole question as one program, whose bounds are exact.
  ///
  /// Asked are the need and whoever could have to move for it: those who hold places of its candidates,
  /// those who hold places of theirs, and so on. Nobody else's places have to change.
  ///
  /// - Returns: whether it is served; the places are filled when it is. Unknown when the program is too
  ///   large, or the relaxations do not decide it.
  mutating func decide(_ need: Int, missing: Int) throws(SolverError) -> Served {
    let start = mark
    let asked = concerned(need)
    var arcs: [AssignmentProgram.Arc] = []
    for (demand, own) in asked.enumerated() {
      for kind in candidates.kinds(ofNeed: own) {
        for pair in pairs(own, kind) { arcs.append(contentsOf: pair.arcs(demand: demand)) }
      }
      if arcs.count > Rearrangement.mostArcs { return .unknown }
    }
    let program = program(need, asked, arcs)
    switch try AssignmentSolver.servesAll(program, relaxations: Rearrangement.relaxations) {
    case .notAll: return .no
    case .unknown: return .unknown
    case .all(let chosen):
      fill(asked, need, missing, chosen.map { program.arcs[$0] })
      guard isSound else {
        undo(to: start)
        return .unknown
      }
      return .yes
    }
  }

  /// The program in which some needs keep their visits and one has all of its own, with the limits as they
  /// are raised; its tier counts the places that move.
  func program(
    _ need: Int, _ asked: [Int], _ arcs: [AssignmentProgram.Arc]
  ) -> AssignmentProgram {
    var nearest = Tier(name: "moves")
    let held = asked.map { own in
      Set(unitsOf[own].filter { units[$0].slot >= 0 }.map { units[$0].slot })
    }
    nearest.perArc = arcs.map { held[Int($0.demand)].contains($0.slot) ? -1 : 0 }
    return AssignmentProgram(
      demands: asked.map { own in
        AssignmentProgram.Demand(
          visits: own == need ? task.needs[own].visits : visitsHeld(own), wholly: false,
          places: candidates.kinds(ofNeed: own).count > 1 || task.needs[own].isTeam
            ? task.needs[own].roles.map(\.count) : [1],
          group: 0)
      },
      supplies: task.resources.indices.map { resource in
        AssignmentProgram.Supply(
          weekly: weekly[resource], perSession: max(1, perSession[resource]), minimum: 0, pool: 0)
      },
      groupCount: 1, poolCount: 1, arcs: arcs, pins: pins(of: asked),
      demandClass: asked.map { classes[$0] }, tiers: [nearest])
  }

  /// The need and whoever could have to move for it, ascending.
  mutating func concerned(_ need: Int) -> [Int] {
    var found: Set<Int> = [need]
    var seen: Set<Int> = []
    var queue = [need]
    while let next = queue.popLast() {
      for kind in candidates.kinds(ofNeed: next) {
        for pair in pairs(next, kind) where seen.insert(Int(pair.resource)).inserted {
          let slots = Int(pair.resource) * Session.count
          for slot in slots..<slots + Session.count {
            for unit in holders[slot] where found.insert(units[unit].need).inserted {
              queue.append(units[unit].need)
            }
          }
        }
      }
    }
    return found.sorted()
  }

  /// The visits of a need that are filled.
  private func visitsHeld(_ need: Int) -> Int {
    Set(unitsOf[need].filter { units[$0].slot >= 0 }.map { units[$0].visit }).count
  }

  private func pins(of asked: [Int]) -> [AssignmentProgram.Pin] {
    var found: [AssignmentProgram.Pin] = []
    for (demand, own) in asked.enumerated() {
      var counts: [Pin: Int] = [:]
      for pin in task.needs[own].pinned { counts[pin, default: 0] += 1 }
      for (pin, count) in counts.sorted(by: { $0.key < $1.key }) {
        guard let supply = task.resources.firstIndex(where: { $0.id == pin.resource }) else {
          continue
        }
        found.append(
          AssignmentProgram.Pin(
            demand: demand, supply: supply, session: pin.session?.index,
            count: pin.session == nil ? count : 1))
      }
    }
    return found
  }

  /// Fills places as a program's arcs say, those that stay first.
  private mutating func fill(
    _ asked: [Int], _ need: Int, _ missing: Int, _ arcs: [AssignmentProgram.Arc]
  ) {
    var byNeed: [Int: [Int: [AssignmentProgram.Arc]]] = [:]
    for arc in arcs {
      byNeed[asked[Int(arc.demand)], default: [:]][Int(arc.session), default: []].append(arc)
    }
    for own in asked {
      var wanted = byNeed[own] ?? [:]
      var visits = filled(own)
      if own == need, task.needs[own].isTeam {
        for unit in visits.joined() { move(unit, to: -1) }
        visits = []
      }
      // A visit whose session stays is the same visit; the others take what is left, in order.
      var left: [[Int]] = []
      for visit in visits {
        let session = units[visit[0]].slot % Session.count
        if let places = wanted.removeValue(forKey: session) {
          settle(visit, places)
        } else {
          left.append(visit)
        }
      }
      var rest = wanted.sorted { $0.key < $1.key }.map(\.value)[...]
      for visit in left {
        if let places = rest.popFirst() { settle(visit, places) }
      }
      for (position, places) in rest.enumerated() {
        let visit = task.needs[own].isTeam ? position : visits.count + position
        for arc in places.sorted() {
          add(
            own, kind: Int(arc.place), visit: visit,
            slot: Int(arc.supply) * Session.count + Int(arc.session))
        }
      }
    }
  }

  /// Moves the places of a visit to those of some arcs in one session.
  private mutating func settle(_ visit: [Int], _ places: [AssignmentProgram.Arc]) {
    for kind in Set(visit.map { units[$0].kind }).sorted() {
      var slots = places.filter { Int($0.place) == kind }
        .map { Int($0.supply) * Session.count + Int($0.session) }
      var movers: [Int] = []
      for unit in visit where units[unit].kind == kind {
        if let position = slots.firstIndex(of: units[unit].slot) {
          slots.remove(at: position)
        } else {
          movers.append(unit)
        }
      }
      for (unit, slot) in zip(movers, slots) { move(unit, to: slot) }
    }
    guard task.needs[units[visit[0]].need].isTeam, let session = places.first?.session else {
      return
    }
    for unit in visit { bind(unit, toSession: Int(session)) }
  }
}

extension Candidates.Pair {
  /// The pair's arcs when its need is a demand.
  func arcs(demand: Int) -> [AssignmentProgram.Arc] {
    sessions.sessions.map { session in
      AssignmentProgram.Arc(
        demand: Int32(demand), place: place, supply: resource, session: Int32(session.index))
    }
  }
}

extension AssignmentProgram.Arc {
  /// Supply and session as a slot of a plan.
  var slot: Int { Int(supply) * Session.count + Int(session) }
}
