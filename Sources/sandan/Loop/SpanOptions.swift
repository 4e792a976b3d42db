import ArgumentParser
import ListFiles
import ThreeLists

/// The days that a command looks at.
struct SpanOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      Language.asked.text("一个季度，如 2026Q4。", "A quarter, such as 2026Q4."), valueName: "quarter"))
  var quarter: String?

  @Option(
    help: ArgumentHelp(
      Language.asked.text("第一天。", "The first day."), valueName: "date"))
  var from: String?

  @Option(
    help: ArgumentHelp(
      Language.asked.text("最后一天，含这天。", "The last day, itself included."), valueName: "date"))
  var to: String?

  func validate() throws {
    if days == nil {
      throw ValidationError(
        Language.asked.text(
          "请给出 --quarter 2026Q4，或 --from 和 --to 两个日期（先后不颠倒）。",
          "Name --quarter 2026Q4, or the two days --from and --to, in order."))
    }
  }

  /// The days named; nil where they are none.
  var days: ClosedRange<Day>? {
    if let quarter {
      return from == nil && to == nil ? SpanOptions.days(ofQuarter: quarter) : nil
    }
    guard let first = from.flatMap({ EntryReader.moment($0)?.day }),
      let last = to.flatMap({ EntryReader.moment($0)?.day }), first <= last
    else { return nil }
    return first...last
  }

  /// The days of a quarter by its text, `2026Q4`; nil when the text has another form.
  static func days(ofQuarter text: String) -> ClosedRange<Day>? {
    let parts = text.uppercased().split(separator: "Q", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].utf8.count == 4, let year = Int(parts[0]),
      let number = Int(parts[1]), parts[1].utf8.count == 1, (1...4).contains(number),
      let first = Day(year: year, month: 3 * number - 2, day: 1),
      let next = number == 4
        ? Day(year: year + 1, month: 1, day: 1) : Day(year: year, month: 3 * number + 1, day: 1)
    else { return nil }
    return first...next.adding(days: -1)
  }
}
