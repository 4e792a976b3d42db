import Foundation
import Testing
import ThreeLists

@testable import ListFiles

@Suite struct TextEncodingTests {
  private static let text = "需求编号,𠮷㐂,é\n"
  /// 𠮷 and 㐂 take four bytes each; bytes by GB18030-2005.
  private static let gb18030: [UInt8] =
    [0xD0, 0xE8, 0xC7, 0xF3, 0xB1, 0xE0, 0xBA, 0xC5, 0x2C] + [0x95, 0x34, 0xB2, 0x35]
    + [0x81, 0x39, 0xEF, 0x31] + [0x2C, 0xA8, 0xA6, 0x0A]

  private func units(_ text: String, bigEndian: Bool) -> [UInt8] {
    text.utf16.flatMap { unit -> [UInt8] in
      let bytes = [UInt8(unit >> 8), UInt8(unit & 0xFF)]
      return bigEndian ? bytes : bytes.reversed()
    }
  }

  private func decoded(
    _ bytes: [UInt8], _ insisted: TextEncoding? = nil
  ) throws -> (String, TextEncoding) {
    let result = try TextEncoding.decode(bytes, insisted: insisted)
    return (String(decoding: result.utf8, as: UTF8.self), result.encoding)
  }

  @Test func readsEveryEncoding() throws {
    let text = TextEncodingTests.text
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    for bytes in [Array(text.utf8), mark + Array(text.utf8)] {
      #expect(try decoded(bytes) == (text, .utf8))
      #expect(try decoded(bytes, .utf8) == (text, .utf8))
    }
    let little = [0xFF, 0xFE] + units(text, bigEndian: false)
    let big = [0xFE, 0xFF] + units(text, bigEndian: true)
    for bytes in [little, big] {
      #expect(try decoded(bytes) == (text, .utf16))
      #expect(try decoded(bytes, .utf16) == (text, .utf16))
    }
    // Without a mark UTF-16 is big-endian (RFC 2781), and only when it is insisted on.
    #expect(try decoded(units(text, bigEndian: true), .utf16) == (text, .utf16))
    #expect(try decoded(TextEncodingTests.gb18030) == (text, .gb18030))
    #expect(try decoded(TextEncodingTests.gb18030, .gb18030) == (text, .gb18030))
    #expect(try decoded([]) == ("", .utf8))
  }

  @Test func everyCharacterOfThePlanesSurvivesUTF8() throws {
    var text = ""
    for value in stride(from: UInt32(1), to: 0x110000, by: 7) {
      if let scalar = Unicode.Scalar(value) { text.unicodeScalars.append(scalar) }
    }
    #expect(try decoded(Array(text.utf8)).0 == text)
  }

  /// Sequences that Unicode's table 3-7 does not have, and where they go wrong.
  @Test(
    arguments: [
      ([0x80], 0), ([0xBF], 0), ([0xC0, 0x80], 0), ([0xC1, 0xBF], 0), ([0xC2], 0),
      ([0xE0, 0x9F, 0x80], 0), ([0xED, 0xA0, 0x80], 0), ([0xE4, 0xBD], 0),
      ([0xF0, 0x8F, 0x80, 0x80], 0), ([0xF4, 0x90, 0x80, 0x80], 0), ([0xF5], 0), ([0xFE], 0),
      ([0xFF], 0), ([0xE4, 0xBD, 0x41], 0), ([0xF0, 0x9F, 0x98], 0), ([0x41, 0x42, 0x80], 2),
      ([0xE4, 0xBD, 0xA0, 0xE4], 3),
    ] as [([UInt8], Int)])
  func strictlyUTF8(bytes: [UInt8], offset: Int) {
    #expect {
      try decoded(bytes, .utf8)
    } throws: { error in
      (error as? BadByte)?.offset == offset && (error as? BadByte)?.encoding == "UTF-8"
    }
  }

  @Test(
    arguments: [
      ([0xD0, 0xE8, 0xFF], TextEncoding.gb18030, 2, "GB18030"),
      ([0x41, 0x81], .gb18030, 1, "GB18030"),
      ([0x81, 0x30, 0x81], .gb18030, 0, "GB18030"),
      ([0xFF, 0xFE, 0x41, 0x00, 0x00, 0xD8, 0x41, 0x00], .utf16, 4, "UTF-16LE"),
      ([0xFF, 0xFE, 0x41, 0x00, 0x42], .utf16, 4, "UTF-16LE"),
      ([0xFE, 0xFF, 0xDC, 0x00], .utf16, 2, "UTF-16BE"),
    ] as [([UInt8], TextEncoding, Int, String)])
  func strictlyTheOthers(bytes: [UInt8], insisted: TextEncoding, offset: Int, name: String) {
    #expect {
      try decoded(bytes, insisted)
    } throws: { error in
      (error as? BadByte)?.offset == offset && (error as? BadByte)?.encoding == name
    }
  }

  @Test func chineseUTF8WithOneBadByteIsNotTakenForGB18030() {
    let bytes = Array("需求编号,网格编码\n".utf8) + [0xE7, 0x90, 0x0A]
    #expect {
      try decoded(bytes)
    } throws: { error in
      (error as? BadByte)?.offset == bytes.count - 3 && (error as? BadByte)?.encoding == "UTF-8"
    }
  }

  @Test func anEncodingTheSystemLacksIsSaid() {
    #expect {
      try TextEncoding.convert([0x41], skip: 0, from: "NO-SUCH-ENCODING")
    } throws: { error in
      (error as? BadByte)?.defect(in: "a.csv")
        == ListDefect(.missingDecoder(encoding: "NO-SUCH-ENCODING"), file: "a.csv")
    }
  }

  @Test func aBadByteHasLineColumnAndPlace() {
    let bytes = Array("编号,名\r\"a\n\",好".utf8) + [0xFF]
    do {
      _ = try TextEncoding.decode(bytes, insisted: .utf8)
      Issue.record("0xFF is no UTF-8")
    } catch {
      #expect(
        error.defect(in: "a.csv")
          == ListDefect(
            .badByte(encoding: "UTF-8", character: 4, offset: bytes.count), file: "a.csv", line: 3,
            column: .init(number: 2, header: "名"), found: "0xFF"))
    }
  }
}

