import ListFiles
import Matching
import Reports
import ThreeLists

/// The files of a plan's folder, as bytes.
enum PlanFiles {
  /// Names within the folder.
  static let services = "services.csv"
  static let unmet = "unmet.csv"
  static let plan = "plan.json"
  static let certificate = "certificate.json"
  static let report = "report.html"
  static let policy = "policy.yaml"
  static let needs = "lists/needs.csv"
  static let resources = "lists/resources.csv"
  /// Only in a re-dispatch.
  static let standing = "lists/standing.csv"

  /// Every name that a plan's folder has.
  static let all = [services, unmet, plan, certificate, report, policy, needs, resources]

  /// What it has besides when it was asked for.
  static let workbook = "三单.xlsx"

  /// Whether a file of a plan's folder can be ours.
  static func isOurs(_ name: String) -> Bool {
    all.contains(name) || name == workbook || name == standing
  }

  /// The folders within the folder.
  static let folders = Set(all.compactMap(folder))

  /// The folder within the folder that a name lies in, if any.
  static func folder(of name: String) -> String? {
    name.lastIndex(of: "/").map { String(name[..<$0]) }
  }

  /// All files of a plan, with or without the workbook; of a plan alone no report, which would have
  /// reasons to tell.
  ///
  /// - Parameters:
  ///   - plan: the plan.
  ///   - task: the lists it was made from.
  ///   - language: of the report and the workbook.
  ///   - withWorkbook: whether there is a workbook.
  ///   - lists: what ``lists(_:)`` says, where that is rendered already.
  /// - Returns: the files.
  /// - Throws: when the workbook cannot be made.
  static func of(
    _ plan: Plan, task: PlanningTask, language: Language, withWorkbook: Bool = false,
    lists: [OutputFile]? = nil
  ) throws -> [OutputFile] {
    // Made by whoever wants them first.
    let serviceRows = Later.whenBegun { self.serviceRows(plan, task: task) }
    let unmetRows = Later.whenBegun { self.unmetRows(plan, task: task) }
    let makers: [@Sendable () -> OutputFile] = [
      { OutputFile(name: services, bytes: ListWriter.services(serviceRows.value)) },
      { OutputFile(name: unmet, bytes: ListWriter.unmet(unmetRows.value)) },
      {
        OutputFile(
          name: self.plan, bytes: PlanDocument(plan, programVersion: programVersion).bytes)
      },
      { OutputFile(name: certificate, bytes: (plan.certificate ?? Certificate(plan)).bytes) },
    ]
    var files = Processors.all(makers, apart: task.needs.count >= fewestApart)
    files += lists ?? self.lists(task)
    if !plan.planOnly {
      files.append(
        OutputFile(
          name: report,
          bytes: WeeklyReport.render(
            material(plan, task: task, language: language, unmet: unmetRows.value))))
    }
    if let standing = task.standing {
      files.append(
        OutputFile(
          name: self.standing, bytes: ListWriter.standing(standing, week: task.week)))
    }
    if withWorkbook {
      files.append(
        try PlanWorkbook.file(
          plan, task: task, services: serviceRows.value, unmet: unmetRows.value, language: language)
      )
    }
    return files
  }

  /// The fewest needs whose files are rendered side by side.
  private static let fewestApart = 1000

  /// The files that are the same whatever plan is made of the lists.
  static func lists(_ task: PlanningTask) -> [OutputFile] {
    [
      OutputFile(name: policy, bytes: Array(PolicyFile.text(of: task.policy).utf8)),
      OutputFile(name: needs, bytes: ListWriter.needs(task.listedNeeds, contacts: false)),
      OutputFile(
        name: resources, bytes: ListWriter.resources(task.resources, contacts: false)),
    ]
  }

  /// report.html: `match` writes it, `verify` compares with it.
  static func report(_ plan: Plan, task: PlanningTask, language: Language) -> [UInt8] {
    WeeklyReport.render(material(plan, task: task, language: language))
  }

  /// The rows of services.csv.
  static func serviceRows(_ plan: Plan, task: PlanningTask) -> [ServiceRow] {
    let previous = Dictionary(
      uniqueKeysWithValues: task.needs.indices.compactMap { index in
        task.needs[index].previous.map { (task.needs[index].id, $0) }
      })
    let runID = plan.runID
    return plan.services.map { service in
      ServiceRow(
        service: service,
        reason: ServiceText.reason(
          service, cameLast: previous[service.need] == service.resource, language: .zh),
        runID: runID)
    }
  }

  /// The rows of unmet.csv.
  static func unmetRows(_ plan: Plan, task: PlanningTask) -> [UnmetRow] {
    // Only changes ask for them.
    let rows = plan.planOnly ? [:] : ChangeText.rows(task.resources)
    return plan.unmet.map { unmet in
      UnmetRow(
        need: unmet.need, missing: unmet.missing, reasonCode: unmet.reason.code,
        reason: ReasonText.sentence(unmet, language: .zh),
        evidence: ReasonText.evidence(unmet),
        smallestFix: ChangeText.sentence(unmet, rows: rows, language: .zh),
        escalateTo: ChangeText.level(unmet.escalation, .zh))
    }
  }

  /// What pages of a plan are made from; the rows of unmet.csv, where they are made already, have
  /// its sentences in Chinese.
  static func material(
    _ plan: Plan, task: PlanningTask, language: Language, showsContacts: Bool = false,
    unmet made: [UnmetRow]? = nil
  ) -> PageMaterial {
    let reasons: [(String, String)]
    if language == .zh, let made {
      reasons = zip(plan.unmet, made).map { unmet, row in
        (
          unmet.need,
          ChangeText.whole(
            unmet, reason: row.reason, change: row.smallestFix, language: language)
        )
      }
    } else {
      let rows = ChangeText.rows(task.resources)
      let names = CodeNames(task.policy, language == .zh ? .zh : .en)
      reasons = plan.unmet.map {
        ($0.need, ChangeText.whole($0.named(names), rows: rows, language: language))
      }
    }
    let sentences = ReportSentences(
      reasons: Dictionary(reasons) { first, _ in first },
      reasonNames: Dictionary(
        uniqueKeysWithValues: UnmetReason.codes.map { ($0, ReasonText.name($0, language)) }),
      tiers: plan.tiers.map {
        ReportSentences.Tier(
          name: TierText.name($0.name, language), proof: TierText.proof($0, language))
      })
    return PageMaterial(
      plan: plan, needs: task.needs, resources: task.resources, policy: task.policy,
      sentences: sentences, language: language == .zh ? .zh : .en, version: task.version,
      showsContacts: showsContacts)
  }
}
