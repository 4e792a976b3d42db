import Crypto
import ThreeLists

/// What somebody says has happened, before it has its place in the ledger.
public struct Entry: Hashable, Sendable {
  /// When, by the office's clock or as somebody stated it.
  public var time: Moment
  /// Who says so.
  public var actor: String
  /// What.
  public var kind: EventKind
  /// The week it is about.
  public var week: Week?
  /// The need it is about.
  public var need: String?
  /// The service, that is the order, it is about.
  public var service: String?
  /// The resource it is about.
  public var resource: String?
  /// What else there is to say; an object.
  public var body: JSONValue

  /// An entry by its parts.
  public init(
    _ kind: EventKind, time: Moment, actor: String, week: Week? = nil, need: String? = nil,
    service: String? = nil, resource: String? = nil, body: [String: JSONValue] = [:]
  ) {
    self.time = time
    self.actor = actor
    self.kind = kind
    self.week = week
    self.need = need
    self.service = service
    self.resource = resource
    self.body = .object(body)
  }
}

/// An entry in its place.
public struct Event: Hashable, Sendable {
  /// The place, from 1, without gaps.
  public let seq: Int
  /// What is said.
  public let entry: Entry
  /// The hash of the event before; 64 zeros for the first.
  public let previous: String
  /// SHA-256 of all above, 64 hexadecimal digits.
  public let hash: String

  /// What stands before the first event.
  public static let origin = String(repeating: "0", count: 64)

  /// An entry put after an event.
  init(_ entry: Entry, seq: Int, previous: String) {
    self.seq = seq
    self.entry = entry
    self.previous = previous
    hash = Event.hash(entry, seq: seq, previous: previous)
  }

  /// An event as somebody stored it, with the hash that stands there.
  init(_ entry: Entry, seq: Int, previous: String, storedHash: String) {
    self.seq = seq
    self.entry = entry
    self.previous = previous
    hash = storedHash
  }

  /// Whether the hash is that of the content.
  var isIntact: Bool { hash == Event.hash(entry, seq: seq, previous: previous) }

  /// SHA-256 of the canonical JSON list of seq, time, actor, kind, week, need, service, resource,
  /// the body's canonical text and the hash before; absent parts are empty texts.
  private static func hash(_ entry: Entry, seq: Int, previous: String) -> String {
    let content = JSONValue.list([
      .number(seq), .text(entry.time.description), .text(entry.actor), .text(entry.kind.rawValue),
      .text(entry.week?.description ?? ""), .text(entry.need ?? ""), .text(entry.service ?? ""),
      .text(entry.resource ?? ""), .text(entry.body.canonical), .text(previous),
    ])
    let digits = Array("0123456789abcdef".utf8)
    var hexadecimal: [UInt8] = []
    for byte in SHA256.hash(data: Array(content.canonical.utf8)) {
      hexadecimal.append(digits[Int(byte >> 4)])
      hexadecimal.append(digits[Int(byte & 15)])
    }
    return String(decoding: hexadecimal, as: UTF8.self)
  }

  /// The members of ``exported``, in the order of a table's columns.
  public static let columns = [
    "seq", "time", "actor", "kind", "week", "need", "service", "resource", "body", "previous",
    "hash",
  ]

  /// The event as an object; absent parts are empty texts.
  public var exported: JSONValue {
    .object([
      "seq": .number(seq), "time": .text(entry.time.description), "actor": .text(entry.actor),
      "kind": .text(entry.kind.rawValue), "week": .text(entry.week?.description ?? ""),
      "need": .text(entry.need ?? ""), "service": .text(entry.service ?? ""),
      "resource": .text(entry.resource ?? ""), "body": entry.body, "previous": .text(previous),
      "hash": .text(hash),
    ])
  }
}
