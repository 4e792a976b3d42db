import ThreeLists
import Yams

/// The kinds of changes.
extension ScenarioReader {
  // MARK: Rows

  mutating func addNeeds(_ node: Node) {
    var added: [String] = []
    for row in rows(node, key: "add_needs") {
      let cells = cells(row, RowKind.need.columns, key: "add_needs")
      guard var need = self.need(cells, at: row) else { continue }
      need.origin = Origin(file: file, line: line(row))
      guard isNew(.need, need.id, lists.need(need.id)?.origin, cells, at: row) else { continue }
      checkReferences(need, cells, at: row)
      lists.put(need)
      added.append(need.id)
    }
    effects.append(ScenarioEffect(.addNeeds, line: line(node), needs: added))
  }

  mutating func addResources(_ node: Node) {
    var added: [String] = []
    for row in rows(node, key: "add_resources") {
      let cells = cells(row, RowKind.resource.columns, key: "add_resources")
      guard var resource = self.resource(cells, at: row) else { continue }
      resource.origin = Origin(file: file, line: line(row))
      let origin = lists.resource(resource.id)?.origin
      guard isNew(.resource, resource.id, origin, cells, at: row) else { continue }
      if isOut(resource.unit, at: row, key: "add_resources") { continue }
      lists.put(resource)
      added.append(resource.id)
    }
    effects.append(ScenarioEffect(.addResources, line: line(node), resources: added))
  }

  private mutating func rows(_ node: Node, key: String) -> [Node] {
    if node.mapping != nil { return [node] }
    guard let sequence = node.sequence, !sequence.isEmpty else {
      let first = key == "add_needs" ? Columns.needs[0] : Columns.resources[0]
      note(.wrongValue(expected: "[ - \(first.chinese): … ]"), node, key: key)
      return []
    }
    return Array(sequence)
  }

  private mutating func isNew(
    _ kind: RowKind, _ id: String, _ origin: Origin?, _ cells: [Cell], at node: Node
  ) -> Bool {
    let place = cells.first { $0.definition == kind.columns[0] }?.node ?? node
    if let origin {
      note(.duplicateIdentifier(first: origin), place, key: kind.columns[0].chinese)
      return false
    }
    if let line = history.removed["\(kind) \(id)"] {
      note(.againstChange(.removed, line: line), place, key: kind.columns[0].chinese)
      return false
    }
    return true
  }

  mutating func remove(_ node: Node) {
    let parts = parts(node, key: "remove", known: ["needs", "resources"])
    if node.mapping != nil, parts.isEmpty {
      note(.wrongValue(expected: "needs: …, resources: …"), node, key: "remove")
    }
    let needs = parts["needs"].map { select(.need, $0) } ?? []
    let resources = parts["resources"].map { select(.resource, $0) } ?? []
    for id in needs { history.removed["need \(id)"] = line(node) }
    for id in resources { history.removed["resource \(id)"] = line(node) }
    lists.remove(needs: Set(needs))
    let unpinned = lists.remove(resources: Set(resources))
    effects.append(
      ScenarioEffect(
        .remove, line: line(node), needs: needs, resources: resources, unpinned: unpinned))
  }

  mutating func alter(_ node: Node) {
    let parts = parts(node, key: "alter", known: ["needs", "resources", "set"])
    require(["set"], in: parts, of: node, key: "alter")
    let selectors = [RowKind.need, .resource].filter { parts[$0.key] != nil }
    guard let kind = selectors.first, selectors.count == 1, let selector = parts[kind.key] else {
      if node.mapping != nil {
        note(.wrongValue(expected: "needs: …, set: … / resources: …, set: …"), node, key: "alter")
      }
      return
    }
    let selected = select(kind, selector)
    guard let set = parts["set"] else { return }
    let cells = cells(set, Array(kind.columns.dropFirst()), key: "set")
    guard !cells.isEmpty else {
      if set.mapping?.isEmpty ?? false {
        note(.wrongValue(expected: "\(kind.columns[1].chinese): …"), set, key: "set")
      }
      return
    }
    guard hasLists else {
      // Some of what is wrong with the values can be seen without the rows.
      return
    }
    for id in selected {
      guard mayAlter(kind, id, cells.map(\.definition.key), at: set) else { continue }
      kind == .need ? alterNeed(id, cells, at: set) : alterResource(id, cells, at: set)
    }
    effects.append(
      ScenarioEffect(
        .alter, line: line(node), needs: kind == .need ? selected : [],
        resources: kind == .need ? [] : selected, terms: .columns(cells.map(\.told))))
  }

