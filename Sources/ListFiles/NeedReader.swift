import ThreeLists

/// Turns a row of the needs list into a need.
struct NeedReader {
  let policy: Policy
  let week: Week?

  /// The need, or nil when a column without which there is none is wrong.
  func read(_ reader: inout RowReader) -> Need? {
    let id = reader.identifier("need_id")
    let levels = policy.levels
    let grid = reader.grid("grid", lengths: [levels.community, levels.grid], isRequired: true)
    let category = reader.code("category")
    var canonical: String?
    if category.isEmpty {
      if reader.table.column("category") != nil { reader.note(.emptyRequired, "category") }
    } else {
      canonical = reader.canonical(
        category, "category", policy.categories, open: policy.openDictionaries)
    }
    let description = reader.text("description")
    let urgency = urgency(&reader)
    let reported = reader.date("reported_on", isRequired: true)
    if let reported, let week, reported > week.sunday {
      reader.note(.reportedAfterWeek(last: week.sunday), "reported_on")
    }
    let due = reader.date("due_on")
    if let due, let reported, due < reported {
      reader.note(.dueBeforeReported(reported: reported), "due_on")
    }
    let sessions = reader.sessions("sessions")
    let visits = reader.count("visits", least: 1, default: 1)
    let roles = roles(&reader)
    let skills = reader.codes("skills", policy.skills, open: policy.openDictionaries)
    if !skills.isEmpty, !roles.isEmpty { reader.note(.skillsBesideRoles, "skills") }
    let without = reader.codes("without", policy.skills, open: policy.openDictionaries)
    let groups =
      reader.text("special_group") == "有"
      ? ["有"]
      : reader.codes("special_group", policy.specialGroups, open: policy.openDictionaries)
    let requested = reader.list("requested")
    let previous = reader.code("previous")
    let pinned = pins(&reader)
    let places = visits * max(1, roles.reduce(0) { $0 + $1.count })
    if pinned.count > places { reader.note(.tooManyPins(places: places), "pinned") }
    let banned = reader.list("banned")
    let partial = reader.flag("partial", default: true)
    let carried = reader.count("carried", least: 0, default: 0)
    let contact = Contact(
      name: reader.text("contact_name"), phone: reader.text("contact_phone"),
      address: reader.text("address"))
    guard !id.isEmpty, let grid, let canonical, let reported else { return nil }
    var need = Need(
      id: id, origin: reader.origin, grid: grid, category: canonical, reportedOn: reported)
    need.description = description
    need.urgency = urgency
    need.dueOn = due
    need.sessions = sessions
    need.visits = visits
    need.roles = roles
    need.skills = skills.sorted()
    need.without = without.sorted()
    need.specialGroups = groups.sorted()
    need.requested = requested.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    need.previous = previous.isEmpty ? nil : previous
    need.pinned = pinned
    need.banned = Set(banned).sorted()
    need.allowsPartial = partial
    need.carried = carried
    need.contact = contact
    return need
  }

  private func urgency(_ reader: inout RowReader) -> Urgency {
    let text = reader.code("urgency")
    guard !text.isEmpty else { return .normal }
    if let urgency = Urgency(code: text) { return urgency }
    let known = Urgency.allCases.map(\.code)
    let near = Nearest.words(to: text, among: known)
    reader.note(.unknownCode(nearest: near.isEmpty ? known : near), "urgency")
    return .normal
  }

  private func roles(_ reader: inout RowReader) -> [RoleRequirement] {
    var roles: [RoleRequirement] = []
    for text in reader.list("roles") {
      let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
      let count = parts.count == 1 ? 1 : Int(parts[1]) ?? 0
      guard parts.count <= 2, count >= 1, count <= 100, !parts[0].isEmpty else {
        reader.note(.notRole, "roles", found: text)
        continue
      }
      let name = reader.canonical(
        ListTable.trimmed(parts[0]), "roles", policy.roles, open: policy.openDictionaries)
      guard let name else { continue }
      if roles.contains(where: { $0.role == name }) {
        reader.note(.repeatedRole, "roles", found: name)
      } else {
        roles.append(RoleRequirement(role: name, count: count))
      }
    }
    return roles
  }

  private func pins(_ reader: inout RowReader) -> [Pin] {
    var pins: [Pin] = []
    for text in reader.list("pinned") {
      let parts = text.split(separator: "@", omittingEmptySubsequences: false).map(String.init)
      if parts.count == 1 {
        pins.append(Pin(resource: parts[0]))
      } else if parts.count == 2, !parts[0].isEmpty, let session = Session(parts[1]) {
        pins.append(Pin(resource: parts[0], session: session))
      } else {
        reader.note(.notPin, "pinned", found: text)
      }
    }
    return pins
  }
}
