import ArgumentParser
import Matching
import ThreeLists

struct Additions: OfficeCommand {
  static let configuration = CommandConfiguration(
    commandName: "additions",
    abstract: Language.asked.text(
      "至少要多来几次才能全办，或再多来几次用在哪里最好。",
      "The fewest visits more that reach an aim, or the best use of so many."),
    discussion: Language.asked.text(
      """
      “多来 k 次”就是资源清单里多一行：某资源照抄一行，每周可用和每时段上限都写 k，
      与 sandan marginal 相同；--by 也相同，不给则照抄整行（resource）。
        --share 0=100% 1=90%  各级至少办到的比例（次数，进位取整；默认 0=100%）：
                              求最少要多来几次，多来哪几行；达不到时说明哪些
                              需求、为什么
        --visits 10           再多来 10 次，用在哪里使各级（units 之前的各层）最好
      结果都在改过的清单上从头重排核对。次数同样少时，先取按目标排时第0级办得多的，
      依次到第3级，再取资源编号靠前的。
      比例若给紧急的一级留了余地，多来的可能先被它用去：那时再加到真正达到为止，
      并写明已证明至少要几次。
      """,
      """
      "k visits more" is one row more in the resource list: that of a resource once
      more, its weekly and per_session set to k, as in sandan marginal; so is --by,
      by default the whole row (resource).
        --share 0=100% 1=90%  shares of the classes to be served (of visits, rounded
                              up; default 0=100%): the fewest visits more, and of
                              which rows; where no number does, which needs and why
        --visits 10           where ten visits more do best by the tiers before units
      Every result is planned afresh on the edited lists. Among sets of the same size
      that one is taken whose plan for the aim serves most of class 0, and so on to 3;
      then the one of earlier resources.
      Where a share leaves some of a more urgent class out, that may take what is
      added first: then more is added until the plan reaches the aim, and how many
      visits are proved necessary is told.
      """))

  @Argument(help: ListOptions.needsHelp, completion: .file())
  var needs: String

  @Argument(help: ListOptions.resourcesHelp, completion: .file())
  var resources: String

  @Option(help: ListOptions.weekHelp)
  var week: Week

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      Language.asked.text(
        "各级要办到的比例，百分数取整；不给为 0=100%。",
        "Shares to be served, whole percents; 0=100% if not given."),
      valueName: "class=percent"))
  var share: [ClassShare] = []

  @Option(
    help: ArgumentHelp(
      Language.asked.text("最多多来几次（1 到 1000）。", "Visits more at most (1 to 1000)."),
      valueName: "count"))
  var visits: Int?

  @Option(
    help: ArgumentHelp(
      Language.asked.text(
        "多来的是哪些行：资源、单位×类别、类别×时段（新单位）。",
        "The rows that come more: resource, unit and category, or a newcomer for category and session."
      ),
      valueName: "resource|unit-category|session"))
  var by: MarginalSubject = .resource

  @OptionGroup var desk: DeskOptions
  @OptionGroup var lists: ListOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    try desk.validate(common)
    if let visits, !(1...1000).contains(visits) {
      throw ValidationError(
        common.lang.text(
          "--visits \(visits)：应为 1 到 1000 之间的整数。",
          "--visits \(visits): expected 1 to 1000."))
    }
    if visits != nil, !share.isEmpty {
      throw ValidationError(
        common.lang.text(
          "--share 和 --visits 不能一起用。", "--share cannot be used with --visits."))
    }
    if Set(share.map(\.number)).count < share.count {
      throw ValidationError(
        common.lang.text(
          "--share：同一级只能写一次。", "--share: a class can be given once."))
    }
  }

  func run() throws {
    Progress.begin(quiet: common.quiet)
    let task = try common.deskTask(
      needs: needs, resources: resources, week: week, form: lists.form)
    Progress.show(ExplainText.solving(common.lang))
    let end = ContinuousClock.now + .seconds(desk.timeLimit)
    let timeLeft: () -> Duration? = { end - ContinuousClock.now }
    do {
      if let visits {
        let best = try BestAdditions.find(task, by: by, visits: visits, timeLeft: timeLeft)
        try common.tell(
          AdditionText.lines(best, week: week, common.lang),
          table: AdditionText.table(best.additions),
          json: AdditionDocument(best, week: week, by: by), asTable: desk.csv)
      } else {
        var shares = Array(repeating: 0, count: ClassRules.count)
        for own in share.isEmpty ? [ClassShare(number: 0, percent: 100)] : share {
          shares[own.number] = own.percent
        }
        let smallest = try SmallestAdditions.find(
          task, by: by, aim: SmallestAdditions.aim(shares, of: task), timeLeft: timeLeft)
        try common.tell(
          AdditionText.lines(smallest, week: week, common.lang),
          table: AdditionText.table(smallest.additions),
          json: AdditionDocument(smallest, week: week, by: by, common.lang), asTable: desk.csv)
      }
    } catch let error as PlanningError {
      throw common.refuse(error)
    }
  }
}

/// A class and how much of it is to be served.
struct ClassShare: ExpressibleByArgument {
  var number: Int
  /// 0 to 100.
  var percent: Int

  init(number: Int, percent: Int) {
    self.number = number
    self.percent = percent
  }

  init?(argument: String) {
    let parts = argument.split(separator: "=", omittingEmptySubsequences: false)
    guard parts.count == 2, let number = Int(parts[0]), let last = parts[1].last,
      let percent = Int("%％".contains(last) ? parts[1].dropLast() : parts[1]),
      (0..<ClassRules.count).contains(number), (0...100).contains(percent)
    else { return nil }
    self.init(number: number, percent: percent)
  }
}
