/// What the program's exit codes mean; the table stands in the README.
enum ExitStatus: Int32, CaseIterable {
  /// A plan was written, or the lists hold no error, or a plan is right.
  case done = 0
  /// `verify` refuses the plan.
  case refused = 1
  /// `--strict`, and needs stay unmet.
  case unmet = 2
  /// The lists, the policy, a plan's files or the pins are wrong.
  case data = 65
  /// A file that was named does not exist.
  case noInput = 66
  /// A fault of ours.
  case fault = 70
  /// The folder cannot be written, or holds something that is not ours.
  case cannotCreate = 73
  /// Writing failed half way; nothing of it stays.
  case io = 74
  /// Stopped by the limit before there was any plan.
  case temporary = 75
  /// The system does not permit it.
  case permission = 77
}

/// An end with a message: what is told, and the exit code.
struct Failure: Error {
  /// The exit code.
  var status: ExitStatus
  /// Lines for standard error; none when everything was told already.
  var lines: [String]
  /// What `--format json` prints instead of the lines; nil for an ``ErrorDocument`` of them.
  var document: String?

  init(_ status: ExitStatus, _ lines: [String] = [], document: String? = nil) {
    self.status = status
    self.lines = lines
    self.document = document
  }

  init(_ status: ExitStatus, _ line: String) { self.init(status, [line]) }

  /// Writes the message: text to standard error, JSON to standard output.
  func tell(as format: OutputFormat) {
    switch format {
    case .text, .csv: for line in lines { Console.error(line) }
    case .json:
      guard document != nil || !lines.isEmpty else { return }
      // When standard output is gone too, the exit code is all that is left to say it.
      try? Console.print(
        document ?? JSONText.of(ErrorDocument(exitCode: Int(status.rawValue), errors: lines)),
        language: .zh)
    }
  }
}
