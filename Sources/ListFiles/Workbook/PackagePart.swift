import CPackage

/// What may be used up while a workbook is read.
public struct WorkbookLimits: Hashable, Sendable {
  /// Entries of the archive.
  public var entries = 1_000
  /// Bytes to which all that is read may unpack.
  public var bytes = 2_000_000_000
  /// Unpacked bytes for each packed one: sheets reach some dozens, archives made to harm a thousand.
  public var ratio = 200
  /// Unpacked bytes of an entry up to which the ratio does not matter.
  public var ratioFloor = 16_000_000
  /// Rows of a sheet below its header: as many as Excel has.
  public var rows = WorkbookSheet.most
  /// Columns in which a header may stand.
  public var columns = 256
  /// Cells of a sheet, with the empty ones before a row's last value: a million rows of thirty.
  public var cells = 32_000_000
  /// Bytes of text in the rows of a sheet, a shared text as often as it is used; also all the texts
  /// that a workbook's cells share.
  public var text = 300_000_000

  /// The limits of the program.
  public init() {}
}

/// The elements that matter in the parts of a workbook.
enum PartElement: Int32 {
  case other, cell, value, row, text, inline, formula, item, phonetic, sheetData, sheet
  case workbookProperties, relationship, numberFormat, cellFormats, format
}

/// The attributes of an element, valid only while its beginning is told.
@safe struct PartAttributes {
  private let names: UnsafePointer<UnsafePointer<CChar>?>?

  fileprivate init(_ names: UnsafePointer<UnsafePointer<CChar>?>?) { unsafe self.names = names }

  /// An attribute's value by its name, without the prefix of a namespace.
  func value(_ name: StaticString) -> String? {
    var result: String?
    unsafe forEach { own, value in
      if result == nil, unsafe PartAttributes.isSame(own, name) {
        result = unsafe String(cString: value)
      }
    }
    return result
  }

  /// The value of an attribute whose name is one letter, without making a text of it.
  func forEachLetter(_ use: (_ letter: UInt8, _ value: UnsafePointer<CChar>) -> Void) {
    unsafe forEach { own, value in
      if unsafe own[0] != 0, unsafe own[1] == 0 {
        unsafe use(UInt8(bitPattern: own[0]), value)
      }
    }
  }

  private func forEach(_ use: (UnsafePointer<CChar>, UnsafePointer<CChar>) -> Void) {
    guard let names = unsafe names else { return }
    var index = 0
    while let own = unsafe names[index], let value = unsafe names[index + 1] {
      unsafe use(own, value)
      index += 2
    }
  }

  private static func isSame(_ own: UnsafePointer<CChar>, _ name: StaticString) -> Bool {
    var local = unsafe own
    var index = 0
    while unsafe own[index] != 0 {
      if unsafe own[index] == 58 { unsafe local = own + index + 1 }
      index += 1
    }
    let wanted = unsafe UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
    for index in wanted.indices {
      if unsafe local[index] != CChar(bitPattern: wanted[index]) { return false }
    }
    return unsafe local[wanted.count] == 0
  }
}

/// What is told of a part while it is read.
protocol PartListener: AnyObject {
  /// Whether the rest of the part may be left unread.
  var hasEnough: Bool { get }
  func begin(_ element: PartElement, _ attributes: PartAttributes)
  func end(_ element: PartElement)
  func text(_ piece: UnsafeRawBufferPointer)
}

/// The only door to the archive and its XML: bytes in, elements told one by one.
///
/// It is unsafe where the C entry calls back: the listener lives for the call, and attributes and
/// text for the callback.
struct PackageReader {
  let bytes: [UInt8]
  let limits: WorkbookLimits
  /// Bytes unpacked so far.
  private(set) var unpacked = 0

  init(_ bytes: [UInt8], limits: WorkbookLimits) {
    self.bytes = bytes
    self.limits = limits
  }

  /// Whether the archive has a part.
  ///
  /// - Throws: when it is no archive that can be read.
  func has(_ part: String) throws(FileFault) -> Bool {
    var count: Int64 = 0
    var walkLimits = limits.walk(left: limits.bytes)
    let code = unsafe sandan_package_walk(
      bytes, Int64(bytes.count), part, &walkLimits, nil, nil, &count)
    if code == SANDAN_WALK_NO_PART { return false }
    try check(Int(code))
    return true
  }

  /// Reads a part from its beginning until its end, or until the listener has enough.
  ///
  /// - Returns: whether there is such a part.
  /// - Throws: when it cannot be read, or goes past a limit.
  mutating func read(_ part: String, _ listener: any PartListener) throws(FileFault) -> Bool {
    let box = ListenerBox(listener)
    var count: Int64 = 0
    var walkLimits = limits.walk(left: max(0, limits.bytes - unpacked))
    let code = unsafe sandan_package_walk(
      bytes, Int64(bytes.count), part, &walkLimits,
      { context, event, element, attributes, text, length in
        guard let context = unsafe context else { return 1 }
        let listener = unsafe Unmanaged<ListenerBox>.fromOpaque(context).takeUnretainedValue()
          .listener
        switch event {
        case Int32(SANDAN_XML_BEGIN):
          unsafe listener.begin(
            PartElement(rawValue: element) ?? .other, PartAttributes(attributes))
        case Int32(SANDAN_XML_END): listener.end(PartElement(rawValue: element) ?? .other)
        default: unsafe listener.text(UnsafeRawBufferPointer(start: text, count: Int(length)))
        }
        return listener.hasEnough ? 1 : 0
      }, Unmanaged.passUnretained(box).toOpaque(), &count)
    withExtendedLifetime(box) {}
    unpacked += Int(count)
    if code == SANDAN_WALK_NO_PART { return false }
    try check(Int(code))
    return true
  }

  private func check(_ code: Int) throws(FileFault) {
    switch code {
    case SANDAN_WALK_DONE: return
    case SANDAN_WALK_CROWDED: throw FileFault(.crowdedWorkbook(limit: limits.entries))
    case SANDAN_WALK_LARGE: throw FileFault(.largeWorkbook(limit: limits.bytes))
    case SANDAN_WALK_DENSE: throw FileFault(.denseWorkbook(limit: limits.ratio))
    case SANDAN_WALK_LOCKED: throw FileFault(.foreignFormat(.encryptedWorkbook))
    default: throw FileFault(.damagedWorkbook)
    }
  }
}

/// A listener as the C entry hands it back.
private final class ListenerBox {
  let listener: any PartListener

  init(_ listener: any PartListener) { self.listener = listener }
}

extension WorkbookLimits {
  fileprivate func walk(left: Int) -> sandan_walk_limits {
    sandan_walk_limits(
      entries: Int64(entries), bytes: Int64(left), ratio: Int64(ratio),
      ratio_floor: Int64(ratioFloor))
  }
}
