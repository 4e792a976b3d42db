/// What a change of a scenario says beside the rows that it is about.
public enum ScenarioTerms: Hashable, Sendable {
  /// Nothing: rows are added, left out, or the policies tell.
  case rows
  /// Columns that are set, in the order of the file.
  case columns([Column])
  /// Visits of a week and of a session, more or fewer (0 leaves them), and sessions that come on top.
  case visits(weekly: Int, perSession: Int, sessions: SessionSet)
  /// Units that stay away, in the order of the file.
  case units([String])
  /// Sessions of the week that are closed, in some areas or, where none is named, everywhere.
  case closure(SessionSet, areas: [GridCode])
  /// Needs of a category that are added as copies; as many per cent if the file says so.
  case growth(category: String, percent: Int?)
  /// So many visits, where they count most.
  case bestVisits(Int)

  /// A column that is set.
  public struct Column: Hashable, Sendable {
    /// Its Chinese header.
    public var header: String
    /// Its English header.
    public var key: String
    /// What it is set to, as the file writes it; nil where no output may show it.
    public var value: String?

    /// A column by its parts.
    public init(header: String, key: String, value: String?) {
      self.header = header
      self.key = key
      self.value = value
    }
  }
}