  /// Whether no earlier change set one of the columns; they count as set from here on.
  private mutating func mayAlter(
    _ kind: RowKind, _ id: String, _ keys: [String], at node: Node
  ) -> Bool {
    if kind == .resource, let resource = lists.resource(id),
      isOut(resource.unit, at: node, key: "set")
    {
      return false
    }
    for key in keys {
      let name = "\(kind) \(id) \(key)"
      if let earlier = history.altered[name] {
        note(.againstChange(.altered, line: earlier), node, key: key, found: id)
        return false
      }
      history.altered[name] = line(node)
    }
    return true
  }

  /// The cells of a row, those that are set in the others' stead.
  private func joined(_ written: [String], _ columns: [ColumnDefinition], _ set: [Cell]) -> [Cell] {
    zip(columns, written).map { definition, text in
      set.first { $0.definition == definition } ?? Cell(definition: definition, text: text)
    }
  }

  private mutating func alterNeed(_ id: String, _ set: [Cell], at node: Node) {
    guard let old = lists.need(id) else { return }
    let cells = joined(ListWriter.cells(old, contacts: true), Columns.needs, set)
    guard var need = self.need(cells, at: node) else { return }
    need.origin = old.origin
    checkReferences(need, cells, at: node)
    lists.put(need)
  }

  private mutating func alterResource(_ id: String, _ set: [Cell], at node: Node) {
    guard let old = lists.resource(id) else { return }
    let cells = joined(ListWriter.cells(old, contacts: true), Columns.resources, set)
    guard var resource = self.resource(cells, at: node) else { return }
    resource.origin = old.origin
    lists.put(resource)
  }

  // MARK: Capacity

  mutating func visits(_ node: Node) {
    let parts = parts(
      node, key: "visits", known: ["resources", "weekly", "per_session", "sessions"])
    require(["resources"], in: parts, of: node, key: "visits")
    let weekly = parts["weekly"].flatMap { step($0, key: "weekly") }
    let perSession = parts["per_session"].flatMap { step($0, key: "per_session") }
    let sessions = parts["sessions"].map { self.sessions($0, key: "sessions") } ?? []
    if node.mapping != nil, ["weekly", "per_session", "sessions"].allSatisfy({ parts[$0] == nil }) {
      note(
        .wrongValue(expected: "weekly: +1, per_session: +1, sessions: [三上]"), node, key: "visits")
    }
    guard let selector = parts["resources"] else { return }
    let selected = select(.resource, selector)
    for id in selected {
      guard var resource = lists.resource(id) else { continue }
      let keys = ["weekly", "per_session", "sessions"].filter { parts[$0] != nil }
      guard mayAlter(.resource, id, keys, at: node) else { continue }
      if let weekly, let place = parts["weekly"] {
        resource.weekly += weekly
        checkRange(
          resource.weekly, id, from: resource.weekly - weekly, least: resource.minimum, at: place,
          key: "weekly")
      }
      if let perSession, let place = parts["per_session"] {
        resource.perSession += perSession
        checkRange(
          resource.perSession, id, from: resource.perSession - perSession, least: 1, at: place,
          key: "per_session")
      }
      resource.sessions = resource.sessions.union(sessions)
      lists.put(resource)
    }
    effects.append(
      ScenarioEffect(
        .visits, line: line(node), resources: selected,
        terms: .visits(weekly: weekly ?? 0, perSession: perSession ?? 0, sessions: sessions)))
  }