/// A file with a few bad bytes is judged to its end.
@Suite struct MendedTextTests {
  private let folder: ListFolder

  init() throws { folder = try ListFolder() }

  private func needs(_ rows: [[UInt8]]) -> [UInt8] {
    Array((ListFolder.needsHeader + "\n").utf8) + rows.flatMap { $0 + [10] }
  }

  @Test func everyBadByteAndEveryOtherDefectIsTold() throws {
    try folder.write(
      needs([
        Array("N001,230799001001001,理".utf8) + [0xE5, 0x8F] + Array(",2026-02-31".utf8),
        Array("N0".utf8) + [0xFF] + Array(",230799001001001,理发,2026-11-20".utf8),
        Array("N003,1,理发,2026-11-20".utf8),
      ]), to: "needs.csv")
    let defects = folder.defects()
    #expect(defects.map(\.kind.code) == [.badByte, .impossibleDate, .badByte, .gridLength])
    #expect(defects.map(\.line) == [2, 2, 3, 4])
    #expect(defects.map(\.column?.number) == [3, 4, 1, 2])
    #expect(defects.map(\.found) == ["0xE5", "2026-02-31", "0xFF", "1"])
  }

  @Test func gb18030AndUTF16AreMendedToo() throws {
    let national =
      Array("need_id,grid,category,reported_on\nN001,230799001001001,".utf8)
      + [0xC0, 0xED, 0xFF] + Array(",2026-02-31\n".utf8)
    try folder.write(national, to: "needs.csv")
    #expect(folder.defects().map(\.kind.code) == [.badByte, .impossibleDate])
    var units = Array("need_id,grid,category,reported_on\nN001,230799001001001,".utf16)
    units += [0xD800] + Array(",2026-02-31\n".utf16)
    try folder.write(
      [0xFF, 0xFE] + units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }, to: "needs.csv")
    #expect(folder.defects().map(\.kind.code) == [.badByte, .impossibleDate])
  }

  @Test func aFileOfAnotherEncodingHasOneDefect() throws {
    let row = Array("N001,230799001001001,".utf8) + [0xFF, 0x41, 0xFF] + Array(",2026-02-31".utf8)
    try folder.write(needs(Array(repeating: row, count: 11)), to: "needs.csv")
    #expect(folder.defects().map(\.kind.code) == [.badByte])
    // In the header nothing can be mended: the columns are not known.
    try folder.write([0x41, 0xFF, 10, 0x42, 10], to: "needs.csv")
    #expect(folder.defects().map(\.kind.code) == [.badByte])
  }

  @Test func identifiersThatCannotBeReadMakeNoFalseReferences() throws {
    try folder.write(needs: [ListFolder.needsHeader + ",点单", ListFolder.need + ",R002"])
    try folder.write(
      Array((ListFolder.resourcesHeader + "\nR00").utf8) + [0xFF] + Array(",甲,理发,*,5\n".utf8),
      to: "resources.csv")
    #expect(folder.defects().map(\.kind.code) == [.badByte])
  }
}

/// The county week in two encodings is one week.
@Suite struct EncodedFixturesTests {
  private static let fixtures = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fixtures")

  private func read(_ name: String) throws -> ListBundle {
    let path = EncodedFixturesTests.fixtures.path + "/" + name
    return try ListReader.read(
      needs: path + "/needs.csv", resources: path + "/resources.csv", policy: .standard,
      week: Week("2026-W48"))
  }

  @Test func utf8AndGB18030ReadAlike() throws {
    let plain = try read("tangwang")
    let national = try read("tangwang-gb18030")
    for contacts in [true, false] {
      #expect(
        ListWriter.needs(plain.needs, contacts: contacts)
          == ListWriter.needs(national.needs, contacts: contacts))
      #expect(
        ListWriter.resources(plain.resources, contacts: contacts)
          == ListWriter.resources(national.resources, contacts: contacts))
    }
    #expect(plain.needs.count == 200 && plain.resources.count == 70)
    #expect(plain.warnings.map(\.kind) == national.warnings.map(\.kind))
    let text = String(decoding: ListWriter.needs(plain.needs, contacts: true), as: UTF8.self)
    #expect(text.contains("𠮷") && text.contains("㐂"))
  }
}
