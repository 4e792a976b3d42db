import ArgumentParser
import ListFiles
import Ledger
import ThreeLists

/// The commands of a week.
struct WeekCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "week",
    abstract: Language.asked.text(
      "一周的闭环：收单、排方案、派单、收尾。", "A week of the closed loop: open, plan, dispatch, close."),
    discussion: Language.asked.text(
      """
      sandan week open 需求.csv 资源.csv --week 2026-W48   收单，记入台账
      sandan week plan --out 本周                          连同以前没办完的一起排方案
      sandan week dispatch --out 派单                      派单，每个单位一张派单表
      sandan week close                                    收尾，没办成的结转
      只有一周开着时，--week 可以不写。
      """,
      """
      sandan week open needs.csv resources.csv --week 2026-W48   lists into the ledger
      sandan week plan --out week          plans them with what earlier weeks left
      sandan week dispatch --out slips     sends the orders out, a slip for each unit
      sandan week close                    ends the week; what is left is carried
      Where only one week is open, --week may be left out.
      """),
    subcommands: [WeekOpen.self, WeekPlan.self, WeekDispatch.self, WeekClose.self])
}

/// What the commands of a week print as JSON; what a command does not say is absent.
struct WeekDocument: Encodable {
  var formatVersion = 1
  var week: String
  var stage: String
  var head: String
  var needs: Int?
  var resources: Int?
  var plannable: Int?
  var carried: Int?
  var services: Int?
  var unmet: Int?
  var released: Int?
  var files: [String]?
  var warnings: [DefectDocument.Entry]?

  init(
    _ week: Week, stage: WeekStage, head: String, needs: Int? = nil, resources: Int? = nil,
    plannable: Int? = nil, carried: Int? = nil, services: Int? = nil, unmet: Int? = nil,
    released: Int? = nil, files: [String]? = nil, warnings: [DefectDocument.Entry]? = nil
  ) {
    self.week = week.description
    self.stage = stage.rawValue
    self.head = head
    self.needs = needs
    self.resources = resources
    self.plannable = plannable
    self.carried = carried
    self.services = services
    self.unmet = unmet
    self.released = released
    self.files = files
    self.warnings = warnings
  }
}
