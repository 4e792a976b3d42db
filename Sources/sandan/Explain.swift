import ArgumentParser
import ListFiles
import Matching
import ThreeLists

struct Explain: OfficeCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: Language.asked.text(
      "说明一件需求、一个资源或一个单位：为什么这样派，为什么没有派。",
      "Explain a need, a resource or a unit: why it got what it got."),
    discussion: Language.asked.text(
      """
      编号可以只写一部分，只要认得出是哪一个；全角字母和数字当半角。单位写名称。
      以 - 开头的编号写成 需求:-1，或放在最后、前面加 --。
      需求已派：为什么是这个资源、这个时段；次好的三个各要让哪一级目标损失多少。
      需求未派：原因、依据、最小补足、建议层级。指定：保留它让哪一级损失多少。
      再派单以后：已接、已开始的是哪几次，守约让哪一级损失多少。
      资源：为什么空闲或排满，没有它会怎样，多来一次（放宽哪个上限）值多少。单位：合计、负担、应占份额。
      “损失多少”是重新求解后两个最优方案之差；只看派单目录，不改任何文件。
      """,
      """
      An identifier may be shortened as long as it is clear which one is meant;
      full-width letters and digits count as plain ones. A unit goes by its name.
      Write need:-1 for an identifier that begins with -, or put it last after --.
      A need served: why this resource and session, and what the next best three
      would cost in which tier. A need unmet: reason, evidence, smallest change,
      level to turn to. A pin: what the tiers lose by keeping it. After a
      re-dispatch: the visits accepted or begun, and what keeping each costs.
      A resource: why it is idle or full, what the week would lose without it and
      gain by one more visit. A unit: its resources, its load, its share.
      Costs are differences of two optima, solved again; nothing is written.
      """))

  @Argument(
    help: ArgumentHelp(
      Language.asked.text(
        "需求编号、资源编号或单位名称，可以缩写；同名时写 资源:A1。",
        "A need, a resource or a unit; may be shortened. If names clash: resource:A1."),
      valueName: "id"))
  var identifier: String

  @Option(
    help: ArgumentHelp(
      Language.asked.text("sandan match 写出的目录。", "A folder written by sandan match."),
      valueName: "dir"),
    completion: .directory)
  var plan: String

  @Option(
    help: ArgumentHelp(
      Language.asked.text(
        "重新求解总共最多用多少秒；到时略去还没算的。",
        "Seconds for solving again, all in all; then what is left is skipped."),
      valueName: "seconds"))
  var timeLimit = 60

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if !(1...1_000_000).contains(timeLimit) {
      throw ValidationError(
        common.lang.text(
          "--time-limit \(timeLimit)：应为 1 到 1000000 之间的整数秒。",
          "--time-limit \(timeLimit): expected whole seconds from 1 to 1000000."))
    }
  }

  func run() throws {
    Progress.begin(quiet: common.quiet)
    let folder = try PlanFolder(plan, common)
    try folder.requireSound(plan, common.lang)
    let subject = try Subject.named(identifier, in: folder.task, language: common.lang)
    Progress.show(ExplainText.solving(common.lang))
    let end = ContinuousClock.now + .seconds(timeLimit)
    let account: Account
    do {
      account = try Account(subject, folder) { end - ContinuousClock.now }
    } catch let error as PlanningError {
      throw common.refuse(error)
    }
    try common.tell(
      ExplainText.lines(account, language: common.lang),
      json: ExplainDocument(account, language: common.lang))
  }
}

/// What is to be explained.
enum Subject: Hashable {
  case need(String)
  case resource(String)
  case unit(String)

  /// What stands before a name that a need, a resource or a unit share: 资源:A1.
  private static let kinds: [(words: [String], contains: @Sendable (Subject) -> Bool)] = [
    (["需求", "need"], { if case .need = $0 { true } else { false } }),
    (["资源", "resource"], { if case .resource = $0 { true } else { false } }),
    (["单位", "unit"], { if case .unit = $0 { true } else { false } }),
  ]

  /// The one that a text means: the whole name, else a beginning, else a part that only one has;
  /// before it may stand what it is.
  ///
  /// - Throws: a ``Failure`` that names the nearest ones, or those among which it is not clear.
  static func named(
    _ text: String, in task: PlanningTask, language: Language
  ) throws -> Subject {
    var text = text
    var all: [(name: String, subject: Subject)] =
      task.needs.map { ($0.id, .need($0.id)) } + task.resources.map { ($0.id, .resource($0.id)) }
      + Unit.units(of: task.resources).map { ($0.name, .unit($0.name)) }
    if let colon = text.firstIndex(where: { $0 == ":" || $0 == "：" }),
      let kind = kinds.first(where: { $0.words.contains(text[..<colon].lowercased()) })
    {
      all = all.filter { kind.contains($0.subject) }
      text = String(text[text.index(after: colon)...])
    }
    // Lists hold codes folded; a name is what it is.
    let wanted = text
    let folded = Folding.folded(text)
    let ways: [(String) -> Bool] = [
      { $0 == wanted }, { $0 == folded }, { $0.hasPrefix(wanted) }, { $0.hasPrefix(folded) },
      { $0.contains(wanted) }, { $0.contains(folded) },
    ]
    guard !text.isEmpty else {
      throw Failure(.data, ExplainText.unknown(text, nearest: [], language))
    }
    for way in ways {
      let fitting = all.filter { way($0.name) }
      if fitting.count == 1 { return fitting[0].subject }
      if fitting.count > 1 {
        throw Failure(.data, ExplainText.ambiguous(text, fitting.map(\.subject), language))
      }
    }
    throw Failure(
      .data,
      ExplainText.unknown(text, nearest: Nearest.words(to: text, among: all.map(\.name)), language))
  }
}

