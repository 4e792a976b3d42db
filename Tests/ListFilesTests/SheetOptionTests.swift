import Testing
import ThreeLists

@testable import ListFiles

/// Which sheet of a workbook is read, and what is said where there is none.
@Suite struct SheetOptionTests {
  private func sheet(_ rows: [[String]]) -> String {
    rows.map { cells in
      "<row>" + cells.map { "<c t=\"inlineStr\"><is><t>\($0)</t></is></c>" }.joined() + "</row>"
    }.joined()
  }

  private let needs = [
    ["需求编号", "网格编码", "类别", "提出日期"], ["N001", "230799001001001", "理发", "2026-11-20"],
  ]
  private let resources = [
    ["资源编号", "单位", "类别", "服务范围", "每周可用"], ["R001", "理发志愿服务队", "理发", "*", "5"],
  ]

  private func read(
    _ book: RawWorkbook, sheets: [String] = []
  ) throws -> Result<ListBundle, ListDefects> {
    let folder = try ListFolder()
    try folder.write(book.bytes, to: "本周.xlsx")
    do throws(ListDefects) {
      return .success(
        try ListReader.read(
          needs: folder.path("本周.xlsx"), resources: folder.path("本周.xlsx"), policy: .standard,
          week: Week("2026-W48"), sheets: sheets))
    } catch {
      return .failure(error)
    }
  }

  private var book: RawWorkbook {
    RawWorkbook(sheets: [
      ("说明", sheet([["怎样填写"]])), ("旧需求", sheet([needs[0], ["N000"] + needs[1].dropFirst()])),
      ("需求", sheet(needs)), ("资源", sheet(resources)),
    ])
  }

  @Test func theFirstSheetWithTheHeadersIsRead() throws {
    let bundle = try read(book).get()
    #expect(bundle.needs.map(\.id) == ["N000"])
    #expect(bundle.resources.map(\.id) == ["R001"])
    #expect(bundle.warnings.map(\.kind) == [.otherSheets(read: "旧需求", ["需求"])])
    #expect(bundle.warnings.map(\.severity) == [.warning])
    #expect(try read(book, sheets: ["需求", "资源"]).get().warnings == [])
  }

