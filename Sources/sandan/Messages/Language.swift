/// The languages of messages and reports.
enum Language: String, CaseIterable {
  case zh, en

  /// One of two texts.
  func text(_ chinese: String, _ english: String) -> String { self == .zh ? chinese : english }
}