  private mutating func checkRange(
    _ number: Int, _ id: String, from old: Int, least: Int, at node: Node, key: String
  ) {
    guard !(least...RowReader.greatest).contains(number) else { return }
    note(
      .leavesRange(least: least, most: RowReader.greatest), node, key: key,
      found: "\(id): \(old) → \(number)")
  }

  /// A number of visits more or fewer, its sign before it.
  private mutating func step(_ node: Node, key: String) -> Int? {
    let text = Folding.folded(Blanks.trimmed(node.string ?? "")).replacing("−", with: "-")
    if let sign = text.first, sign == "+" || sign == "-",
      let number = Numerals.number(text.dropFirst()), (1...RowReader.greatest).contains(number)
    {
      return sign == "-" ? -number : number
    }
    note(.wrongValue(expected: "+1, -2"), node, key: key)
    return nil
  }

  /// Sessions of every week.
  private mutating func sessions(_ node: Node, key: String) -> SessionSet {
    var result: SessionSet = []
    for item in node.sequence.map(Array.init) ?? [node] {
      let text = Blanks.trimmed(item.string ?? "")
      if let session = Session(text) {
        result.insert(session)
      } else {
        note(
          .unknownSession(nearest: Nearest.word(to: text, among: Session.all.map(\.description))),
          item, key: key)
      }
    }
    return result
  }

  mutating func unitOut(_ node: Node) {
    let units = Set(lists.resources.map(\.unit))
    var out: [String] = []
    for item in node.sequence.map(Array.init) ?? [node] {
      let name = Blanks.trimmed(item.string ?? "")
      guard !name.isEmpty else {
        note(.wrongValue(expected: "unit_out: 单位"), item, key: "unit_out")
        continue
      }
      guard hasLists else { continue }
      guard units.contains(name) else {
        note(
          .noSuchUnit(nearest: Nearest.word(to: name, among: units.sorted())), item,
          key: "unit_out")
        continue
      }
      if isOut(name, at: item, key: "unit_out") { continue }
      // What the scenario did to them before would be in vain.
      let own = lists.resources.filter { $0.unit == name }.map(\.id)
      let earlier = history.altered.filter { entry in
        own.contains { entry.key.hasPrefix("resource \($0) ") }
      }.values.min()
      if let earlier {
        note(.againstChange(.altered, line: earlier), item, key: "unit_out")
        continue
      }
      history.out[name] = line(item)
      out.append(name)
    }
    let (resources, unpinned) = lists.takeOut(units: Set(out))
    effects.append(
      ScenarioEffect(
        .unitOut, line: line(node), resources: resources, unpinned: unpinned, terms: .units(out)))
  }

  /// Whether a unit stays away in the scenario, which is noted.
  private mutating func isOut(_ unit: String, at node: Node, key: String) -> Bool {
    guard let earlier = history.out[unit] else { return false }
    note(.againstChange(.unitOut, line: earlier), node, key: key, found: unit)
    return true
  }

  // MARK: Week and demand

  mutating func close(_ node: Node) {
    guard node.mapping != nil else { return close(node, in: nil, of: node) }
    let parts = parts(node, key: "close", known: ["sessions", "grids"])
    require(["sessions"], in: parts, of: node, key: "close")
    guard let sessions = parts["sessions"] else { return }
    guard let grids = parts["grids"] else { return close(sessions, in: nil, of: node) }
    var areas: [GridCode] = []
    for item in grids.sequence.map(Array.init) ?? [grids] {
      guard let code = GridCode(Folding.folded(Blanks.trimmed(item.string ?? ""))) else {
        note(.notGrid, item, key: "grids")
        continue
      }
      if hasLists, !lists.needs.contains(where: { code.contains($0.grid) }) {
        note(.matchesNothing, item, key: "grids")
      }
      areas.append(code)
    }
    close(sessions, in: areas, of: node)
  }

