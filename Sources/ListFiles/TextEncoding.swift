import Glibc

/// The encodings that lists may have.
public enum TextEncoding: String, CaseIterable, Hashable, Sendable {
  /// UTF-8, with or without byte order mark.
  case utf8 = "utf-8"
  /// UTF-16 with byte order mark.
  case utf16 = "utf-16"
  /// GB18030, of which GBK and GB2312 are parts.
  case gb18030

  /// Turns bytes into UTF-8 without byte order mark.
  ///
  /// - Parameters:
  ///   - bytes: the file.
  ///   - insisted: the encoding the user names; nil recognises it by the byte order mark, then by
  ///     strict decoding: UTF-8 first, then GB18030.
  /// - Returns: the text's bytes and the encoding.
  /// - Throws: the place of the first byte that cannot be read.
  static func decode(
    _ bytes: [UInt8], insisted: TextEncoding?
  ) throws(BadByte) -> (utf8: [UInt8], encoding: TextEncoding) {
    if let insisted { return (try decode(bytes, as: insisted), insisted) }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      return (try decode(bytes, as: .utf16), .utf16)
    }
    let asUTF8: BadByte
    do {
      return (try decode(bytes, as: .utf8), .utf8)
    } catch {
      asUTF8 = error
    }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) || isChinese(asUTF8.before) { throw asUTF8 }
    do {
      return (try decode(bytes, as: .gb18030), .gb18030)
    } catch {
      // Neither: whichever encoding read further is the likelier one.
      throw error.offset > asUTF8.offset ? error : asUTF8
    }
  }

  /// Whether a text holds two characters that UTF-8 writes in three bytes, as it does Chinese.
  ///
  /// GB18030 hardly ever looks like that by chance, so such a text is UTF-8 that went wrong later,
  /// and reading it as GB18030 would make garbage of it.
  private static func isChinese(_ utf8: [UInt8]) -> Bool {
    var count = 0
    for byte in utf8 where byte & 0xF0 == 0xE0 {
      count += 1
      if count == 2 { return true }
    }
    return false
  }

  private static func decode(
    _ bytes: [UInt8], as encoding: TextEncoding
  ) throws(BadByte) -> [UInt8] {
    switch encoding {
    case .utf8:
      let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
      guard let offset = firstInvalidUTF8(body) else { return Array(body) }
      throw BadByte(bytes, offset: offset, encoding: "UTF-8", before: body[..<offset])
    case .utf16:
      if bytes.starts(with: [0xFF, 0xFE]) {
        return try convert(bytes, skip: 2, from: "UTF-16LE")
      }
      return try convert(
        bytes, skip: bytes.starts(with: [0xFE, 0xFF]) ? 2 : 0, from: "UTF-16BE")
    case .gb18030: return try convert(bytes, skip: 0, from: "GB18030")
    }
  }

  /// The index of the first byte that begins no well-formed sequence (Unicode 15, table 3-7).
  private static func firstInvalidUTF8(_ bytes: ArraySlice<UInt8>) -> Int? {
    let offset = unsafe bytes.withUnsafeBufferPointer { unsafe firstInvalidUTF8($0) }
    return offset.map { bytes.startIndex + $0 }
  }

  private static func firstInvalidUTF8(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    var index = 0
    while index < bytes.count {
      if index + 8 <= bytes.count {
        // Digits and commas come by the dozen: what is ASCII of eight bytes is passed at once.
        let word = unsafe UnsafeRawBufferPointer(bytes).loadUnaligned(
          fromByteOffset: index, as: UInt64.self)
        let others = UInt64(littleEndian: word) & 0x8080_8080_8080_8080
        index += others.trailingZeroBitCount / 8
        if others == 0 { continue }
      }
      let lead = unsafe bytes[index]
      if lead < 0x80 {
        index += 1
        continue
      }
      // Nearly all of Chinese.
      if (0xE4...0xE9).contains(lead), index + 3 <= bytes.count,
        unsafe bytes[index + 1] & bytes[index + 2] & 0xC0 == 0x80,
        unsafe (bytes[index + 1] | bytes[index + 2]) & 0x40 == 0
      {
        index += 3
        continue
      }
      let length: Int
      var second: ClosedRange<UInt8> = 0x80...0xBF
      switch lead {
      case 0xC2...0xDF: length = 2
      case 0xE0: (length, second) = (3, 0xA0...0xBF)
      case 0xED: (length, second) = (3, 0x80...0x9F)
      case 0xE1...0xEF: length = 3
      case 0xF0: (length, second) = (4, 0x90...0xBF)
      case 0xF1...0xF3: length = 4
      case 0xF4: (length, second) = (4, 0x80...0x8F)
      default: return index
      }
      guard index + length <= bytes.count, unsafe second.contains(bytes[index + 1]) else {
        return index
      }
      for offset in 2..<max(2, length) {
        guard unsafe bytes[index + offset] & 0xC0 == 0x80 else { return index }
      }
      index += length
    }
    return nil
  }

  /// Converts by the system's iconv, which is strict: it stops at what the encoding does not have.
  static func convert(
    _ bytes: [UInt8], skip: Int, from name: String
  ) throws(BadByte) -> [UInt8] {
    let converter = unsafe iconv_open("UTF-8", name)
    guard Int(bitPattern: converter) != -1 else {
      throw BadByte(bytes, offset: 0, encoding: name, before: [], isMissing: true)
    }
    defer { unsafe iconv_close(converter) }
    var input = bytes.dropFirst(skip).map { CChar(bitPattern: $0) }
    // No character of these encodings grows more than twofold: 2 bytes of GB18030 become at most
    // 3, 2 of UTF-16 at most 3, 1 of ASCII 1.
    var output = [UInt8](repeating: 0, count: input.count * 2 + 16)
    var inputLeft = input.count
    var outputLeft = output.count
    let inputSize = inputLeft
    let failed = unsafe input.withUnsafeMutableBufferPointer { source in
      unsafe output.withUnsafeMutableBytes { target in
        var from = source.baseAddress
        var to = unsafe target.bindMemory(to: CChar.self).baseAddress
        return unsafe iconv(converter, &from, &inputLeft, &to, &outputLeft) == -1
      }
    }
    output.removeLast(outputLeft)
    if output.starts(with: [0xEF, 0xBB, 0xBF]) { output.removeFirst(3) }
    if failed {
      throw BadByte(
        bytes, offset: skip + inputSize - inputLeft, encoding: name, before: output[...])
    }
    return output
  }
}

