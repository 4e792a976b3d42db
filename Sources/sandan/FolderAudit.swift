import Foundation
import ListFiles
import Matching
import ThreeLists

/// Whether the files of a folder say the same: what people read, beside what is proved.
///
/// Once the plan itself is sound, services.csv, unmet.csv and report.html are rendered again from
/// plan.json and the lists, by the functions that `match` writes them with. Lists are compared cell by
/// cell (``WrittenList``), the report byte by byte. Report and workbook may be in either language, that
/// of the run; of a plan that breaks a rule nothing is rendered, since there is nothing to be said of it. A plan alone
/// has neither. The folder's own lists are held, cell by cell, against what `match` writes of the rows read from them.
enum FolderAudit {
  /// What the folder breaks beside the plan's own rules.
  ///
  /// - Parameters:
  ///   - folder: the folder.
  ///   - unmet: the rows of its unmet.csv.
  ///   - findings: what the audit of the plan found.
  ///   - searchesAnew: whether smallest changes are searched for again, the one check that is about no
  ///     file of the folder and that takes long in a large week.
  /// - Returns: the findings with those of the plan, in the order of the rules.
  static func findings(
    _ folder: PlanFolder, unmet: [UnmetRow], beside findings: [AuditFinding],
    searchesAnew: Bool = true
  ) -> [AuditFinding] {
    var all =
      findings + canonicalLists(folder) + runs(folder) + unmetList(folder, unmet)
    if findings.isEmpty, searchesAnew { all += settledChanges(folder) }
    if all.isEmpty {
      let services = PlanFiles.serviceRows(folder.plan, task: folder.task)
      let unmet = PlanFiles.unmetRows(folder.plan, task: folder.task)
      all = wording(folder, services, unmet) + report(folder) + workbook(folder, services, unmet)
    }
    return all.enumerated().sorted {
      ($0.element.rule, $0.offset) < ($1.element.rule, $1.offset)
    }.map(\.element)
  }

  /// Every service bears the plan's run identifier.
  private static func runs(_ folder: PlanFolder) -> [AuditFinding] {
    folder.services.filter { $0.runID != folder.plan.runID }.map { row in
      AuditFinding(
        rule: .fingerprint, need: row.service.need, service: row.service.id,
        expected: folder.plan.runID, found: row.runID)
    }
  }

  /// Changes that the search settles are these and none is left open.
  ///
  /// The search that branches is repeated, without GLPK; not in a small week without couplings, where the
  /// plan's audit tries everything cheaper with code of its own.
  private static func settledChanges(_ folder: PlanFolder) -> [AuditFinding] {
    let plan = folder.plan
    let task = folder.task
    let isCoupled = task.needs.contains { need in
      need.isTeam || (need.visits > 1 && need.pinned.contains { $0.session == nil })
    }
    guard
      isCoupled || task.needs.count * task.resources.count > SmallestChanges.smallWeek,
      plan.unmet.contains(where: { $0.smallestChange != nil })
    else { return [] }
    let settled = SmallestChanges.settledWithoutPrograms(in: plan, task: task)
    return plan.unmet.compactMap { unmet in
      guard let change = unmet.smallestChange, let right = settled[unmet.need] else { return nil }
      func told(_ changes: [ListChange], _ isExhaustive: Bool) -> String {
        let names = changes.map { "\($0.code) \($0.resource ?? "")" }.joined(separator: " + ")
        return "\(names.isEmpty ? "no change" : names), isExhaustive \(isExhaustive)"
      }
      return change.isExhaustive && change.changes == right
        ? nil
        : AuditFinding(
          rule: .smallestChange, need: unmet.need, expected: told(right, true),
          found: told(change.changes, change.isExhaustive))
    }
  }

  // MARK: lists/

  /// The folder's own lists are written as sandan writes them, so that every reader reads the same.
  private static func canonicalLists(_ folder: PlanFolder) -> [AuditFinding] {
    let task = folder.task
    // What was dispatched stands in the folder alone, whichever lists are compared.
    let standing = task.standing.map { standing in
      strayCells(
        in: PlanFiles.standing, of: folder,
        from: ListWriter.standing(standing, week: task.week), .standing,
        rows: standing.places.map { ($0.serviceID(in: task.week), $0.origin.line) }
      ) { AuditFinding(rule: .canonicalLists, service: $0, expected: $1, found: $2) }
    }
    guard folder.hasOwnLists else { return standing ?? [] }
    return strayCells(
      in: PlanFiles.needs, of: folder, from: ListWriter.needs(task.listedNeeds, contacts: false),
      .needs,
      rows: task.listedNeeds.map { ($0.id, $0.origin.line) }
    ) { AuditFinding(rule: .canonicalLists, need: $0, expected: $1, found: $2) }
      + strayCells(
        in: PlanFiles.resources, of: folder,
        from: ListWriter.resources(task.resources, contacts: false), .resources,
        rows: task.resources.map { ($0.id, $0.origin.line) }
      ) { AuditFinding(rule: .canonicalLists, resource: $0, expected: $1, found: $2) }
      + (standing ?? [])
  }

