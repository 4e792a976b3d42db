import ThreeLists

extension ReportLanguage {
  /// A session as the page calls it: 三上, Wed morning.
  public func name(of session: Session) -> String {
    switch self {
    case .zh: session.description
    case .en:
      "\(ReportLanguage.weekdays[session.weekday]) \(ReportLanguage.parts[session.part])"
    }
  }

  /// The same for a narrow column: 三上, Wed m; the table's caption says what the letters mean.
  func shortName(of session: Session) -> String {
    switch self {
    case .zh: session.description
    case .en:
      "\(ReportLanguage.weekdays[session.weekday]) \(ReportLanguage.parts[session.part].prefix(1))"
    }
  }

  private static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
  private static let parts = ["morning", "afternoon", "evening"]
}
