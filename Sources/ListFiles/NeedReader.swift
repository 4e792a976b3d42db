import ThreeLists

/// Turns the rows of a needs list into needs.
struct NeedReader {
  private let form: NeedForm
  private var memory = NeedMemory()
  private static let nowhere = GridCode("0")!

  /// Reads the rows of one table.
  init(policy: Policy, week: Week?, table: ListTable) {
    form = NeedForm(policy: policy, week: week, table: table)
  }

  /// The need, as far as its row can be read.
  mutating func read(_ reader: inout RowReader) -> Need {
    let columns = form
    let (week, open) = (columns.week, columns.policy.openDictionaries)
    let id = reader.identifier(columns.id)
    let grid = reader.recalled(columns.grid, &memory.grid) {
      $0.grid(columns.grid, lengths: columns.gridLengths, isRequired: true)
    }
    let category = reader.recalled(columns.category, &memory.category) {
      $0.required(columns.category).isEmpty
        ? nil : $0.optionalCode(columns.category, columns.policy.categories, open: open)
    }
    let description = reader.verbatim(columns.description)
    let urgency = reader.recalled(columns.urgency, &memory.urgency) {
      NeedReader.urgency(&$0, columns.urgency)
    }
    let reported = reader.recalled(columns.reported, &memory.reported) {
      $0.date(columns.reported, isRequired: true)
    }
    if let reported, let week, reported > week.sunday {
      reader.note(.reportedAfterWeek(last: week.sunday), columns.reported)
    }
    let due = reader.recalled(columns.due, &memory.due, empty: nil) { $0.date(columns.due) }
    if let due, let reported, due < reported {
      reader.note(.dueBeforeReported(reported: reported), columns.due)
    } else if let due, let week, due < week.monday {
      reader.note(.overdue(monday: week.monday), columns.due, severity: .warning)
    }
    let sessions = reader.recalled(columns.sessions, &memory.sessions, empty: .all) {
      $0.sessions(columns.sessions)
    }
    let visits = reader.recalled(columns.visits, &memory.visits, empty: 1) {
      $0.count(columns.visits, least: 1, default: 1)
    }
    let roles = reader.recalled(columns.roles, &memory.roles, empty: []) {
      NeedReader.roles(&$0, columns.roles, columns.policy)
    }
    let skills = reader.recalled(columns.skills, &memory.skills, empty: []) {
      $0.codes(columns.skills, columns.policy.skills, open: open)
    }
    if !skills.isEmpty, roles?.isEmpty == false { reader.note(.skillsBesideRoles, columns.skills) }
    let without = reader.recalled(columns.without, &memory.without, empty: []) {
      $0.codes(columns.without, columns.policy.skills, open: open)
    }
    let groups = reader.recalled(columns.groups, &memory.groups, empty: []) {
      $0.text(columns.groups) == "有"
        ? ["有"] : $0.codes(columns.groups, columns.policy.specialGroups, open: open)
    }
    let requested = reader.references(columns.requested)
    let previous = reader.reference(columns.previous)
    let pinned = NeedReader.pins(&reader, columns.pinned)
    if let visits, let roles {
      let places = visits * max(1, roles.reduce(0) { $0 + $1.count })
      if pinned.count > places { reader.note(.tooManyPins(places: places), columns.pinned) }
    }
    let banned = reader.references(columns.banned)
    let partial = reader.recalled(columns.partial, &memory.partial, empty: true) {
      $0.flag(columns.partial, default: true)
    }
    let carried = reader.recalled(columns.carried, &memory.carried, empty: 0) {
      $0.count(columns.carried, least: 0, default: 0)
    }
    let firstResponsible = reader.text(columns.firstResponsible)
    let contact = Contact(
      name: reader.verbatim(columns.contactName), phone: reader.verbatim(columns.contactPhone),
      address: reader.verbatim(columns.address))
    return Need(
      Need.Columns(
        id: id, origin: reader.origin, grid: reader.value(grid, orStandIn: NeedReader.nowhere),
        category: reader.value(category, orStandIn: ""), description: description,
        urgency: urgency, reportedOn: reader.value(reported, orStandIn: Day(ordinal: 0)),
        dueOn: due, sessions: sessions, visits: visits ?? 1, roles: roles ?? [],
        skills: skills.inOrder, without: without.inOrder, specialGroups: groups.inOrder,
        requested: requested, previous: previous, pinned: pinned, banned: banned.inOrder,
        allowsPartial: partial, carried: carried ?? 0, firstResponsible: firstResponsible,
        contact: contact))
  }

