/// Markup that is built, never pasted: text enters through escaping, tags are literals.
struct HTML {
  private(set) var bytes: [UInt8] = []

  /// A cell of a table.
  enum Cell {
    case text(String)
    /// An identifier or a word that a line's end should not divide, unless it is long.
    case code(String)
    case number(Int)
    /// A bar of so much out of so much.
    case bar(Int, of: Int)
  }

  /// A heading of a column; numbers stand on the right.
  struct Heading {
    var title: String
    var isNumber = false

    init(_ title: String, isNumber: Bool = false) {
      self.title = title
      self.isNumber = isNumber
    }
  }

  /// Adds a literal of our own.
  mutating func markup(_ literal: StaticString) { bytes += Array("\(literal)".utf8) }

  /// Adds text, made inert: the five characters of HTML, and every invisible control shown as its
  /// code.
  mutating func text(_ text: String) {
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": bytes += Array("&amp;".utf8)
      case "<": bytes += Array("&lt;".utf8)
      case ">": bytes += Array("&gt;".utf8)
      case "\"": bytes += Array("&quot;".utf8)
      case "'": bytes += Array("&#39;".utf8)
      case _ where HTML.isHidden(scalar):
        bytes += Array("⟨U+\(String(scalar.value, radix: 16, uppercase: true))⟩".utf8)
      default: bytes += Array(String(scalar).utf8)
      }
    }
  }

  private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 9, 10, 13: false
    case 0..<0x20, 0x7F..<0xA0, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x2069, 0xFEFF: true
    default: false
    }
  }

  /// Adds an element that holds text only.
  mutating func element(_ open: StaticString, _ content: String, _ close: StaticString) {
    markup(open)
    text(content)
    markup(close)
  }

  /// Adds a table: caption, headings, and rows whose first cell is their heading.
  mutating func table(caption: String, headings: [Heading], rows: [[Cell]]) {
    beginTable(caption: caption, headings: headings)
    markup("<tbody>\n")
    for row in rows { self.row(row) }
    markup("</tbody></table>\n")
  }

  /// Adds a table whose rows come in groups, each under a heading of its own.
  mutating func table(
    caption: String, headings: [Heading], groups: [(name: String, note: String, rows: [[Cell]])]
  ) {
    beginTable(caption: caption, headings: headings)
    for group in groups {
      markup("<tbody>\n<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"")
      text("\(headings.count)")
      element("\">", group.name, "")
      element(" <small>", group.note, "</small></th></tr>\n")
      for row in group.rows { self.row(row) }
      markup("</tbody>\n")
    }
    markup("</table>\n")
  }

  private mutating func beginTable(caption: String, headings: [Heading]) {
    element("<table><caption>", caption, "</caption><thead><tr>")
    for heading in headings {
      markup(heading.isNumber ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">")
      element("", heading.title, "</th>")
    }
    markup("</tr></thead>\n")
  }

  private mutating func row(_ cells: [Cell]) {
    markup("<tr>")
    for (index, cell) in cells.enumerated() {
      switch cell {
      case .text(let content) where index == 0:
        element("<th scope=\"row\">", content, "</th>")
      case .code(let content) where index == 0:
        markup(content.count > 20 ? "<th scope=\"row\">" : "<th scope=\"row\" class=\"c\">")
        element("", content, "</th>")
      case .code(let content):
        markup(content.count > 20 ? "<td>" : "<td class=\"c\">")
        element("", content, "</td>")
      case .number(let number) where index == 0:
        element("<th scope=\"row\" class=\"n\">", "\(number)", "</th>")
      case .text(let content): element("<td>", content, "</td>")
      case .number(let number): element("<td class=\"n\">", "\(number)", "</td>")
      case .bar(let part, let whole):
        markup("<td class=\"b\">")
        bar(part, of: whole)
        markup("</td>")
      }
    }
    markup("</tr>\n")
  }

  /// Draws a bar; its figures stand in other cells, so it is hidden from readers of the text.
  private mutating func bar(_ part: Int, of whole: Int) {
    let width = whole <= 0 ? 0 : min(1000, part * 1000 / whole)
    markup(
      """
      <svg class="bar" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">\
      <rect class="track" width="1000" height="10"/><rect class="fill" height="10" width="
      """)
    text("\(width)")
    markup("\"/></svg>")
  }
}
