/// The argument parser's own words in Chinese: headings of help, and what is wrong with arguments.
///
/// The parser knows English only. Its sentences are matched whole, one pattern each; whatever it
/// says besides is left as it is.
enum UsageText {
  /// A message in the language asked for.
  static func translated(_ message: String, _ language: Language) -> String {
    guard language == .zh else { return message }
    return values(message).split(separator: "\n", omittingEmptySubsequences: false)
      .map { chinese(String($0)) }.joined(separator: "\n")
  }

  private static func chinese(_ line: String) -> String {
    if let text = line.after("Error: ") { return "错误：" + error(text) }
    if let text = line.after("Help:  ") { return "说明：" + text }
    for (english, chinese) in headings {
      if let text = line.after(english) { return chinese + text }
    }
    if let match = line.wholeMatch(of: #/ +See '(.+)' for (?:more information|detailed help)\./#) {
      return "  详见 \(match.1)"
    }
    return line.replacing("Show help information.", with: "显示本说明。")
      .replacing("Show the version.", with: "显示版本。")
      .replacing("Show subcommand help information.", with: "显示某个命令的说明。")
  }

  private static let headings = [
    ("OVERVIEW: ", ""), ("USAGE: ", "用法："), ("Usage: ", "用法："), ("ARGUMENTS:", "参数："),
    ("OPTIONS:", "选项："), ("SUBCOMMANDS:", "命令："),
  ]

  /// The values an option may have, and its default; the parser may have broken the line there.
  private static func values(_ line: String) -> String {
    line.replacing(#/\(values: ([^;)]+); default: ([^)]+)\)/#) { "（可用：\($0.1)；不写则为 \($0.2)）" }
      .replacing(#/\(values: ([^)]+)\)/#) { "（可用：\($0.1)）" }
      .replacing(#/ ?\(default: ([^)]+)\)/#) { "（不写则为 \($0.1)）" }
  }

  private static func error(_ text: String) -> String {
    if let match = text.wholeMatch(of: #/Missing expected argument '(.+)'/#) {
      return "缺少 \(match.1)"
    }
    if let match = text.wholeMatch(of: #/Unexpected argument '(.+)'/#) {
      return "「\(match.1)」是多余的，或者命令写错了"
    }
    if let match = text.wholeMatch(of: #/\d+ unexpected arguments: (.+)/#) {
      return "\(match.1) 是多余的"
    }
    if let match = text.wholeMatch(of: #/Unknown option '(.+?)'(?:\. Did you mean '(.+)'\?)?/#) {
      return "没有选项 \(match.1)" + (match.2.map { "，是不是 \($0)？" } ?? "")
    }
    if let match = text.wholeMatch(of: #/Missing value for '(.+)'/#) {
      return "\(match.1) 后面要有一个值"
    }
    if let match = text.prefixMatch(of: #/The value '(.*?)' is invalid for '(.+?)'/#) {
      return "「\(match.1)」不能用作 \(match.2)"
    }
    return text
  }
}

extension String {
  /// What follows a beginning; nil when the text begins otherwise.
  fileprivate func after(_ beginning: String) -> String? {
    hasPrefix(beginning) ? String(dropFirst(beginning.count)) : nil
  }
}
