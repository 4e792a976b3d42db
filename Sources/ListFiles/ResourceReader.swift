import ThreeLists

/// Turns the rows of a resource list into resources.
struct ResourceReader {
  private let form: ResourceForm
  private var memory = ResourceMemory()

  /// Reads the rows of one table.
  init(policy: Policy, week: Week?, table: ListTable) {
    form = ResourceForm(policy: policy, week: week, table: table)
  }

  /// The resource, as far as its row can be read.
  mutating func read(_ reader: inout RowReader) -> Resource {
    let columns = form
    let (week, open) = (columns.week, columns.policy.openDictionaries)
    let id = reader.identifier(columns.id)
    if id.utf8.contains(where: { $0 == 59 || $0 == 64 || $0 >= 128 }),
      id.contains(where: { ";、@".contains($0) })
    {
      reader.note(.reservedSign, columns.id)
    }
    let unit = reader.required(columns.unit)
    let kind =
      reader.recalled(columns.kind, &memory.kind) {
        $0.optionalCode(columns.kind, columns.policy.kinds, open: open)
      } ?? ""
    let categories = reader.recalled(columns.categories, &memory.categories, empty: []) {
      $0.codes(columns.categories, columns.policy.categories, open: open)
    }
    let roles = reader.recalled(columns.roles, &memory.roles, empty: []) {
      $0.codes(columns.roles, columns.policy.roles, open: open)
    }
    let named = [columns.categories, columns.roles].first { $0.place != nil }
    if let named, categories.isEmpty, roles.isEmpty, reader.list(columns.categories).isEmpty,
      reader.list(columns.roles).isEmpty, !reader.hasFaults
    {
      reader.note(.noCategoryNorRole, named)
    }
    let skills = reader.recalled(columns.skills, &memory.skills, empty: []) {
      $0.codes(columns.skills, columns.policy.skills, open: open)
    }
    let areas = reader.recalled(columns.areas, &memory.areas) {
      ResourceReader.areas(&$0, columns.areas)
    }
    let home = reader.recalled(columns.home, &memory.home, empty: nil) {
      $0.grid(columns.home, lengths: columns.homeLengths, isRequired: false)
    }
    let sessions = reader.recalled(columns.sessions, &memory.sessions, empty: .all) {
      $0.sessions(columns.sessions)
    }
    let weekly = reader.count(columns.weekly, least: 0, default: nil)
    let perSession = reader.count(columns.perSession, least: 1, default: 1)
    let minimum = reader.count(columns.minimum, least: 0, default: 0)
    if let minimum, let weekly, minimum > weekly {
      reader.note(.minimumAboveWeekly(weekly: weekly), columns.minimum)
    }
    let history = reader.count(columns.history, least: 0, default: 0)
    let weight = ResourceReader.weight(&reader, columns.weight)
    let validTo = reader.recalled(columns.validTo, &memory.validTo, empty: nil) {
      $0.date(columns.validTo)
    }
    if let validTo, let week, validTo < week.monday {
      reader.note(.expired(last: validTo), columns.validTo, severity: .warning)
    }
    let contact = Contact(
      name: reader.verbatim(columns.contactName), phone: reader.verbatim(columns.contactPhone))
    var resource = Resource(
      id: id, origin: reader.origin, unit: unit, areas: areas,
      weekly: reader.value(weekly, orStandIn: 0))
    resource.kind = kind
    resource.categories = categories.inOrder
    resource.roles = roles.inOrder
    resource.skills = skills.inOrder
    resource.home = home
    resource.sessions = sessions
    resource.perSession = perSession ?? 1
    resource.minimum = minimum ?? 0
    resource.history = history ?? 0
    resource.weight = weight
    resource.validTo = validTo
    resource.contact = contact
    return resource
  }

  private static func areas(_ reader: inout RowReader, _ column: TableColumn) -> [Area] {
    let texts = reader.list(column)
    if texts.isEmpty { reader.noteEmpty(column) }
    var areas: Set<Area> = []
    for text in texts {
      if text == "*" {
        areas.insert(.everywhere)
      } else if let code = GridCode(text) {
        areas.insert(.prefix(code))
      } else {
        reader.note(
          IdentityNumber.isMangled(text) ? .mangledNumber : .notGrid, column, found: text)
      }
    }
    return areas.sorted()
  }

  /// A weight in hundredths.
  private static func weight(_ reader: inout RowReader, _ column: TableColumn) -> Int? {
    let text = reader.code(column)
    guard !text.isEmpty else { return nil }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    let places = parts.count == 2 ? parts[1] : "00"
    guard parts.count <= 2, (1...2).contains(places.count), (1...6).contains(parts[0].count),
      let hundredths = Numerals.number(parts[0] + (places + "0").prefix(2)), hundredths > 0
    else {
      reader.note(.notWeight, column)
      return nil
    }
    return hundredths
  }
}

/// What is the same for all rows of a resource list: its columns, and what they are read by.
///
/// A class, since every row's reading holds it.
private final class ResourceForm: Sendable {
  let policy: Policy
  let week: Week?
  /// Digits that a home's code may have.
  let homeLengths: [Int]
  let id, unit, kind, categories, roles, skills, areas, home, sessions, weekly: TableColumn
  let perSession, minimum, history, weight, validTo, contactName, contactPhone: TableColumn

  init(policy: Policy, week: Week?, table: ListTable) {
    self.policy = policy
    self.week = week
    let levels = policy.levels
    homeLengths = [levels.county, levels.town, levels.community, levels.grid]
    id = table.tableColumn("resource_id")
    unit = table.tableColumn("unit")
    kind = table.tableColumn("kind")
    categories = table.tableColumn("categories")
    roles = table.tableColumn("roles")
    skills = table.tableColumn("skills")
    areas = table.tableColumn("areas")
    home = table.tableColumn("home")
    sessions = table.tableColumn("sessions")
    weekly = table.tableColumn("weekly")
    perSession = table.tableColumn("per_session")
    minimum = table.tableColumn("minimum")
    history = table.tableColumn("history")
    weight = table.tableColumn("weight")
    validTo = table.tableColumn("valid_to")
    contactName = table.tableColumn("contact_name")
    contactPhone = table.tableColumn("contact_phone")
  }
}

/// What cells that many rows have alike were read as.
private struct ResourceMemory {
  var kind = CellMemory<String?>()
  var categories = CellMemory<[String]>()
  var roles = CellMemory<[String]>()
  var skills = CellMemory<[String]>()
  var areas = CellMemory<[Area]>()
  var home = CellMemory<GridCode?>()
  var sessions = CellMemory<SessionSet>()
  var validTo = CellMemory<Day?>()
}
