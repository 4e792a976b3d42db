import ArgumentParser
import Foundation
import ListFiles
import Matching
import ThreeLists

struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "复核一个派单目录：规则、容量、各级目标值，逐条重算。",
    discussion: """
      只给目录时，用目录里 lists/ 的清单；也可以再给两张原始清单，与它们核对。
      复核不使用求解程序的任何代码。派单有错时逐条说明违反哪条规则，退出码 1。
      """)

  @Argument(help: "sandan match 写出的目录。", completion: .directory)
  var dir: String

  @Argument(help: "原始需求清单（可不给）。", completion: .file())
  var needs: String?

  @Argument(help: "原始资源清单（可不给）。", completion: .file())
  var resources: String?

  @OptionGroup var lists: ListOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if needs != nil, resources == nil {
      throw ValidationError("给了需求清单，也要给资源清单。")
    }
  }

  func run() throws {
    let document = try readDocument()
    let policy = try common.loadPolicy(base: "\(dir)/\(PlanFiles.policy)")
    let bundle: ListBundle
    let services: [ServiceRow]
    let unmet: [UnmetRow]
    do {
      bundle = try ListReader.read(
        needs: needs ?? "\(dir)/\(PlanFiles.needs)",
        resources: resources ?? "\(dir)/\(PlanFiles.resources)", policy: policy,
        week: Week(document.week), encoding: lists.encoding)
      services = try ServiceReader.read("\(dir)/\(PlanFiles.services)")
      unmet = try UnmetReader.read("\(dir)/\(PlanFiles.unmet)")
    } catch {
      throw common.refuse(error)
    }
    let plan: Plan
    do {
      plan = try document.plan(services: services.map(\.service))
    } catch {
      throw Failure(.data, PlainText.badDocument("\(dir)/\(PlanFiles.plan)", error, common.lang))
    }
    let fingerprint = PlanningTask(
      needs: bundle.needs, resources: bundle.resources, policy: policy, week: plan.week,
      version: document.programVersion
    ).fingerprint
    let findings =
      Audit.findings(
        plan: plan, needs: bundle.needs, resources: bundle.resources, policy: policy,
        fingerprint: fingerprint)
      + FolderAudit.findings(plan: plan, services: services, unmet: unmet)
    try tell(findings, plan: plan)
  }

  private func readDocument() throws -> PlanDocument {
    let path = "\(dir)/\(PlanFiles.plan)"
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Failure(.noInput, PlainText.noPlan(path, common.lang))
    }
    do {
      return try PlanDocument(bytes: Array(data))
    } catch {
      throw Failure(.data, PlainText.badDocument(path, error, common.lang))
    }
  }

  private func tell(_ findings: [AuditFinding], plan: Plan) throws {
    switch common.format {
    case .json:
      Console.print(JSONText.of(VerifyDocument(findings, plan: plan, language: common.lang)))
    case .text:
      for finding in findings {
        Console.error(AuditText.line(finding, language: common.lang))
      }
      if !common.quiet || !findings.isEmpty {
        let line = PlainText.verified(findings: findings.count, plan: plan, common.lang)
        findings.isEmpty ? Console.print(line) : Console.error(line)
      }
    }
    if !findings.isEmpty { throw Failure(.refused) }
  }
}
