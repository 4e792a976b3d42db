import ThreeLists

/// What the page of a period's figures is made from: counts and identifiers, and names in the
/// page's language by whoever renders it.
public struct QuarterFigures: Sendable {
  /// A subject behind a figure.
  public struct Row: Sendable {
    /// The identifier.
    public var id: String
    /// The need whose row it leads to; nil for a grid or a unit.
    public var need: String?
    /// 0 counts for the numerator, 1 for the denominator only, 2 is not yet due.
    public var part: Int
    /// What else there is to say; empty where nothing.
    public var note: String

    /// A row by its parts.
    public init(id: String, need: String?, part: Int, note: String) {
      self.id = id
      self.need = need
      self.part = part
      self.note = note
    }
  }

  /// A figure.
  public struct Figure: Sendable {
    /// The code, its anchor on the page.
    public var code: String
    /// The name.
    public var name: String
    /// The numerator.
    public var numerator: Int
    /// The denominator.
    public var denominator: Int
    /// What is not yet due.
    public var waiting: Int
    /// What is behind it.
    public var rows: [Row]

    /// A figure by its parts.
    public init(
      code: String, name: String, numerator: Int, denominator: Int, waiting: Int, rows: [Row]
    ) {
      self.code = code
      self.name = name
      self.numerator = numerator
      self.denominator = denominator
      self.waiting = waiting
      self.rows = rows
    }
  }

  /// A need of the period.
  public struct Need: Sendable {
    /// The identifier.
    public var id: String
    /// The code of its grid.
    public var grid: String
    /// The code of its community.
    public var community: String
    /// The name of its state.
    public var state: String
    /// The level that has it in hand.
    public var level: GridLevel
    /// How pressing it is.
    public var urgency: Urgency
    /// The name of the grade that its resident gave; nil for one who was not called back.
    public var grade: String?

    /// A need by its parts.
    public init(
      id: String, grid: String, community: String, state: String, level: GridLevel,
      urgency: Urgency, grade: String?
    ) {
      self.id = id
      self.grid = grid
      self.community = community
      self.state = state
      self.level = level
      self.urgency = urgency
      self.grade = grade
    }
  }

  /// The first day.
  public var from: Day
  /// The last day.
  public var to: Day
  /// The moment at which everything is looked at.
  public var at: Moment
  /// The figures in their order.
  public var figures: [Figure]
  /// What is told of parts of the period: communities, categories, units, weeks.
  public var divisions: [Division]
  /// The names of the grades that residents called back may give, best first.
  public var grades: [String]
  /// The states' names in their order.
  public var states: [String]
  /// The needs by identifier.
  public var needs: [Need]
  /// The language.
  public var language: ReportLanguage
  /// The program's version.
  public var version: String
  /// The hash of the ledger's last entry.
  public var head: String

  /// Figures by their parts.
  public init(
    from: Day, to: Day, at: Moment, figures: [Figure], divisions: [Division], grades: [String],
    states: [String], needs: [Need], language: ReportLanguage, version: String, head: String
  ) {
    self.from = from
    self.to = to
    self.at = at
    self.figures = figures
    self.divisions = divisions
    self.grades = grades
    self.states = states
    self.needs = needs
    self.language = language
    self.version = version
    self.head = head
  }
}
