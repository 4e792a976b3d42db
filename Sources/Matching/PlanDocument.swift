import ThreeLists

/// plan.json: what a plan claims, in a versioned form.
///
/// Services stand in services.csv and nowhere else; the document adds the tiers, what is proved of
/// them, and the reasons of unmet needs as data.
public struct PlanDocument: Codable, Hashable, Sendable {
  /// The version of the format that this program reads and writes.
  public static let currentFormatVersion = 1

  /// The format's version.
  public var formatVersion: Int
  /// The version of the program that planned.
  public var programVersion: String
  /// The week, such as 2026-W48.
  public var week: String
  /// ``Fingerprint`` of the task.
  public var fingerprint: String
  /// `optimal`, `search` or `gap`.
  public var status: String
  /// Whether a limit cut the search off.
  public var cutOff: Bool
  /// Sessions of the week that had begun, in a re-dispatch; absent in a first plan.
  public var begun: Int?
  /// Whether a limit ended the search for smallest changes before every unmet need had one.
  public var changesCutOff: Bool
  /// True where the plan and its proof alone were asked for; else absent.
  public var planOnly: Bool?
  /// The tiers in the policy's order.
  public var tiers: [TierDocument]
  /// The unmet needs, sorted by identifier.
  public var unmet: [UnmetDocument]
  /// What was changed by hand; absent in a plan as it was reckoned.
  public var byHand: HandDocument?

  /// ``HandChanges`` as plan.json writes them.
  public struct HandDocument: Codable, Hashable, Sendable {
    /// The tiers' values before, in the order of ``PlanDocument/tiers``.
    public var planned: [Int]
    /// What is filled otherwise.
    public var moves: [ChangeDocument.Move]

    /// The document of changes.
    public init(_ changes: HandChanges) {
      planned = changes.planned
      moves = changes.moves.map(ChangeDocument.Move.init)
    }

    /// The changes, or nil when a move has another form.
    public var value: HandChanges? {
      let moves = moves.compactMap(\.value)
      return moves.count == self.moves.count ? HandChanges(planned: planned, moves: moves) : nil
    }
  }

  /// A tier as plan.json writes it.
  public struct TierDocument: Codable, Hashable, Sendable {
    /// `served.0`, ...
    public var name: String
    /// The value in the tier's own direction.
    public var value: Int
    /// The bound, null after the first open tier.
    public var bound: Int?
    /// `certificate`, `search` or `open`.
    public var provedBy: String

