import Foundation
import Testing
import ThreeLists

@testable import Matching

/// The text of plan.json is that of `JSONEncoder`.
@Suite struct PlanTextTests {
  private func encoded(_ document: PlanDocument) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(document)) + [10]
  }

  /// The labels of parts that are absent.
  private func absent(_ value: Any) -> [String] {
    Mirror(reflecting: value).children.compactMap { child in
      let part = Mirror(reflecting: child.value)
      return part.displayStyle == .optional && part.children.isEmpty ? child.label : nil
    }
  }

  @Test func plansOfSeededListsAreWrittenAsTheEncoderDoes() throws {
    var codes: Set<String> = []
    var written = 0
    for seed in UInt64(1)...60 {
      let lists = SeededLists(seed: seed)
      // Some of them have pins that cannot all hold.
      guard let plan = try? Planner.plan(lists.task) else { continue }
      written += 1
      codes.formUnion(plan.unmet.map(\.reason.code))
      let document = PlanDocument(plan, programVersion: "1")
      #expect(document.bytes == (try encoded(document)))
      let alone = PlanDocument(
        try Planner.plan(lists.task, planOnly: true), programVersion: "1")
      #expect(alone.planOnly == true && alone.unmet.allSatisfy { $0.reason == nil })
      #expect(alone.bytes == (try encoded(alone)))
    }
    #expect(codes.count > 4 && written > 30, "\(codes)")
  }

  /// Every key, with every character that has to be escaped and some that must not be.
  @Test func everyKeyIsWrittenAsTheEncoderDoes() throws {
    let hostile =
      String(String.UnicodeScalarView((0..<128).compactMap { Unicode.Scalar($0) }))
      + "/三上é\u{2028}\u{FEFF}\u{1F3E0}"
    var document = PlanDocument(
      try Planner.plan(SeededLists(seed: 3).task), programVersion: hostile)
    var reason = ReasonDocument(.unpriced)
    reason.code = hostile
    reason.counts = [.init(rule: hostile, resources: -3), .init(rule: "", resources: 0)]
    reason.nearest = .init(resource: hostile, rules: [hostile, "b"], alike: 2)
    (reason.days, reason.visits, reason.possible, reason.offered, reason.by) = (1, 2, 3, 4, .max)
    (reason.slots, reason.resources, reason.holders) = ([], ["R1"], [hostile])
    (reason.slotCount, reason.resourceCount, reason.holderCount) = (.min, 0, 1)
    (reason.role, reason.sessions, reason.tier, reason.instead) = ("", [hostile], "grids", [])
    var change = ChangeDocument.Change(.window(session: Session(index: 4), extendsDue: true))
    (change.resource, change.weekly, change.perSession) = (hostile, false, true)
    (change.role, change.skill) = (hostile, hostile)
    let move = ChangeDocument.Move(
      ServiceMove(
        need: hostile, role: "社工",
        from: ResourceSession(resource: "R1", session: Session(index: 0)),
        to: ResourceSession(resource: hostile, session: Session(index: 20))))
    var smallest = ChangeDocument(
      SmallestChange(changes: [], witness: [], isExhaustive: false))
    var unmet = PlanDocument.UnmetDocument(Unmet(need: hostile, missing: 2, reason: .unpriced))
    (unmet.reason, unmet.escalateTo, unmet.smallestChange) = (reason, "town", smallest)
    var bare = unmet
    (bare.escalateTo, bare.smallestChange, bare.further) = (nil, nil, [])
    (smallest.changes, smallest.witness) = ([change], [move, move])
    unmet.smallestChange = smallest
    unmet.further = [.init(visits: 1, reason: reason), .init(visits: 2, reason: reason)]
    document.unmet = [unmet, bare]
    document.tiers[0].bound = nil
    document.begun = 7
    document.byHand = .init(HandChanges(planned: [1, -2], moves: []))
    document.byHand?.moves = [move]
    // A key that is added to the documents and not written here would be missed.
    #expect(absent(document.unmet[0]) + absent(reason) + absent(change) + absent(move) == [])
    #expect(document.bytes == (try encoded(document)))
    (document.unmet, document.tiers, document.begun, document.byHand) = ([], [], nil, nil)
    #expect(document.bytes == (try encoded(document)))
  }
}
