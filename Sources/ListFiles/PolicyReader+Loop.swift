import ThreeLists
import Yams

/// The sections of the closed loop.
extension PolicyReader {
  /// Limits by step and class; steps that are absent keep the built-in ones.
  mutating func limits(_ node: Node, _ loop: inout LoopRules) {
    let keys = LoopStep.allCases.map(\.rawValue) + ["overall"]
    for (key, value) in entries(node, key: "limits", known: keys) {
      let texts = value.sequence?.map { $0.string ?? "" } ?? []
      let limits = texts.compactMap { WorkLimit($0) }
      guard limits.count == ClassRules.count, texts.count == limits.count else {
        note(.wrongValue(expected: "[4h, 1d, 3d, 5d]"), value, key: key)
        continue
      }
      if let step = LoopStep(rawValue: key) {
        loop.steps[step] = limits
      } else {
        loop.overall = limits
      }
    }
  }

  /// Working time; keys that are absent keep the built-in values.
  mutating func calendar(_ node: Node, _ calendar: inout WorkingCalendar) {
    let keys = ["weekdays", "hours", "holidays", "make_up"]
    for (key, value) in entries(node, key: "calendar", known: keys) {
      guard let sequence = value.sequence else {
        note(.wrongValue(expected: "[ … ]"), value, key: key)
        continue
      }
      let items = Array(sequence)
      switch key {
      case "weekdays": calendar.weekdays = weekdays(items, of: value)
      case "hours": calendar.hours = hours(items, of: value) ?? calendar.hours
      case "holidays": calendar.holidays = days(items, key: key)
      default: calendar.makeUpDays = days(items, key: key)
      }
    }
  }

  private mutating func weekdays(_ items: [Node], of list: Node) -> Set<Int> {
    let words = ["一", "二", "三", "四", "五", "六", "日"]
    var result: Set<Int> = []
    for item in items {
      if let index = words.firstIndex(of: item.string ?? "") {
        result.insert(index)
      } else {
        note(.wrongValue(expected: words.joined(separator: ", ")), item, key: "weekdays")
      }
    }
    // Without a day's work no limit would ever run out.
    if items.isEmpty {
      note(.wrongValue(expected: "[一, 二, 三, 四, 五]"), list, key: "weekdays")
    }
    return result
  }

  /// Periods in order; nil after noting what is wrong.
  private mutating func hours(_ items: [Node], of list: Node) -> [Range<Int>]? {
    let expected = ListDefect.Kind.wrongValue(expected: "[\"08:30-12:00\", \"13:30-17:30\"]")
    var result: [Range<Int>] = []
    for item in items {
      let parts = (item.string ?? "").split(separator: "-", omittingEmptySubsequences: false)
      guard parts.count == 2, let begin = Moment.minute(parts[0]),
        let end = parts[1] == "24:00" ? Moment.minutesOfDay : Moment.minute(parts[1]), begin < end,
        result.last.map({ $0.upperBound < begin }) ?? true
      else {
        note(expected, item, key: "hours")
        return nil
      }
      result.append(begin..<end)
    }
    guard result.isEmpty else { return result }
    note(expected, list, key: "hours")
    return nil
  }

  /// Days and spans of days, such as 2026-10-01..2026-10-07.
  private mutating func days(_ items: [Node], key: String) -> Set<Day> {
    var result: Set<Day> = []
    for item in items {
      let parts = (item.string ?? "").split(separator: ".", omittingEmptySubsequences: false)
      let bounds = parts.filter { !$0.isEmpty }.compactMap { part -> Day? in
        if case .day(let day) = Numerals.date(String(part)) { day } else { nil }
      }
      switch (parts.count, bounds.count) {
      case (1, 1): result.insert(bounds[0])
      case (3, 2) where parts[1].isEmpty && (0...366).contains(bounds[1].days(since: bounds[0])):
        for offset in 0...bounds[1].days(since: bounds[0]) {
          result.insert(bounds[0].adding(days: offset))
        }
      default:
        note(
          .wrongValue(expected: "\"2026-10-01\", \"2026-10-01..2026-10-07\""), item, key: key)
      }
    }
    return result
  }
}
