import ThreeLists
import Yams

/// Reads a file as YAML, in composed characters; what it says is for others to judge.
enum YAMLFile {
  /// The bytes a file may have; the built-in policy has about 3,000.
  static let limit = 1_000_000

  /// The root of a file; nil when the file says nothing.
  ///
  /// - Throws: what keeps it from being read, with line and column.
  static func node(of path: String) throws(ListDefects) -> Node? {
    let bytes: [UInt8]
    do {
      bytes = try FileBytes.read(path, limit: limit)
    } catch {
      throw ListDefects([ListDefect(error.kind, file: path)])
    }
    let text: [UInt8]
    do {
      text = try TextEncoding.decode(bytes, insisted: nil).utf8
    } catch {
      // Columns are a table's; YAML has lines and characters.
      var defect = error.defect(in: path)
      defect.column = nil
      throw ListDefects([defect])
    }
    return try node(text: String(decoding: text, as: UTF8.self), of: path)
  }

  /// The root of a text; nil of an empty one.
  ///
  /// Keys are texts and nothing else, so `1` and `"1"` are the same one: the rules by which YAML tells a number
  /// from a date would be tried on each of them, and nobody asks. Values are told apart by who asks for them, as long
  /// as they are not compared or hashed as nodes.
  static func node(text: String, of path: String) throws(ListDefects) -> Node? {
    do {
      return try Yams.compose(yaml: Folding.composed(text), .basic)
    } catch {
      throw ListDefects([defect(error, in: path)])
    }
  }

  /// Where YAML went wrong, and the parser's reason.
  private static func defect(_ error: any Error, in path: String) -> ListDefect {
    func defect(_ reason: String, _ mark: Mark?) -> ListDefect {
      ListDefect(
        .notYAML(reason: reason), file: path, line: mark?.line,
        column: mark.map { .init(number: $0.column, header: "") })
    }
    switch error as? YamlError {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      return defect(problem, mark)
    case .duplicatedKeysInMapping(let duplicates, let context):
      return defect("duplicate key \(duplicates.sorted().joined(separator: ", "))", context.mark)
    case .reader(let problem, _, _, _): return defect(problem, nil)
    default: return defect("\(error)", nil)
    }
  }
}

extension Node {
  /// Whether nothing stands here, not even an empty text in quotes.
  var isNothing: Bool { scalar.map { $0.string.isEmpty && $0.style == .plain } ?? false }
}
