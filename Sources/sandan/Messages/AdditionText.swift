import Matching
import ThreeLists

/// What `additions` prints.
enum AdditionText {
  static func lines(
    _ result: SmallestAdditions, week: Week, _ language: Language
  ) -> [String] {
    var lines = [
      base(result.base, result.requested, week, language),
      language.text("目标：", "The aim: ")
        + shares(result.aim, result.requested, language, "≥ ") + language.text("。", "."),
    ]
    switch result.outcome {
    case .cutOff:
      lines.append(
        language.text(
          "时间已到，还不知道达不达得到。", "The time was up before it was known whether that can be reached."))
      return lines
    case .unreachable:
      lines.append(
        language.text(
          "无论多来多少次都达不到，还差 \(MarginalText.counts(result.missing, .zh))",
          "However many visits more, \(MarginalText.counts(result.missing, .en)) lack to the aim")
          + proved(result.proof, language) + language.text("：", ":"))
      for unmet in result.unreachable {
        lines.append(
          "  \(unmet.need)" + language.text("：", ": ")
            + ReasonText.sentence(unmet, language: language))
      }
      return lines
    case .found, .outranked: break
    }
    let count = result.additions.visits
    if result.isSmallest, count == 0 {
      lines.append(language.text("不用多来，现有清单已经达到。", "The lists as they are reach it."))
    } else if result.isSmallest {
      lines.append(
        language.text("最少要多来 \(count) 次", "The fewest visits more: \(count)")
          + proved(result.proof, language) + language.text("：", ":"))
    } else {
      lines.append(
        language.text(
          "多来 \(count) 次可以；已证明至少要 \(result.atLeast) 次：",
          "\(count) visits more do; at least \(result.atLeast) are proved necessary:"))
    }
    lines += rows(result.additions, language)
    let ending =
      result.outcome == .found
      ? language.text("，目标达到。", ": the aim is reached.")
      : language.text(
        "，没有达到目标：这些次数够用，但按政策先办了别的。",
        ": short of the aim. The visits would do, but the policy serves others first.")
    lines.append(planned(result.served, result.requested, language) + ending)
    return lines
  }

  static func lines(_ result: BestAdditions, week: Week, _ language: Language) -> [String] {
    let count = result.additions.visits
    var lines = [base(result.base, result.requested, week, language)]
    lines.append(
      count == 0
        ? language.text("多来没有用。", "Visits more do nothing.")
        : language.text(
          "多来 \(count) 次，用在这里最好", "The best use of visits more, \(count) in number")
          + proved(result.proof, language) + language.text("：", ":"))
    lines += rows(result.additions, language)
    if count < result.visits {
      lines.append(
        language.text(
          "其余 \(result.visits - count) 次没有用。",
          "The other \(result.visits - count) would do nothing."))
    }
    let gain = zip(result.served.byClass, result.base.byClass).map { $0 - $1 }
    let gained =
      gain.contains { $0 != 0 }
      ? language.text("，多办 ", ": more by ") + MarginalText.counts(gain, language)
      : language.text("，不多办，只改善政策里后面的层", ": no more, later tiers of the policy alone are better")
    lines.append(
      planned(result.served, result.requested, language) + gained + language.text("。", "."))
    return lines
  }

  private static func rows(_ additions: [Addition], _ language: Language) -> [String] {
    additions.map { addition in
      var words = addition.unit
      if let resource = addition.added.resource {
        words += language.text("（\(resource)）", " (\(resource))")
      }
      if let capability = addition.added.capability { words += " \(capability.code)" }
      if addition.added.sessions != .all {
        words += " " + addition.added.sessions.sessions.map(\.description).joined(separator: ";")
      }
      return "  " + words
        + language.text("：多来 \(addition.visits) 次", ": \(addition.visits) more")
    }
  }

  private static func base(
    _ served: ServedCounts, _ requested: [Int], _ week: Week, _ language: Language
  ) -> String {
    language.text("\(week) 现有清单：", "\(week), the lists as they are: ")
      + shares(served.byClass, requested, language, "") + language.text("。", ".")
  }

