/// Markup that is built, never pasted: text enters through escaping, tags are literals.
struct HTML {
  private(set) var bytes: [UInt8] = []

  /// A cell of a table.
  enum Cell {
    case text(String)
    /// An identifier or a word that a line's end should not divide, unless it is long.
    case code(String)
    case number(Int)
    /// A number that is written already, such as a decimal.
    case figure(String)
    /// A text that leads to a row of the page, by the anchor's name; ``isNumber`` puts it right.
    case link(String, to: String, isNumber: Bool = false)
    /// Codes one below the other.
    case codes([String])
    /// Several texts that lead to rows; without an anchor a text leads nowhere.
    case links([(text: String, to: String?)])
    /// Texts that lead to rows, those of one thing set apart by one sign, things by another.
    case groups([[(text: String, to: String?)]], within: String, between: String)
    /// A share in per cent, and the numbers that it is of, each leading to the rows it counts.
    case ratio((number: Int, to: String), of: (number: Int, to: String))
    /// A number shaded by its part of the greatest, from 0 to 4, which may lead to the rows it
    /// counts.
    case shade(Int, step: Int, to: String?)
    /// A bar of so much out of so much.
    case bar(Int, of: Int)

    /// A number that leads to the rows it counts, where there are any.
    static func linked(_ number: Int, to anchor: String) -> Cell {
      number == 0 ? .number(0) : .link("\(number)", to: anchor, isNumber: true)
    }
  }

  /// A row, and the name by which links find it.
  struct Row: ExpressibleByArrayLiteral {
    var anchor: String?
    var cells: [Cell]

    init(anchor: String? = nil, _ cells: [Cell]) {
      self.anchor = anchor
      self.cells = cells
    }

    init(arrayLiteral elements: Cell...) { self.init(elements) }
  }

  /// Rows under a heading of their own.
  struct Group {
    var name: String
    var note: String
    var anchor: String?
    var rows: [Row]
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

  /// Markup that an office has written, or that has been made already.
  init(markup bytes: [UInt8] = []) { self.bytes = bytes }

  /// Adds a literal of our own.
  mutating func markup(_ literal: StaticString) {
    bytes.append(contentsOf: literal.description.utf8)
  }