    /// Writes a bound that is absent as null, so that every tier has the same four keys.
    public func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(name, forKey: .name)
      try container.encode(value, forKey: .value)
      try container.encode(bound, forKey: .bound)
      try container.encode(provedBy, forKey: .provedBy)
    }
  }

  /// An unmet need as plan.json writes it.
  public struct UnmetDocument: Codable, Hashable, Sendable {
    /// The need.
    public var need: String
    /// Visits that lack.
    public var missing: Int
    /// The reason; absent with ``PlanDocument/planOnly``, and only then.
    public var reason: ReasonDocument?
    /// The smallest change; absent where ``PlanDocument/changesCutOff`` allows it, and with `cut-off` and `by-hand`.
    public var smallestChange: ChangeDocument?
    /// `community`, `town` or `county`; absent with the reasons `cut-off` and `by-hand`.
    public var escalateTo: String?

    /// What stops the last of the visits missing; absent when `reason` stops them all.
    public var further: [FurtherDocument]?

    /// A ``FurtherObstacle``.
    public struct FurtherDocument: Codable, Hashable, Sendable {
      /// Visits that it stops.
      public var visits: Int
      /// Why.
      public var reason: ReasonDocument
    }

    /// The document of an unmet need.
    public init(_ unmet: Unmet) {
      need = unmet.need
      missing = unmet.missing
      reason = unmet.reason == .notAsked ? nil : ReasonDocument(unmet.reason)
      further =
        unmet.further.isEmpty
        ? nil
        : unmet.further.map {
          FurtherDocument(visits: $0.visits, reason: ReasonDocument($0.reason))
        }
      smallestChange = unmet.smallestChange.map(ChangeDocument.init)
      escalateTo = unmet.escalation?.rawValue
    }
  }

  /// The document of a plan; of one whose smallest changes were not looked for it is not complete, and
  /// a reader refuses it (rule `change-missing`).
  public init(_ plan: Plan, programVersion: String) {
    formatVersion = PlanDocument.currentFormatVersion
    self.programVersion = programVersion
    week = plan.week.description
    fingerprint = plan.fingerprint
    status = plan.status.rawValue
    cutOff = plan.cutOff
    begun = plan.standing?.begun
    changesCutOff = plan.changesSought == .cutOff
    planOnly = plan.planOnly ? true : nil
    tiers = plan.tiers.map {
      TierDocument(
        name: $0.name.description, value: $0.value, bound: $0.bound,
        provedBy: $0.provedBy.rawValue)
    }
    unmet = plan.unmet.map(UnmetDocument.init)
    byHand = plan.byHand.map(HandDocument.init)
  }

  /// Reads a document.
  ///
  /// - Parameter bytes: JSON in UTF-8, no key twice, no number but whole ones.
  /// - Throws: ``PlanDocumentError`` naming the place that is wrong.
  public init(bytes: [UInt8]) throws(PlanDocumentError) {
    self = try StrictJSON.decode(PlanDocument.self, from: bytes)
    guard formatVersion == PlanDocument.currentFormatVersion else {
      throw PlanDocumentError(path: "formatVersion")
    }
    guard begun.map((0...Session.count).contains) ?? true else {
      throw PlanDocumentError(path: "begun")
    }
  }

  /// The JSON text: keys sorted, two spaces, a newline at the end.
  ///
  /// - Complexity: O(bytes), written anew each time.
  public var bytes: [UInt8] { PlanText(self).bytes }

  /// The plan that the document and a service list make together.
  ///
  /// - Parameter services: the rows of services.csv.
  /// - Returns: the plan, its services in the order given.
  /// - Throws: ``PlanDocumentError`` naming the first key whose text is no value of ours.
  public func plan(services: [Service]) throws(PlanDocumentError) -> Plan {
    guard let week = Week(week) else { throw PlanDocumentError(path: "week") }
    guard let status = PlanStatus(rawValue: status) else {
      throw PlanDocumentError(path: "status")
    }
    var results: [TierResult] = []
    for (index, tier) in tiers.enumerated() {
      guard let name = TierName(tier.name) else {
        throw PlanDocumentError(path: "tiers[\(index)].name")
      }
      guard let proof = TierProof(rawValue: tier.provedBy) else {
        throw PlanDocumentError(path: "tiers[\(index)].provedBy")
      }
      results.append(
        TierResult(name: name, value: tier.value, bound: tier.bound, provedBy: proof))
    }
    var missing: [Unmet] = []
    for (index, entry) in unmet.enumerated() {
      // Whether one may lack, the audit says.
      guard let reason = entry.reason.map(\.reason) ?? .notAsked else {
        throw PlanDocumentError(path: "unmet[\(index)].reason")
      }
      var further: [FurtherObstacle] = []
      for (place, obstacle) in (entry.further ?? []).enumerated() {
        guard let reason = obstacle.reason.reason else {
          throw PlanDocumentError(path: "unmet[\(index)].further[\(place)].reason")
        }
        further.append(FurtherObstacle(visits: obstacle.visits, reason: reason))
      }
      let change = entry.smallestChange.map(\.value)
      if case .some(.none) = change {
        throw PlanDocumentError(path: "unmet[\(index)].smallestChange")
      }
      let level = entry.escalateTo.map { GridLevel(rawValue: $0) }
      if case .some(.none) = level {
        throw PlanDocumentError(path: "unmet[\(index)].escalateTo")
      }
      missing.append(
        Unmet(
          need: entry.need, missing: entry.missing, reason: reason, further: further,
          smallestChange: change ?? nil, escalation: level ?? nil))
    }
    let hand = byHand.map(\.value)
    if case .some(.none) = hand { throw PlanDocumentError(path: "byHand.moves") }
    let planOnly = planOnly ?? false
    return Plan(
      week: week, fingerprint: fingerprint, status: status, cutOff: cutOff, tiers: results,
      services: services, unmet: missing,
      changesSought: changesCutOff ? .cutOff : planOnly ? .notSearched : .complete,
      planOnly: planOnly, byHand: hand ?? nil)
  }
}

/// A place in plan.json that is not as the format says.
public struct PlanDocumentError: Error, Hashable, Sendable {
  /// The path of keys, such as `tiers[3].name`; empty when the text is no JSON at all.
  public var path: String
}

extension DecodingError {
  /// The path of keys to the value at fault.
  var path: String {
    let context: Context
    var last = ""
    switch self {
    case .typeMismatch(_, let found), .valueNotFound(_, let found), .dataCorrupted(let found):
      context = found
    case .keyNotFound(let key, let found):
      context = found
      last = key.stringValue
    @unknown default: return ""
    }
    var path = ""
    for key in context.codingPath {
      if let index = key.intValue {
        path += "[\(index)]"
      } else {
        path += (path.isEmpty ? "" : ".") + key.stringValue
      }
    }
    return last.isEmpty ? path : path + (path.isEmpty ? "" : ".") + last
  }
}
