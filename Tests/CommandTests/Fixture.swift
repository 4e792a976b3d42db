import Foundation

/// The folders of `Fixtures`: two lists each, with arguments and expected files beside them.
enum Fixture {
  /// The repository's folder.
  static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path
  static let folder = repository + "/Fixtures"

  /// The cases whose expected files are recorded.
  static let recorded = cases.filter {
    FileManager.default.fileExists(atPath: "\(folder)/\($0)/expected")
  }

  /// Every case with both lists.
  static let cases = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
    .filter { name in
      ["needs.csv", "resources.csv"].allSatisfy {
        FileManager.default.fileExists(atPath: "\(folder)/\(name)/\($0)")
      }
    }.sorted()

  /// The cases that say in a file `same-as` which other case they must agree with, byte for byte.
  static let twins: [(name: String, original: String)] = cases.compactMap { name in
    (try? text("\(name)/same-as")).map {
      (name, $0.trimmingCharacters(in: .whitespacesAndNewlines))
    }
  }

  /// What the environment asks to record again, by name.
  static let recording = Set(
    (ProcessInfo.processInfo.environment["SANDAN_RECORD"] ?? "").split(separator: ",")
      .map(String.init))

  /// Arguments of a case's run; a file `arguments` beside the lists replaces the week.
  static func arguments(_ name: String, out: String) -> [String] {
    let own = (try? text("\(name)/arguments")) ?? "--week 2026-W48"
    return ["match", "Fixtures/\(name)/needs.csv", "Fixtures/\(name)/resources.csv", "--out", out]
      + own.split(whereSeparator: \.isWhitespace).map(String.init)
  }

  /// A file of the fixtures as text.
  static func text(_ path: String) throws -> String {
    String(
      decoding: try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(path)")), as: UTF8.self)
  }

  /// Every file below a folder with its bytes, by path from there.
  static func files(_ folder: String) -> [String: Data] {
    var files: [String: Data] = [:]
    for path in FileManager.default.enumerator(atPath: folder)?.compactMap({ $0 as? String }) ?? []
    {
      if let data = FileManager.default.contents(atPath: "\(folder)/\(path)") { files[path] = data }
    }
    return files
  }

  /// The cells of a CSV text, row by row, without its byte order mark.
  static func cells(_ csv: String) -> [[String]] {
    var rows: [[String]] = [[]]
    var cell = String.UnicodeScalarView()
    var isQuoted = false
    var closesQuote = false
    func finished() -> String {
      defer { cell = String.UnicodeScalarView() }
      return String(cell)
    }
    for scalar in csv.unicodeScalars where scalar != "\u{FEFF}" {
      // A quote right after one that ended a quoted part stands for itself.
      if scalar == "\"", closesQuote { cell.append(scalar) }
      closesQuote = scalar == "\"" && isQuoted
      switch scalar {
      case "\"": isQuoted.toggle()
      case "," where !isQuoted: rows[rows.count - 1].append(finished())
      case "\n" where !isQuoted:
        rows[rows.count - 1].append(finished())
        rows.append([])
      case "\r" where !isQuoted: break
      default: cell.append(scalar)
      }
    }
    return rows.filter { !$0.isEmpty }
  }

  /// Rows of cells as CSV, every cell quoted.
  static func csv(_ rows: [[String]]) -> String {
    rows.map { row in
      row.map { "\"" + $0.replacingOccurrences(of: "\"", with: "\"\"") + "\"" }
        .joined(separator: ",") + "\r\n"
    }.joined()
  }

  /// The rows of a CSV text by header.
  static func rows(_ csv: String) -> [[String: String]] {
    let cells = cells(csv)
    return cells.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(cells[0], $0)) }
  }

  /// The tables of a Markdown text: rows by header, without the marks of code and stress.
  static func tables(_ markdown: String) -> [[[String: String]]] {
    var tables: [[[String]]] = [[]]
    for line in markdown.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("|") {
        tables[tables.count - 1].append(
          line.dropFirst().dropLast().split(separator: "|", omittingEmptySubsequences: false).map {
            $0.filter { $0 != "`" && $0 != "*" }.trimmingCharacters(in: .whitespaces)
          })
      } else if tables.last?.isEmpty == false {
        tables.append([])
      }
    }
    return tables.filter { $0.count > 2 }.map { table in
      table.dropFirst(2).map { Dictionary(uniqueKeysWithValues: zip(table[0], $0)) }
    }
  }
}
