import Foundation
import ListFiles
import Matching
import Reports
import ThreeLists

/// The plan as one workbook: services and unmet needs as their lists have them, and figures.
///
/// Names of sheets and the figures are in the language of the run, the two lists in Chinese as ever.
enum PlanWorkbook {
  /// The workbook's file.
  ///
  /// - Throws: a ``Failure`` when scratch files cannot be written.
  static func file(
    _ plan: Plan, task: PlanningTask, services: [ServiceRow], unmet: [UnmetRow],
    language: Language
  ) throws -> OutputFile {
    let figures = WeekTables(PlanFiles.material(plan, task: task, language: language))
    return OutputFile(
      name: PlanFiles.workbook,
      bytes: try bytes(
        [
          ListWorkbooks.services(services, name: figures.servicesName),
          ListWorkbooks.unmet(unmet, name: figures.unmetName),
        ] + figures.tables.map(sheet), language))
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

  private static func sheet(_ table: WeekTables.Table) -> WorkbookSheet {
    WorkbookSheet(
      name: table.name,
      columns: table.columns.map { .init($0.title, $0.isNumber ? .number : .text) },
      rows: table.rows)
  }
}
