import Matching
import ThreeLists

extension Mutation {
  /// Changes to services.csv.
  static let ofServices: [Mutation] = [
    .ofService(.unknownNeed, "a need that is not there") { service, _ in service.need = "N99" },
    .ofService(.unknownResource, "a resource that is not there") { service, _ in
      service.resource = "R99"
    },
    .ofService(.unit, "another unit") { service, _ in service.unit += "二" },
    .ofService(.date, "a week later") { service, _ in
      service.date = service.date.adding(days: 7)
    },
    .ofService(.serviceRole, "a role the need has not") { service, _ in service.role = "司机" },
    .byMoving(.category, "another category"),
    .byMoving(.role, "a role it cannot take"),
    .byMoving(.skills, "a skill it has not"),
    .byMoving(.exclusions, "a skill excluded"),
    .byMoving(.area, "outside its area"),
    .byMoving(.banned, "a resource banned"),
    .byMoving(.open, "a session closed"),
    .byMoving(.needSessions, "when the need cannot"),
    .byMoving(.resourceSessions, "when the resource cannot"),
    .byMoving(.reported, "before it was reported"),
    .byMoving(.due, "after the last date"),
    .byMoving(.valid, "after the last valid day"),
    .byMoving(.teamSession, "a team in two sessions"),
    .byMoving(.teamResources, "one resource in two places"),
    .byMoving(.oneADay, "two visits on a day"),
    .byMoving(.perSession, "one too many a session"),
    .byMoving(.weekly, "one too many a week"),
    .byMoving(.pin, "away from the pin"),
    Mutation(.placeTwice, "a place filled again") { plan, lists, random in
      let index = random.below(plan.services.count)
      var mutant = plan
      mutant.services.insert(plan.services[index], at: index)
      return Moves.renewed(mutant, lists)
    },
    Mutation(.teamIncomplete, "a place left empty") { plan, lists, random in
      let teams = plan.services.indices.filter { index in
        plan.services.count {
          $0.need == plan.services[index].need && $0.visit == plan.services[index].visit
        } > 1
      }
      guard !teams.isEmpty else { return nil }
      var mutant = plan
      mutant.services.remove(at: random.pick(teams))
      return Moves.renewed(mutant, lists)
    },
    Mutation(.visitNumber, "a number left out") { plan, _, random in
      let chosen = random.pick(plan.services)
      var mutant = plan
      for index in mutant.services.indices
      where plan.services[index].need == chosen.need && plan.services[index].visit >= chosen.visit {
        mutant.services[index].visit += 1
      }
      return mutant
    },
    Mutation(.visits, "one visit more than asked") { plan, lists, random in
      let done = lists.needs.filter { need in
        !need.isTeam && plan.services.count { $0.need == need.id } == need.visits
      }
      guard !done.isEmpty else { return nil }
      let need = random.pick(done)
      var mutant = plan
      guard var service = plan.services.last(where: { $0.need == need.id }) else { return nil }
      service.visit += 1
      service.session = Session(index: 20)
      mutant.services.append(service)
      return Moves.renewed(mutant, lists)
    },
    Mutation(.allOrNothing, "one visit of all dropped") { plan, lists, random in
      let whole = Set(lists.needs.filter { !$0.allowsPartial && $0.visits > 1 }.map(\.id))
      let able = plan.services.filter { whole.contains($0.need) }
      guard !able.isEmpty else { return nil }
      let service = random.pick(able)
      var mutant = plan
      mutant.services.removeAll { $0.need == service.need && $0.visit == service.visit }
      return Moves.renewed(mutant, lists)
    },
    .ofService(.method, "another method") { service, _ in
      service.method = service.method == .pinned ? .optimized : .pinned
    },
    .ofService(.method, "kept in a first plan") { service, _ in service.method = .kept },
    .ofService(.lead, "the lead turned round") { service, _ in service.leads.toggle() },
    .ofService(.choiceRank, "another rank") { service, _ in
      service.choiceRank = (service.choiceRank ?? 0) + 1
    },
    .ofService(.distance, "another distance") { service, _ in
      service.distance = (service.distance + 1) % 5
    },
    .ofService(.serviceID, "another identifier") { service, _ in service.id += "1" },
    Mutation(.order, "two rows exchanged") { plan, _, random in
      guard plan.services.count > 1 else { return nil }
      var mutant = plan
      let index = random.below(plan.services.count - 1)
      mutant.services.swapAt(index, index + 1)
      return mutant
    },
    Mutation(.planOnly, "a plan with reasons that calls itself a plan alone") { plan, _, _ in
      guard !plan.unmet.isEmpty else { return nil }
      var mutant = plan
      mutant.planOnly = true
      return mutant
    },
    Mutation(.planOnly, "a reason left out") { plan, _, random in
      guard !plan.unmet.isEmpty else { return nil }
      var mutant = plan
      mutant.unmet[random.below(plan.unmet.count)].reason = .notAsked
      return mutant
    },
    Mutation(.planOnly, "a plan alone that names a level") { plan, _, random in
      guard !plan.unmet.isEmpty else { return nil }
      var mutant = plan.alone
      mutant.unmet[random.below(plan.unmet.count)].escalation = .town
      return mutant
    },
    Mutation(.planOnly, "a plan alone that a limit kept from looking for changes") { plan, _, _ in
      var mutant = plan.alone
      mutant.changesSought = .cutOff
      return mutant
    },
    Mutation(.unmetList, "a plan alone that leaves out a need") { plan, _, random in
      guard !plan.unmet.isEmpty else { return nil }
      var mutant = plan.alone
      mutant.unmet.remove(at: random.below(plan.unmet.count))
      return mutant
    },
    Mutation(.room, "a need dropped, honestly told") { plan, lists, random in
      dropped(plan, lists, &random) { !lists.mayCost(servingClass: $0) }
    },
    // Where a tier before may suffer, room alone proves nothing: the certificate has to.
    Mutation(.certificateProof, "a need dropped that may cost a tier before, honestly told") {
      plan, lists, random in
      guard let mutant = dropped(plan, lists, &random, where: lists.mayCost(servingClass:)),
        mutant.firstTierBehind(plan)?.provedBy == .certificate
      else { return nil }
      return mutant
    },
  ]

