import Foundation
import Ledger
import Matching
import ThreeLists

/// An unmet need as the event of a plan records it: how many visits lack, why, the smallest change,
/// and the level to turn to.
///
/// The needs that hold a place, and how others would move, are left out: they stand in plan.json.
/// Events of earlier versions have no facts and no change.
struct UnmetRecord: Hashable {
  var need: String
  var missing: Int
  /// ``UnmetReason/code``.
  var code: String
  /// The reason without those who hold places; nil in events of earlier versions.
  var facts: ReasonDocument?
  /// The level to turn to; nil where the plan was cut off.
  var level: GridLevel?
  /// The changes with which the need would be served; none where only the policy's order of tiers
  /// keeps it unserved, nil where no change was found or none was looked for.
  var changes: [ListChange]?
  /// Whether changes were looked for; false where the time was up, and in events that do not say.
  var isSought: Bool

  init(_ unmet: Unmet) {
    need = unmet.need
    missing = unmet.missing
    code = unmet.reason.code
    var facts = ReasonDocument(unmet.reason)
    facts.holders = nil
    facts.instead = nil
    self.facts = facts
    level = unmet.escalation
    changes = unmet.smallestChange.flatMap { $0.isFound ? $0.changes : nil }
    isSought = unmet.smallestChange != nil
  }

  /// The member of an event's `unmet`.
  var value: JSONValue {
    var entry: [String: JSONValue] = [
      "need": .text(need), "missing": .number(missing), "reason": .text(code),
    ]
    if let level { entry["level"] = .text(level.rawValue) }
    if let facts { entry["facts"] = UnmetRecord.json(facts) }
    if isSought { entry["sought"] = .bool(true) }
    if let changes { entry["changes"] = UnmetRecord.json(changes.map(ChangeDocument.Change.init)) }
    return .object(entry)
  }

  /// Reads a member of an event's `unmet`; nil when it lacks what every one has.
  init?(_ value: JSONValue) {
    guard let need = value["need"]?.text, let missing = value["missing"]?.number,
      let code = value["reason"]?.text
    else { return nil }
    self.need = need
    self.missing = missing
    self.code = code
    facts = value["facts"].flatMap { UnmetRecord.read(ReasonDocument.self, $0) }
    level = value["level"]?.text.flatMap { GridLevel(rawValue: $0) }
    isSought = value["sought"]?.bool ?? (value["changes"] != nil)
    changes = value["changes"]
      .flatMap { UnmetRecord.read([ChangeDocument.Change].self, $0) }
      .flatMap { documents in
        let changes = documents.compactMap(\.value)
        return changes.count == documents.count ? changes : nil
      }
  }

  /// The unmet needs of a plan's event, in its order.
  static func all(_ body: JSONValue?) -> [UnmetRecord] {
    (body?["unmet"]?.values ?? []).compactMap { UnmetRecord($0) }
  }

  /// Whether the lists alone, or a tight set of places held by needs of equal or higher class, prove
  /// that nobody of the level could have served the need in that week.
  var isProved: Bool { UnmetRecord.proofs.contains(code) }

  /// Whether the lists alone prove it: not even an empty week would have served it.
  var isUnservable: Bool { UnmetRecord.unservable.contains(code) }

  static let unservable: Set<String> = ["no-candidate", "few-days", "role-unfilled", "few-places"]
  static let proofs = unservable.union(["sessions-full", "weeks-full"])

  private static func json(_ value: some Encodable) -> JSONValue {
    (try? JSONEncoder().encode(value))
      .flatMap { try? JSONDecoder().decode(JSONValue.self, from: $0) } ?? .null
  }

  private static func read<Value: Decodable>(_ type: Value.Type, _ value: JSONValue) -> Value? {
    (try? JSONEncoder().encode(value)).flatMap { try? JSONDecoder().decode(type, from: $0) }
  }
}
