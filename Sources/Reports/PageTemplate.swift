/// The page around the sections, which an office may replace: HTML with a closed set of
/// placeholders, `{{…}}`, and a style sheet.
///
/// What the program knows enters through the placeholders only, escaped already. The rest is the
/// office's own; the security policy at the beginning of the head keeps scripts, requests and
/// forms out of it too, and nothing may stand in a template that could undo the policy.
public struct PageTemplate: Sendable {
  /// What a placeholder stands for.
  public enum Place: String, CaseIterable, Sendable {
    /// Security policy, character set, title, style: the first in `<head>`.
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
    /// `{{head}}` is not the first in `<head>`, with nothing but doctype, `<html>`, `<head>` and
    /// `<meta charset="utf-8">` before it, or stands there again; the line of what is not in order.
    case noHead(line: Int)
    /// Neither all sections nor one of them: a page that says nothing. With the placeholders of sections.
    case noContent(sections: [String])
    /// A script, on a line from 1.
    case script(line: Int)
    /// Another element that no page may have, on a line from 1.
    case element(String, line: Int)
    /// An attribute `http-equiv`, such as that of a refresh, which no policy stops.
    case httpEquiv(line: Int)
    /// An attribute that runs something, such as `onload`.
    case handler(String, line: Int)
    /// An attribute `style`, which the policy does not take.
    case styleAttribute(line: Int)
    /// An attribute with an address that is neither the page's own nor holds its data.
    case address(String, line: Int)
    /// Markup that browsers mend in ways of their own: a tag or comment without its end, a quote forgotten.
    case oddMarkup(line: Int)
    /// A placeholder within a tag, outside quotes or of more than text.
    case placeInTag(line: Int)
    /// A style sheet that ends its element.
    case styleEnds
    /// An address in a style sheet that is not the page's own.
    case styleAddress(line: Int)

    /// Whether it is about the style sheet and not about the page.
    public var isOfStyle: Bool {
      switch self {
      case .styleEnds, .styleAddress: true
      default: false
      }
    }
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
    pieces: (try? TemplateReader.pieces(of: skeleton, sections: [])) ?? [],
    style: Array(standardStyle.utf8))

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
    let rules = Array(sheet.utf8)
    if let place = StyleAddress.first(in: rules) {
      throw .styleAddress(line: rules[..<place].count { $0 == 10 } + 1)
    }
    let pieces = try TemplateReader.pieces(of: text, sections: sections)
    let holdsContent = pieces.contains { piece in
      switch piece {
      case .literal: false
      case .place(let place): place == .content
      case .section: true
      }
    }
    guard holdsContent else { throw .noContent(sections: sections) }
    self.init(pieces: pieces, style: rules)
  }

  private static func text(_ bytes: [UInt8]) throws(Fault) -> String {
    let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    guard let text = String(validating: body, as: UTF8.self) else { throw .notText }
    return text
  }
}
