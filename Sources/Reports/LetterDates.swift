import ThreeLists

/// Days and sessions as letters to residents write them, who do not know the office's codes.
extension ReportLanguage {
  /// A day: 2026年11月13日; 13 November 2026.
  func letterDate(_ day: Day) -> String {
    let (year, month, number) = day.parts
    let name = entry(month - 1, of: .letterMonths)
    switch self {
    case .zh: return text(.letterDate, year, name, number)
    case .en: return text(.letterDate, number, name, year)
    }
  }

  /// A session on its day: 11月23日（周一）上午; Monday 23 November, in the morning.
  func letterTime(_ session: Session, on day: Day) -> String {
    let (_, month, number) = day.parts
    let name = entry(month - 1, of: .letterMonths)
    let weekday = entry(day.weekday, of: .letterWeekdays)
    let part = entry(session.part, of: .letterParts)
    switch self {
    case .zh: return text(.letterTime, name, number, weekday, part)
    case .en: return text(.letterTime, weekday, number, name, part)
    }
  }

  /// Several of them.
  func letterTimes(_ times: [(session: Session, day: Day)]) -> String {
    times.map { letterTime($0.session, on: $0.day) }
      .joined(separator: self == .zh ? "、" : "; ")
  }

  /// One of the names that a word of the table lists.
  private func entry(_ index: Int, of names: Word) -> Substring {
    text(names).split(separator: " ")[index]
  }
}
