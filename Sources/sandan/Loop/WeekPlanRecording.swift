import ArgumentParser
import Ledger
import ListFiles
import Matching
import ThreeLists

/// What `week plan`, `week redispatch` and `week adopt` ask alike.
struct WeekPlanOptions: ParsableArguments {
  @Option(help: ListOptions.weekHelp)
  var week: Week?

  @Option(
    help: ArgumentHelp(
      Language.asked.text("写入的目录。", "The folder to write."), valueName: "dir"),
    completion: .directory)
  var out: String

  @Option(
    help: ArgumentHelp(
      Language.asked.text(
        "求解最多用多少秒（不含读写）；到时用已找到的最好方案。",
        "Seconds for solving (not for reading and writing); then the best plan so far is used."),
      valueName: "seconds"))
  var timeLimit: Int?

  @OptionGroup var workbook: WorkbookOptions
}

/// A week's plan on its way into the ledger and into its folder.
struct WeekPlanRecording {
  let plan: Plan
  let task: WeekTask
  /// The policy to record with it; nil when none was given.
  let policy: Policy?
  /// The ledger that the plan was made from, by the hash of its last entry.
  let base: String
  let time: Moment
  let actor: String

  /// Records the plan and the needs that it takes up, and writes the folder.
  ///
  /// - Throws: ``LedgerError/outrun`` when somebody wrote since; what the folder refuses.
  func write(
    _ files: [OutputFile], to folder: OutputFolder, in ledger: inout LedgerTransaction
  ) throws {
    // The plan was made without the ledger being held: it is recorded only if nobody wrote.
    guard ledger.base == base else { throw LedgerError.outrun }
    if let policy { try ledger.record(policy, time: time, actor: actor) }
    for id in task.resumed {
      try ledger.append(Entry(.resumed, time: time, actor: actor, week: plan.week, need: id))
    }
    try ledger.append(
      Entry(
        .planned, time: time, actor: actor, week: plan.week,
        body: PlanRecord.body(
          plan, needs: task.planning.needs.map(\.id), isAgain: task.isAgain)))
    // The folder is only a picture of what the ledger holds; it comes last before the commit.
    try folder.write(files, replacingPlan: true)
  }
}
