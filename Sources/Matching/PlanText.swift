/// The text of plan.json, byte for byte as `JSONEncoder` writes it pretty-printed with sorted keys.
///
/// A week that lacks ten thousands of visits has as many reasons, each with its evidence; through the
/// containers of `Codable` they took longer than to find. Written here key by key, in the order of
/// the sorted keys.
struct PlanText {
  private(set) var bytes: [UInt8] = []
  private var depth = 0
  /// Whether the value to come is the first of its object or list.
  private var isFirst = true

  init(_ plan: PlanDocument) {
    // So much a need of a plan alone takes; others take more.
    bytes.reserveCapacity(1000 + 64 * plan.unmet.count)
    object {
      $0.member("begun", plan.begun) { $0.number($1) }
      $0.member("byHand", plan.byHand) { $0.write($1) }
      $0.member("changesCutOff", plan.changesCutOff) { $0.truth($1) }
      $0.member("cutOff", plan.cutOff) { $0.truth($1) }
      $0.member("fingerprint", plan.fingerprint) { $0.text($1) }
      $0.member("formatVersion", plan.formatVersion) { $0.number($1) }
      $0.member("planOnly", plan.planOnly) { $0.truth($1) }
      $0.member("programVersion", plan.programVersion) { $0.text($1) }
      $0.member("status", plan.status) { $0.text($1) }
      $0.member("tiers", plan.tiers) { $0.list($1) { $0.write($1) } }
      $0.member("unmet", plan.unmet) { $0.list($1) { $0.write($1) } }
      $0.member("week", plan.week) { $0.text($1) }
    }
    bytes.append(10)
  }

  private mutating func write(_ hand: PlanDocument.HandDocument) {
    object {
      $0.member("moves", hand.moves) { $0.list($1) { $0.write($1) } }
      $0.member("planned", hand.planned) { $0.list($1) { $0.number($1) } }
    }
  }

  private mutating func write(_ tier: PlanDocument.TierDocument) {
    object {
      if let bound = tier.bound {
        $0.member("bound", bound) { $0.number($1) }
      } else {
        $0.member("bound", ()) { writer, _ in writer.put("null") }
      }
      $0.member("name", tier.name) { $0.text($1) }
      $0.member("provedBy", tier.provedBy) { $0.text($1) }
      $0.member("value", tier.value) { $0.number($1) }
    }
  }

  private mutating func write(_ unmet: PlanDocument.UnmetDocument) {
    object {
      $0.member("escalateTo", unmet.escalateTo) { $0.text($1) }
      $0.member("further", unmet.further) { $0.list($1) { $0.write($1) } }
      $0.member("missing", unmet.missing) { $0.number($1) }
      $0.member("need", unmet.need) { $0.text($1) }
      $0.member("reason", unmet.reason) { $0.write($1) }
      $0.member("smallestChange", unmet.smallestChange) { $0.write($1) }
    }
  }

  private mutating func write(_ further: PlanDocument.UnmetDocument.FurtherDocument) {
    object {
      $0.member("reason", further.reason) { $0.write($1) }
      $0.member("visits", further.visits) { $0.number($1) }
    }
  }

  private mutating func write(_ reason: ReasonDocument) {
    object {
      $0.member("by", reason.by) { $0.number($1) }
      $0.member("code", reason.code) { $0.text($1) }
      $0.member("counts", reason.counts) { $0.list($1) { $0.write($1) } }
      $0.member("days", reason.days) { $0.number($1) }
      $0.member("holderCount", reason.holderCount) { $0.number($1) }
      $0.member("holders", reason.holders) { $0.texts($1) }
      $0.member("instead", reason.instead) { $0.texts($1) }
      $0.member("nearest", reason.nearest) { $0.write($1) }
      $0.member("offered", reason.offered) { $0.number($1) }
      $0.member("possible", reason.possible) { $0.number($1) }
      $0.member("resourceCount", reason.resourceCount) { $0.number($1) }
      $0.member("resources", reason.resources) { $0.texts($1) }
      $0.member("role", reason.role) { $0.text($1) }
      $0.member("sessions", reason.sessions) { $0.texts($1) }
      $0.member("slotCount", reason.slotCount) { $0.number($1) }
      $0.member("slots", reason.slots) { $0.texts($1) }
      $0.member("tier", reason.tier) { $0.text($1) }
      $0.member("visits", reason.visits) { $0.number($1) }
    }
  }

