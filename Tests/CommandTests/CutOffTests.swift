import Foundation
import ListFiles
import Matching
import Reports
import Testing
import ThreeLists

@testable import sandan

/// A plan that a limit cut off: no fixture can hold one, since when it is cut depends on the machine.
@Suite struct CutOffTests {
  @Test func theFilesSaySo() throws {
    let week = try #require(Week("2026-W48"))
    let grid = try #require(GridCode("230799001001001"))
    let need = Need(
      id: "N1", origin: Origin(file: "needs.csv", line: 2), grid: grid, category: "理发",
      reportedOn: week.monday)
    let task = PlanningTask(
      needs: [need], resources: [], policy: .standard, week: week, version: programVersion)
    let plan = Plan(
      week: week, fingerprint: task.fingerprint, status: .gap, cutOff: true,
      tiers: [TierResult(name: .served(0), value: 0, bound: 1, provedBy: .open)], services: [],
      unmet: [Unmet(need: "N1", missing: 1, reason: .cutOff)])
    let files = Dictionary(
      uniqueKeysWithValues: try PlanFiles.of(plan, task: task, language: .zh).map {
        ($0.name, String(decoding: $0.bytes, as: UTF8.self))
      })
    #expect(files.keys.sorted() == PlanFiles.all.sorted())
    let rows = Fixture.rows(files["unmet.csv"] ?? "")
    #expect(rows.map { $0["原因代码"] } == ["cut-off"])
    #expect(rows[0]["说明"]?.contains("--time-limit") == true)
    #expect(files["report.html"]?.contains("求解没有算完（时间或运算量到了限度）") == true)
    #expect(files["report.html"]?.contains("求解没有算完") == true)
    #expect(files["report.html"]?.contains("最优") == false)
    #expect(files["plan.json"]?.contains("\"cutOff\" : true") == true)
    let figures = WeekFigures(plan: plan, needs: [need], resources: [], policy: .standard)
    let summary = Summary.lines(
      plan, figures: figures, pins: 0, folder: "week", language: .zh)
    #expect(summary.contains { $0.hasPrefix("求解没有算完：到了 --time-limit，没有给的则是用完了运算量") })
  }
}
