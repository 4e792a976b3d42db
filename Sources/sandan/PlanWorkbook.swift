import Foundation
import ListFiles
import Matching
import Reports
import ThreeLists

/// The plan as one workbook: services, unmet needs, figures; in Chinese, as all lists are.
enum PlanWorkbook {
  /// The workbook's file.
  ///
  /// - Throws: a ``Failure`` when scratch files cannot be written.
  static func file(
    _ plan: Plan, task: PlanningTask, services: [ServiceRow], unmet: [UnmetRow],
    language: Language
  ) throws -> OutputFile {
    let figures = WeekFigures(
      plan: plan, needs: task.needs, resources: task.resources, policy: task.policy)
    return OutputFile(
      name: PlanFiles.workbook,
      bytes: try bytes(
        [
          ListWorkbooks.services(services), ListWorkbooks.unmet(unmet), week(figures),
          units(figures), tiers(plan),
        ], language))
  }

  /// Sheets as a workbook's bytes.
  static func bytes(_ sheets: [WorkbookSheet], _ language: Language) throws -> [UInt8] {
    let scratch = FileManager.default.temporaryDirectory.path
    do {
      return try WorkbookWriter.bytes(sheets, scratch: scratch)
    } catch {
      throw Failure(.io, PlainText.cannotWriteWorkbook(scratch, error, language))
    }
  }

  private static func week(_ figures: WeekFigures) -> WorkbookSheet {
    func rows(_ kind: String, _ shares: [WeekFigures.Share]) -> [[String]] {
      shares.map {
        [kind, $0.name, "\($0.requested)", "\($0.served)", "\($0.requested - $0.served)"]
      }
    }
    return WorkbookSheet(
      name: "本周数字",
      columns: [
        .init("分组"), .init("名称"), .init("点单（次）", .number), .init("派出（次）", .number),
        .init("未派（次）", .number),
      ],
      rows: [
        [
          "合计", "", "\(figures.requested)", "\(figures.served)",
          "\(figures.requested - figures.served)",
        ]
      ] + rows("优先级别", figures.classes)
        + rows("社区", figures.communities) + rows("类别", figures.categories))
  }

  private static func units(_ figures: WeekFigures) -> WorkbookSheet {
    WorkbookSheet(
      name: "单位负担",
      columns: [.init("单位"), .init("派出（人次）", .number), .init("可用（人次）", .number)],
      rows: figures.units.map { [$0.unit, "\($0.filled)", "\($0.offered)"] })
  }

  private static func tiers(_ plan: Plan) -> WorkbookSheet {
    WorkbookSheet(
      name: "各级目标",
      columns: [
        .init("次序", .number), .init("目标"), .init("代号"), .init("数值", .number), .init("证明"),
      ],
      rows: plan.tiers.enumerated().map { index, tier in
        [
          "\(index + 1)", TierText.name(tier.name, .zh), tier.name.description, "\(tier.value)",
          TierText.proof(tier, .zh),
        ]
      })
  }
}
