import Matching
import ThreeLists

extension Mutation {
  /// Plans whose tiers are called closed by search where they must not be.
  static let ofSearch: [Mutation] = [
    Mutation(.searchUncoupled, "search without couplings") { plan, lists, _ in
      lists.needs.contains(where: \.isCoupledPlainly) ? nil : plan.calledSearched(from: 0)
    },
    Mutation(.searchUncoupled, "a worse plan without couplings, relabelled") {
      plan, lists, random in
      if lists.needs.contains(where: \.isCoupledPlainly) { return nil }
      return worse(than: plan, lists, &random) { _ in true }
    },
    Mutation(.searchProved, "a tier proved, called search") { plan, _, random in
      plan.tiers.allSatisfy { $0.provedBy == .certificate }
        ? plan.calledSearched(from: random.below(plan.tiers.count)) : nil
    },
    Mutation(.searchAlike, "a worse plan with couplings, relabelled") { plan, lists, random in
      guard lists.needs.contains(where: \.isCoupledPlainly) else { return nil }
      return worse(than: plan, lists, &random) { _ in true }
    },
    Mutation(.searchImproved, "a coupled need served worse, relabelled") { plan, lists, random in
      let coupled = Set(lists.needs.filter(\.isCoupledPlainly).map(\.id))
      return worse(than: plan, lists, &random) { changed in
        changed.count == 1 && changed.isSubset(of: coupled)
      }
    },
    Mutation(.certificateProof, "a bound kept back") { plan, lists, random in
      guard var mutant = worse(than: plan, lists, &random, where: { _ in true }),
        let first = mutant.tiers.firstIndex(where: { $0.provedBy == .search })
      else { return nil }
      mutant.tiers[first].bound = nil
      return mutant
    },
  ]

  /// A worse plan, honestly told, whose tiers from the first that is worse are called closed by
  /// search, with the bound that the best plan's certificate proves.
  private static func worse(
    than plan: Plan, _ lists: SeededLists, _ random: inout Seeded,
    where admits: (Set<String>) -> Bool
  ) -> Plan? {
    guard plan.tiers.allSatisfy({ $0.provedBy == .certificate }) else { return nil }
    var found: Plan?
    for move in random.shuffled(Moves.all(plan, lists) + Moves.exchanges(plan)) where found == nil {
      let mutant = move.made(plan, lists)
      guard admits(mutant.needsServedOtherwise(plan)), NaiveRules.broken(by: mutant, lists).isEmpty
      else { continue }
      let restated = mutant.restated(lists)
      if restated.firstTierBehind(plan) != nil { found = restated }
    }
    guard let mutant = found else { return nil }
    let first = zip(mutant.tiers, plan.tiers).prefix { $0.value == $1.value }.count
    var relabelled = mutant.calledSearched(from: first)
    relabelled.tiers[first].bound = plan.tiers[first].value
    return relabelled
  }
}

extension Need {
  /// Whether it is served whole or by several at once, by a plain reading.
  var isCoupledPlainly: Bool {
    let bare = pinned.filter { $0.session == nil }.map(\.resource)
    let sameBare = Set(pinned.map(\.description)).count == 1 && bare.count == visits
    return roles.map(\.count).reduce(0, +) > 1 || (visits > 1 && !allowsPartial)
      || (!bare.isEmpty && !sameBare)
  }
}

extension Plan {
  /// The plan with its tiers from one on called closed by search.
  func calledSearched(from first: Int) -> Plan {
    var plan = self
    for index in plan.tiers.indices.dropFirst(first) {
      plan.tiers[index].provedBy = .search
      plan.tiers[index].bound = nil
    }
    plan.status = .search
    return plan
  }

  /// The needs whose services differ between two plans.
  fileprivate func needsServedOtherwise(_ other: Plan) -> Set<String> {
    func places(_ plan: Plan) -> Set<[String]> {
      Set(plan.services.map { [$0.need, $0.role ?? "", $0.resource, $0.session.description] })
    }
    return Set(places(self).symmetricDifference(places(other)).map { $0[0] })
  }
}