  /// The cells of a list of the folder that are not as they are written.
  ///
  /// Such are blanks about them, other forms of dates, numbers or codes. 内容 may say anything, since nobody plans by it.
  private static func strayCells(
    in name: String, of folder: PlanFolder, from bytes: [UInt8], _ kind: WrittenList.Kind,
    rows: [(id: String, line: Int)], finding: (String?, String, String) -> AuditFinding
  ) -> [AuditFinding] {
    let path = "\(folder.path)/\(name)"
    if let data = FileManager.default.contents(atPath: path), Array(data) == bytes { return [] }
    let expected = WrittenList(bytes: bytes, kind)
    let found = WrittenList(path: path, kind)
    var findings = found.others.map {
      finding(nil, "\(name): \(expected.columns.joined(separator: ","))", "“\($0)”")
    }
    let byLine = Dictionary(
      zip(rows, expected.rows).map { ($0.line, (id: $0.id, cells: $1.cells)) },
      uniquingKeysWith: { first, _ in first })
    for row in found.rows {
      guard let right = byLine[row.line] else { continue }
      for (index, column) in expected.columns.enumerated() where column != "内容" {
        let (told, wanted) = (row.cells[index], right.cells[index] ?? "")
        // Letter by letter: a string equals another whose characters are composed otherwise.
        if let told, told.utf8.elementsEqual(wanted.utf8) { continue }
        let isQuotable = WrittenList.isQuotable(column, kind)
        findings.append(
          finding(
            right.id, "\(name):\(row.line) \(column) “\(wanted)”",
            told.map { isQuotable ? "“\($0)”" : "something else" } ?? "no such column"))
      }
    }
    return findings
  }

  // MARK: unmet.csv

  /// unmet.csv has the rows of plan.json, in its order, and their facts.
  private static func unmetList(_ folder: PlanFolder, _ rows: [UnmetRow]) -> [AuditFinding] {
    let plan = folder.plan
    let resources = ChangeText.rows(folder.task.resources)
    let told = plan.unmet.map(\.need)
    guard told == rows.map(\.need) else {
      let index = zip(told, rows).enumerated().first { $1.0 != $1.1.need }?.offset
      let place = index ?? min(told.count, rows.count)
      return [
        AuditFinding(
          rule: .unmetList, need: place < told.count ? told[place] : rows[place].need,
          expected: place < told.count ? "\(PlanFiles.unmet) \(told[place])" : "no more rows",
          found: place < rows.count ? rows[place].need : "no more rows")
      ]
    }
    return zip(plan.unmet, rows).flatMap { unmet, row in
      [
        ("缺口", "\(unmet.missing)", "\(row.missing)"),
        ("原因代码", unmet.reason.code, row.reasonCode),
        ("最小补足", ChangeText.sentence(unmet, rows: resources, language: .zh), row.smallestFix),
        ("建议层级", ChangeText.level(unmet.escalation, .zh), row.escalateTo),
      ].filter { $0.1 != $0.2 }.map { column, expected, found in
        AuditFinding(
          rule: .unmetList, need: unmet.need, expected: "\(column) “\(expected)”",
          found: "“\(found)”")
      }
    }
  }

  // MARK: Sentences

  /// Both lists say in every cell what the plan says.
  private static func wording(
    _ folder: PlanFolder, _ services: [ServiceRow], _ unmet: [UnmetRow]
  ) -> [AuditFinding] {
    differences(
      in: PlanFiles.services, of: folder,
      from: WrittenList(bytes: ListWriter.services(services), .services), .services
    ) { ($0[1], $0[0]) }
      + differences(
        in: PlanFiles.unmet, of: folder,
        from: WrittenList(bytes: ListWriter.unmet(unmet), .unmet), .unmet
      ) { ($0[0], nil) }
  }

  /// The cells of a list that are not as they would be written; `about` tells the need and the
  /// service of a row.
  private static func differences(
    in name: String, of folder: PlanFolder, from expected: WrittenList, _ kind: WrittenList.Kind,
    about: ([String]) -> (need: String, service: String?)
  ) -> [AuditFinding] {
    let found = WrittenList(path: "\(folder.path)/\(name)", kind)
    var findings = found.others.map {
      AuditFinding(
        rule: .wording, expected: "\(name): \(expected.columns.joined(separator: ","))",
        found: "“\($0)”")
    }
    for (right, row) in zip(expected.rows, found.rows) {
      let subject = about(right.cells.map { $0 ?? "" })
      for (index, column) in expected.columns.enumerated()
      where right.cells[index] != row.cells[index] {
        findings.append(
          AuditFinding(
            rule: .wording, need: subject.need, service: subject.service,
            expected: "\(name):\(row.line) \(column) “\(right.cells[index] ?? "")”",
            found: row.cells[index].map { "“\($0)”" } ?? "no such column"))
      }
    }
    return findings
  }

