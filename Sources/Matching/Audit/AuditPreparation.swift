import Synchronization
import ThreeLists

/// What an audit needs of the lists alone, worked out on another thread while a plan is still being made of
/// them.
///
/// The audit works it out in code of its own, from the lists and nothing else; so it is the same before there
/// is a plan and after, and for every plan of the lists. What a certificate proves of some values it reckons once:
/// the planner asks, and the audit of the plan asks again.
public final class AuditPreparation: Sendable {
  let task: PlanningTask
  private let made: Later<AuditLists>
  private let proved = Mutex<Proved?>(nil)

  private struct Proved {
    let certificate: Certificate
    let values: [Int]
    let proof: CertificateProof
  }

  /// The most needs whose candidates are found ahead: those of more take memory that solving wants.
  private static let mostNeeds = 200_000
  /// The fewest needs for which another thread is asked.
  private static let fewestNeeds = 1000

  /// Prepares the audit of a task's plan: once ``begin()`` says so, or somebody asks.
  public init(_ task: PlanningTask) {
    self.task = task
    made = .whenBegun {
      let lists = AuditLists(
        needs: task.listedNeeds, resources: task.resources, policy: task.policy, week: task.week,
        standing: task.standing)
      return lists.needs.count <= AuditPreparation.mostNeeds ? lists.withParts : lists
    }
  }

  /// Has another thread begin, where there is enough to do.
  public func begin() {
    if task.needs.count >= AuditPreparation.fewestNeeds { made.begin() }
  }

  /// What was prepared.
  var lists: AuditLists { made.value }

  /// A view of a plan of the lists.
  func view(of plan: Plan) -> AuditView { AuditView(plan: plan, lists: lists) }

  /// Whatever a plan of the lists breaks, as ``Audit/findings(plan:needs:resources:policy:fingerprint:certificate:)``
  /// finds it.
  ///
  /// - Parameters:
  ///   - plan: a plan of the task's week and standing.
  ///   - fingerprint: what the plan's fingerprint must be.
  ///   - certificate: what proves the tiers; with nil no tier may rest on one.
  /// - Returns: the findings by rule, then by service or need.
  public func findings(
    plan: Plan, fingerprint: String, certificate: Certificate?
  ) -> [AuditFinding] {
    Audit.findings(
      plan: plan, of: lists, fingerprint: fingerprint, certificate: certificate, known: self)
  }

  /// What a certificate proves of a plan's tiers by the lists; what it proves of all plans is reckoned once.
  ///
  /// - Throws: the first place of the certificate that is not as the format says.
  func proof(
    _ certificate: Certificate, values: [Int], in view: AuditView
  ) throws(CertificateFault) -> CertificateProof {
    var ofAll = certificate
    ofAll.alike = nil
    var proof: CertificateProof
    if let known = proved.withLock({ $0 }), known.values == values, known.certificate == ofAll {
      proof = known.proof
    } else {
      proof = try Audit.provedBounds(ofAll, values: values, in: view)
      let found = Proved(certificate: ofAll, values: values, proof: proof)
      proved.withLock { $0 = found }
    }
    // It asks how this plan serves coupled needs.
    if certificate.alike != nil {
      proof.alike = try Audit.provedAlike(certificate, values: values, in: view)
    }
    return proof
  }
}
