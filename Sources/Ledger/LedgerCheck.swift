/// What an examination of a ledger found.
public struct LedgerCheck: Hashable, Sendable {
  /// What is wrong; empty when the ledger is whole.
  public internal(set) var findings: [LedgerFinding] = []
  /// The events that can be read.
  public private(set) var events = 0
  /// The hash of the last of them.
  public private(set) var head = Event.origin
  /// The needs received.
  public private(set) var needs = 0

  init() {}

  /// Examines the events one after the other, and goes on after a fault as far as can be.
  mutating func examine(_ rows: [EventTable.StoredRow], head noted: String?) {
    var state = LedgerState()
    var hashes: Set<String> = [Event.origin]
    var transitions: [LedgerFinding] = []
    for (index, row) in rows.enumerated() {
      guard case .event(let event) = row else {
        if case .malformed(let finding) = row { findings.append(finding) }
        continue
      }
      if event.seq != index + 1 || event.previous != head || !event.isIntact {
        findings.append(
          LedgerFinding(.chain, seq: event.seq, detail: event.entry.kind.rawValue))
      }
      do throws(Illegality) {
        try state.apply(event)
      } catch {
        transitions.append(LedgerFinding(.transition, seq: event.seq, detail: error.description))
      }
      head = event.hash
      hashes.insert(event.hash)
      events += 1
    }
    findings += transitions
    needs = state.intake
    if transitions.isEmpty { examineConservation(rows, state) }
    if let noted, !hashes.contains(noted.lowercased()) {
      findings.append(LedgerFinding(.head, detail: noted))
    }
  }

  /// Counts the needs and their orders once more, from the events alone.
  private mutating func examineConservation(_ rows: [EventTable.StoredRow], _ state: LedgerState) {
    var received: Set<String> = []
    var services: [String: String] = [:]
    for case .event(let event) in rows {
      guard let need = event.entry.need else { continue }
      if event.entry.kind == .received { received.insert(need) }
      if event.entry.kind == .dispatched, let service = event.entry.service {
        services[service] = need
      }
    }
    let sum = state.counts.values.reduce(0, +)
    if sum != received.count || Set(state.needs.keys) != received || state.intake != sum {
      findings.append(
        LedgerFinding(.conservation, detail: "\(received.count) received, \(sum) in a state"))
    }
    let held = state.needs.values.reduce(0) { $0 + $1.orders.count }
    if services != state.owners || held != services.count {
      findings.append(
        LedgerFinding(.conservation, detail: "\(services.count) dispatched, \(held) held"))
    }
  }
}
