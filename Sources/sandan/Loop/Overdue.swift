import ArgumentParser
import Ledger
import ListFiles
import ThreeLists

struct Overdue: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "overdue",
    abstract: Language.asked.text(
      "督办清单：超过时限的需求，谁该办，超了多久。",
      "What is overdue: the needs, who ought to act, and by how much."),
    discussion: Language.asked.text(
      """
      两个时限分开列：这一步的（升级会重新起算）和对居民承诺的（什么也不重新起算）。
      超出的时间按工作时间算。--record 把超时没有答复的单记为“超时未接”，可以改派。
      """,
      """
      Two limits: the step's, which an escalation renews, and the one the resident
      was promised, which nothing does. Overdue time is working time. --record
      enters orders not answered in time as lapsed, so that they can go elsewhere.
      """))

  @Flag(
    help: ArgumentHelp(
      Language.asked.text("把超时没有答复的单记为超时未接。", "Enter orders not answered in time as lapsed.")))
  var record = false

  @OptionGroup var who: ActorOptions
  @OptionGroup var place: LedgerOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    let (store, snapshot) = try read()
    var state = record ? snapshot.state : try state(of: snapshot)
    var lapsed = 0
    if record {
      (lapsed, state) = try write(store) { ledger in
        let late = ledger.state.cases.flatMap { $0.unansweredLate(at: now) }
        for order in late {
          try ledger.append(
            Entry(
              .lapsed, time: now, actor: who.name, week: order.week, need: order.need,
              service: order.service, resource: order.resource))
        }
        return (late.count, ledger.state)
      }
    }
    let list = OverdueList(state, at: now, lapsed: record ? lapsed : nil)
    try common.tell(LoopText.overdue(list, common.lang), json: list)
  }
}

/// The needs whose step or whose promise is overdue, the longest promised first.
struct OverdueList: Encodable {
  struct Line: Encodable {
    var need: String
    var state: String
    /// The level that has it, of one that went up.
    var level: String?
    var firstResponsible: String
    /// Who has to act: the units whose answer or visit is awaited; none where the level or the office has.
    var units: [String]
    var stepBy: String?
    /// Working minutes past the step's limit.
    var stepLate: Int
    var overallBy: String?
    /// Working minutes past the promise.
    var overallLate: Int
  }

  var formatVersion = 1
  var at: String
  /// Orders entered as lapsed; absent when that was not asked for.
  var lapsed: Int?
  var needs: [Line]

  init(_ state: LedgerState, at now: Moment, lapsed: Int?) {
    at = now.description
    self.lapsed = lapsed
    let calendar = state.rules?.loop.calendar ?? WorkingCalendar()
    func late(_ due: Moment?) -> Int { due.map { calendar.minutes(from: $0, to: now) } ?? 0 }
    let cases = state.cases.filter {
      !$0.state.isFinal && $0.isOverdue(at: now)
    }
    needs = cases.sorted { left, right in
      let far = Moment(day: Day(ordinal: Int(Int32.max)))
      return (left.overallBy ?? far, left.need.id) < (right.overallBy ?? far, right.need.id)
    }.map { known in
      // Of a need on its way in other orders an answer may be late by itself.
      let stepBy =
        known.isStepOverdue(at: now)
        ? known.stepBy : known.unansweredLate(at: now).compactMap(\.respondBy).min() ?? known.stepBy
      return Line(
        need: known.need.id, state: known.state.rawValue,
        level: known.state == .escalated ? known.level?.rawValue : nil,
        firstResponsible: known.firstResponsible,
        units: known.unitsAwaited(at: now),
        stepBy: stepBy?.description,
        stepLate: stepBy.map { $0 < now } ?? false ? late(stepBy) : 0,
        overallBy: known.overallBy?.description,
        overallLate: known.isPromiseOpen(at: now) ? late(known.overallBy) : 0)
    }
  }
}
