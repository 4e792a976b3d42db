import Ledger
import ThreeLists

/// What goes up a level, in words.
extension LoopText {
  static func noPlan(_ week: Week, _ language: Language) -> String {
    language.text(
      "\(week)：没有算数的方案，也就没有建议。请先 sandan week plan。",
      "\(week): no plan that counts, and so no proposals. Plan it first with sandan week plan.")
  }

  static func level(_ level: GridLevel, _ language: Language) -> String {
    language.text(level.chineseName, level.rawValue)
  }

  static func escalated(
    _ week: Week, _ found: EscalationProposals, _ language: Language
  ) -> [String] {
    var lines = [
      language.text(
        "\(week) 的方案证明本级无人能办的，提交上级 \(found.proposals.count) 件。",
        "\(week): \(found.proposals.count) needs go up, of which the plan proves that nobody at their level can serve them."
      )
    ]
    for proposal in found.proposals {
      lines.append(
        language.text(
          "  \(proposal.need) → \(level(proposal.level, .zh))：\(ReasonText.name(proposal.proof.reason, .zh))，缺 \(proposal.proof.missing) 次",
          "  \(proposal.need) → \(level(proposal.level, .en)): \(ReasonText.name(proposal.proof.reason, .en)), \(proposal.proof.missing) visits lack"
        ))
    }
    let rest: [([String], String)] = [
      (
        found.settled,
        language.text("  已按这个方案提交过，或已不缺人的", "  gone up by this plan before, or lacking nobody")
      ),
      (found.atTop, language.text("  已在县一级的", "  with the county already")),
      (
        found.unproved,
        language.text(
          "  没有满足、但还说不上本级无人能办的（下周继续排）",
          "  unmet, but not so that nobody at their level can serve them (planned again)")
      ),
    ]
    for (needs, title) in rest where !needs.isEmpty {
      lines.append(title + language.text("：", ": ") + needs.joined(separator: " "))
    }
    return lines
  }

  /// Where needs lie that went up, and what plans propose.
  static func levels(_ board: StatusBoard, _ language: Language) -> [String] {
    var lines: [String] = []
    let levels = GridLevel.allCases.reversed().compactMap { level -> String? in
      guard let count = board.levels[level.rawValue], count > 0 else { return nil }
      return "\(self.level(level, language)) \(count)"
    }
    if !levels.isEmpty {
      let text = levels.joined(separator: language.text("，", ", "))
      lines.append(language.text("  提交过上级、未了结的：\(text)", "  gone up and not finished: \(text)"))
    }
    for week in board.weeks where !week.proposed.isEmpty {
      let needs = week.proposed.map { $0.need }.joined(separator: " ")
      lines.append(
        language.text(
          "  \(week.week) 的方案建议提交上级 \(week.proposed.count) 件：\(needs)（sandan escalate --proposed \(week.week)）",
          "  the plan of \(week.week) proposes \(week.proposed.count) needs for a higher level: \(needs) (sandan escalate --proposed \(week.week))"
        ))
    }
    return lines
  }

  /// The level to which a need went up, and the proof.
  static func level(of account: NeedAccount, _ language: Language) -> [String] {
    guard let level = account.level.flatMap({ GridLevel(rawValue: $0) }) else { return [] }
    var line = language.text(
      "  已提交\(self.level(level, .zh))", "  gone up to the \(self.level(level, .en))")
    if let proof = account.proof {
      line += language.text(
        "；\(proof.week) 的方案（\(proof.run)）证明：\(ReasonText.name(proof.reason, .zh))，缺 \(proof.missing) 次",
        "; proved by the plan of \(proof.week) (\(proof.run)): \(ReasonText.name(proof.reason, .en)), \(proof.missing) visits lack"
      )
    }
    return [line]
  }
}
