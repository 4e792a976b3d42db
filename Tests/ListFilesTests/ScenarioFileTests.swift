import Foundation
import Testing
import ThreeLists

@testable import ListFiles

/// Scenario files: what their changes do, and every mistake in them.
@Suite struct ScenarioFileTests {
  private static let fixtures = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fixtures/scenarios")

  private func defects(_ path: String) -> [ListDefect] {
    do {
      return try ScenarioFile.read(path).bundle.warnings
    } catch {
      return error.defects
    }
  }

  /// Reads one scenario of these changes over the lists of the first week.
  private func changed(_ changes: String) throws -> Scenario {
    let folder = try ListFolder()
    let lists = ScenarioFileTests.fixtures.deletingLastPathComponent()
      .appending(path: "first-week").path
    let text = """
      base: { needs: \(lists)/needs.csv, resources: \(lists)/resources.csv, week: 2026-W48 }
      scenarios:
        - name: 一
          changes:
      \(changes.split(separator: "\n").map { "      \($0)" }.joined(separator: "\n"))
      """
    try folder.write(Array(text.utf8), to: "s.yaml")
    return try ScenarioFile.read(folder.path("s.yaml")).scenarios[0]
  }

  private func need(_ scenario: Scenario, _ id: String) throws -> Need {
    try #require(scenario.needs.first { $0.id == id })
  }

  private func resource(_ scenario: Scenario, _ id: String) throws -> Resource {
    try #require(scenario.resources.first { $0.id == id })
  }

  /// Kinds that only scenario files can have.
  @Test func everyKindOfMistakeIsInTheFixture() {
    let defects = defects(ScenarioFileTests.fixtures.appending(path: "broken.yaml").path)
    let own: Set<ListDefect.Kind.Code> = [
      .missingKeys, .noSuchRow, .noSuchUnit, .matchesNothing, .againstChange, .leavesRange,
      .unknownKey, .wrongValue, .repeatedValue, .duplicateIdentifier, .unknownCode,
      .unknownResource, .unknownSession, .notGrid, .pinNeverAllowed, .minimumAboveWeekly,
    ]
    #expect(own.isSubset(of: Set(defects.map(\.kind.code))))
    let clashes = defects.compactMap { defect in
      if case .againstChange(let clash, _) = defect.kind { clash } else { nil }
    }
    #expect(Set(clashes) == [.removed, .altered, .unitOut])
    #expect(defects.allSatisfy { $0.line != nil && $0.column != nil })
    let places = defects.map { [$0.line ?? 0, $0.column?.number ?? 0] }
    #expect(places == places.sorted { $0.lexicographicallyPrecedes($1) })
  }

