/// Reads a template as a browser would, and takes nothing that could undo the page's security policy.
///
/// A policy that does not stand in the head is passed over, and none stops `<meta http-equiv=refresh>`.
/// So `{{head}}` comes before everything that shows or loads anything, and what the policy is for is
/// refused in the template itself: scripts, handlers, addresses. Markup that browsers mend in ways of
/// their own is refused too, so that this reading and theirs cannot differ (HTML Living Standard, 13.2.5).
struct TemplateReader {
  typealias Fault = PageTemplate.Fault

  private let bytes: [UInt8]
  private let sections: [String]
  private var place = 0
  /// Where the literal that is being read begins.
  private var literal = 0
  private var pieces: [PageTemplate.Piece] = []
  private var stage = Stage.before

  /// How far the head has come.
  private enum Stage {
    /// Nothing but doctype and `<html>` so far.
    case before
    /// Behind `<head>`.
    case head
    /// Behind `{{head}}`.
    case after
  }

  private struct Attribute {
    var name: String
    var value: [UInt8]
    var line: Int
  }

  private init(_ text: String, sections: [String]) {
    bytes = Array(text.utf8)
    self.sections = sections
  }

  /// The pieces of a template.
  ///
  /// - Parameters:
  ///   - text: the template.
  ///   - sections: names of the page's sections.
  /// - Returns: its literals and placeholders in their order; what stands in comments is literal.
  /// - Throws: the first fault.
  static func pieces(
    of text: String, sections: [String]
  ) throws(Fault) -> [PageTemplate.Piece] {
    var reader = TemplateReader(text, sections: sections)
    try reader.read()
    return reader.pieces
  }

  private mutating func read() throws(Fault) {
    while place < bytes.count {
      if bytes[place] == UInt8(ascii: "<") {
        try markup()
      } else if starts(with: "{{") {
        try placeholder()
      } else {
        if stage != .after, !TemplateReader.isBlank(bytes[place]) { throw .noHead(line: line) }
        place += 1
      }
    }
    guard stage == .after else { throw .noHead(line: line) }
    pieces.append(.literal(Array(bytes[literal...])))
  }

  // MARK: Text

  /// A placeholder where text may stand.
  private mutating func placeholder() throws(Fault) {
    let line = line
    let piece = try named()
    if case .place(.head) = piece {
      guard stage == .head else { throw .noHead(line: line) }
      stage = .after
    } else if stage != .after {
      throw .noHead(line: line)
    }
  }

  /// The placeholder that begins here; the reader stands behind it then.
  @discardableResult private mutating func named() throws(Fault) -> PageTemplate.Piece {
    guard let close = first("}}", from: place + 2) else { throw .unclosed(line: line) }
    let name = String(decoding: bytes[(place + 2)..<close], as: UTF8.self)
    let piece: PageTemplate.Piece
    if let known = PageTemplate.Place(rawValue: name) {
      piece = .place(known)
    } else if sections.contains(name) {
      piece = .section(name)
    } else {
      throw .unknownPlaceholder(
        name, line: line, known: PageTemplate.Place.allCases.map(\.rawValue) + sections)
    }
    pieces.append(.literal(Array(bytes[literal..<place])))
    pieces.append(piece)
    place = close + 2
    literal = place
    return piece
  }

  // MARK: Tags

  private mutating func markup() throws(Fault) {
    if starts(with: "<!--") { return try comment() }
    if starts(with: "<!doctype") {
      guard stage == .before, let end = first(">", from: place) else {
        throw .oddMarkup(line: line)
      }
      place = end + 1
      return
    }
    guard place + 1 < bytes.count else { throw .oddMarkup(line: line) }
    if bytes[place + 1] == UInt8(ascii: "/") {
      guard place + 2 < bytes.count, TemplateReader.isLetter(bytes[place + 2]) else {
        throw .oddMarkup(line: line)
      }
      guard stage == .after else { throw .noHead(line: line) }
      place += 2
      _ = try tag()
    } else if TemplateReader.isLetter(bytes[place + 1]) {
      try startTag()
    } else {
      // A sign of "less than" is text, unless it could become markup.
      let isText = TemplateReader.isBlank(bytes[place + 1]) || bytes[place + 1] == UInt8(ascii: "=")
      guard isText else { throw .oddMarkup(line: line) }
      guard stage == .after else { throw .noHead(line: line) }
      place += 1
    }
  }

  /// A comment that every reader ends at the same place.
  private mutating func comment() throws(Fault) {
    let line = line
    place += 4
    guard !starts(with: ">"), !starts(with: "->"), let end = first("-->", from: place) else {
      throw .oddMarkup(line: line)
    }
    if let early = first("--!>", from: place), early < end { throw .oddMarkup(line: line) }
    place = end + 3
  }