  /// Adds text, made inert: the five characters of HTML, and every invisible control shown as its
  /// code.
  mutating func text(_ text: String) {
    // Identifiers, numbers and most words need no look at each scalar.
    if text.utf8.allSatisfy(HTML.isPlain) {
      bytes.append(contentsOf: text.utf8)
      return
    }
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": bytes += Array("&amp;".utf8)
      case "<": bytes += Array("&lt;".utf8)
      case ">": bytes += Array("&gt;".utf8)
      case "\"": bytes += Array("&quot;".utf8)
      case "'": bytes += Array("&#39;".utf8)
      case _ where HTML.isHidden(scalar):
        bytes += Array("⟨U+\(String(scalar.value, radix: 16, uppercase: true))⟩".utf8)
      default: bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      }
    }
  }

  /// Whether a byte of UTF-8 neither has to be escaped nor begins a character that may be hidden.
  ///
  /// Those begin with C2 (U+0080 and after), D8 (U+0600 and after), E1 and E2 (U+1000 to U+2FFF), EF
  /// (U+F000 and after), or F0 and more (U+10000 and after).
  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x22, 0x26, 0x27, 0x3C, 0x3E, 0x7F, 0xC2, 0xD8, 0xE1, 0xE2, 0xEF, 0xF0...: false
    default: byte >= 0x20
    }
  }

  /// Whether a code is too long to be kept on one line.
  private static func isLong(_ code: String) -> Bool { code.utf8.count > 20 && code.count > 20 }

  /// Whether a character shows nothing and yet changes what is read: controls, marks of direction, signs
  /// of no width, and code points that are no characters.
  private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 9, 10, 13: false
    case 0..<0x20, 0x7F..<0xA0, 0xAD, 0x61C, 0x180E, 0x200B...0x200F, 0x2028...0x202E,
      0x2060...0x206F, 0xFDD0...0xFDEF, 0xFEFF, 0xFFF9...0xFFFB, 0xE0000...0xE007F:
      true
    case let value: value & 0xFFFE == 0xFFFE
    }
  }

  /// Adds an element that holds text only.
  mutating func element(_ open: StaticString, _ content: String, _ close: StaticString) {
    markup(open)
    text(content)
    markup(close)
  }

  /// Adds a table: caption, headings, and rows whose first cell is their heading.
  mutating func table(caption: String, headings: [Heading], kind: StaticString = "", rows: [Row]) {
    beginTable(caption: caption, headings: headings, kind: kind)
    markup("<tbody>\n")
    for row in rows { self.row(row) }
    markup("</tbody></table>\n")
  }

  /// Adds a table whose rows come in groups, each under a heading of its own.
  mutating func table(caption: String, headings: [Heading], groups: [Group]) {
    beginTable(caption: caption, headings: headings, kind: "")
    for group in groups {
      markup("<tbody>\n<tr class=\"group\"")
      anchor(group.anchor)
      element("><th scope=\"rowgroup\" colspan=\"", "\(headings.count)", "\">")
      element("", group.name, "")
      element(" <small>", group.note, "</small></th></tr>\n")
      for row in group.rows { self.row(row) }
      markup("</tbody>\n")
    }
    markup("</table>\n")
  }

  private mutating func anchor(_ name: String?) {
    if let name { element(" id=\"", name, "\"") }
  }

  /// Adds a link to a row of the page.
  mutating func link(_ content: String, to anchor: String) {
    element("<a href=\"#", anchor, "\">")
    element("", content, "</a>")
  }

  /// Adds bytes that are markup already.
  mutating func append(_ other: HTML) { bytes += other.bytes }

  /// Makes room for so many bytes.
  mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }

  private mutating func beginTable(caption: String, headings: [Heading], kind: StaticString) {
    markup(kind.utf8CodeUnitCount > 0 ? "<table class=\"" : "<table>")
    markup(kind)
    if kind.utf8CodeUnitCount > 0 { markup("\">") }
    element("<caption>", caption, "</caption><thead><tr>")
    for heading in headings {
      markup(heading.isNumber ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">")
      element("", heading.title, "</th>")
    }
    markup("</tr></thead>\n")
  }

  private mutating func row(_ row: Row) {
    markup("<tr")
    anchor(row.anchor)
    markup(">")
    for (index, cell) in row.cells.enumerated() { self.cell(cell, isHeading: index == 0) }
    markup("</tr>\n")
  }

  private mutating func cell(_ cell: Cell, isHeading: Bool) {
    markup(isHeading ? "<th scope=\"row\"" : "<td")
    switch cell {
    case .text(let content): element(">", content, "")
    case .code(let content):
      markup(HTML.isLong(content) ? ">" : " class=\"c\">")
      text(content)
    case .codes(let codes):
      markup(codes.contains(where: HTML.isLong) ? ">" : " class=\"c\">")
      for (index, code) in codes.enumerated() {
        if index > 0 { markup("<br>") }
        text(code)
      }
    case .number(let number): element(" class=\"n\">", "\(number)", "")
    case .figure(let figure): element(" class=\"n\">", figure, "")
    case .link(let content, let target, let isNumber):
      markup(isNumber ? " class=\"n\">" : HTML.isLong(content) ? ">" : " class=\"c\">")
      link(content, to: target)
    case .links(let links):
      markup(">")
      self.links(links, apart: " ")
    case .groups(let groups, let within, let between):
      markup(">")
      for (index, links) in groups.enumerated() {
        if index > 0 { text(between) }
        self.links(links, apart: within)
      }
    case .ratio(let part, let whole):
      markup(" class=\"n\">")
      element("", Percentage.decimal(part.number, of: whole.number), " <small>")
      number(part.number, to: part.to)
      markup("/")
      number(whole.number, to: whole.to)
      markup("</small>")
    case .shade(let number, let step, let target):
      element(" class=\"h q", "\(step)", "\">")
      if let target { link("\(number)", to: target) } else { text("\(number)") }
    case .bar(let part, let whole):
      markup(" class=\"b\">")
      bar(part, of: whole)
    }
    markup(isHeading ? "</th>" : "</td>")
  }

  /// Adds texts that lead to rows, set apart.
  private mutating func links(_ links: [(text: String, to: String?)], apart: String) {
    for (index, one) in links.enumerated() {
      if index > 0 { text(apart) }
      if let target = one.to { link(one.text, to: target) } else { text(one.text) }
    }
  }

  /// Adds a number that leads to the rows it counts, where there are any.
  private mutating func number(_ number: Int, to anchor: String) {
    if number == 0 { text("0") } else { link("\(number)", to: anchor) }
  }

  /// Draws a bar, which is read out as so many per cent.
  private mutating func bar(_ part: Int, of whole: Int) {
    let width = whole <= 0 ? 0 : min(1000, Percentage.rounded(part, of: whole, to: 1000))
    element(
      """
      <svg class="bar" viewBox="0 0 1000 10" preserveAspectRatio="none" role="img" aria-label="
      """, Percentage.text(part, of: whole),
      "\"><rect class=\"track\" width=\"1000\" height=\"10\"/>")
    markup("<rect class=\"fill\" height=\"10\" width=\"")
    text("\(width)")
    markup("\"/></svg>")
  }
}