  /// A title above the headers does not send the reader to another sheet that has some of them: the
  /// message is about the sheet that is meant.
  @Test func aTitleDoesNotLeadToAnotherSheet() throws {
    let book = RawWorkbook(sheets: [
      ("说明", sheet([["怎样填写"]])), ("资源", sheet(resources)),
      ("需求", sheet([["2026年需求登记表"], ["汤旺县"]] + needs)),
    ])
    guard case .failure(let defects) = try read(book) else {
      Issue.record("a title is no header")
      return
    }
    #expect(defects.defects.map(\.kind) == [.noHeader(seemsOn: 3)])
    // A sheet that lacks one header is meant rather than an example below a title; the other is named.
    let named = RawWorkbook(sheets: [
      ("需求", sheet([["需求编号", "网格编码", "服务类型", "提出日期"], needs[1]])),
      ("填写示例", sheet([["填写示例"]] + needs)), ("资源", sheet(resources)),
    ])
    guard case .failure(let found) = try read(named) else {
      Issue.record("the header is wrong")
      return
    }
    #expect(found.defects.map(\.kind).contains(.otherSheets(read: "需求", ["填写示例"])))
    #expect(
      found.defects.map(\.kind).contains(.missingHeader(chinese: "类别", english: "category")))
    // By itself, too.
    let alone = RawWorkbook(sheets: [("需求", sheet([["2026年需求登记表"]] + needs))])
    guard case .failure(let others) = try read(alone) else {
      Issue.record("a title is no header")
      return
    }
    #expect(others.defects.map(\.kind).first == .noHeader(seemsOn: 2))
  }

  /// Of several names the first that fits is read, whatever the order of the sheets.
  @Test func theOrderOfNamesCounts() throws {
    for (names, id) in [(["需求", "旧需求", "资源"], "N001"), (["旧需求", "需求", "资源"], "N000")] {
      #expect(try read(book, sheets: names).get().needs.map(\.id) == [id])
    }
  }

  @Test func hiddenSheetsAreReadOnlyByName() throws {
    var book = book
    book.hidden = ["旧需求"]
    let bundle = try read(book).get()
    #expect(bundle.needs.map(\.id) == ["N001"] && bundle.warnings == [])
    #expect(try read(book, sheets: ["旧需求", "资源"]).get().needs.map(\.id) == ["N000"])
  }

  /// A formula that no program has reckoned is told of, however its empty value is written.
  @Test func formulasWithoutAValueAreTold() throws {
    for value in ["", "<v/>", "<v></v>"] {
      let row =
        "<c t=\"inlineStr\"><is><t>N001</t></is></c>"
        + "<c t=\"inlineStr\"><is><t>230799001001001</t></is></c>"
        + "<c t=\"inlineStr\"><is><t>理发</t></is></c>"
        + "<c t=\"inlineStr\"><is><t>2026-11-20</t></is></c><c><f>1+1</f>\(value)</c>"
      let header = needs[0] + ["次数"]
      let own = RawWorkbook(sheets: [
        ("需求", sheet([header]) + "<row>\(row)</row>"), ("资源", sheet(resources)),
      ])
      guard case .failure(let defects) = try read(own) else {
        Issue.record("read with \(value)")
        continue
      }
      #expect(defects.defects.map(\.kind) == [.noValue])
    }
  }

  @Test func namedSheetsGoBeforeOthers() throws {
    let bundle = try read(book, sheets: ["需求", "资源"]).get()
    #expect(bundle.needs.map(\.id) == ["N001"])
    #expect(bundle.resources.map(\.id) == ["R001"])
  }

  @Test func aNameThatIsNotThereIsToldWithThoseThatAre() throws {
    guard case .failure(let defects) = try read(book, sheets: ["需要"]) else {
      Issue.record("read")
      return
    }
    #expect(
      Set(defects.defects.map(\.kind)) == [.noSuchSheet(sheets: ["说明", "旧需求", "需求", "资源"])])
  }

  @Test func aTextHasNoSheets() throws {
    let folder = try ListFolder()
    let bundle = try ListReader.read(
      needs: folder.needs, resources: folder.resources, policy: .standard, week: nil,
      sheets: ["需求"])
    #expect(bundle.warnings.map(\.kind) == [.sheetOfText, .sheetOfText])
    #expect(bundle.warnings.allSatisfy { $0.severity == .warning })
  }

  @Test func defectsNameSheetRowAndColumn() throws {
    var bad = book
    bad.sheets[2].data = sheet([needs[0], ["N001", "230799001001001", "理发", "昨天"], needs[1]])
    guard case .failure(let defects) = try read(bad, sheets: ["需求", "资源"]) else {
      Issue.record("read")
      return
    }
    #expect(defects.defects.map(\.sheet) == ["需求", "需求"])
    #expect(defects.defects.map(\.line) == [2, 3])
    #expect(defects.defects.map(\.column?.number) == [4, 1])
  }

  @Test func aFolderMixesTextsAndWorkbooksAndLocksAreNoLists() throws {
    let folder = try ListFolder()
    try folder.write(
      RawWorkbook(sheets: [("需求", sheet([needs[0], ["N002"] + needs[1].dropFirst()]))]).bytes,
      to: "all/二.xlsx")
    try folder.write(
      Array("需求编号,网格编码,类别,提出日期\nN001,230799001001001,理发,2026-11-20\n".utf8), to: "all/一.csv")
    try folder.write([0x50, 0x4B, 3, 4], to: "all/~$二.xlsx")
    let bundle = try ListReader.read(
      needs: folder.path("all"), resources: folder.resources, policy: .standard, week: nil)
    #expect(bundle.needs.map(\.id) == ["N001", "N002"])
  }
}