  private mutating func startTag() throws(Fault) {
    let line = line
    place += 1
    let (name, attributes) = try tag()
    try judge(name, attributes, line: line)
    switch (stage, name) {
    case (.before, "html"), (.after, _): break
    case (.before, "head"): stage = .head
    case (.head, "meta") where TemplateReader.isCharset(attributes): break
    default: throw .noHead(line: line)
    }
    // What these elements hold is text up to their end, whatever it looks like.
    if name == "title" || name == "textarea" {
      while place < bytes.count, bytes[place] != UInt8(ascii: "<") {
        if starts(with: "{{") { try namedText() } else { place += 1 }
      }
      let end = place + 2 + name.utf8.count
      guard starts(with: "</\(name)"), end < bytes.count,
        TemplateReader.isBlank(bytes[end]) || bytes[end] == UInt8(ascii: ">")
      else { throw .oddMarkup(line: self.line) }
    }
  }

  /// Whether a tag says what the page is: UTF-8.
  private static func isCharset(_ attributes: [Attribute]) -> Bool {
    attributes.map(\.name) == ["charset"]
      && attributes[0].value.map(lowered) == Array("utf-8".utf8)
  }

  /// A tag's name and attributes; the reader stands behind the tag then.
  private mutating func tag() throws(Fault) -> (name: String, attributes: [Attribute]) {
    let line = line
    let name = try word { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: ">") }
    var attributes: [Attribute] = []
    while true {
      while place < bytes.count,
        TemplateReader.isBlank(bytes[place]) || bytes[place] == UInt8(ascii: "/")
      { place += 1 }
      guard place < bytes.count else { throw .oddMarkup(line: line) }
      if bytes[place] == UInt8(ascii: ">") { break }
      attributes.append(try attribute())
    }
    place += 1
    return (name, attributes)
  }

  private mutating func attribute() throws(Fault) -> Attribute {
    let line = line
    let name = try word {
      $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: ">") || $0 == UInt8(ascii: "=")
    }
    // Quotes and the like in a name are a quote forgotten, which browsers mend in silence.
    guard !name.isEmpty, !name.utf8.contains(where: { [0x22, 0x27, 0x3C].contains($0) }) else {
      throw .oddMarkup(line: line)
    }
    skipBlanks()
    guard place < bytes.count, bytes[place] == UInt8(ascii: "=") else {
      return Attribute(name: name, value: [], line: line)
    }
    place += 1
    skipBlanks()
    guard place < bytes.count else { throw .oddMarkup(line: line) }
    let quote = bytes[place]
    guard quote == 0x22 || quote == 0x27 else {
      let begin = place
      _ = try word { $0 == UInt8(ascii: ">") }
      let value = Array(bytes[begin..<place])
      guard !value.isEmpty, !value.contains(where: { [0x22, 0x27, 0x3C, 0x3D, 0x60].contains($0) })
      else { throw .oddMarkup(line: line) }
      return Attribute(name: name, value: value, line: line)
    }
    place += 1
    let begin = place
    while place < bytes.count, bytes[place] != quote {
      if starts(with: "{{") { try namedText() } else { place += 1 }
    }
    guard place < bytes.count else { throw .oddMarkup(line: line) }
    place += 1
    return Attribute(name: name, value: Array(bytes[begin..<(place - 1)]), line: line)
  }

  /// A word of a tag in small letters, up to a blank or another end.
  private mutating func word(endsAt isEnd: (UInt8) -> Bool) throws(Fault) -> String {
    let begin = place
    while place < bytes.count, !TemplateReader.isBlank(bytes[place]), !isEnd(bytes[place]) {
      if starts(with: "{{") { throw .placeInTag(line: line) }
      place += 1
    }
    return String(decoding: bytes[begin..<place].map(TemplateReader.lowered), as: UTF8.self)
  }

  /// A placeholder within a tag or a title: those that stand for text alone.
  private mutating func namedText() throws(Fault) {
    let line = line
    switch try named() {
    case .place(.language), .place(.title), .place(.period), .place(.colophon): break
    case .literal, .place, .section: throw .placeInTag(line: line)
    }
  }

  // MARK: What may not be

  /// Elements that load, run or hide anything, or that browsers read by rules of their own.
  private static let refused: Set<String> = [
    "animate", "animatemotion", "animatetransform", "applet", "base", "button", "embed", "form",
    "frame", "frameset", "iframe", "input", "link", "noembed", "noframes", "noscript", "object",
    "plaintext", "portal", "select", "set", "slot", "style", "template", "xmp",
  ]

  /// Attributes that hold an address.
  private static let addresses: Set<String> = [
    "action", "background", "cite", "classid", "codebase", "data", "dynsrc", "formaction", "href",
    "icon", "longdesc", "lowsrc", "manifest", "poster", "profile", "src", "usemap", "xlink:href",
    "xml:base",
  ]

  /// Attributes that hold several addresses, or a page.
  private static let refusedAddresses: Set<String> = [
    "archive", "attributionsrc", "imagesrcset", "ping", "srcdoc", "srcset",
  ]

  /// Attributes that are read as styles are, and need no entity that could spell an address.
  private static let styles: Set<String> = [
    "clip-path", "cursor", "fill", "filter", "marker", "marker-end", "marker-mid", "marker-start",
    "mask", "stroke",
  ]

  private func judge(_ name: String, _ attributes: [Attribute], line: Int) throws(Fault) {
    if name == "script" { throw .script(line: line) }
    if TemplateReader.refused.contains(name) { throw .element(name, line: line) }
    if name == "meta", attributes.contains(where: TemplateReader.isReferrer) {
      throw .element(name, line: line)
    }
    for attribute in attributes {
      if attribute.name == "http-equiv" { throw .httpEquiv(line: attribute.line) }
      if attribute.name.hasPrefix("on") {
        throw .handler(attribute.name, line: attribute.line)
      }
      // The policy takes the style sheet alone.
      if attribute.name == "style" { throw .styleAttribute(line: attribute.line) }
      let isAddress = TemplateReader.addresses.contains(attribute.name)
      let leadsAway =
        TemplateReader.refusedAddresses.contains(attribute.name)
        || isAddress && !TemplateReader.isOwn(attribute, of: name)
        || TemplateReader.styles.contains(attribute.name)
          && attribute.value.contains(UInt8(ascii: "&"))
        || StyleAddress.first(in: attribute.value) != nil
      if leadsAway { throw .address(attribute.name, line: attribute.line) }
    }
  }

  /// Whether an attribute says what pages that are left tell of this one; the policy's own says nothing.
  private static func isReferrer(_ attribute: Attribute) -> Bool {
    attribute.name == "name"
      && (attribute.value.contains(UInt8(ascii: "&"))
        || attribute.value.map(lowered) == Array("referrer".utf8))
  }

  /// Whether an attribute's address is one of the page itself, or a picture's that holds it.
  private static func isOwn(_ attribute: Attribute, of element: String) -> Bool {
    let text = Array(attribute.value.drop(while: isBlank).map(lowered))
    if text.isEmpty || text.first == UInt8(ascii: "#") { return true }
    let isPicture =
      element == "img" && attribute.name == "src" || element == "image" || element == "feimage"
    return isPicture && text.starts(with: "data:image/".utf8)
  }

  /// Whether an address in a style is one of the page itself, or holds what it stands for.
  static func staysHere(_ address: ArraySlice<UInt8>) -> Bool {
    let text = address.drop(while: isBlank).prefix(5).map(lowered)
    return text.isEmpty || text.first == UInt8(ascii: "#") || text == Array("data:".utf8)
  }

  // MARK: Bytes

  private var line: Int { bytes[..<place].count { $0 == 10 } + 1 }

  private mutating func skipBlanks() {
    while place < bytes.count, TemplateReader.isBlank(bytes[place]) { place += 1 }
  }

  /// Whether a text stands here, in small or capital letters.
  private func starts(with text: String) -> Bool {
    bytes[place...].prefix(text.utf8.count).map(TemplateReader.lowered) == Array(text.utf8)
  }

  private func first(_ text: String, from start: Int) -> Int? {
    guard start <= bytes.count else { return nil }
    return bytes[start...].firstRange(of: Array(text.utf8))?.lowerBound
  }

  static func isBlank(_ byte: UInt8) -> Bool {
    byte == 9 || byte == 10 || byte == 12 || byte == 13 || byte == 32
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(lowered(byte))
  }

  static func lowered(_ byte: UInt8) -> UInt8 {
    (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
  }
}

