import ThreeLists

extension ReportLanguage {
  /// A session as the page calls it: 三上, Wed morning.
  func name(of session: Session) -> String {
    switch self {
    case .zh: session.description
    case .en:
      "\(ReportLanguage.weekdays[session.weekday]) \(ReportLanguage.parts[session.part])"
    }
  }

  private static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
  private static let parts = ["morning", "afternoon", "evening"]
}
