import Testing
import ThreeLists

@testable import ListFiles

/// Lists written and read again are the lists.
@Suite struct RoundTripTests {
  private let folder: ListFolder

  init() throws { folder = try ListFolder() }

  /// Without origins, which the files decide.
  private func bare(_ needs: [Need]) -> [Need] {
    needs.map { need in
      var need = need
      need.origin = Origin(file: "", line: 0)
      return need
    }
  }

  private func bare(_ resources: [Resource]) -> [Resource] {
    resources.map { resource in
      var resource = resource
      resource.origin = Origin(file: "", line: 0)
      return resource
    }
  }

  private func encoded(_ utf8: [UInt8], _ encoding: String) -> [UInt8] {
    let text = String(decoding: utf8.dropFirst(3), as: UTF8.self)
    let big = text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    switch encoding {
    case "utf-16be": return [0xFE, 0xFF] + big
    case "utf-16le":
      return [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    case "utf-8": return Array(text.utf8)
    default: return utf8
    }
  }

  @Test(arguments: 1...40)
  func needsAndResourcesSurvive(seed: Int) throws {
    var lists = RandomLists(seed: UInt64(seed))
    let resources = try lists.resources(12)
    let needs = try lists.needs(25, resources: resources)
    for encoding in ["utf-8 with mark", "utf-8", "utf-16le", "utf-16be"] {
      try folder.write(
        encoded(ListWriter.needs(needs, contacts: true), encoding), to: "needs.csv")
      try folder.write(
        encoded(ListWriter.resources(resources, contacts: true), encoding), to: "resources.csv")
      // Without a week: random pins need not be allowed in one.
      let bundle = try folder.read(week: nil)
      #expect(bare(bundle.needs) == bare(needs))
      #expect(bare(bundle.resources) == bare(resources))
    }
  }

  @Test(arguments: 1...40)
  func needsAndResourcesSurviveWorkbooks(seed: Int) throws {
    var lists = RandomLists(seed: 3000 + UInt64(seed))
    let resources = try lists.resources(12)
    let needs = try lists.needs(25, resources: resources)
    try folder.write(
      WorkbookWriter.bytes([ListWorkbooks.needs(needs, contacts: true)], scratch: "/tmp"),
      to: "needs.csv")
    try folder.write(
      WorkbookWriter.bytes([ListWorkbooks.resources(resources, contacts: true)], scratch: "/tmp"),
      to: "resources.csv")
    let bundle = try folder.read(week: nil)
    #expect(bare(bundle.needs) == bare(needs))
    #expect(bare(bundle.resources) == bare(resources))
    // And back into CSV: the same bytes as without the workbook between.
    #expect(
      ListWriter.needs(bundle.needs, contacts: true) == ListWriter.needs(needs, contacts: true))
  }

  /// é as one character and as e with an accent, 豈 of the compatibility forms: one identifier.
  @Test func whatLooksTheSameIsWrittenTheSame() throws {
    let header = "需求编号,网格编码,类别,紧急程度,提出日期,点单"
    func lists(_ name: String, _ unit: String) throws -> (Need, Resource) {
      try folder.write(needs: [header, "N1,230799001001001,理发,一般,2026-11-20,\(name)"])
      try folder.write(resources: [
        "资源编号,单位,类型,类别,服务范围,所在网格,每周可用",
        "\(name),\(unit),下沉单位,理发,*,230799001001001,1",
      ])
      let bundle = try folder.read(week: nil)
      return try (#require(bundle.needs.first), #require(bundle.resources.first))
    }
    let plain = try lists("Caf\u{E9}", "\u{8C48}")
    let apart = try lists("Cafe\u{301}", "\u{F900}")
    #expect(apart.0.requested.map { Array($0.utf8) } == [Array("Caf\u{E9}".utf8)])
    #expect(Array(apart.1.id.utf8) == Array(plain.1.id.utf8))
    #expect(Array(apart.1.unit.utf8) == Array("\u{8C48}".utf8))
  }

  @Test(arguments: 1...10)
  func canonicalListsKeepAllButContactsAndGroups(seed: Int) throws {
    var lists = RandomLists(seed: 1000 + UInt64(seed))
    let resources = try lists.resources(8)
    let needs = try lists.needs(15, resources: resources)
    let text = ListWriter.needs(needs, contacts: false)
    try folder.write(text, to: "needs.csv")
    try folder.write(ListWriter.resources(resources, contacts: false), to: "resources.csv")
    let bundle = try folder.read(week: nil)
    let expected = needs.map { need in
      var need = need
      need.contact = Contact()
      need.specialGroups = need.specialGroups.isEmpty ? [] : ["有"]
      return need
    }
    #expect(bare(bundle.needs) == bare(expected))
    #expect(bundle.resources.allSatisfy { $0.contact == Contact() })
    for need in needs {
      #expect(
        ClassRules().priorityClass(of: need)
          == bundle.needs.first { $0.id == need.id }.map { ClassRules().priorityClass(of: $0) })
    }
    #expect(ListWriter.needs(bundle.needs, contacts: false) == text)
    for group in Policy.standard.specialGroups.entries {
      #expect(!String(decoding: text, as: UTF8.self).contains(group.name))
    }
  }