  /// The plan without the visits of a need whose class is admitted, its values restated.
  private static func dropped(
    _ plan: Plan, _ lists: SeededLists, _ random: inout Seeded, where admits: (Int) -> Bool
  ) -> Plan? {
    let rules = lists.policy.classes
    let able = lists.needs.filter { need in
      need.pinned.isEmpty && plan.services.contains { $0.need == need.id }
        && admits(rules.priorityClass(of: need))
    }
    guard !able.isEmpty else { return nil }
    let need = random.pick(able)
    var mutant = plan
    mutant.services.removeAll { $0.need == need.id }
    mutant.unmet.removeAll { $0.need == need.id }
    let own = rules.priorityClass(of: need)
    mutant.unmet.append(
      Unmet(
        need: need.id, missing: need.visits, reason: .higherTier(.served(own), by: 1, instead: [])
      ))
    mutant.unmet.sort { $0.need < $1.need }
    return mutant.restated(lists)
  }

  /// Changes to plan.json's claims but the reasons.
  static let ofClaims: [Mutation] = [
    Mutation(.byHand, "changed by hand, and nothing changed") { plan, _, _ in
      var mutant = plan
      mutant.byHand = HandChanges(planned: plan.tiers.map(\.value), moves: [])
      return mutant
    },
    .ofReason(.reasonByHand, "a reason by hand in a plan as it was reckoned") { _, _, _, _ in
      .byHand
    },
    Mutation(.fingerprint, "another fingerprint") { plan, _, _ in
      var mutant = plan
      mutant.fingerprint = String(plan.fingerprint.reversed())
      mutant.certificate?.fingerprint = mutant.fingerprint
      return mutant
    },
    .ofTier(.tierValue, "a value one higher") { plan, tier in
      plan.tiers[tier].value += 1
      plan.tiers[tier].bound = plan.tiers[tier].value
    },
    .ofTier(.tierValue, "a value one lower") { plan, tier in
      plan.tiers[tier].value -= 1
      plan.tiers[tier].bound = plan.tiers[tier].value
    },
    .ofTier(.tierBound, "a bound off by one") { plan, tier in
      plan.tiers[tier].bound = plan.tiers[tier].value + 1
    },
    .ofTier(.tierBound, "no bound") { plan, tier in plan.tiers[tier].bound = nil },
    .ofTier(.tierBound, "proved after an open tier") { plan, _ in
      plan.tiers[0].provedBy = .open
      plan.status = .gap
    },
    .ofTier(.tierBound, "a bound that its value beats") { plan, tier in
      for later in plan.tiers.indices.dropFirst(tier) {
        plan.tiers[later].provedBy = .open
        plan.tiers[later].bound = nil
      }
      let served = plan.tiers[tier].name.description.hasPrefix("served")
      plan.tiers[tier].bound = plan.tiers[tier].value + (served ? -1 : 1)
      plan.status = .gap
    },
    .ofTier(.tierNames, "a tier left out") { plan, tier in plan.tiers.remove(at: tier) },
    .ofTier(.tierNames, "a tier twice") { plan, tier in
      plan.tiers.insert(plan.tiers[tier], at: tier)
    },
    .ofTier(.tierNames, "tiers exchanged") { plan, tier in
      plan.tiers.swapAt(tier, (tier + 1) % plan.tiers.count)
    },
    Mutation(.status, "another status") { plan, _, random in
      var mutant = plan
      let others: [PlanStatus] = [.optimal, .search, .gap]
      mutant.status = random.pick(others.filter { $0 != plan.status })
      return mutant
    },
    .ofTier(.status, "open, but called proved") { plan, _ in
      plan.tiers[plan.tiers.count - 1].provedBy = .open
    },
    Mutation(.unmetList, "an unmet need left out") { plan, _, random in
      guard !plan.unmet.isEmpty else { return nil }
      var mutant = plan
      mutant.unmet.remove(at: random.below(plan.unmet.count))
      return mutant
    },
    Mutation(.unmetList, "an unmet need twice") { plan, _, random in
      guard !plan.unmet.isEmpty else { return nil }
      var mutant = plan
      mutant.unmet.insert(random.pick(plan.unmet), at: 0)
      return mutant
    },
    Mutation(.unmetList, "a need served called unmet") { plan, lists, _ in
      let unmet = Set(plan.unmet.map(\.need))
      guard let need = lists.needs.first(where: { !unmet.contains($0.id) }) else { return nil }
      var mutant = plan
      mutant.unmet.append(Unmet(need: need.id, missing: 1, reason: .unpriced))
      mutant.unmet.sort { $0.need < $1.need }
      return mutant
    },
    Mutation(.unmetMissing, "one visit more missing") { plan, _, random in
      guard !plan.unmet.isEmpty else { return nil }
      var mutant = plan
      mutant.unmet[random.below(plan.unmet.count)].missing += 1
      return mutant
    },
  ]
}

extension Plan {
  /// The plan as it is when it is asked for alone.
  var alone: Plan {
    var plan = self
    plan.planOnly = true
    plan.changesSought = .notSearched
    plan.unmet = unmet.map { Unmet(need: $0.need, missing: $0.missing, reason: .notAsked) }
    return plan
  }
}
