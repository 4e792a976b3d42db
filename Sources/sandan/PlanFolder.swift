import Foundation
import ListFiles
import Matching
import ThreeLists

/// A plan as its folder holds it, with the lists it was made from.
struct PlanFolder {
  var plan: Plan
  var task: PlanningTask

  /// Reads a folder that `sandan match` wrote; its lists are all that is needed.
  ///
  /// - Throws: a ``Failure`` when there is no such folder, or its files do not belong together.
  init(_ dir: String, _ common: CommonOptions) throws {
    let document = try common.readPlanDocument(dir)
    let policy = try common.loadPolicy(base: "\(dir)/\(PlanFiles.policy)")
    let bundle = try common.readLists(
      needs: "\(dir)/\(PlanFiles.needs)", resources: "\(dir)/\(PlanFiles.resources)",
      policy: policy, week: Week(document.week), encoding: nil)
    let services: [ServiceRow]
    do {
      services = try ServiceReader.read("\(dir)/\(PlanFiles.services)")
    } catch {
      throw common.refuse(error)
    }
    do {
      plan = try document.plan(services: services.map(\.service))
    } catch {
      throw Failure(.data, PlainText.badDocument("\(dir)/\(PlanFiles.plan)", error, common.lang))
    }
    task = PlanningTask(
      needs: bundle.needs, resources: bundle.resources, policy: policy, week: plan.week,
      version: document.programVersion)
    let findings =
      Audit.findings(
        plan: plan, needs: task.needs, resources: task.resources, policy: policy,
        fingerprint: task.fingerprint, certificate: try common.readCertificate(dir))
    guard findings.isEmpty else {
      throw Failure(
        .data,
        [ExplainText.unsound(dir, common.lang)]
          + findings.prefix(3).map { AuditText.line($0, language: common.lang) })
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