  private static func urgency(_ reader: inout RowReader, _ column: TableColumn) -> Urgency {
    let text = reader.code(column)
    guard !text.isEmpty else { return .normal }
    if let urgency = Urgency(code: text) { return urgency }
    reader.note(.notOneOf(allowed: Urgency.allCases.map(\.code)), column)
    return .normal
  }

  /// The team; nil when the cell is wrong.
  private static func roles(
    _ reader: inout RowReader, _ column: TableColumn, _ policy: Policy
  ) -> [RoleRequirement]? {
    var roles: [RoleRequirement] = []
    var isWrong = false
    for text in reader.list(column) {
      let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        .map { Blanks.trimmed(String($0)) }
      let count = parts.count == 1 ? 1 : Numerals.number(parts[1]) ?? 0
      guard parts.count <= 2, (1...100).contains(count), !parts[0].isEmpty else {
        reader.note(.notRole, column, found: text)
        isWrong = true
        continue
      }
      let name = reader.canonical(
        parts[0], column, policy.roles, open: policy.openDictionaries)
      if let name, roles.contains(where: { $0.role == name }) {
        reader.note(.repeatedRole, column, found: name)
        isWrong = true
      } else if let name {
        roles.append(RoleRequirement(role: name, count: count))
      } else {
        isWrong = true
      }
    }
    return isWrong ? nil : roles
  }

  private static func pins(_ reader: inout RowReader, _ column: TableColumn) -> [Pin] {
    if reader.isEmpty(column) { return [] }
    var pins: [Pin] = []
    for text in reader.list(column) {
      let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        .map { Blanks.trimmed(String($0)) }
      if reader.isMangled(parts[0], column) { continue }
      if parts.count == 1 {
        pins.append(Pin(resource: parts[0]))
      } else if parts.count == 2, parts.allSatisfy({ !$0.isEmpty }) {
        if let session = reader.session(parts[1], column) {
          pins.append(Pin(resource: parts[0], session: session))
        }
      } else {
        reader.note(.notPin, column, found: text)
      }
    }
    return pins
  }
}

/// What is the same for all rows of a needs list: its columns, and what they are read by.
///
/// A class, since every row's reading holds it.
private final class NeedForm: Sendable {
  let policy: Policy
  let week: Week?
  /// Digits that a grid's code may have.
  let gridLengths: [Int]
  let id, grid, category, description, urgency, reported, due, sessions, visits: TableColumn
  let roles, skills, without, groups, requested, previous, pinned, banned: TableColumn
  let partial, carried, firstResponsible, contactName, contactPhone, address: TableColumn

  init(policy: Policy, week: Week?, table: ListTable) {
    self.policy = policy
    self.week = week
    gridLengths = [policy.levels.community, policy.levels.grid]
    id = table.tableColumn("need_id")
    grid = table.tableColumn("grid")
    category = table.tableColumn("category")
    description = table.tableColumn("description")
    urgency = table.tableColumn("urgency")
    reported = table.tableColumn("reported_on")
    due = table.tableColumn("due_on")
    sessions = table.tableColumn("sessions")
    visits = table.tableColumn("visits")
    roles = table.tableColumn("roles")
    skills = table.tableColumn("skills")
    without = table.tableColumn("without")
    groups = table.tableColumn("special_group")
    requested = table.tableColumn("requested")
    previous = table.tableColumn("previous")
    pinned = table.tableColumn("pinned")
    banned = table.tableColumn("banned")
    partial = table.tableColumn("partial")
    carried = table.tableColumn("carried")
    firstResponsible = table.tableColumn("first_responsible")
    contactName = table.tableColumn("contact_name")
    contactPhone = table.tableColumn("contact_phone")
    address = table.tableColumn("address")
  }
}

/// What cells that many rows have alike were read as.
private struct NeedMemory {
  var grid = CellMemory<GridCode?>()
  var category = CellMemory<String?>()
  var urgency = CellMemory<Urgency>()
  var reported = CellMemory<Day?>()
  var due = CellMemory<Day?>()
  var sessions = CellMemory<SessionSet>()
  var visits = CellMemory<Int?>()
  var roles = CellMemory<[RoleRequirement]?>()
  var skills = CellMemory<[String]>()
  var without = CellMemory<[String]>()
  var groups = CellMemory<[String]>()
  var partial = CellMemory<Bool>()
  var carried = CellMemory<Int?>()
}