extension TextEncoding {
  /// What stands for a character that cannot be read: U+FFFD.
  static let replacement: [UInt8] = [0xEF, 0xBF, 0xBD]
  /// Bad bytes from which on a file is taken to have another encoding altogether.
  private static let most = 20

  /// A text with a replacement character for each bad byte, so that the rest can be judged too.
  ///
  /// - Parameters:
  ///   - bytes: the file.
  ///   - first: where decoding stopped.
  /// - Returns: the text as UTF-8 and every bad byte; nil when a line or less was read before the
  ///   first, or when there are so many that the encoding must be another.
  static func mended(_ bytes: [UInt8], from first: BadByte) -> (utf8: [UInt8], bad: [BadByte])? {
    guard !first.isMissing, first.before.contains(where: { $0 == 10 || $0 == 13 }) else {
      return nil
    }
    let isUTF8 = first.encoding == "UTF-8"
    let width = first.encoding.hasPrefix("UTF-16") ? 2 : 1
    var bad = [first]
    var text = first.before + replacement
    var offset = first.offset + width
    while offset < bytes.count {
      // What is left of a broken character is no second defect.
      while isUTF8, offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
      let rest = Array(bytes[offset...])
      do {
        let read =
          isUTF8 ? try decode(rest, as: .utf8) : try convert(rest, skip: 0, from: first.encoding)
        return (text + read, bad)
      } catch {
        guard bad.count < most else { return nil }
        text += error.before
        bad.append(
          BadByte(bytes, offset: offset + error.offset, encoding: first.encoding, before: text[...])
        )
        text += replacement
        offset += error.offset + width
      }
    }
    return (text, bad)
  }
}

/// A byte that an encoding does not have.
struct BadByte: Error {
  /// From the beginning of the file, from 0.
  var offset: Int
  /// The encoding in which it was read.
  var encoding: String
  /// The byte as 0xNN; nil at the end of the file.
  var text: String?
  /// What stands before it, as UTF-8.
  var before: [UInt8]
  /// Whether this system cannot read the encoding at all.
  var isMissing: Bool

  init(
    _ bytes: [UInt8], offset: Int, encoding: String, before: ArraySlice<UInt8>,
    isMissing: Bool = false
  ) {
    self.offset = offset
    self.encoding = encoding
    self.before = Array(before)
    self.isMissing = isMissing
    guard offset < bytes.count, !isMissing else { return }
    let value = bytes[offset]
    text = "0x" + (value < 16 ? "0" : "") + String(value, radix: 16, uppercase: true)
  }
}
