/// The orders behind each sum of a statement, and where its page lists them.
struct StatementIndex {
  /// An order as a sum counts it.
  struct Item: Hashable {
    /// Its place among the statement's rows.
    let row: Int
    /// The members that are counted; none where the order counts and nobody was named.
    let parts: [GivenStatement.Part]
    /// What it took; nil when nobody said.
    let hours: Int?
  }

  /// A figure of a sum.
  enum Figure {
    case visits, attendances, hours, withoutHours
  }

  /// A sum, by what it counts.
  struct Line {
    /// Whose sum it is.
    let name: String
    /// What the names of its anchors begin with.
    let anchor: String
    /// Whether it counts orders; else it counts the parts that members had in them.
    let isWhole: Bool
    /// The orders that it counts, in the order of the statement's rows.
    let items: [Item]
    /// Whether these are all orders of the statement, which its table of orders lists already.
    let isEverything: Bool

    /// What a figure counts: for hours the orders, or parts, that took any.
    func items(of figure: Figure) -> [Item] {
      switch figure {
      case .visits, .attendances: items
      case .hours:
        kept {
          $0.hours ?? 0 > 0
        } part: {
          $0.hours > 0
        }
      case .withoutHours:
        kept {
          $0.hours == nil
        } part: {
          $0.hours == 0
        }
      }
    }

    private func kept(
      _ keepsOrder: (Item) -> Bool, part keepsPart: (GivenStatement.Part) -> Bool
    ) -> [Item] {
      guard !isWhole else { return items.filter(keepsOrder) }
      return items.compactMap { item in
        let parts = item.parts.filter(keepsPart)
        return parts.isEmpty ? nil : Item(row: item.row, parts: parts, hours: item.hours)
      }
    }

    /// Where a figure leads: figures that count the same lead to the same place.
    func target(_ figure: Figure) -> String {
      let rest = figure == .hours ? "timed" : "untimed"
      return switch figure {
      case .visits, .attendances: isEverything ? "rows" : "\(anchor)-orders"
      case .hours, .withoutHours:
        items(of: figure) == items ? target(.visits) : "\(anchor)-\(rest)"
      }
    }

    /// The places to which its figures lead and which have to be listed.
    var places: [(figures: [Figure], anchor: String, items: [Item])] {
      var places: [(figures: [Figure], anchor: String, items: [Item])] = []
      for figure in [Figure.visits, .attendances, .hours, .withoutHours] {
        let (anchor, counted) = (target(figure), items(of: figure))
        guard anchor != "rows", !counted.isEmpty else { continue }
        if let known = places.firstIndex(where: { $0.anchor == anchor }) {
          places[known].figures.append(figure)
        } else {
          places.append(([figure], anchor, counted))
        }
      }
      return places
    }
  }

  private let statement: GivenStatement
  /// The rows of each unit.
  private let rowsOfUnits: [String: [Int]]
  /// The rows in which each member has a part, with the part.
  private let partsOfMembers: [String: [(row: Int, part: GivenStatement.Part)]]

  /// Looks up who gave what in a statement.
  ///
  /// - Complexity: linear in the parts of its rows.
  init(_ statement: GivenStatement) {
    self.statement = statement
    rowsOfUnits = Dictionary(grouping: statement.rows.indices) { statement.rows[$0].unit }
    var parts: [String: [(row: Int, part: GivenStatement.Part)]] = [:]
    for (row, order) in statement.rows.enumerated() {
      for part in order.members { parts[part.member, default: []].append((row, part)) }
    }
    partsOfMembers = parts
  }

  /// The whole statement: of units their orders, of members their parts in them.
  func total(name: String) -> Line {
    let counts = ["all", "unit"].contains(statement.subject)
    return counts
      ? whole(name, "total", Array(statement.rows.indices))
      : named(name, "total", statement.members)
  }

  /// What a unit gave.
  func unit(_ number: Int) -> Line {
    let unit = statement.units[number].unit
    return whole(unit, "unit\(number + 1)", rowsOfUnits[unit] ?? [])
  }

  /// What a unit's members gave for it, as far as they were named.
  func members(ofUnit number: Int, name: String) -> Line {
    let unit = statement.units[number].unit
    return named(
      name, "unit\(number + 1)-named", statement.members.filter { $0.unit == unit }
    ) { $0.unit == unit }
  }

  /// What the members registered in a community gave.
  func community(_ number: Int) -> Line {
    let code = statement.communities[number].community
    return named(code, "community\(number + 1)", registered(in: code))
  }

  /// What they gave in the community itself.
  func here(inCommunity number: Int, name: String) -> Line {
    let code = statement.communities[number].community
    return named(name, "community\(number + 1)-here", registered(in: code)) {
      $0.community == code
    }
  }

  /// What a member gave.
  func member(_ number: Int, name: String) -> Line {
    named(name, "m\(number + 1)", [statement.members[number]])
  }

  /// The members who work or live in a community.
  private func registered(in code: String) -> [GivenStatement.MemberLine] {
    statement.members.filter { [$0.workCommunity, $0.homeCommunity].contains(code) }
  }

  private func whole(_ name: String, _ anchor: String, _ rows: [Int]) -> Line {
    Line(
      name: name, anchor: anchor, isWhole: true,
      items: rows.map { row in
        let order = statement.rows[row]
        return Item(row: row, parts: order.members, hours: order.hours)
      }, isEverything: rows.count == statement.rows.count)
  }

  private func named(
    _ name: String, _ anchor: String, _ members: [GivenStatement.MemberLine],
    keeps: (GivenStatement.Row) -> Bool = { _ in true }
  ) -> Line {
    var parts: [Int: [GivenStatement.Part]] = [:]
    for member in members {
      for (row, part) in partsOfMembers[member.member] ?? [] where keeps(statement.rows[row]) {
        parts[row, default: []].append(part)
      }
    }
    let items = parts.sorted { $0.key < $1.key }.map { row, parts in
      Item(row: row, parts: parts, hours: parts.reduce(0) { $0 + $1.hours })
    }
    return Line(name: name, anchor: anchor, isWhole: false, items: items, isEverything: false)
  }
}