  private mutating func close(_ node: Node, in areas: [GridCode]?, of change: Node) {
    let closures = yaml.closures(node, key: "close")
    guard let week, !closures.isEmpty else { return }
    var closed = lists.policy
    closed.closures = closures
    let sessions = SessionSet.all.subtracting(closed.openSessions(in: week))
    if sessions.isEmpty {
      note(.matchesNothing, node, key: "close")
      return
    }
    var changed: [String] = []
    if let areas {
      changed = lists.close(sessions, in: areas)
    } else {
      lists.policy.closures += closures
    }
    effects.append(
      ScenarioEffect(
        .close, line: line(change), needs: changed,
        terms: .closure(sessions, areas: areas ?? [])))
  }

  mutating func growth(_ node: Node) {
    let parts = parts(node, key: "growth", known: ["category", "percent", "needs", "seed"])
    require(["category", "seed"], in: parts, of: node, key: "growth")
    let percent = parts["percent"].flatMap { number($0, key: "percent", in: 1...1000) }
    let needs = parts["needs"].flatMap { number($0, key: "needs", in: 1...ScenarioFile.mostAdded) }
    let seed = parts["seed"].flatMap { number($0, key: "seed", in: 0...Int.max) }
    if node.mapping != nil, (parts["percent"] == nil) == (parts["needs"] == nil) {
      note(.wrongValue(expected: "percent: 20 / needs: 30"), node, key: "growth")
    }
    guard let place = parts["category"] else { return }
    let text = Folding.folded(Blanks.trimmed(place.string ?? ""))
    guard let category = category(text, at: place), hasLists else { return }
    let sources = lists.needs.count { $0.category == category }
    guard sources > 0 else {
      note(.matchesNothing, place, key: "category")
      return
    }
    guard let seed else { return }
    // Half a need is a whole one.
    let count = needs ?? ((sources * (percent ?? 0)) + 50) / 100
    guard count <= ScenarioFile.mostAdded else {
      note(
        .leavesRange(least: 1, most: ScenarioFile.mostAdded), parts["percent"] ?? node,
        key: "percent", found: "\(count)")
      return
    }
    let added = lists.grow(
      category: category, by: count, seed: UInt64(seed),
      origin: Origin(file: file, line: line(node)))
    effects.append(
      ScenarioEffect(
        .growth, line: line(node), needs: added,
        terms: .growth(category: category, percent: percent)))
  }

  private mutating func category(_ text: String, at node: Node) -> String? {
    if let name = lists.policy.categories.name(of: text) { return name }
    if lists.policy.openDictionaries, !text.isEmpty { return text }
    guard hasLists || !text.isEmpty else { return nil }
    let known = lists.policy.categories.entries.map(\.name)
    note(.unknownCode(nearest: Nearest.words(to: text, among: known)), node, key: "category")
    return nil
  }

  mutating func number(_ node: Node, key: String, in range: ClosedRange<Int>) -> Int? {
    let number = Numerals.number(Folding.folded(Blanks.trimmed(node.string ?? "")))
    if let number, range.contains(number) { return number }
    let most = range.upperBound == .max ? "…" : "\(range.upperBound)"
    note(.wrongValue(expected: "\(range.lowerBound)–\(most)"), node, key: key)
    return nil
  }

  mutating func policy(_ node: Node) {
    let keys = ["tiers", "classes", "fairness_level"]
    if let mapping = node.mapping {
      for (name, _) in mapping {
        guard let key = name.string, keys.contains(key) else { continue }
        if let earlier = history.altered["policy \(key)"] {
          note(.againstChange(.altered, line: earlier), name, key: key)
        }
        history.altered["policy \(key)"] = line(name)
      }
    }
    if node.mapping?.isEmpty ?? node.isNothing {
      note(.wrongValue(expected: "tiers, classes, fairness_level"), node, key: "policy")
    }
    lists.policy = yaml.policy(node, base: lists.policy, keys: keys)
    effects.append(ScenarioEffect(.policy, line: line(node)))
  }

  private mutating func parts(_ node: Node, key: String, known: [String]) -> [String: Node] {
    Dictionary(
      yaml.entries(node, key: key, known: known), uniquingKeysWith: { first, _ in first })
  }
}