  /// Every line of the fixture's scenarios that begins a change has a mistake on it, save those
  /// that others contradict.
  @Test func everyLineOfTheFixtureIsTold() throws {
    let path = ScenarioFileTests.fixtures.appending(path: "broken.yaml")
    let text = String(decoding: try Data(contentsOf: path), as: UTF8.self)
    let told = Set(defects(path.path).compactMap(\.line))
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let silent = lines.enumerated().filter { index, line in
      line.hasPrefix("      - ") && !told.contains(index + 1)
    }.map { $0.element.trimmingCharacters(in: .whitespaces) }
    #expect(
      silent == [
        "- add_needs:", "- remove: { needs: N001 }",
        "- alter: { resources: R002, set: { 每周可用: 4 } }",
        "- alter: { needs: N002, set: { 指定: R003@四上 } }", "- close: [四上]",
      ])
  }

  @Test func aKeyWrittenTwiceIsNoYAML() {
    let defects = defects(ScenarioFileTests.fixtures.appending(path: "broken-yaml.yaml").path)
    #expect(defects.map(\.kind.code) == [.notYAML])
    #expect(defects.first?.line == 5)
  }

  @Test func defectsOfListsAndFileAreToldTogether() throws {
    let folder = try ListFolder()
    try folder.write(needs: [ListFolder.needsHeader, "N001,23,理发,2026-11-20"])
    let text = """
      base: { needs: needs.csv, resources: resources.csv, week: 2026-W54 }
      scenarios:
        - { name: 一, changes: [ { remove: { needs: N009 } }, { growth: { seed: x, category: 理发 } } ] }
      """
    try folder.write(Array(text.utf8), to: "s.yaml")
    let kinds = defects(folder.path("s.yaml")).map(\.kind.code)
    // The list is wrong, so that N009 may well exist.
    #expect(kinds == [.wrongValue, .wrongValue, .wrongValue, .gridLength])
  }

  @Test func rowsAreAddedAsInAList() throws {
    let scenario = try changed(
      """
      - add_resources:
          - { resource_id: R009, 单位: 县残联, 类别: [psychology, 理发], 服务范围: ["230799"], weekly: 2 }
      - add_needs: { 需求编号: N009, 网格编码: 230799001001001, 类别: 理发, 提出日期: 2026/11/20, 点单: R009 }
      """)
    let resource = try resource(scenario, "R009")
    #expect(resource.categories == ["心理疏导", "理发"] && resource.weekly == 2)
    #expect(resource.areas.map(\.description) == ["230799"])
    let need = try need(scenario, "N009")
    #expect(need.requested == ["R009"] && need.reportedOn.description == "2026-11-20")
    #expect(need.origin.line == 7 && need.origin.file.hasSuffix("s.yaml"))
    #expect(scenario.effects.map(\.kind) == [.addResources, .addNeeds])
  }

  @Test func filtersSelectByColumns() throws {
    let scenario = try changed(
      """
      - alter: { needs: { 类别: haircut, 网格编码: 230799001002 }, set: { 紧急程度: 紧急 } }
      - alter: { resources: { 技能: 理发技能, 单位: 县总工会 }, set: { 每周可用: 4, 权重: 2 } }
      - remove: { needs: { 特殊群体: 独居老人 }, resources: { 角色: 法律 } }
      """)
    #expect(
      scenario.effects.map(\.needs) == [["N003", "N004"], [], ["N002"]])
    #expect(scenario.effects.map(\.resources) == [[], ["R003"], ["R001"]])
    #expect(try need(scenario, "N003").urgency == .urgent)
    #expect(try need(scenario, "N003").contact.phone == "000-0003")
    #expect(try resource(scenario, "R003").weekly == 4)
    #expect(try resource(scenario, "R003").weight == 200)
    #expect(!scenario.needs.contains { $0.id == "N002" })
  }

  @Test func visitsGoUpAndDown() throws {
    let scenario = try changed(
      """
      - visits: { resources: [R002, R004], weekly: +2, per_session: +1 }
      - visits: { resources: R003, weekly: -1, sessions: [六上, 六下] }
      """)
    #expect(try resource(scenario, "R002").weekly == 5)
    #expect(try resource(scenario, "R004").perSession == 2)
    let changed = try resource(scenario, "R003")
    #expect(changed.weekly == 0)
    #expect(changed.sessions.sessions.map(\.description) == ["二上", "四上", "六上", "六下"])
  }

  @Test func sessionsCloseEverywhereOrInSomeGrids() throws {
    let scenario = try changed(
      """
      - close: ["2026-11-26"]
      - close: { sessions: [四上, 六上], grids: [230799001001] }
      - policy: { fairness_level: town, classes: { 一般: 2 } }
      """)
    let week = try #require(Week("2026-W48"))
    #expect(scenario.policy.openSessions(in: week).count == 18)
    // N002 could be served in these two sessions only: it has none left, which is not any.
    #expect(try need(scenario, "N002").sessions.isEmpty)
    #expect(scenario.effects[1].needs == ["N002", "N005"])
    #expect(scenario.policy.fairnessLevel == .town)
    #expect(scenario.policy.classes.byUrgency == [0, 1, 2, 2])
    #expect(scenario.policy.tiers == Policy.standard.tiers)
  }

  /// A need without a session is written so that it is read again as what it is.
  @Test func noSessionIsNotAnySession() throws {
    let folder = try ListFolder()
    var need = try folder.read().needs[0]
    need.sessions = []
    try folder.write(ListWriter.needs([need], contacts: true), to: "needs.csv")
    let bytes = ListWriter.needs([need], contacts: true)
    #expect(String(decoding: bytes, as: UTF8.self).contains("无"))
    #expect(try folder.read().needs[0].sessions.isEmpty)
  }

  @Test func growthIsDrawnWithTheSeedOfTheFile() throws {
    let first = try changed("- growth: { category: 理发, percent: 50, seed: 2026 }")
    let second = try changed("- growth: { category: haircut, needs: 2, seed: 2026 }")
    // Three needs, and half of three is two.
    #expect(first.effects[0].needs.count == 2)
    #expect(first.effects[0].needs == second.effects[0].needs)
    #expect(first.needs.map(\.id) == second.needs.map(\.id))
  }
}
