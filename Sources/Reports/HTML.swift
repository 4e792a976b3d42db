/// Markup that is built, never pasted: text enters through escaping, tags are literals.
struct HTML {
  private(set) var bytes: [UInt8] = []

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

  /// Adds a table: caption, headings, rows whose first cell is their heading.
  mutating func table(caption: String, headings: [String], rows: [[String]]) {
    element("<table><caption>", caption, "</caption><thead><tr>")
    for heading in headings { element("<th scope=\"col\">", heading, "</th>") }
    markup("</tr></thead><tbody>\n")
    for row in rows {
      markup("<tr>")
      for (index, cell) in row.enumerated() {
        if index == 0 {
          element("<th scope=\"row\">", cell, "</th>")
        } else {
          element("<td>", cell, "</td>")
        }
      }
      markup("</tr>\n")
    }
    markup("</tbody></table>\n")
  }

  /// Adds a bar of so many hundredths, drawn inline.
  mutating func bar(filled: Int, offered: Int) {
    let width = offered == 0 ? 0 : min(100, filled * 100 / offered)
    markup(
      "<svg class=\"bar\" viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect class=\"track\" width=\"100\" height=\"10\"/><rect class=\"fill\" height=\"10\" width=\""
    )
    text("\(width)")
    markup("\"/></svg>")
  }
}
