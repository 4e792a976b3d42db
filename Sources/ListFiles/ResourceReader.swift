import ThreeLists

/// Turns a row of the resource list into a resource.
struct ResourceReader {
  let policy: Policy
  let week: Week?

  /// The resource, as far as its row can be read.
  func read(_ reader: inout RowReader) -> Resource {
    let open = policy.openDictionaries
    let id = reader.identifier("resource_id")
    if id.contains(where: { ";、@".contains($0) }) { reader.note(.reservedSign, "resource_id") }
    let unit = reader.required("unit")
    let kind = reader.optionalCode("kind", policy.kinds, open: open) ?? ""
    let categories = reader.codes("categories", policy.categories, open: open)
    let roles = reader.codes("roles", policy.roles, open: open)
    let key = ["categories", "roles"].first { reader.table.column($0) != nil }
    if let key, reader.list("categories").isEmpty, reader.list("roles").isEmpty, !reader.hasFaults {
      reader.note(.noCategoryNorRole, key)
    }
    let skills = reader.codes("skills", policy.skills, open: open)
    let areas = areas(&reader)
    let levels = policy.levels
    let home = reader.grid(
      "home", lengths: [levels.county, levels.town, levels.community, levels.grid],
      isRequired: false)
    let sessions = reader.sessions("sessions")
    let weekly = reader.count("weekly", least: 0, default: nil)
    let perSession = reader.count("per_session", least: 1, default: 1)
    let minimum = reader.count("minimum", least: 0, default: 0)
    if let minimum, let weekly, minimum > weekly {
      reader.note(.minimumAboveWeekly(weekly: weekly), "minimum")
    }
    let history = reader.count("history", least: 0, default: 0)
    let weight = weight(&reader)
    let validTo = reader.date("valid_to")
    if let validTo, let week, validTo < week.monday {
      reader.note(.expired(last: validTo), "valid_to", severity: .warning)
    }
    let contact = Contact(
      name: reader.verbatim("contact_name"), phone: reader.verbatim("contact_phone"))
    var resource = Resource(
      id: id, origin: reader.origin, unit: unit, areas: areas,
      weekly: reader.value(weekly, orStandIn: 0))
    resource.kind = kind
    resource.categories = categories.sorted()
    resource.roles = roles.sorted()
    resource.skills = skills.sorted()
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

  private func areas(_ reader: inout RowReader) -> [Area] {
    let texts = reader.list("areas")
    if texts.isEmpty { reader.noteEmpty("areas") }
    var areas: Set<Area> = []
    for text in texts {
      if text == "*" {
        areas.insert(.everywhere)
      } else if let code = GridCode(text) {
        areas.insert(.prefix(code))
      } else {
        reader.note(
          IdentityNumber.isMangled(text) ? .mangledNumber : .notGrid, "areas", found: text)
      }
    }
    return areas.sorted()
  }

  /// A weight in hundredths.
  private func weight(_ reader: inout RowReader) -> Int? {
    let text = reader.code("weight")
    guard !text.isEmpty else { return nil }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    let places = parts.count == 2 ? parts[1] : "00"
    guard parts.count <= 2, (1...2).contains(places.count), (1...6).contains(parts[0].count),
      let hundredths = Numerals.number(parts[0] + (places + "0").prefix(2)), hundredths > 0
    else {
      reader.note(.notWeight, "weight")
      return nil
    }
    return hundredths
  }
}