  private mutating func write(_ count: ReasonDocument.Count) {
    object {
      $0.member("resources", count.resources) { $0.number($1) }
      $0.member("rule", count.rule) { $0.text($1) }
    }
  }

  private mutating func write(_ nearest: ReasonDocument.Nearest) {
    object {
      $0.member("alike", nearest.alike) { $0.number($1) }
      $0.member("resource", nearest.resource) { $0.text($1) }
      $0.member("rules", nearest.rules) { $0.texts($1) }
    }
  }

  private mutating func write(_ change: ChangeDocument) {
    object {
      $0.member("changes", change.changes) { $0.list($1) { $0.write($1) } }
      $0.member("isExhaustive", change.isExhaustive) { $0.truth($1) }
      $0.member("witness", change.witness) { $0.list($1) { $0.write($1) } }
    }
  }

  private mutating func write(_ change: ChangeDocument.Change) {
    object {
      $0.member("change", change.change) { $0.text($1) }
      $0.member("extendsDue", change.extendsDue) { $0.truth($1) }
      $0.member("perSession", change.perSession) { $0.truth($1) }
      $0.member("resource", change.resource) { $0.text($1) }
      $0.member("role", change.role) { $0.text($1) }
      $0.member("session", change.session) { $0.text($1) }
      $0.member("skill", change.skill) { $0.text($1) }
      $0.member("weekly", change.weekly) { $0.truth($1) }
    }
  }

  private mutating func write(_ move: ChangeDocument.Move) {
    object {
      $0.member("from", move.from) { $0.text($1) }
      $0.member("need", move.need) { $0.text($1) }
      $0.member("role", move.role) { $0.text($1) }
      $0.member("to", move.to) { $0.text($1) }
    }
  }
}

/// The form of the text.
extension PlanText {
  /// Unsafe, as a literal shows its bytes no other way.
  private mutating func put(_ text: StaticString) {
    text.withUTF8Buffer { unsafe bytes.append(contentsOf: $0) }
  }

  private mutating func line() {
    bytes.append(10)
    for _ in 0..<depth {
      bytes.append(32)
      bytes.append(32)
    }
  }

  private mutating func open(_ bracket: UInt8) {
    bytes.append(bracket)
    depth += 1
    isFirst = true
  }

  private mutating func close(_ bracket: UInt8) {
    // Where nothing stands inside, the encoder leaves a line empty.
    if isFirst { bytes.append(10) }
    depth -= 1
    line()
    bytes.append(bracket)
    isFirst = false
  }

  private mutating func next() {
    if !isFirst { bytes.append(44) }
    isFirst = false
    line()
  }

  private mutating func object(_ members: (inout PlanText) -> Void) {
    open(123)
    members(&self)
    close(125)
  }

  private mutating func list<Value>(_ values: [Value], _ write: (inout PlanText, Value) -> Void) {
    open(91)
    for value in values {
      next()
      write(&self, value)
    }
    close(93)
  }

  /// Writes a member, unless it is absent.
  private mutating func member<Value>(
    _ key: StaticString, _ value: Value?, _ write: (inout PlanText, Value) -> Void
  ) {
    guard let value else { return }
    next()
    bytes.append(34)
    put(key)
    put("\" : ")
    write(&self, value)
  }

  private mutating func texts(_ values: [String]) { list(values) { $0.text($1) } }

  private mutating func number(_ value: Int) { bytes.append(json: value) }

  private mutating func truth(_ value: Bool) { put(value ? "true" : "false") }

  private mutating func text(_ value: String) { bytes.append(json: value) }
}
