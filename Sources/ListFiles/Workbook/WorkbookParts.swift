/// What the small parts of a workbook may hold; more, no program writes.
private enum PartLimits {
  /// Bytes of a name or a target.
  static let name = 4_096
  /// Relationships of a part.
  static let relationships = 10_000
  /// Formats of cells, and formats of numbers: Excel has 65,490.
  static let formats = 100_000
}

/// Reads where the parts of a package are.
final class RelationshipListener: PartListener {
  /// Targets by identifier.
  private(set) var targets: [String: String] = [:]
  /// The target of the workbook itself.
  private(set) var document: String?
  /// Whether there is more than any program writes.
  private(set) var hasEnough = false

  func begin(_ element: PartElement, _ attributes: PartAttributes) {
    guard element == .relationship, let id = attributes.value("Id"),
      let target = attributes.value("Target")
    else { return }
    guard targets.count < PartLimits.relationships,
      id.utf8.count + target.utf8.count <= PartLimits.name
    else {
      hasEnough = true
      return
    }
    targets[id] = target
    if attributes.value("Type")?.hasSuffix("/officeDocument") == true { document = target }
    if attributes.value("Type")?.hasSuffix("/sharedStrings") == true { strings = target }
    if attributes.value("Type")?.hasSuffix("/styles") == true { styles = target }
  }

  /// The target of the shared texts.
  private(set) var strings: String?
  /// The target of the styles.
  private(set) var styles: String?

  func end(_ element: PartElement) {}
  func text(_ piece: UnsafeRawBufferPointer) {}
}

/// Reads the sheets' names and the calendar.
final class WorkbookListener: PartListener {
  private(set) var sheets: [(name: String, relationship: String, isHidden: Bool)] = []
  private(set) var isFrom1904 = false
  /// The limit that the sheets go past, or damage.
  private(set) var fault: FileFault?
  private let limits: WorkbookLimits
  var hasEnough: Bool { fault != nil }

  init(limits: WorkbookLimits) { self.limits = limits }

  func begin(_ element: PartElement, _ attributes: PartAttributes) {
    switch element {
    case .sheet:
      guard let name = attributes.value("name"), let id = attributes.value("id") else { return }
      // However many there are, each of them is looked into.
      guard sheets.count < limits.entries else {
        fault = FileFault(.crowdedWorkbook(limit: limits.entries))
        return
      }
      guard name.utf8.count + id.utf8.count <= PartLimits.name else {
        fault = FileFault(.damagedWorkbook)
        return
      }
      sheets.append((name, id, attributes.value("state")?.lowercased().hasSuffix("hidden") == true))
    case .workbookProperties:
      isFrom1904 = ["1", "true", "on"].contains(attributes.value("date1904") ?? "")
    default: break
    }
  }

  func end(_ element: PartElement) {}
  func text(_ piece: UnsafeRawBufferPointer) {}
}

/// Reads which number format each style of cells has.
final class StyleListener: PartListener {
  /// The format of each style, by its number.
  private(set) var formats: [NumberFormat] = []
  private var custom: [Int: NumberFormat] = [:]
  private var isInCellFormats = false
  /// Whether there are more formats than any program writes.
  var hasEnough: Bool { max(formats.count, custom.count) > PartLimits.formats }

  func begin(_ element: PartElement, _ attributes: PartAttributes) {
    switch element {
    case .numberFormat:
      guard let id = attributes.value("numFmtId").flatMap({ Int($0) }),
        let code = attributes.value("formatCode")
      else { return }
      custom[id] = NumberFormat(code: code)
    case .cellFormats: isInCellFormats = true
    case .format:
      guard isInCellFormats else { return }
      let id = attributes.value("numFmtId").flatMap { Int($0) } ?? 0
      formats.append(custom[id] ?? NumberFormat(builtIn: id))
    default: break
    }
  }

  func end(_ element: PartElement) { if element == .cellFormats { isInCellFormats = false } }
  func text(_ piece: UnsafeRawBufferPointer) {}
}

/// Reads the texts that cells share, one behind the other.
final class StringListener: PartListener {
  /// All texts, as UTF-8.
  private(set) var bytes: [UInt8] = []
  /// The limit that they go past, after which no more are read.
  private(set) var fault: FileFault?
  /// Where each text ends; narrow, for there may be millions.
  private var ends: [UInt32] = []
  private var begun = 0
  private var isInText = false
  private var phonetics = 0
  private let limits: WorkbookLimits
  var hasEnough: Bool { fault != nil }

  init(limits: WorkbookLimits) { self.limits = limits }

  func begin(_ element: PartElement, _ attributes: PartAttributes) {
    switch element {
    case .text: isInText = phonetics == 0
    case .phonetic: phonetics += 1
    default: break
    }
  }

  func end(_ element: PartElement) {
    switch element {
    case .text: isInText = false
    case .phonetic: phonetics -= 1
    case .item:
      guard ends.count < limits.cells else {
        fault = FileFault(.manyCells(limit: limits.cells))
        return
      }
      EscapedText.decode(&bytes, from: begun)
      ends.append(UInt32(bytes.count))
      begun = bytes.count
    default: break
    }
  }

  func text(_ piece: UnsafeRawBufferPointer) {
    guard isInText else { return }
    guard piece.count <= limits.text - bytes.count else {
      fault = FileFault(.longText(limit: limits.text))
      return
    }
    unsafe bytes.append(contentsOf: piece)
  }

  /// Where a text stands; nil when there is none of that number.
  func range(_ number: Int) -> Range<Int>? {
    guard ends.indices.contains(number) else { return nil }
    return (number == 0 ? 0 : Int(ends[number - 1]))..<Int(ends[number])
  }
}

/// The escapes `_xHHHH_` of characters that XML cannot hold (ECMA-376, 22.9.2.19).
enum EscapedText {
  /// Puts the characters meant in the place of the escapes, from an index on.
  static func decode(_ bytes: inout [UInt8], from start: Int) {
    guard bytes.count - start >= 7, bytes[start...].contains(UInt8(ascii: "_")) else { return }
    var result: [UInt8] = []
    var index = start
    while index < bytes.count {
      if let scalar = scalar(bytes, at: index) {
        result += Array(String(scalar).utf8)
        index += 7
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    bytes.replaceSubrange(start..., with: result)
  }

  /// A text in which what looks like an escape is not taken for one.
  static func escaped(_ text: String) -> String {
    let bytes = Array(text.utf8)
    guard bytes.contains(UInt8(ascii: "_")) else { return text }
    var result: [UInt8] = []
    for index in bytes.indices {
      result += scalar(bytes, at: index) == nil ? [] : Array("_x005F".utf8)
      result.append(bytes[index])
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func scalar(_ bytes: [UInt8], at index: Int) -> Unicode.Scalar? {
    guard index + 7 <= bytes.count, bytes[index] == UInt8(ascii: "_"),
      bytes[index + 1] == UInt8(ascii: "x"), bytes[index + 6] == UInt8(ascii: "_")
    else { return nil }
    let digits = bytes[(index + 2)..<(index + 6)]
    let areHexadecimal = digits.allSatisfy {
      (48...57).contains($0) || (65...70).contains($0) || (97...102).contains($0)
    }
    guard areHexadecimal else { return nil }
    return UInt32(String(decoding: digits, as: UTF8.self), radix: 16).flatMap(Unicode.Scalar.init)
  }
}
