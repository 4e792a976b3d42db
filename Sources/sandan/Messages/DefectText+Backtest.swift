import ListFiles

extension DefectText {
  /// Defects of past weeks, of what was dispatched in them, and of rates of refusal.
  static func backtestSentence(_ kind: ListDefect.Kind, _ language: Language) -> String? {
    switch kind {
    case .notWeekName:
      language.text(
        "文件名里看不出是哪一周的哪份清单，应如 needs-2026-W48.csv、dispatched-2026-W48.csv、"
          + "resources.csv。请改名或移走。",
        "the name tells no list of a week; expected such as needs-2026-W48.csv, "
          + "dispatched-2026-W48.csv, resources.csv. Rename or move it.")
    case .secondList(let other):
      language.text(
        "与 \(other) 是同一周的同一种清单。请只留一份。",
        "the same list of the same week as \(other). Keep one of them.")
    case .noNeedsOfWeek(let week):
      language.text(
        "缺 \(week) 的需求清单（needs-\(week).csv）。请补上。",
        "the needs list of \(week) (needs-\(week).csv) is missing. Add it.")
    case .noWeeks:
      language.text(
        "应是一个目录，里面有 needs-2026-W48.csv 这样的需求清单。请核对目录。",
        "expected a folder with needs lists such as needs-2026-W48.csv. Check the folder.")
    case .severalResources(let resources):
      language.text(
        "这个单位有 \(resources.count) 个资源（\(resources.joined(separator: "、"))）。"
          + "请改写成来的那个资源的编号。",
        "a unit with \(resources.count) resources (\(resources.joined(separator: ", "))). "
          + "Write the identifier of the one that came.")
    case .unlistedResource(let word):
      language.text("资源清单里没有这个资源或单位", "no resource or unit of the resource list")
        + nearest([word].compactMap { $0 }, language)
        + language.text(
          "。请改正；确是清单以外的单位，用 --unlisted 照单接受。",
          ". Correct it; if it is one from outside the list, --unlisted takes it at its word.")
    case .notProbability:
      language.text(
        "应为 0 到 1 的小数（最多六位）或 0% 到 100%。请改正。",
        "expected a decimal from 0 to 1 (at most six places), or 0% to 100%. Correct it.")
    default: nil
    }
  }
}
