import Reports
import ThreeLists

/// The languages of messages and reports.
enum Language: String, CaseIterable {
  case zh, en

  /// One of two texts; the other is not put together.
  func text(
    _ chinese: @autoclosure () -> String, _ english: @autoclosure () -> String
  ) -> String { self == .zh ? chinese() : english() }

  /// A session in words: 三上; in English with the code that lists hold, Wed morning (三上).
  func name(of session: Session) -> String {
    text(session.description, "\(ReportLanguage.en.name(of: session)) (\(session))")
  }

  /// The language that `--lang` asks for, found before the arguments are parsed: help is wanted in
  /// it as well, and so are the errors of arguments that cannot be parsed.
  static let asked = asked(in: CommandLine.arguments)

  /// The language that the last `--lang` among arguments asks for; Chinese when there is none.
  static func asked(in arguments: [String]) -> Language {
    var asked = Language.zh
    for (index, argument) in arguments.enumerated() {
      if argument == "--lang", index + 1 < arguments.count {
        asked = Language(rawValue: arguments[index + 1]) ?? asked
      } else if argument.hasPrefix("--lang=") {
        asked = Language(rawValue: String(argument.dropFirst(7))) ?? asked
      }
    }
    return asked
  }

  /// Arguments without `--lang`, for the forms of the command line that do not know it, such as
  /// `sandan help match --lang en`.
  static func removed(from arguments: [String]) -> [String] {
    var rest: [String] = []
    var skips = false
    for argument in arguments {
      if skips || argument.hasPrefix("--lang=") {
        skips = false
      } else if argument == "--lang" {
        skips = true
      } else {
        rest.append(argument)
      }
    }
    return rest
  }
}
