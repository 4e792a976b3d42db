import ThreeLists

/// A need as its event records it: what the model reads, without any personal field.
///
/// A special group is recorded as 有, which keeps the need's class; contact and 内容 stand in a
/// table of their own, from which they can be removed.
enum NeedRecord {
  /// The body of the event.
  static func body(_ need: Need) -> [String: JSONValue] {
    var body: [String: JSONValue] = [
      "grid": .text(need.grid.digits), "category": .text(need.category),
      "urgency": .text(need.urgency.code), "reported_on": .text(need.reportedOn.description),
      "visits": .number(need.visits), "carried": .number(need.carried),
      "partial": .bool(need.allowsPartial), "special_group": .bool(!need.specialGroups.isEmpty),
    ]
    if let due = need.dueOn { body["due_on"] = .text(due.description) }
    if need.sessions != .all {
      body["sessions"] = .texts(need.sessions.sessions.map(\.description))
    }
    if let previous = need.previous { body["previous"] = .text(previous) }
    let lists: [(String, [String])] = [
      ("roles", need.roles.map(\.description)), ("skills", need.skills),
      ("without", need.without), ("requested", need.requested),
      ("pinned", need.pinned.map(\.description)), ("banned", need.banned),
    ]
    for (key, texts) in lists where !texts.isEmpty { body[key] = .texts(texts) }
    return body
  }

  /// The need of an event.
  ///
  /// - Throws: ``Illegality/incomplete(key:)`` naming what the event lacks.
  static func need(_ event: Event) throws(Illegality) -> Need {
    let body = event.entry.body
    guard let id = event.entry.need else { throw .incomplete(key: "need") }
    guard let grid = body["grid"]?.text.flatMap({ GridCode($0) }) else {
      throw .incomplete(key: "grid")
    }
    guard let category = body["category"]?.text else { throw .incomplete(key: "category") }
    guard let reported = body["reported_on"]?.text.flatMap({ Moment($0)?.day }) else {
      throw .incomplete(key: "reported_on")
    }
    guard let urgency = body["urgency"]?.text.flatMap({ Urgency(code: $0) }) else {
      throw .incomplete(key: "urgency")
    }
    var need = Need.Columns(
      id: id, origin: Origin(file: "", line: event.seq), grid: grid, category: category,
      reportedOn: reported)
    need.urgency = urgency
    need.dueOn = body["due_on"]?.text.flatMap { Moment($0)?.day }
    if let sessions = body["sessions"]?.texts {
      need.sessions = SessionSet(sessions.compactMap { Session($0) })
    }
    need.visits = body["visits"]?.number ?? 1
    need.carried = body["carried"]?.number ?? 0
    need.allowsPartial = body["partial"]?.bool ?? true
    need.specialGroups = body["special_group"]?.bool == true ? ["有"] : []
    need.previous = body["previous"]?.text
    need.roles = body["roles"]?.texts.compactMap(role) ?? []
    need.skills = body["skills"]?.texts ?? []
    need.without = body["without"]?.texts ?? []
    need.requested = body["requested"]?.texts ?? []
    need.pinned = body["pinned"]?.texts.compactMap(pin) ?? []
    need.banned = body["banned"]?.texts ?? []
    return Need(need)
  }

  private static func role(_ text: String) -> RoleRequirement? {
    guard let colon = text.lastIndex(of: ":"), let count = Int(text[text.index(after: colon)...])
    else { return nil }
    return RoleRequirement(role: String(text[..<colon]), count: count)
  }

  private static func pin(_ text: String) -> Pin? {
    guard let at = text.lastIndex(of: "@") else { return Pin(resource: text) }
    guard let session = Session(String(text[text.index(after: at)...])) else { return nil }
    return Pin(resource: String(text[..<at]), session: session)
  }
}

/// A resource as its event records it, without any personal field.
enum ResourceRecord {
  /// The body of the event.
  static func body(_ resource: Resource) -> [String: JSONValue] {
    var body: [String: JSONValue] = [
      "unit": .text(resource.unit), "areas": .texts(resource.areas.map(\.description)),
      "weekly": .number(resource.weekly), "per_session": .number(resource.perSession),
      "minimum": .number(resource.minimum), "history": .number(resource.history),
    ]
    if !resource.kind.isEmpty { body["kind"] = .text(resource.kind) }
    if let home = resource.home { body["home"] = .text(home.digits) }
    if resource.sessions != .all {
      body["sessions"] = .texts(resource.sessions.sessions.map(\.description))
    }
    if let weight = resource.weight { body["weight"] = .number(weight) }
    if let last = resource.validTo { body["valid_to"] = .text(last.description) }
    let lists: [(String, [String])] = [
      ("categories", resource.categories), ("roles", resource.roles),
      ("skills", resource.skills),
    ]
    for (key, texts) in lists where !texts.isEmpty { body[key] = .texts(texts) }
    return body
  }

  /// The resource of an event.
  ///
  /// - Throws: ``Illegality/incomplete(key:)`` naming what the event lacks.
  static func resource(_ event: Event) throws(Illegality) -> Resource {
    let body = event.entry.body
    guard let id = event.entry.resource else { throw .incomplete(key: "resource") }
    guard let unit = body["unit"]?.text else { throw .incomplete(key: "unit") }
    guard let weekly = body["weekly"]?.number else { throw .incomplete(key: "weekly") }
    let areas = body["areas"]?.texts.compactMap { Area($0) } ?? []
    guard !areas.isEmpty else { throw .incomplete(key: "areas") }
    var resource = Resource(
      id: id, origin: Origin(file: "", line: event.seq), unit: unit, areas: areas, weekly: weekly)
    resource.kind = body["kind"]?.text ?? ""
    resource.home = body["home"]?.text.flatMap { GridCode($0) }
    if let sessions = body["sessions"]?.texts {
      resource.sessions = SessionSet(sessions.compactMap { Session($0) })
    }
    resource.perSession = body["per_session"]?.number ?? 1
    resource.minimum = body["minimum"]?.number ?? 0
    resource.history = body["history"]?.number ?? 0
    resource.weight = body["weight"]?.number
    resource.validTo = body["valid_to"]?.text.flatMap { Moment($0)?.day }
    resource.categories = body["categories"]?.texts ?? []
    resource.roles = body["roles"]?.texts ?? []
    resource.skills = body["skills"]?.texts ?? []
    return resource
  }
}
