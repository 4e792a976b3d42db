import ThreeLists

/// Turns a row of the needs list into a need.
struct NeedReader {
  let policy: Policy
  let week: Week?
  private static let nowhere = GridCode("0")!

  /// The need, as far as its row can be read.
  func read(_ reader: inout RowReader) -> Need {
    let id = reader.identifier("need_id")
    let levels = policy.levels
    let grid = reader.grid("grid", lengths: [levels.community, levels.grid], isRequired: true)
    let open = policy.openDictionaries
    let category =
      reader.required("category").isEmpty
      ? nil : reader.optionalCode("category", policy.categories, open: open)
    let description = reader.verbatim("description")
    let urgency = urgency(&reader)
    let reported = reader.date("reported_on", isRequired: true)
    if let reported, let week, reported > week.sunday {
      reader.note(.reportedAfterWeek(last: week.sunday), "reported_on")
    }
    let due = reader.date("due_on")
    if let due, let reported, due < reported {
      reader.note(.dueBeforeReported(reported: reported), "due_on")
    } else if let due, let week, due < week.monday {
      reader.note(.overdue(monday: week.monday), "due_on", severity: .warning)
    }
    let sessions = reader.sessions("sessions")
    let visits = reader.count("visits", least: 1, default: 1)
    let roles = roles(&reader)
    let skills = reader.codes("skills", policy.skills, open: open)
    if !skills.isEmpty, roles?.isEmpty == false { reader.note(.skillsBesideRoles, "skills") }
    let without = reader.codes("without", policy.skills, open: open)
    let groups =
      reader.text("special_group") == "有"
      ? ["有"]
      : reader.codes("special_group", policy.specialGroups, open: open)
    let requested = reader.references("requested")
    let previous = reader.reference("previous")
    let pinned = pins(&reader)
    if let visits, let roles {
      let places = visits * max(1, roles.reduce(0) { $0 + $1.count })
      if pinned.count > places { reader.note(.tooManyPins(places: places), "pinned") }
    }
    let banned = reader.references("banned")
    let partial = reader.flag("partial", default: true)
    let carried = reader.count("carried", least: 0, default: 0)
    let firstResponsible = reader.text("first_responsible")
    let contact = Contact(
      name: reader.verbatim("contact_name"), phone: reader.verbatim("contact_phone"),
      address: reader.verbatim("address"))
    var need = Need(
      id: id, origin: reader.origin, grid: reader.value(grid, orStandIn: NeedReader.nowhere),
      category: reader.value(category, orStandIn: ""),
      reportedOn: reader.value(reported, orStandIn: Day(ordinal: 0)))
    need.description = description
    need.urgency = urgency
    need.dueOn = due
    need.sessions = sessions
    need.visits = visits ?? 1
    need.roles = roles ?? []
    need.skills = skills.sorted()
    need.without = without.sorted()
    need.specialGroups = groups.sorted()
    need.requested = requested
    need.previous = previous
    need.pinned = pinned
    need.banned = banned.sorted()
    need.allowsPartial = partial
    need.carried = carried ?? 0
    need.firstResponsible = firstResponsible
    need.contact = contact
    return need
  }

  private func urgency(_ reader: inout RowReader) -> Urgency {
    let text = reader.code("urgency")
    guard !text.isEmpty else { return .normal }
    if let urgency = Urgency(code: text) { return urgency }
    reader.note(.notOneOf(allowed: Urgency.allCases.map(\.code)), "urgency")
    return .normal
  }

  /// The team; nil when the cell is wrong.
  private func roles(_ reader: inout RowReader) -> [RoleRequirement]? {
    var roles: [RoleRequirement] = []
    var isWrong = false
    for text in reader.list("roles") {
      let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        .map { Blanks.trimmed(String($0)) }
      let count = parts.count == 1 ? 1 : Numerals.number(parts[1]) ?? 0
      guard parts.count <= 2, (1...100).contains(count), !parts[0].isEmpty else {
        reader.note(.notRole, "roles", found: text)
        isWrong = true
        continue
      }
      let name = reader.canonical(
        parts[0], "roles", policy.roles, open: policy.openDictionaries)
      if let name, roles.contains(where: { $0.role == name }) {
        reader.note(.repeatedRole, "roles", found: name)
        isWrong = true
      } else if let name {
        roles.append(RoleRequirement(role: name, count: count))
      } else {
        isWrong = true
      }
    }
    return isWrong ? nil : roles
  }

  private func pins(_ reader: inout RowReader) -> [Pin] {
    var pins: [Pin] = []
    for text in reader.list("pinned") {
      let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        .map { Blanks.trimmed(String($0)) }
      if reader.isMangled(parts[0], "pinned") { continue }
      if parts.count == 1 {
        pins.append(Pin(resource: parts[0]))
      } else if parts.count == 2, parts.allSatisfy({ !$0.isEmpty }) {
        if let session = reader.session(parts[1], "pinned") {
          pins.append(Pin(resource: parts[0], session: session))
        }
      } else {
        reader.note(.notPin, "pinned", found: text)
      }
    }
    return pins
  }
}