  @Test func writtenListsAreAsExcelWantsThem() throws {
    var lists = RandomLists(seed: 7)
    let resources = try lists.resources(3)
    let text = String(decoding: ListWriter.resources(resources, contacts: true), as: UTF8.self)
    #expect(text.unicodeScalars.first == "\u{FEFF}")
    #expect(text.utf8.suffix(2).elementsEqual([13, 10]))
    #expect(text.hasPrefix("\u{FEFF}资源编号,单位,类型,类别,角色,技能,服务范围,所在网格,可用时段,每周可用,"))
  }

  @Test func serviceAndUnmetListsSurvive() throws {
    let rows = try RandomLists.awkward.enumerated().map { index, text -> ServiceRow in
      let session = Session(index: index % 21)
      return ServiceRow(
        service: Service(
          id: "S\(index)", need: "N1", visit: 1 + index % 3, role: index % 2 == 0 ? nil : "法律",
          leads: index % 2 == 0, resource: "R1", unit: "县司法局",
          date: try #require(Week("2026-W48")).day(of: session), session: session,
          method: Method.allCases[index % 4], choiceRank: index % 3 == 0 ? nil : index,
          distance: index % 5),
        reason: text, runID: "run")
    }
    try folder.write(ListWriter.services(rows), to: "services.csv")
    #expect(try ServiceReader.read(folder.path("services.csv")) == rows)
    let unmet = RandomLists.awkward.map {
      UnmetRow(
        need: "N1", missing: 2, reasonCode: "weeks-full", reason: $0, evidence: $0,
        smallestFix: $0, escalateTo: $0)
    }
    try folder.write(ListWriter.unmet(unmet), to: "unmet.csv")
    #expect(try UnmetReader.read(folder.path("unmet.csv")) == unmet)
  }

  @Test func templatesAreListsWithoutDefects() throws {
    try folder.write(ListTemplates.needs, to: "needs.csv")
    try folder.write(ListTemplates.resources, to: "resources.csv")
    let bundle = try folder.read()
    #expect(bundle.warnings.isEmpty)
    #expect(bundle.needs.count == 3 && bundle.resources.count == 3)
  }

  @Test func guardedTextsAreInertAndComeBack() {
    let blanks = ["", " ", "\u{200B}", "\u{FEFF}", "\u{3000}\u{A0}", " \u{200B} "]
    let signs = ["=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", "\0"]
    for quotes in ["", "'", "''", "'''"] {
      for blank in blanks {
        for sign in signs {
          for rest in ["", "1", "cmd|' /C calc'!A0", "\u{338}", "\u{301}"] {
            let text = quotes + blank + sign + rest
            let guarded = FormulaGuard.guarded(text)
            #expect(Array(guarded.utf8) == Array(("'" + text).utf8))
            #expect(Array(FormulaGuard.restored(guarded).utf8) == Array(text.utf8))
          }
        }
        let harmless = quotes + blank + "甲=1"
        #expect(FormulaGuard.guarded(harmless) == harmless)
        #expect(FormulaGuard.restored(harmless) == harmless)
      }
    }
  }
}
