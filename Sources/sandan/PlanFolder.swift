import Foundation
import ListFiles
import Matching
import ThreeLists

/// A plan as its folder holds it, with the lists it was made from.
struct PlanFolder {
  /// Where it is.
  let path: String
  let plan: Plan
  let task: PlanningTask
  /// The rows of services.csv, with what is no part of a plan.
  let services: [ServiceRow]
  /// Whether its lists are those of the folder.
  let hasOwnLists: Bool

  /// Reads a folder that `sandan match` wrote.
  ///
  /// - Parameters:
  ///   - dir: the folder.
  ///   - common: the policy, where it is another than the folder's, and the language.
  ///   - needs: another needs list than the folder's.
  ///   - resources: another resource list than the folder's.
  ///   - form: how other lists than the folder's are read.
  /// - Throws: a ``Failure`` when there is no such folder or a file is not as its format says.
  init(
    _ dir: String, _ common: CommonOptions, needs: String? = nil, resources: String? = nil,
    form: ListForm = ListForm()
  ) throws {
    path = dir
    let document = try common.readPlanDocument(dir)
    let policy = try common.loadPolicy(base: "\(dir)/\(PlanFiles.policy)")
    hasOwnLists = needs == nil
    // The folder's own lists are as sandan writes them.
    let bundle = try common.readLists(
      needs: needs ?? "\(dir)/\(PlanFiles.needs)",
      resources: resources ?? "\(dir)/\(PlanFiles.resources)", policy: policy,
      week: Week(document.week),
      form: hasOwnLists ? ListForm(encoding: .utf8) : form)
    do {
      services = try ServiceReader.read("\(dir)/\(PlanFiles.services)")
    } catch {
      throw common.refuse(error)
    }
    var plan: Plan
    do {
      plan = try document.plan(services: services.map(\.service))
    } catch {
      throw Failure(.data, PlainText.badDocument("\(dir)/\(PlanFiles.plan)", error, common.lang))
    }
    plan.certificate = try common.readCertificate(dir)
    if let begun = document.begun {
      plan.standing = try common.readStanding(
        "\(dir)/\(PlanFiles.standing)", bundle: bundle, policy: policy, week: plan.week,
        begun: begun)
    }
    self.plan = plan
    task = PlanningTask(
      needs: bundle.needs, resources: bundle.resources, policy: policy, week: plan.week,
      version: document.programVersion, standing: plan.standing)
  }

  /// What the audit finds.
  func findings() -> [AuditFinding] {
    Audit.findings(
      plan: plan, needs: task.listedNeeds, resources: task.resources, policy: task.policy,
      fingerprint: task.fingerprint, certificate: plan.certificate)
  }

  /// What the audit finds in the plan and in every file of the folder.
  ///
  /// - Parameters:
  ///   - common: the language, and the form of errors.
  ///   - searchesAnew: as in ``FolderAudit``.
  /// - Returns: the findings in the order of the rules.
  /// - Throws: a ``Failure`` when unmet.csv cannot be read.
  func wholeFindings(_ common: CommonOptions, searchesAnew: Bool = true) throws -> [AuditFinding] {
    let rows: [UnmetRow]
    do {
      rows = try UnmetReader.read("\(path)/\(PlanFiles.unmet)")
    } catch {
      throw common.refuse(error)
    }
    Progress.show(PlainText.auditing(common.lang))
    return FolderAudit.findings(
      self, unmet: rows, beside: findings(), searchesAnew: searchesAnew)
  }

  /// Refuses a plan that does not pass the audit.
  ///
  /// - Throws: a ``Failure`` with the first findings.
  func requireSound(_ dir: String, _ language: Language) throws {
    let findings = findings()
    guard findings.isEmpty else {
      throw Failure(
        .data,
        [ExplainText.unsound(dir, language)]
          + findings.prefix(3).map { AuditText.line($0, language: language) })
    }
  }
}

extension CommonOptions {
  /// The certificate of a folder; nil when it has none.
  func readCertificate(_ dir: String) throws -> Certificate? {
    let path = "\(dir)/\(PlanFiles.certificate)"
    guard let data = FileManager.default.contents(atPath: path) else { return nil }
    do {
      return try Certificate(bytes: Array(data))
    } catch {
      throw Failure(.data, PlainText.badDocument(path, error, lang))
    }
  }

  /// The plan.json of a folder.
  func readPlanDocument(_ dir: String) throws -> PlanDocument {
    let path = "\(dir)/\(PlanFiles.plan)"
    guard let data = FileManager.default.contents(atPath: path) else {
      let isThere = FileManager.default.fileExists(atPath: path)
      throw Failure(isThere ? .permission : .noInput, PlainText.noPlan(path, lang))
    }
    do {
      return try PlanDocument(bytes: Array(data))
    } catch {
      throw Failure(.data, PlainText.badDocument(path, error, lang))
    }
  }
}
