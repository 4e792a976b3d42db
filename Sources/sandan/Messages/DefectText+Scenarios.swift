import ListFiles

extension DefectText {
  /// Defects of scenario files.
  static func scenarioSentence(_ kind: ListDefect.Kind, _ language: Language) -> String? {
    switch kind {
    case .missingKeys(let keys):
      language.text(
        "缺少 \(keys.joined(separator: "、"))。请补上。",
        "\(keys.joined(separator: ", ")) missing. Add it.")
    case .noSuchRow(let word):
      language.text("清单里没有这个编号", "no such row in the lists")
        + nearest([word].compactMap { $0 }, language) + language.text("。请改正。", ". Correct it.")
    case .noSuchUnit(let word):
      language.text("资源清单里没有这个单位", "no such unit in the resource list")
        + nearest([word].compactMap { $0 }, language) + language.text("。请改正。", ". Correct it.")
    case .matchesNothing:
      language.text(
        "什么也没有选中，改动不会有作用。请核对条件。",
        "selects nothing, so the change would do nothing. Check the condition.")
    case .againstChange(let clash, let line): clashSentence(clash, line, language)
    case .leavesRange(let least, let most):
      language.text(
        "改动后超出 \(least) 到 \(most) 的范围。请改小。",
        "outside of \(least) to \(most) after the change. Change less.")
    default: nil
    }
  }

  private static func clashSentence(
    _ clash: ScenarioClash, _ line: Int, _ language: Language
  ) -> String {
    switch clash {
    case .removed:
      language.text(
        "本场景第 \(line) 行已把它去掉。请只留一处。",
        "left out by line \(line) of the scenario. Keep one of the two.")
    case .altered:
      language.text(
        "本场景第 \(line) 行已改过这一项。请合并成一处。",
        "changed by line \(line) of the scenario already. Make one change of the two.")
    case .unitOut:
      language.text(
        "本场景第 \(line) 行已让这个单位退出。请只留一处。",
        "its unit stays away by line \(line) of the scenario. Keep one of the two.")
    }
  }
}
