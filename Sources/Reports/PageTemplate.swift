/// The page around the sections, which an office may replace: HTML with a closed set of
/// placeholders, `{{…}}`, and a style sheet.
///
/// What the program knows enters through the placeholders only, escaped already. The rest is the
/// office's own; the security policy at the beginning of the head keeps scripts, requests and
/// forms out of it too.
public struct PageTemplate: Sendable {
  /// What a placeholder stands for.
  public enum Place: String, CaseIterable, Sendable {
    /// Security policy, character set, title, style: right behind `<head>`.
    case head
    /// The language's tag.
    case language
    /// The page's heading.
    case title
    /// Monday and Sunday of the week.
    case period
    /// Links to the sections.
    case contents
    /// All sections.
    case content
    /// Program, version and run.
    case colophon
  }

  /// What is wrong with a template.
  public enum Fault: Error, Hashable, Sendable {
    /// No UTF-8.
    case notText
    /// A placeholder that there is none of, on a line from 1, with those that there are.
    case unknownPlaceholder(String, line: Int, known: [String])
    /// `{{` without `}}`, on a line from 1.
    case unclosed(line: Int)
    /// `{{head}}` does not stand right behind `<head>`, once.
    case noHead
    /// Neither all sections nor one of them: a page that says nothing. With the placeholders of sections.
    case noContent(sections: [String])
    /// A script, on a line from 1.
    case script(line: Int)
    /// A style sheet that ends its element.
    case styleEnds
  }

  enum Piece: Sendable {
    case literal([UInt8])
    case place(Place)
    case section(String)
  }

  let pieces: [Piece]
  let style: [UInt8]

  /// SHA-256 of the style in base64, by which a browser knows it for ours.
  var styleDigest: String { ReportStyle.digest(of: style) }

  /// The built-in template's text.
  public static let skeleton = """
    <!DOCTYPE html>
    <html lang="{{language}}"><head>{{head}}</head>
    <body>
    <header><h1>{{title}}</h1>
    <p>{{period}}</p>
    {{contents}}</header>
    <main>
    {{content}}</main>
    <footer><p>{{colophon}}</p></footer>
    </body></html>

    """

  /// The built-in style sheet's text.
  public static let standardStyle = "\(ReportStyle.sheet)"

  /// The built-in template.
  public static let standard = PageTemplate(
    pieces: (try? parsed(skeleton, sections: [])) ?? [], style: Array(standardStyle.utf8))

  private init(pieces: [Piece], style: [UInt8]) {
    self.pieces = pieces
    self.style = style
  }

  /// A template of an office.
  ///
  /// - Parameters:
  ///   - page: the template; nil takes the built-in one.
  ///   - style: the style sheet; nil takes the built-in one.
  ///   - sections: names of the page's sections, each a placeholder too.
  /// - Throws: what is wrong with it.
  public init(page: [UInt8]?, style: [UInt8]?, sections: [String]) throws(Fault) {
    let text = try PageTemplate.text(page ?? Array(PageTemplate.skeleton.utf8))
    let sheet = try PageTemplate.text(style ?? Array(PageTemplate.standardStyle.utf8))
    if sheet.lowercased().contains("</style") { throw .styleEnds }
    self.init(
      pieces: try PageTemplate.parsed(text, sections: sections), style: Array(sheet.utf8))
  }

  private static func text(_ bytes: [UInt8]) throws(Fault) -> String {
    let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    guard let text = String(validating: body, as: UTF8.self) else { throw .notText }
    return text
  }

  private static func parsed(_ text: String, sections: [String]) throws(Fault) -> [Piece] {
    guard text.ranges(of: "<head>{{head}}").count == 1, text.ranges(of: "{{head}}").count == 1
    else { throw .noHead }
    if let script = text.lowercased().firstRange(of: "<script") {
      throw .script(line: line(of: script.lowerBound, in: text.lowercased()))
    }
    var pieces: [Piece] = []
    var rest = text[...]
    while let open = rest.firstRange(of: "{{") {
      pieces.append(.literal(Array(rest[..<open.lowerBound].utf8)))
      guard let close = rest[open.upperBound...].firstRange(of: "}}") else {
        throw .unclosed(line: line(of: open.lowerBound, in: text))
      }
      let name = String(rest[open.upperBound..<close.lowerBound])
      if let place = Place(rawValue: name) {
        pieces.append(.place(place))
      } else if sections.contains(name) {
        pieces.append(.section(name))
      } else {
        throw .unknownPlaceholder(
          name, line: line(of: open.lowerBound, in: text),
          known: Place.allCases.map(\.rawValue) + sections)
      }
      rest = rest[close.upperBound...]
    }
    pieces.append(.literal(Array(rest.utf8)))
    let holdsContent = pieces.contains { piece in
      switch piece {
      case .literal: false
      case .place(let place): place == .content
      case .section: true
      }
    }
    guard holdsContent else { throw .noContent(sections: sections) }
    return pieces
  }

  private static func line(of index: String.Index, in text: String) -> Int {
    text[..<index].utf8.count { $0 == 10 } + 1
  }
}
