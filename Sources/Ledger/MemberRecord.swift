import ThreeLists

/// A member as the ledger knows them, without any personal field.
public struct MemberRecord: Hashable, Sendable {
  /// The last registration; without a name.
  public var member: Member
  /// When it was recorded.
  public var registeredAt: Moment

  /// The entry with which a member is registered, or registered anew.
  public static func entry(_ member: Member, time: Moment, actor: String) -> Entry {
    Entry(.registered, time: time, actor: actor, body: body(member))
  }

  /// The body of the event.
  static func body(_ member: Member) -> [String: JSONValue] {
    var body: [String: JSONValue] = [
      "member": .text(member.id), "unit": .text(member.unit),
      "work_community": .text(member.workCommunity.digits),
      "home_community": .text(member.homeCommunity.digits),
    ]
    if !member.skills.isEmpty { body["skills"] = .texts(member.skills) }
    if !member.group.isEmpty { body["grid_group"] = .text(member.group) }
    return body
  }

  /// The member of an event.
  ///
  /// - Throws: ``Illegality/incomplete(key:)`` naming what the event lacks.
  init(_ event: Event) throws(Illegality) {
    let body = event.entry.body
    func community(_ key: String) throws(Illegality) -> GridCode {
      guard let code = body[key]?.text.flatMap({ GridCode($0) }) else {
        throw .incomplete(key: key)
      }
      return code
    }
    guard let id = body["member"]?.text else { throw .incomplete(key: "member") }
    guard let unit = body["unit"]?.text else { throw .incomplete(key: "unit") }
    member = Member(
      id: id, origin: Origin(file: "", line: event.seq), unit: unit,
      workCommunity: try community("work_community"),
      homeCommunity: try community("home_community"))
    member.skills = body["skills"]?.texts ?? []
    member.group = body["grid_group"]?.text ?? ""
    registeredAt = event.entry.time
  }
}

/// A member who came on a visit, and for how long.
public struct Attendance: Hashable, Sendable {
  /// The member's identifier.
  public var member: String
  /// Hundredths of an hour.
  public var hours: Int

  /// An attendance by its parts.
  public init(member: String, hours: Int) {
    self.member = member
    self.hours = hours
  }

  /// What an event of kind `done` says of who came.
  ///
  /// - Parameters:
  ///   - attendances: members, each once.
  ///   - hours: of the order as a whole, in hundredths; nil when nobody said.
  /// - Returns: members of the event's body.
  public static func body(_ attendances: [Attendance], hours: Int?) -> [String: JSONValue] {
    var body: [String: JSONValue] = [:]
    if let hours { body["hours"] = .number(hours) }
    if !attendances.isEmpty {
      body["members"] = .list(
        attendances.map { .object(["member": .text($0.member), "hours": .number($0.hours)]) })
    }
    return body
  }

  static func all(_ body: JSONValue) throws(Illegality) -> [Attendance] {
    var result: [Attendance] = []
    for value in body["members"]?.values ?? [] {
      guard let member = value["member"]?.text, let hours = value["hours"]?.number else {
        throw .incomplete(key: "members")
      }
      result.append(Attendance(member: member, hours: hours))
    }
    return result
  }
}
