import ArgumentParser
import ListFiles
import Ledger
import ThreeLists

/// The commands of a week.
struct WeekCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "week",
    abstract: Language.asked.text(
      "一周的闭环：收单、排方案、人工改、派单、改派、收尾。",
      "A week of the closed loop: open, plan, adopt, dispatch, redispatch, close."),
    discussion: Language.asked.text(
      """
      sandan week open 需求.csv 资源.csv --week 2026-W48   收单，记入台账
      sandan week plan --out 本周                          连同以前没办完的一起排方案
      sandan week dispatch --out 派单                      派单，每个单位一张派单表
      sandan week resources 资源.csv                       有单位退出或改了资源
      sandan week redispatch --out 改派                    拒单、急事、退出之后重排，再派单
      sandan week adopt 本周/services.csv --out 采用       人工改过的服务清单代替方案
      sandan week close                                    收尾，没办成的结转
      只有一周开着时，--week 可以不写。
      """,
      """
      sandan week open needs.csv resources.csv --week 2026-W48   lists into the ledger
      sandan week plan --out week          plans them with what earlier weeks left
      sandan week dispatch --out slips     sends the orders out, a slip for each unit
      sandan week resources resources.csv  takes the resource list anew
      sandan week redispatch --out again   plans what is out again; then dispatch
      sandan week adopt week/services.csv --out edited     a list edited by hand
      sandan week close                    ends the week; what is left is carried
      Where only one week is open, --week may be left out.
      """),
    subcommands: [
      WeekOpen.self, WeekPlan.self, WeekDispatch.self, WeekResources.self, WeekRedispatch.self,
      WeekAdopt.self, WeekClose.self,
    ])
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
  /// Services that were planned and never sent out, and lapse with the week.
  var unsent: Int?
  var files: [String]?
  /// Orders that a re-dispatch leaves as they are.
  var unchanged: Int?
  /// Orders that a re-dispatch takes back.
  var withdrawn: Int?
  /// Orders that a re-dispatch sends out, new or in another's stead.
  var sent: Int?
  /// Orders past the limit of their answer, not entered as lapsed.
  var silent: Int?
  /// Needs that wait for the next week, since a visit broke after somebody had come.
  var left: [String]?
  /// What a re-dispatch changes, and why.
  var changes: [PlaceChangeDocument]?
  /// What was changed by hand, and what each tier was worth before and is now.
  var byHand: HandDocument?
  /// Resources that the week's list names for the first time.
  var added: [String]?
  /// Resources of which it says something else.
  var changed: [String]?
  /// Resources that dropped out.
  var dropped: [String]?
  /// What the units offered, did, gave back and let lapse in the weeks before.
  var units: [UnitHistoryDocument]?
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

/// What a unit did in the weeks before, as JSON.
struct UnitHistoryDocument: Encodable {
  var unit: String
  /// Weeks of the window in which it offered somebody; 0 for a newcomer.
  var weeks: Int
  var offered: Int
  var done: Int
  var refused: Int
  var lapsed: Int
  /// What tier `units` reckons with.
  var history: Int

  init(_ history: UnitHistory) {
    unit = history.unit
    weeks = history.weeks
    offered = history.offered
    done = history.done
    refused = history.refused
    lapsed = history.lapsed
    self.history = history.history
  }
}
