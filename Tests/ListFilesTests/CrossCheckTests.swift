import Testing
import ThreeLists

@testable import ListFiles

/// Rows against rows, files against files, and what must not be said besides.
@Suite struct CrossCheckTests {
  private let folder: ListFolder

  init() throws { folder = try ListFolder() }

  private var kinds: [ListDefect.Kind.Code] { folder.defects().map(\.kind.code) }

  @Test func everyDefectOfBothFilesIsToldInOrder() throws {
    try folder.write(needs: [
      ListFolder.needsHeader + ",点单,指定", "N002,1,理发,2026-02-31,R009,R001@八上",
      "N002,230799001001001,剃头,2026-11-20,R001,",
    ])
    try folder.write(resources: [ListFolder.resourcesHeader, "R001,,理发,*,", "R001,甲,理发,x,5"])
    let defects = folder.defects()
    #expect(
      defects.map(\.kind.code) == [
        .gridLength, .impossibleDate, .unknownResource, .unknownSession, .duplicateIdentifier,
        .unknownCode, .emptyRequired, .emptyRequired, .duplicateIdentifier, .notGrid,
      ])
    #expect(defects.map(\.line) == [2, 2, 2, 2, 3, 3, 2, 2, 3, 3])
    #expect(defects.compactMap(\.column?.number) == [2, 4, 5, 6, 1, 3, 2, 5, 1, 4])
    #expect(defects.prefix(6).allSatisfy { $0.file == folder.needs })
  }

  @Test func needsComeFirstEvenWhenTheirOnlyDefectIsFoundLast() throws {
    try folder.write(needs: [ListFolder.needsHeader + ",点单", ListFolder.need + ",R9"])
    try folder.write(resources: [ListFolder.resourcesHeader, ListFolder.resource + "x"])
    #expect(kinds == [.unknownResource, .notCount])
  }

  @Test func anUnreadListMakesNoFalseReferences() throws {
    try folder.write(needs: [ListFolder.needsHeader + ",点单", ListFolder.need + ",R002"])
    try folder.write(resources: [
      ListFolder.resourcesHeader, "R001,\"理发志愿服务队,理发,*,5", "R002,甲,理发,*,5",
    ])
    #expect(kinds == [.unterminatedQuote])
    try folder.write([0xFF, 0xFF, 0xFF], to: "resources.csv")
    #expect(kinds == [.badByte])
    try folder.remove("resources.csv")
    #expect(kinds == [.noSuchFile])
    try folder.write(resources: ["单位,类别,服务范围,每周可用", "甲,理发,*,5"])
    #expect(kinds == [.missingHeader])
    // A row of the wrong length has an identifier all the same.
    try folder.write(resources: [ListFolder.resourcesHeader, ListFolder.resource, "R002,甲"])
    #expect(kinds == [.raggedRow])
    // And so has one with another defect.
    try folder.write(resources: [ListFolder.resourcesHeader, "R002,甲,理发,*,x"])
    #expect(kinds == [.notCount])
  }

  @Test func pinsAreJudgedOnlyAmongSoundRows() throws {
    try folder.write(needs: [ListFolder.needsHeader + ",指定", ListFolder.need + ",R001@三上"])
    try folder.write(resources: [
      ListFolder.resourcesHeader + ",可用时段", "R001,甲,理发,*,5,三早",
    ])
    #expect(kinds == [.unknownSession])
    try folder.write(resources: [ListFolder.resourcesHeader + ",可用时段", "R001,甲,理发,*,5,三下"])
    #expect(folder.defects().map(\.kind) == [.pinNeverAllowed(rules: [.resourceSessions])])
    #expect(folder.defects(week: nil).isEmpty)
  }

  @Test func aFaultyCellHasOneDefect() throws {
    try folder.write(needs: [
      ListFolder.needsHeader + ",次数", "N001,230799001001001,理发\"x,2026-11-20,2\"",
    ])
    #expect(kinds == [.strayQuote, .strayQuote])
  }

  @Test func seventyFilesAreReadAsOne() throws {
    try folder.remove("needs.csv")
    for number in 10..<80 {
      let lines = "grid,category,reported_on,need_id\n230799001001001,理发,2026-11-20,N\(number)\n"
      try folder.write(Array(lines.utf8), to: "needs.csv/\(number).CSV")
    }
    try folder.write([1, 2, 3], to: "needs.csv/.hidden.csv")
    try folder.write([1, 2, 3], to: "needs.csv/notes.txt")
    let bundle = try folder.read()
    #expect(bundle.needs.map(\.id) == (10..<80).map { "N\($0)" })
    #expect(bundle.needs[3].origin.description == folder.needs + "/13.CSV:2")
    let again = "need_id,grid,category,reported_on\nN10,230799001001001,理发,2026-11-20\n"
    try folder.write(Array(again.utf8), to: "needs.csv/99.csv")
    #expect(
      folder.defects().map(\.kind) == [
        .duplicateIdentifier(first: Origin(file: folder.needs + "/10.CSV", line: 2))
      ])
  }

  @Test func probableDuplicatesAreSameGridCategoryAndText() throws {
    let row = "230799001001001,理发,2026-11-20"
    try folder.write(needs: [
      ListFolder.needsHeader + ",内容", "N1,\(row),上门", "N2,\(row),上门 ", "N3,\(row),", "N4,\(row),",
      "N5,230799001001002,理发,2026-11-20,上门", "N6,230799001001001,维修,2026-11-20,上门",
      "N7,\(row),上门",
    ])
    let bundle = try folder.read()
    #expect(bundle.warnings.map(\.found) == ["N2", "N7"])
    let first = Origin(file: folder.needs, line: 2)
    #expect(bundle.warnings.allSatisfy { $0.kind == .probableDuplicate(other: first) })
    #expect(bundle.needs.count == 7)
  }

  @Test func householdsShareATelephoneOrAnAddress() throws {
    let row = "230799001001001,理发,2026-11-20"
    try folder.write(needs: [
      ListFolder.needsHeader + ",联系电话,地址", "N1,\(row),000-1,一街1号", "N2,\(row), 000-1 ,二街",
      "N3,\(row),,一街1号", "N4,230799001001002,理发,2026-11-20,,一街1号", "N5,\(row),,", "N6,\(row),,",
    ])
    #expect(try folder.read().households == [["N1", "N2"], ["N1", "N3"]])
  }

  @Test func weightsOfAUnitAgreeOrAreBlank() throws {
    try folder.write(resources: [
      ListFolder.resourcesHeader + ",权重", "R001,甲,理发,*,5,1.5", "R002,甲,理发,*,5,",
      "R003,甲,理发,*,5,1.50", "R004,乙,理发,*,5,2", "R005,甲,理发,*,5,2",
    ])
    #expect(
      folder.defects().map(\.kind) == [
        .weightsDiffer(other: Origin(file: folder.resources, line: 2))
      ])
  }

  @Test func aZeroIsNoEmptyCell() throws {
    try folder.write(resources: [ListFolder.resourcesHeader, "R001,甲,理发,*,0"])
    #expect(try folder.read().resources.first?.weekly == 0)
  }

  @Test func limitsAreTheCallers() throws {
    var limits = ListLimits()
    limits.rows = 1
    #expect(folder.defects(limits: limits).isEmpty)
    try folder.write(needs: [ListFolder.needsHeader, ListFolder.need, ListFolder.need])
    #expect(folder.defects(limits: limits).map(\.kind) == [.tooManyRows(limit: 1)])
    limits = ListLimits()
    limits.bytes = 20
    #expect(
      folder.defects(limits: limits).map(\.kind) == [
        .tooLarge(limit: 20), .tooLarge(limit: 20),
      ])
    limits = ListLimits()
    limits.characters = 14
    try folder.write(needs: [ListFolder.needsHeader, ListFolder.need])
    #expect(folder.defects(limits: limits).map(\.kind) == [.cellTooLong(limit: 14)])
  }

  @Test func insistingOnAnEncodingIsObeyed() throws {
    #expect(folder.defects(encoding: .utf8).isEmpty)
    #expect(!folder.defects(encoding: .gb18030).isEmpty)
    #expect(!folder.defects(encoding: .utf16).isEmpty)
  }

  @Test func orderOfRowsDoesNotMatter() throws {
    let row = "230799001001001,理发,2026-11-20"
    try folder.write(needs: [ListFolder.needsHeader, "N1,\(row)", "N2,\(row)", "N3,\(row)"])
    let forward = try folder.read().needs.map(\.id)
    try folder.write(needs: [ListFolder.needsHeader, "N3,\(row)", "N1,\(row)", "N2,\(row)"])
    #expect(try folder.read().needs.map(\.id) == forward)
  }

  @Test func nearestWords() {
    let known = ["理发", "维修", "法律服务", "法律", "legal"]
    #expect(Nearest.words(to: "理髮", among: known) == ["理发"])
    #expect(Nearest.words(to: "法律服务站", among: known) == ["法律服务", "法律"])
    #expect(Nearest.words(to: "Legall", among: known) == ["legal"])
    #expect(Nearest.words(to: "", among: known).isEmpty)
    #expect(Nearest.words(to: "完全不同的词", among: known).isEmpty)
    #expect(Nearest.words(to: String(repeating: "法律", count: 40), among: known).isEmpty)
    #expect(Nearest.word(to: "R01", among: ["R001", "R010", "R100"]) == "R001")
  }

  @Test func twinsAreGroupsInOrder() {
    let texts = [("a", "b", "c"), ("ab", "", "c"), ("a", "b", "c"), ("x", "", ""), ("ab", "", "c")]
    #expect(Twins.groups(5) { texts[$0] } == [[0, 2], [1, 4]])
    #expect(Twins.groups(5) { $0 == 0 ? nil : texts[$0] } == [[1, 4]])
    #expect(Twins.groups(0) { _ in nil }.isEmpty)
  }
}
