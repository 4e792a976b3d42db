/// The agenda of a joint meeting (联席会议): needs that stay unmet, grouped by the same bottleneck,
/// with what each department would have to add.
public struct MeetingAgenda: Hashable, Sendable, Encodable {
  /// A need on the agenda.
  public struct Item: Hashable, Sendable, Encodable {
    /// The need.
    public var need: String
    /// 首问.
    public var firstResponsible: String
    /// Its grid.
    public var grid: String
    /// Its category.
    public var category: String
    /// The level to which it went up; absent when it never did.
    public var level: String?
    /// Visits that lacked in its last plan.
    public var missing: Int
    /// Weeks that it has waited unmet.
    public var weeks: Int
    /// Days since it was reported.
    public var days: Int
    /// The week of its last plan, in which the reason was found.
    public var week: String
    /// That plan's run.
    public var run: String

    /// An item by its parts.
    public init(
      need: String, firstResponsible: String, grid: String, category: String, level: String?,
      missing: Int, weeks: Int, days: Int, week: String, run: String
    ) {
      self.need = need
      self.firstResponsible = firstResponsible
      self.grid = grid
      self.category = category
      self.level = level
      self.missing = missing
      self.weeks = weeks
      self.days = days
      self.week = week
      self.run = run
    }
  }

  /// What planning again with asks showed.
  public struct Trial: Hashable, Sendable, Encodable {
    /// Needs of the group that a plan with the asks serves wholly, all at once; sorted.
    public var needs: [String]
    /// How far the plans are proved best: `optimal`, `search` or `gap`.
    public var status: String

    /// A trial by its parts.
    public init(needs: [String], status: String) {
      self.needs = needs
      self.status = status
    }

    /// How many they are.
    public var served: Int { needs.count }

    private enum CodingKeys: String, CodingKey {
      case needs, served, status
    }

    /// Writes the trial with its count.
    public func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(served, forKey: .served)
      try container.encode(needs, forKey: .needs)
      try container.encode(status, forKey: .status)
    }
  }

  /// What one department is asked for.
  public struct Ask: Hashable, Sendable, Encodable {
    /// The unit; absent where residents are asked for another time.
    public var unit: String?
    /// What it is asked for, in words.
    public var changes: [String]
    /// Needs each of which its part would serve were it the only one.
    public var alone: Int
    /// What it would achieve if only this department did its part; absent without a trial.
    public var trial: Trial?

    /// An ask by its parts.
    public init(unit: String?, changes: [String], alone: Int, trial: Trial?) {
      self.unit = unit
      self.changes = changes
      self.alone = alone
      self.trial = trial
    }
  }

  /// Needs with the same bottleneck.
  public struct Group: Hashable, Sendable, Encodable {
    /// The reason's code.
    public var code: String
    /// The bottleneck in words.
    public var bottleneck: String
    /// The longest waiting first.
    public var needs: [Item]
    /// By unit, residents last.
    public var asks: [Ask]
    /// Needs for which a change was found, sorted.
    public var helped: [String]
    /// What all asks together achieve; absent when nothing is asked or the time was up.
    public var trial: Trial?
    /// Whether the asks were made as small as they can be with the same effect, one step less of any
    /// serving fewer; false when the time was up before.
    public var isLeast: Bool
    /// Whether the lists and policy of the plans were made again exactly as they were; without that
    /// the trial is one of the policy given now.
    public var isReproduced: Bool
    /// Whether changes were looked for of every need; false where the time of a plan was up.
    public var isSought: Bool

    /// A group by its parts.
    public init(
      code: String, bottleneck: String, needs: [Item], asks: [Ask],
      helped: [String], trial: Trial?, isLeast: Bool, isReproduced: Bool, isSought: Bool
    ) {
      self.code = code
      self.bottleneck = bottleneck
      self.needs = needs
      self.asks = asks
      self.helped = helped
      self.trial = trial
      self.isLeast = isLeast
      self.isReproduced = isReproduced
      self.isSought = isSought
    }

    /// Whether it is proved that all asks together serve none of the needs.
    ///
    /// The policy's order gives what they add to other needs first. Pages say so then, and list no asks.
    public var servesNone: Bool {
      guard let trial, !asks.isEmpty else { return false }
      return trial.served == 0 && trial.status != "gap"
    }
    /// The sum of what each change would do by itself, and so the most that all asks together can do.
    public var most: Int { helped.count }
    /// Visits that lack, all needs together.
    public var visits: Int { needs.reduce(0) { $0 + $1.missing } }
    /// Weeks that the need has waited that waits longest.
    public var longestWeeks: Int { needs.map(\.weeks).max() ?? 0 }
    /// Days that the need has waited that waits longest.
    public var longestDays: Int { needs.map(\.days).max() ?? 0 }

    private enum CodingKeys: String, CodingKey {
      case code, bottleneck, needs, asks, helped, most, trial, isLeast, isReproduced, isSought
      case servesNone, visits, longestWeeks, longestDays
    }

    /// Writes the group with its sums.
    public func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(code, forKey: .code)
      try container.encode(bottleneck, forKey: .bottleneck)
      try container.encode(needs, forKey: .needs)
      try container.encode(asks, forKey: .asks)
      try container.encode(helped, forKey: .helped)
      try container.encode(most, forKey: .most)
      try container.encodeIfPresent(trial, forKey: .trial)
      try container.encode(isLeast, forKey: .isLeast)
      try container.encode(isReproduced, forKey: .isReproduced)
      try container.encode(isSought, forKey: .isSought)
      try container.encode(servesNone, forKey: .servesNone)
      try container.encode(visits, forKey: .visits)
      try container.encode(longestWeeks, forKey: .longestWeeks)
      try container.encode(longestDays, forKey: .longestDays)
    }
  }

  /// The format's version.
  public var formatVersion = 1
  /// The first day.
  public var from: String
  /// The last day.
  public var to: String
  /// Weeks after which a need comes on the agenda.
  public var afterWeeks: Int
  /// Needs on the agenda.
  public var needs: Int
  /// Visits that they lack.
  public var visits: Int
  /// The most needs first.
  public var groups: [Group]

  /// An agenda of groups.
  public init(from: String, to: String, afterWeeks: Int, groups: [Group]) {
    self.from = from
    self.to = to
    self.afterWeeks = afterWeeks
    self.groups = groups
    needs = groups.reduce(0) { $0 + $1.needs.count }
    visits = groups.reduce(0) { $0 + $1.visits }
  }
}