/// Addresses in style sheets, however they are written.
enum StyleAddress {
  /// The place of the first address that leads away from the page; nil when there is none.
  ///
  /// - Parameter style: a sheet, or the value of an attribute.
  /// - Returns: an index of the style's bytes.
  static func first(in style: [UInt8]) -> Int? {
    let (text, places) = unescaped(style)
    for index in text.indices {
      let rest = text[index...]
      func begins(_ word: String) -> Bool { rest.starts(with: word.utf8) }
      if begins("@import") || begins("image-set(") { return places[index] }
      guard begins("url(") || begins("src(") else { continue }
      let address = rest.dropFirst(4).drop(while: TemplateReader.isBlank)
      let quoted = address.first == 0x22 || address.first == 0x27 ? address.dropFirst() : address
      if !TemplateReader.staysHere(quoted) { return places[index] }
    }
    return nil
  }

  /// The style in small letters, escapes such as `\75` resolved, with the place of each byte.
  ///
  /// Comments stay: where one begins depends on strings and addresses, and what is refused is refused in
  /// them, too.
  private static func unescaped(_ style: [UInt8]) -> (text: [UInt8], places: [Int]) {
    var text: [UInt8] = []
    var places: [Int] = []
    var index = 0
    while index < style.count {
      let begin = index
      var byte = style[index]
      index += 1
      if byte == UInt8(ascii: "\\"), index < style.count {
        let digits = style[index...].prefix(6).prefix { digit($0) != nil }
        if digits.isEmpty {
          byte = style[index]
          index += 1
        } else {
          let value = digits.reduce(0) { $0 * 16 + (digit($1) ?? 0) }
          byte = UInt8(exactly: value) ?? 0xFF
          index += digits.count
          if index < style.count, TemplateReader.isBlank(style[index]) { index += 1 }
        }
      }
      text.append(TemplateReader.lowered(byte))
      places.append(begin)
    }
    return (text, places)
  }

  private static func digit(_ byte: UInt8) -> Int? {
    Character(UnicodeScalar(byte)).hexDigitValue
  }
}