/// All that is known of a subject, prices included.
enum Account {
  /// A need: its services with what else could have been, its pins, and why it is unmet.
  struct ForNeed {
    var need: Need
    var priorityClass: Int
    var services: [Place]
    /// Pins of the needs list.
    var pins: [PinPrice]
    /// Visits that stand firm in a week that was planned again, by number.
    var firm: [FirmVisit]
    var unmet: Unmet?
    /// The resource list, by identifier.
    var rows: [String: Resource]
  }

  /// Services of a need by one resource in one role, with who else could fill the places.
  struct Place {
    var services: [Service]
    /// Whether the needs list asks for the resource.
    var isPinned: Bool
    /// Whether a unit has accepted one of them, or it has begun.
    var isFirm: Bool
    /// The next best, as far as the time went.
    var alternatives: Alternatives
  }

  struct PinPrice {
    var pin: Pin
    /// What keeping it costs; nil when the time was up.
    var price: PriceOfCondition?
  }

  /// A visit that its units have accepted, or that has begun: it stays.
  struct FirmVisit {
    var visit: Int
    var places: [ResourceSession]
    var hasBegun: Bool
    /// What keeping it costs; nil when the time was up.
    var price: PriceOfCondition?
  }

  /// A resource, with what it is worth.
  struct ForResource {
    var account: ResourceAccount
    /// What the week loses without it; nil when it has no service.
    var without: PriceWithout?
    /// What one more visit is worth, by the limits that rise for it; nil when the time was up, or when
    /// no limit is reached.
    var oneMore: [PriceOfRaise]?
    /// Whether the time was up before all that could be told was worked out.
    var isTimeUp: Bool
  }

  case need(ForNeed)
  case resource(ForResource)
  case unit(UnitAccount)

  /// How many of the next best are told.
  static let alternativeCount = 3

  init(_ subject: Subject, _ folder: PlanFolder, timeLeft: () -> Duration) throws {
    let (plan, task) = (folder.plan, folder.task)
    let variations = PlanVariations(plan, task: task)
    switch subject {
    case .need(let identifier):
      guard let need = task.needs.first(where: { $0.id == identifier }) else {
        throw Failure(.fault, identifier)
      }
      var groups: [[Service]] = []
      for service in plan.services where service.need == identifier {
        let group = groups.firstIndex {
          $0[0].resource == service.resource && $0[0].role == service.role
        }
        if let group { groups[group].append(service) } else { groups.append([service]) }
      }
      // What the list asks for, apart from what the units have promised since.
      let listed = Set(
        task.listedNeeds.first { $0.id == identifier }?.pinned.filter(need.pinned.contains) ?? [])
      let firm = (task.standing?.places ?? []).filter {
        $0.need == identifier && task.standing?.isFirm($0) == true
      }
      let places = try groups.map { group in
        Place(
          services: group, isPinned: listed.contains { $0.resource == group[0].resource },
          isFirm: firm.contains { place in group.contains(where: place.isKept) },
          alternatives: try variations.alternatives(
            to: group[0], count: Account.alternativeCount, timeLeft: timeLeft))
      }
      let firmVisits = try Dictionary(grouping: firm, by: \.visit).sorted { $0.key < $1.key }.map {
        visit, places in
        FirmVisit(
          visit: visit,
          places: places.map { ResourceSession(resource: $0.resource, session: $0.session) },
          hasBegun: places.contains { $0.session.index < task.standing?.begun ?? 0 },
          price: try variations.price(
            ofKeepingVisit: visit, of: identifier, timeLeft: timeLeft()))
      }
      let pins = try listed.sorted().map { pin in
        PinPrice(
          pin: pin, price: try variations.price(of: pin, need: identifier, timeLeft: timeLeft()))
      }
      self = .need(
        ForNeed(
          need: need, priorityClass: task.policy.classes.priorityClass(of: need),
          services: places, pins: pins, firm: firmVisits,
          unmet: plan.unmet.first { $0.need == identifier },
          rows: ChangeText.rows(task.resources)))
    case .resource(let identifier):
      guard let account = ResourceAccount(of: identifier, plan: plan, task: task) else {
        throw Failure(.fault, identifier)
      }
      // Whoever has no service is not missed.
      let without =
        account.services.isEmpty
        ? nil : try variations.price(without: identifier, timeLeft: timeLeft())
      let oneMore =
        account.isAtALimit ? try variations.raises(of: identifier, timeLeft: timeLeft) : nil
      self = .resource(
        ForResource(
          account: account, without: without, oneMore: oneMore,
          isTimeUp: without == .timeUp || account.isAtALimit && oneMore == nil))
    case .unit(let name):
      guard let account = UnitAccount(of: name, plan: plan, task: task) else {
        throw Failure(.fault, name)
      }
      self = .unit(account)
    }
  }
}
