import ArgumentParser
import Matching
import ThreeLists

extension MarginalSubject: ExpressibleByArgument {}

struct Marginal: OfficeCommand {
  static let configuration = CommandConfiguration(
    commandName: "marginal",
    abstract: Language.asked.text(
      "多来几次能多办多少，少了谁会少办多少：逐项重新求解，排出名次。",
      "What more visits would serve, and what drop-outs would cost, ranked."),
    discussion: Language.asked.text(
      """
      “多来 k 次”就是资源清单里多一行：某资源照抄一行，每周可用和每时段上限都写 k，
      每周至少、历史承担写 0；回避该资源的需求也回避这一行。
        --by unit-category  单位×类别（或角色）：照抄的一行只写这一类；一个单位有几个资源时
                            取多办得最多的一个
        --by resource       照抄整行
        --by session        类别（或角色）×时段：来一个新单位，服务范围 *，没有技能，
                            只在这一时段做这一类
      “退出”就是删去该单位（资源）的各行，连同指定、点单、上次资源、回避里提到它的；
      --by session 则是这一时段关闭。
      数字都是两个最优方案之差，从不用线性规划的影子价格。没有绑在一起的需求时给出
      有效的范围：第几次起无效；否则只试到 --up-to 次。
      """,
      """
      "k visits more" is one row more in the resource list: that of a resource once
      more, its weekly and per_session set to k, its minimum and history to 0;
      needs that avoid the resource avoid the row.
        --by unit-category  a unit's category or role: the row offers that alone; of
                            a unit's resources, the one with which most is served
        --by resource       the whole row
        --by session        a category or role in a session, by a newcomer who
                            serves everywhere (area *) and has no skills
      A drop-out takes the rows of a unit or a resource away, with pins, choices,
      previous and banned entries that name them; --by session closes the session.
      Figures are differences of two optima, never shadow prices. Without couplings
      the range is told: the first visit that serves nothing more; otherwise visits
      are tried up to --up-to.
      """))

  @Argument(help: ListOptions.needsHelp, completion: .file())
  var needs: String

  @Argument(help: ListOptions.resourcesHelp, completion: .file())
  var resources: String

  @Option(help: ListOptions.weekHelp)
  var week: Week

  @Option(
    help: ArgumentHelp(
      Language.asked.text(
        "按什么算：单位×类别、资源、类别×时段。",
        "What visits are told of: unit and category, resource, or category and session."),
      valueName: "unit-category|resource|session"))
  var by: MarginalSubject = .unitCategory

  @Option(
    help: ArgumentHelp(
      Language.asked.text("每项试多来几次（1 到 20）。", "Visits tried of each (1 to 20)."),
      valueName: "count"))
  var upTo = 3

  @Option(
    help: ArgumentHelp(
      Language.asked.text(
        "只列前几名；0 为全部。", "How many are listed, best first; 0 lists all."),
      valueName: "count"))
  var top = 20

  @Flag(
    help: ArgumentHelp(
      Language.asked.text(
        "把列出的每个数字在改过的清单上从头重排一遍，核对相符。",
        "Plan the edited lists afresh for each figure listed, and compare.")))
  var verify = false

  @OptionGroup var desk: DeskOptions
  @OptionGroup var lists: ListOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    try desk.validate(common)
    if !(1...20).contains(upTo) {
      throw ValidationError(
        common.lang.text(
          "--up-to \(upTo)：应为 1 到 20 之间的整数。", "--up-to \(upTo): expected 1 to 20."))
    }
    if top < 0 {
      throw ValidationError(
        common.lang.text("--top \(top)：不能小于 0。", "--top \(top): expected 0 or more."))
    }
  }

  func run() throws {
    Progress.begin(quiet: common.quiet)
    let task = try common.deskTask(
      needs: needs, resources: resources, week: week, form: lists.form)
    Progress.show(ExplainText.solving(common.lang))
    let end = ContinuousClock.now + .seconds(desk.timeLimit)
    let count = top == 0 ? Int.max : top
    var report: MarginalReport
    do {
      var values = try MarginalValues(task, by: by, upTo: upTo)
      report = try values.report(top: count) { end - ContinuousClock.now }
    } catch {
      throw common.refuse(error)
    }
    let listed = MarginalListing(report, count: count)
    let checked = verify ? try recheck(listed, task) : nil
    try common.tell(
      MarginalText.lines(listed, week: week, checked: checked, common.lang),
      table: MarginalText.table(listed),
      json: MarginalDocument(listed, week: week, by: by, checked: checked), asTable: desk.csv)
  }

  /// Plans the edited lists afresh for every figure listed; a figure that differs is a fault of ours.
  private func recheck(_ listed: MarginalListing, _ task: PlanningTask) throws -> Int {
    var count = 0
    let base = listed.report.base.byClass
    func compare(_ edited: PlanningTask, _ expected: [Int], _ what: String) throws {
      let counts: ServedCounts
      do {
        counts = try ServedCounts(of: edited)
      } catch {
        throw common.refuse(error)
      }
      guard zip(counts.byClass, base).map({ $0 - $1 }) == expected else {
        throw Failure(.fault, MarginalText.differs(what, expected, counts.byClass, common.lang))
      }
      count += 1
    }
    for value in listed.values {
      for (index, gain) in value.gains.enumerated() {
        try compare(
          value.added.applied(index + 1, to: task), gain, MarginalText.name(value, .en))
      }
      let total = value.total
      if let end = value.endsAt {
        for visits in [end - 1, end] {
          try compare(
            value.added.applied(visits, to: task), total, MarginalText.name(value, .en))
        }
      }
    }
    for drop in listed.dropOuts {
      try compare(
        drop.dropOut.applied(to: task), drop.loss.map { -$0 }, MarginalText.name(drop.dropOut, .en))
    }
    return count
  }
}

/// The part of a report that is told.
struct MarginalListing {
  var report: MarginalReport
  var values: [MarginalValue]
  var dropOuts: [DropOutValue]

  init(_ report: MarginalReport, count: Int) {
    self.report = report
    values = Array(report.values.prefix(count))
    dropOuts = Array(report.dropOuts.prefix(count))
  }
}
