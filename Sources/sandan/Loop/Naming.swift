import Ledger
import ListFiles
import ThreeLists

/// Why an entry cannot be made, as a defect of its row.
struct EntryFault: Error {
  var defect: ListDefect

  init(_ kind: ListDefect.Kind, _ key: String, of row: EntryRow) { defect = row.defect(kind, key) }
}

/// Finds what an identifier means that may be shortened as long as it is clear.
enum Naming {
  /// The need a cell means; where a shortened identifier fits several, the only one that `fits`.
  static func need(
    _ row: EntryRow, _ key: String, in state: LedgerState, fits: (NeedCase) -> Bool
  ) throws(EntryFault) -> NeedCase {
    // Most tables name needs whole.
    if let need = state.needs[row[key]] { return need }
    let id = try name(row, key, among: state.needs.keys.sorted()) { id in
      state.needs[id].map(fits) ?? false
    }
    guard let need = state.needs[id] else {
      throw EntryFault(.unknownEntry(nearest: []), key, of: row)
    }
    return need
  }

  /// The order a cell means.
  static func order(
    _ row: EntryRow, _ key: String, in state: LedgerState, fits: (Order) -> Bool
  ) throws(EntryFault) -> Order {
    if let order = state.order(row[key]) { return order }
    // A need's whole identifier means its own orders, and none of a need whose begins alike.
    if let need = state.needs[row[key]] {
      let own = need.orders.values.filter { !$0.isWithdrawn }.sorted { $0.service < $1.service }
      let fitting = own.filter(fits)
      if let only = own.count == 1 ? own.first : fitting.count == 1 ? fitting.first : nil {
        return only
      }
      if own.isEmpty { throw EntryFault(.againstLedger(.withoutOrder), key, of: row) }
      let candidates = (fitting.isEmpty ? own : fitting).prefix(shown).map(\.service)
      throw EntryFault(.ambiguousEntry(candidates: Array(candidates)), key, of: row)
    }
    let id = try name(row, key, among: state.owners.keys.sorted()) { id in
      state.order(id).map { !$0.isWithdrawn && fits($0) } ?? false
    }
    guard let order = state.order(id) else {
      throw EntryFault(.unknownEntry(nearest: []), key, of: row)
    }
    return order
  }

  /// Whether a text stands in an identifier, and cuts through no number; zeros before it are left out.
  private static func isPart(_ text: String, of identifier: String) -> Bool {
    identifier.ranges(of: text).contains { range in
      let before = identifier[..<range.lowerBound].reversed().prefix(while: \.isNumber)
        .first { $0 != "0" }
      let after = identifier[range.upperBound...].first
      func cuts(_ inner: Character?, _ outer: Character?) -> Bool {
        inner?.isNumber == true && outer?.isNumber == true
      }
      return !cuts(text.first, before) && !cuts(text.last, after)
    }
  }

  /// The candidates shown of many.
  private static let shown = 8

  /// The whole identifier, else a beginning, else whole parts between hyphens, else any part; where
  /// several have it, the only one that fits.
  private static func name(
    _ row: EntryRow, _ key: String, among all: [String], fits: (String) -> Bool
  ) throws(EntryFault) -> String {
    let text = row[key]
    guard !text.isEmpty else { throw EntryFault(.emptyRequired(isCount: false), key, of: row) }
    let ways: [(String) -> Bool] = [
      { $0 == text }, { $0.hasPrefix(text) }, { "-\($0)-".contains("-\(text)-") },
      { isPart(text, of: $0) },
    ]
    for way in ways {
      let found = all.filter(way)
      if found.count == 1 { return found[0] }
      let fitting = found.filter(fits)
      if fitting.count == 1 { return fitting[0] }
      if found.count > 1 {
        let candidates = Array((fitting.isEmpty ? found : fitting).prefix(shown))
        throw EntryFault(.ambiguousEntry(candidates: candidates), key, of: row)
      }
    }
    throw EntryFault(.unknownEntry(nearest: Nearest.words(to: text, among: all)), key, of: row)
  }

  /// The code of a reason given by code or name.
  static func reason(
    _ row: EntryRow, _ dictionary: CodeDictionary
  ) throws(EntryFault) -> String {
    let text = row["reason"]
    guard !text.isEmpty else { throw EntryFault(.emptyRequired(isCount: false), "reason", of: row) }
    guard let name = dictionary.name(of: text),
      let entry = dictionary.entries.first(where: { $0.name == name })
    else {
      let known = dictionary.entries.map(\.name)
      let nearest = Nearest.words(to: text, among: known + dictionary.entries.map(\.code))
      throw EntryFault(.unknownCode(nearest: nearest.isEmpty ? known : nearest), "reason", of: row)
    }
    return entry.code
  }

  /// 是 or 否.
  static func flag(_ row: EntryRow, _ key: String) throws(EntryFault) -> Bool {
    switch row[key].lowercased() {
    case "是", "yes", "true", "1": return true
    case "否", "no", "false", "0": return false
    case "": throw EntryFault(.emptyRequired(isCount: false), key, of: row)
    default: throw EntryFault(.notBoolean, key, of: row)
    }
  }

  /// The time a row states, else the present.
  static func time(_ row: EntryRow, now: Moment) throws(EntryFault) -> Moment {
    guard !row["time"].isEmpty else { return now }
    guard let time = EntryReader.moment(row["time"]) else {
      throw EntryFault(.notMoment, "time", of: row)
    }
    guard time <= now else {
      throw EntryFault(.againstLedger(.inFuture(now: now)), "time", of: row)
    }
    return time
  }
}

extension Illegality {
  /// What stands in the way of an entry; nil for what only a damaged ledger can say.
  var obstacle: Obstacle? {
    switch self {
    case .step(_, let state, let kind):
      // The table may permit the kind, and the need's orders not.
      .state(
        state.rawValue, event: kind.rawValue,
        possible: Transition.kinds(in: state).filter { $0 != kind }.map(\.rawValue))
    case .order(_, let state, _): .orderState(state.rawValue)
    case .openOrder(_, let service, _): .openOrder(service: service)
    case .solved: .solved
    case .backwards(_, let last): .earlierThanLast(last)
    case .notUndoable: .notUndoable
    case .restsOn(_, let later): .restsOn(later: later.rawValue)
    case .unknownService: .orderState("withdrawn")
    case .unknownNeed, .knownNeed, .unknownWeek, .stage, .incomplete: nil
    }
  }

  /// The need or the order that it is about; nil when it is about neither.
  var subject: String? {
    switch self {
    case .step(let need, _, _), .openOrder(let need, _, _), .solved(let need),
      .backwards(let need, _), .unknownNeed(let need), .knownNeed(let need):
      need
    case .order(let service, _, _), .unknownService(let service): service
    case .unknownWeek, .stage, .incomplete, .notUndoable, .restsOn: nil
    }
  }
}