  /// A file that does not belong beside a plan alone.
  private static func stray(
    _ name: String, _ rule: AuditRule, in folder: PlanFolder
  ) -> [AuditFinding] {
    FileManager.default.fileExists(atPath: "\(folder.path)/\(name)")
      ? [AuditFinding(rule: rule, expected: "planOnly: no \(name)", found: name)] : []
  }

  // MARK: report.html

  /// report.html is what the plan and the lists give in one of the languages.
  private static func report(_ folder: PlanFolder) -> [AuditFinding] {
    let name = PlanFiles.report
    if folder.plan.planOnly { return stray(name, .report, in: folder) }
    guard let data = FileManager.default.contents(atPath: "\(folder.path)/\(name)") else {
      return [AuditFinding(rule: .report, expected: name, found: "no such file")]
    }
    let found = Array(data)
    var nearest: (right: [UInt8], alike: Int) = ([], -1)
    for language in Language.allCases {
      let right = PlanFiles.report(folder.plan, task: folder.task, language: language)
      if right == found { return [] }
      let alike = zip(right, found).prefix { $0 == $1 }.count
      if alike > nearest.alike { nearest = (right, alike) }
    }
    let line = nearest.right.prefix(nearest.alike).count { $0 == 10 } + 1
    return [
      AuditFinding(
        rule: .report, expected: "\(name):\(line) \(excerpt(nearest.right, nearest.alike))",
        found: excerpt(found, nearest.alike))
    ]
  }

  // MARK: 三单.xlsx

  /// The workbook, where there is one, says in every cell what the plan and the lists give in one of
  /// the languages, however it was saved since.
  private static func workbook(
    _ folder: PlanFolder, _ services: [ServiceRow], _ unmet: [UnmetRow]
  ) -> [AuditFinding] {
    let name = PlanFiles.workbook
    if folder.plan.planOnly { return stray(name, .workbook, in: folder) }
    guard let data = FileManager.default.contents(atPath: "\(folder.path)/\(name)") else {
      return []
    }
    guard let found = WorkbookCells(Array(data)) else {
      return [AuditFinding(rule: .workbook, expected: "\(name): a workbook", found: "none")]
    }
    var nearest: [AuditFinding]?
    for language in Language.allCases {
      let right = try? PlanWorkbook.file(
        folder.plan, task: folder.task, services: services, unmet: unmet, language: language)
      guard let right, let expected = WorkbookCells(right.bytes) else {
        return [
          AuditFinding(rule: .workbook, expected: name, found: "a folder for scratch files lacks")
        ]
      }
      let findings = differences(in: name, expected, found)
      if findings.isEmpty { return [] }
      // The sheets' names tell the language that was meant.
      if nearest == nil || expected.sheets.map(\.name) == found.sheets.map(\.name) {
        nearest = findings
      }
    }
    return nearest ?? []
  }

  /// What a workbook says otherwise than it would be written.
  private static func differences(
    in name: String, _ expected: WorkbookCells, _ found: WorkbookCells
  ) -> [AuditFinding] {
    func names(_ cells: WorkbookCells) -> String {
      cells.sheets.map(\.name).joined(separator: ";")
    }
    guard names(found) == names(expected) else {
      return [
        AuditFinding(rule: .workbook, expected: "\(name): \(names(expected))", found: names(found))
      ]
    }
    return zip(expected.sheets, found.sheets).flatMap { right, told in
      differences(in: name, right, told)
    }
  }

  /// The cells of a sheet that are not as they would be written.
  private static func differences(
    in name: String, _ right: WorkbookCells.Sheet, _ told: WorkbookCells.Sheet
  ) -> [AuditFinding] {
    let headings = right.rows.first?.cells ?? []
    var findings: [AuditFinding] = []
    for index in 0..<max(right.rows.count, told.rows.count) {
      let expected = index < right.rows.count ? right.rows[index].cells : []
      let found = index < told.rows.count ? told.rows[index].cells : []
      let line = index < told.rows.count ? told.rows[index].number : index + 1
      for column in 0..<max(expected.count, found.count) {
        let (wanted, text) = (
          column < expected.count ? expected[column] : "", column < found.count ? found[column] : ""
        )
        guard wanted != text else { continue }
        let heading = column < headings.count ? headings[column] : "\(column + 1)"
        findings.append(
          AuditFinding(
            rule: .workbook, expected: "\(name) \(right.name):\(line) \(heading) “\(wanted)”",
            found: "“\(text)”"))
      }
    }
    return findings
  }

  /// What stands about a byte, within its line.
  private static func excerpt(_ bytes: [UInt8], _ place: Int) -> String {
    guard place < bytes.count else { return "the end" }
    let around = 60
    let before = bytes[max(0, place - around)..<place].reversed().prefix { $0 != 10 }.count
    let after = bytes[place...].prefix(around).prefix { $0 != 10 }
    return "“\(String(decoding: bytes[place - before..<after.endIndex], as: UTF8.self))”"
  }
}
