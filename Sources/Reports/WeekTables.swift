import Matching
import ThreeLists

/// The figures of a week as plain tables, for a workbook, with the words of the pages.
public struct WeekTables: Sendable {
  /// A table: its name, headings, and rows of texts.
  public struct Table: Hashable, Sendable {
    /// The name, for a sheet's tab.
    public var name: String
    /// The headings, and whether whole numbers stand below.
    public var columns: [Column]
    /// As many texts as there are columns.
    public var rows: [[String]]
  }

  /// A column's heading.
  public struct Column: Hashable, Sendable {
    /// The heading.
    public var title: String
    /// Whether whole numbers stand below.
    public var isNumber = false
  }

  /// The name of the sheet of services.
  public var servicesName: String
  /// The name of the sheet of unmet needs.
  public var unmetName: String
  /// The week in figures, loads by unit, tiers.
  public var tables: [Table]

  /// The tables of a plan.
  ///
  /// - Parameter material: the plan, its lists, and the language.
  public init(_ material: PageMaterial) {
    let figures = WeekFigures(
      plan: material.plan, needs: material.needs, resources: material.resources,
      policy: material.policy)
    servicesName = material.text(.sheetServices)
    unmetName = material.text(.sheetUnmet)
    tables = [
      WeekTables.week(figures, material), WeekTables.units(figures, material),
      WeekTables.tiers(material),
    ]
  }

  private static func week(_ figures: WeekFigures, _ material: PageMaterial) -> Table {
    func row(_ kind: Word, _ name: String, _ requested: Int, _ served: Int) -> [String] {
      [material.text(kind), name, "\(requested)", "\(served)", "\(requested - served)"]
    }
    func rows(_ kind: Word, _ shares: [WeekFigures.Share]) -> [[String]] {
      shares.map { row(kind, $0.name, $0.requested, $0.served) }
    }
    return Table(
      name: material.text(.sheetWeek),
      columns: [
        Column(title: material.text(.sheetGroup)), Column(title: material.text(.sheetName)),
        Column(title: material.text(.visitsAsked), isNumber: true),
        Column(title: material.text(.visitsServed), isNumber: true),
        Column(title: material.text(.visitsUnmet), isNumber: true),
      ],
      rows: [row(.sum, "", figures.requested, figures.served)]
        + rows(.sheetClass, figures.classes) + rows(.sheetCommunity, figures.communities)
        + rows(.category, figures.categories))
  }

  private static func units(_ figures: WeekFigures, _ material: PageMaterial) -> Table {
    Table(
      name: material.text(.loads),
      columns: [
        Column(title: material.text(.unit)),
        Column(title: material.text(.sheetFilled), isNumber: true),
        Column(title: material.text(.sheetOffered), isNumber: true),
      ],
      rows: figures.units.map { [$0.unit, "\($0.filled)", "\($0.offered)"] })
  }

  private static func tiers(_ material: PageMaterial) -> Table {
    Table(
      name: material.text(.sheetTiers),
      columns: [
        Column(title: material.text(.order), isNumber: true), Column(title: material.text(.tier)),
        Column(title: material.text(.code)),
        Column(title: material.text(.value), isNumber: true), Column(title: material.text(.proof)),
      ],
      rows: zip(material.plan.tiers, material.sentences.tiers).enumerated().map { index, pair in
        let (tier, told) = pair
        return ["\(index + 1)", told.name, tier.name.description, "\(tier.value)", told.proof]
      })
  }
}
