import ListFiles

extension DefectText {
  /// What to write in place of a date in a form that is not taken.
  static func dateSentence(_ slip: DateSlip, _ language: Language) -> String {
    switch slip {
    case .time(let day):
      language.text(
        "应为日期，不带时刻。请改为 \(day)。", "expected a date without a time of the day. Write \(day).")
    case .serial(let day):
      language.text(
        "像是表格软件里的日期序号，即 \(day)。请把单元格设为日期格式，或改为 \(day)。",
        "seems to be a spreadsheet's number of a date, \(day). Format the cell as a date, or write \(day)."
      )
    case .form(let day):
      language.text("日期不是这样写的。请改为 \(day)。", "no form of a date that is taken. Write \(day).")
    case .noYear:
      language.text(
        "日期没有写年份。请写全，如 2026-11-23。", "a date without its year. Write it whole, as 2026-11-23.")
    }
  }
}
