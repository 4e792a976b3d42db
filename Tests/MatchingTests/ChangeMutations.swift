import Matching
import ThreeLists

extension Mutation {
  /// Changes to the smallest changes and levels of unmet needs.
  static let ofChanges: [Mutation] = [
    .ofChange("a change denied") { change, need, unmet in
      guard !need.isTeam, unmet.missing == 1, case .visit? = change.changes.first,
        change.changes.count == 1
      else { return nil }
      return SmallestChange(changes: [], witness: [], isExhaustive: true)
    },
    .ofChange("no witness") { change, _, _ in
      guard !change.changes.isEmpty else { return nil }
      var mutant = change
      mutant.witness = []
      return mutant
    },
    .ofChange("a place of the witness left out") { change, _, _ in
      guard change.isFound else { return nil }
      var mutant = change
      mutant.witness.removeLast()
      return mutant
    },
    .ofChange("no change needed") { change, _, _ in
      guard change.changes.count == 1 else { return nil }
      var mutant = change
      mutant.changes = []
      return mutant
    },
    .ofChange("the same change three times") { change, _, _ in
      guard let first = change.changes.first else { return nil }
      var mutant = change
      mutant.changes = [first, first, first]
      return mutant
    },
    .ofChange("a resource that is not there") { change, _, _ in
      guard !change.changes.isEmpty else { return nil }
      var mutant = change
      mutant.changes[mutant.changes.count - 1] = .area(resource: "R99")
      return mutant
    },
    .ofChange("a change of what is so already") { change, _, _ in
      guard change.changes.count == 1,
        case .visit(let resource, _, _) = change.changes[0]
      else { return nil }
      var mutant = change
      mutant.changes = [.visit(resource: resource, weekly: false, perSession: false)]
      return mutant
    },
    .ofChange("the need's own visits given up") { change, need, _ in
      guard let index = change.witness.lastIndex(where: { $0.need == need.id }) else { return nil }
      var mutant = change
      mutant.witness[index].to = nil
      return mutant
    },
    .ofChange("served by a need that is not there") { change, _, _ in
      guard change.isFound else { return nil }
      var mutant = change
      mutant.witness[0].need = "N99"
      return mutant
    },
    .ofChange("the same place filled again") { change, need, _ in
      guard let own = change.witness.first(where: { $0.need == need.id && $0.from == nil }) else {
        return nil
      }
      var mutant = change
      mutant.witness.append(own)
      return mutant
    },
    Mutation(.smallestChange, "somebody of a lower class who gives way for nothing") {
      plan, lists, _ in
      let rules = lists.policy.classes
      let needs = Dictionary(uniqueKeysWithValues: lists.needs.map { ($0.id, $0) })
      for index in plan.unmet.indices {
        guard let change = plan.unmet[index].smallestChange, change.isFound,
          let own = needs[plan.unmet[index].need]
        else { continue }
        let moved = Set(change.witness.map(\.need))
        let touched = Set(change.witness.compactMap(\.to?.resource))
        for need in lists.needs where !moved.contains(need.id) && need.pinned.isEmpty {
          let services = plan.services.filter { $0.need == need.id }
          guard rules.priorityClass(of: need) > rules.priorityClass(of: own), !services.isEmpty,
            touched.isDisjoint(with: services.map(\.resource))
          else { continue }
          var mutant = plan
          mutant.unmet[index].smallestChange?.witness += services.map {
            ServiceMove(
              need: need.id, role: $0.role,
              from: ResourceSession(resource: $0.resource, session: $0.session), to: nil)
          }
          return mutant
        }
      }
      return nil
    },
    .ofChange("a session more than is needed") { change, _, _ in
      guard change.changes.count == 1, change.changes[0].rank != 2 else { return nil }
      var mutant = change
      mutant.changes.append(.session(resource: "R1", session: Session(index: 20)))
      return mutant
    },
    .ofChange("the other cell") { change, _, _ in
      guard
        case .visit(let resource, let weekly, let perSession)? = change.changes.first,
        weekly != perSession
      else { return nil }
      var mutant = change
      mutant.changes[0] = .visit(resource: resource, weekly: perSession, perSession: weekly)
      return mutant
    },
    .ofChange("both cells where one does") { change, _, _ in
      guard
        case .visit(let resource, let weekly, let perSession)? = change.changes.first,
        weekly != perSession
      else { return nil }
      var mutant = change
      mutant.changes[0] = .visit(resource: resource, weekly: true, perSession: true)
      return mutant
    },
    .ofChange("the dearer first") { change, _, _ in
      guard change.changes.count == 2 else { return nil }
      // Twice the same: none is the dearer.
      guard change.changes[0] != change.changes[1] else { return nil }
      var mutant = change
      mutant.changes.reverse()
      return mutant
    },
    Mutation(.smallestChange, "not all tried, in a week without couplings") { plan, lists, _ in
      guard !lists.needs.contains(where: \.isCoupledInChanges),
        let index = plan.unmet.firstIndex(where: { $0.smallestChange != nil })
      else { return nil }
      var mutant = plan
      mutant.unmet[index].smallestChange?.isExhaustive = false
      return mutant
    },
    Mutation(.smallestChange, "nothing would do, in a week without couplings") { plan, lists, _ in
      guard !lists.needs.contains(where: \.isCoupledInChanges),
        let index = plan.unmet.firstIndex(where: { $0.smallestChange?.isFound == true })
      else { return nil }
      var mutant = plan
      mutant.unmet[index].smallestChange = SmallestChange(
        changes: [], witness: [], isExhaustive: true)
      return mutant
    },
    Mutation(.escalation, "another level") { plan, _, _ in
      guard let index = plan.unmet.firstIndex(where: { $0.escalation != nil }) else { return nil }
      var mutant = plan
      mutant.unmet[index].escalation =
        plan.unmet[index].escalation == .county ? .community : .county
      return mutant
    },
    .byMissing("a change left out") { $0.smallestChange = nil },
    .byMissing("a level left out") { $0.escalation = nil },
    Mutation(.changeMissing, "no change at all, and no word of a limit") { plan, _, _ in
      guard !plan.unmet.isEmpty else { return nil }
      var mutant = plan
      for index in plan.unmet.indices { mutant.unmet[index].smallestChange = nil }
      return mutant
    },
    Mutation(.changeMissing, "a limit that ended nothing") { plan, _, _ in
      var mutant = plan
      mutant.changesSought = .cutOff
      return mutant
    },
    Mutation(.changeMissing, "a level left out where a limit ended the search") { plan, _, _ in
      guard !plan.unmet.isEmpty else { return nil }
      var mutant = plan
      mutant.changesSought = .cutOff
      mutant.unmet[0].smallestChange = nil
      mutant.unmet[0].escalation = nil
      return mutant
    },
  ]

  /// Something that an unmet need does not tell.
  private static func byMissing(
    _ name: String, _ change: @escaping @Sendable (inout Unmet) -> Void
  ) -> Mutation {
    Mutation(.changeMissing, name) { plan, _, random in
      guard !plan.unmet.isEmpty else { return nil }
      var mutant = plan
      change(&mutant.unmet[random.pick(Array(plan.unmet.indices))])
      return mutant
    }
  }

  /// A change to a smallest change; nil leaves it to others.
  private static func ofChange(
    _ name: String,
    _ change: @escaping @Sendable (SmallestChange, Need, Unmet) -> SmallestChange?
  ) -> Mutation {
    Mutation(.smallestChange, name) { plan, lists, random in
      let changed = plan.unmet.indices.compactMap { index -> (Int, SmallestChange)? in
        let unmet = plan.unmet[index]
        guard let known = unmet.smallestChange,
          let need = lists.needs.first(where: { $0.id == unmet.need })
        else { return nil }
        return change(known, need, unmet).map { (index, $0) }
      }
      guard !changed.isEmpty else { return nil }
      let (index, result) = random.pick(changed)
      var mutant = plan
      mutant.unmet[index].smallestChange = result
      return mutant
    }
  }
}
