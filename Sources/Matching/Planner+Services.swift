import Optimization
import ThreeLists

extension Planner {
  /// Lays the arcs filled out as services, sorted by need, visit and place.
  ///
  /// In a first plan visits are numbered by session, and places by role, then resource. A visit and
  /// a place that stay from an earlier plan keep their numbers; the others take the smallest free.
  static func services(
    _ task: PlanningTask, program: AssignmentProgram, chosen: [Int]
  ) -> [Service] {
    let standing = task.standing?.current ?? [:]
    // Arcs are sorted by need.
    let filled = chosen.sorted().map { program.arcs[$0] }
    let parts = Processors.parts(of: filled.count, fewest: fewestDivided) { part in
      // A need is of the part in which its first place lies.
      func first(from place: Int) -> Int {
        var place = place
        while place > 0, place < filled.count, filled[place].demand == filled[place - 1].demand {
          place += 1
        }
        return place
      }
      return services(
        task, filled[first(from: part.lowerBound)..<first(from: part.upperBound)], standing)
    }
    return parts.count == 1 ? parts[0] : parts.flatMap { $0 }
  }

  /// The fewest places that are laid out on all processors.
  private static var fewestDivided: Int { 2000 }

  private static func services(
    _ task: PlanningTask, _ filled: ArraySlice<AssignmentProgram.Arc>,
    _ standing: [String: [StandingPlace]]
  ) -> [Service] {
    let week = "\(task.week)"
    var services: [Service] = []
    services.reserveCapacity(filled.count)
    var next = filled.startIndex
    while next < filled.endIndex {
      let first = next
      while next < filled.endIndex, filled[next].demand == filled[first].demand { next += 1 }
      let need = Int(filled[first].demand)
      let places = standing.isEmpty ? [] : standing[task.needs[need].id] ?? []
      // As most needs have it: one place, and nothing that could stay.
      if next == first + 1, places.isEmpty {
        services.append(
          service(
            of: task.needs[need], filled[first], task, week, visit: 1, place: 1, leads: true,
            isKept: false))
        continue
      }
      services += Planner.services(
        of: task.needs[need], arcs: Array(filled[first..<next]), task: task, week: week,
        standing: places)
    }
    return services
  }

  private static func services(
    of need: Need, arcs: [AssignmentProgram.Arc], task: PlanningTask, week: String,
    standing: [StandingPlace]
  ) -> [Service] {
    let visits = Dictionary(grouping: arcs, by: \.session).sorted { $0.key < $1.key }
      .map { (session: Session(index: Int($0.key)), arcs: $0.value.sorted()) }
    let kept = visits.map { visit in
      visit.arcs.map { arc in
        standing.first {
          $0.session == visit.session && $0.resource == task.resources[Int(arc.supply)].id
        }
      }
    }
    let numbers = freeNumbers(kept.map { $0.compactMap { $0?.visit }.min() })
    let ordered = visits.indices.sorted { numbers[$0] < numbers[$1] }
    return ordered.flatMap { position in
      let arcs = visits[position].arcs
      let places = freeNumbers(kept[position].map { $0?.place })
      // Of the places of the first role, the one with the smallest number leads.
      let first = arcs.map(\.place).min()
      let lead = arcs.indices.filter { arcs[$0].place == first }.min { places[$0] < places[$1] }
      return arcs.indices.sorted { places[$0] < places[$1] }.map { index in
        service(
          of: need, arcs[index], task, week, visit: numbers[position], place: places[index],
          leads: !need.isTeam || index == lead, isKept: kept[position][index] != nil)
      }
    }
  }

  private static func service(
    of need: Need, _ arc: AssignmentProgram.Arc, _ task: PlanningTask, _ week: String, visit: Int,
    place: Int, leads: Bool, isKept: Bool
  ) -> Service {
    let session = Session(index: Int(arc.session))
    let resource = task.resources[Int(arc.supply)].id
    let isPinned = need.pinned.contains {
      $0.resource == resource && ($0.session == nil || $0.session == session)
    }
    return Service(
      id: "\(week)-\(need.id)-\(visit)-\(place)", need: need.id, visit: visit,
      role: need.isTeam ? need.roles[Int(arc.place)].role : nil, leads: leads,
      resource: resource, unit: task.resources[Int(arc.supply)].unit,
      date: task.week.day(of: session), session: session,
      method: isKept ? .kept : isPinned ? .pinned : .optimized,
      choiceRank: need.requested.firstIndex(of: resource).map { $0 + 1 },
      distance: Distance.level(
        from: task.resources[Int(arc.supply)].home, to: need.grid, levels: task.policy.levels))
  }

  /// Numbers from 1 without a repetition: those given, the first of equal ones, and the smallest
  /// free for the others.
  private static func freeNumbers(_ given: [Int?]) -> [Int] {
    var taken: Set<Int> = []
    var numbers = given.map { number in
      number.flatMap { taken.insert($0).inserted ? $0 : nil }
    }
    var next = 1
    for index in numbers.indices where numbers[index] == nil {
      while taken.contains(next) { next += 1 }
      taken.insert(next)
      numbers[index] = next
    }
    return numbers.map { $0 ?? 0 }
  }
}
