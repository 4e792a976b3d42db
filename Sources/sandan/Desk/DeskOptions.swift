import ArgumentParser
import ListFiles
import Matching
import ThreeLists

/// What a command of the planner's desk takes: the lists of a week, and the form of its table.
struct DeskOptions: ParsableArguments {
  @Flag(
    help: ArgumentHelp(
      Language.asked.text(
        "结果写成一张 CSV（表头中文），代替文字。", "Print a CSV table (Chinese headers) instead of text.")))
  var csv = false

  @Option(
    help: ArgumentHelp(
      Language.asked.text(
        "总共最多用多少秒；到时还没算的略去并写明几项。",
        "Seconds all in all; then what is left is skipped, and how much is told."),
      valueName: "seconds"))
  var timeLimit = 300

  /// Refuses what contradicts itself.
  func validate(_ common: CommonOptions) throws {
    try PlanMaking.validate(timeLimit, common.lang)
    guard csv, common.format == .json else { return }
    throw ValidationError(
      common.lang.text(
        "--csv 不能与 --format json 一起用。", "--csv cannot be used with --format json."))
  }
}

/// A table with Chinese headers, as `--csv` prints it.
struct DeskTable {
  var headers: [String]
  var rows: [[String]]
}

extension CommonOptions {
  /// The task of a week's lists, with their warnings told.
  func deskTask(
    needs: String, resources: String, week: Week, form: ListForm
  ) throws -> PlanningTask {
    let policy = try loadPolicy()
    let bundle = try readLists(
      needs: needs, resources: resources, policy: policy, week: week, form: form)
    warn(bundle.warnings)
    return PlanningTask(
      needs: bundle.needs, resources: bundle.resources, policy: policy, week: week,
      version: programVersion)
  }

  /// Prints a result as text, CSV or JSON.
  func tell(
    _ lines: @autoclosure () -> [String], table: @autoclosure () -> DeskTable,
    json document: @autoclosure () -> some Encodable, asTable: Bool
  ) throws {
    guard asTable else { return try tell(lines(), json: document()) }
    Progress.end()
    let table = table()
    try Console.print(
      ListWriter.table(headers: table.headers, rows: table.rows), language: lang)
  }
}