  private static func planned(
    _ served: ServedCounts, _ requested: [Int], _ language: Language
  ) -> String {
    language.text("按改过的清单重排：", "The edited lists planned afresh: ")
      + shares(served.byClass, requested, language, "")
  }

  private static func shares(
    _ counts: [Int], _ requested: [Int], _ language: Language, _ sign: String
  ) -> String {
    zip(counts, requested).enumerated().map { number, pair in
      language.text("第\(number)级 ", "class \(number): ") + "\(sign)\(pair.0)/\(pair.1)"
    }.joined(separator: language.text("，", ", "))
  }

  private static func proved(_ proof: TierProof, _ language: Language) -> String {
    let words = TierText.proof(proof, language)
    return language.text("（\(words)）", " (\(words))")
  }

  /// The table: one line for each row of the set.
  static func table(_ additions: [Addition]) -> DeskTable {
    DeskTable(
      headers: ["单位", "资源编号", "类别", "时段", "多来次数"],
      rows: additions.map { addition in
        let sessions = addition.added.sessions
        return [
          addition.unit, addition.added.resource ?? "", addition.added.capability?.code ?? "",
          sessions == .all ? "" : sessions.sessions.map(\.description).joined(separator: ";"),
          "\(addition.visits)",
        ]
      })
  }
}

/// What `additions --format json` prints.
struct AdditionDocument: Encodable {
  struct Row: Encodable {
    var unit: String
    /// Absent for a newcomer.
    var resource: String?
    var category: String?
    var role: String?
    /// Absent unless rows are those of newcomers.
    var session: String?
    var visits: Int

    init(_ addition: Addition) {
      unit = addition.unit
      resource = addition.added.resource
      switch addition.added.capability {
      case .category(let code): category = code
      case .role(let code): role = code
      case nil: break
      }
      session =
        addition.added.sessions == .all
        ? nil : addition.added.sessions.sessions.first?.description
      visits = addition.visits
    }
  }

  struct Unreachable: Encodable {
    var need: String
    var missing: Int
    var reasonCode: String
    var reason: String
  }

  var formatVersion = 1
  var week: String
  var by: String
  /// `found`, `outranked`, `unreachable` or `cutOff`; absent with `--visits`.
  var outcome: String?
  /// By class, as everywhere here.
  var requested: [Int]
  /// With the lists as they are.
  var base: [Int]
  /// Absent with `--visits`.
  var aim: [Int]?
  /// Absent without `--visits`.
  var limit: Int?
  var rows: [Row]
  var visits: Int
  /// Absent with `--visits`.
  var atLeast: Int?
  /// Absent with `--visits`.
  var isSmallest: Bool?
  var provedBy: String
  /// With the set.
  var served: [Int]
  /// Absent unless the aim is unreachable.
  var missing: [Int]?
  var unreachable: [Unreachable]?

  init(_ result: SmallestAdditions, week: Week, by: MarginalSubject, _ language: Language) {
    self.week = week.description
    self.by = by.rawValue
    outcome = "\(result.outcome)"
    requested = result.requested
    base = result.base.byClass
    aim = result.aim
    rows = result.additions.map(Row.init)
    visits = result.additions.visits
    atLeast = result.atLeast
    isSmallest = result.isSmallest
    provedBy = result.proof.rawValue
    served = result.served.byClass
    guard result.outcome == .unreachable else { return }
    missing = result.missing
    unreachable = result.unreachable.map {
      Unreachable(
        need: $0.need, missing: $0.missing, reasonCode: $0.reason.code,
        reason: ReasonText.sentence($0, language: language))
    }
  }

  init(_ result: BestAdditions, week: Week, by: MarginalSubject) {
    self.week = week.description
    self.by = by.rawValue
    requested = result.requested
    base = result.base.byClass
    limit = result.visits
    rows = result.additions.map(Row.init)
    visits = result.additions.visits
    provedBy = result.proof.rawValue
    served = result.served.byClass
  }
}
