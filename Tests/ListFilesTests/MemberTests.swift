import Foundation
import Testing
import ThreeLists

@testable import ListFiles

/// The members list: read like the others, with the same diagnostics.
@Suite struct MemberTests {
  private let folder: ListFolder

  init() throws { folder = try ListFolder() }

  private func read(
    _ rows: String, header: String = "成员编号,姓名,单位,工作社区,居住社区,技能,网格组", units: Set<String>? = nil
  ) throws(ListDefects) -> (members: [Member], warnings: [ListDefect]) {
    let path = folder.path("members.csv")
    let text = Array((header + "\n" + rows).utf8)
    _ = FileManager.default.createFile(atPath: path, contents: Data(text))
    return try MemberReader.read(path, policy: .standard, units: units)
  }

  private func codes(_ rows: String) -> [ListDefect.Kind.Code] {
    do {
      return try read(rows).warnings.map(\.kind.code)
    } catch {
      return error.defects.map(\.kind.code)
    }
  }

  @Test func membersAreRead() throws {
    let list = try read(
      "M2,李四,民政局,321199001001,321199001001,,\nM1,张三,司法局,321199001001,321199002003,律师证,一组\n")
    #expect(list.warnings.isEmpty && list.members.map(\.id) == ["M1", "M2"])
    let first = list.members[0]
    #expect(first.name == "张三" && first.unit == "司法局" && first.group == "一组")
    #expect(first.skills == ["律师证"] && first.origin.line == 3)
    #expect(first.communities.map(\.digits) == ["321199001001", "321199002003"])
    #expect(list.members[1].communities.map(\.digits) == ["321199001001"])
    // Written and read again, the list is the same.
    let path = folder.path("again.csv")
    _ = FileManager.default.createFile(
      atPath: path, contents: Data(ListWriter.members(list.members)))
    var again = try MemberReader.read(path, policy: .standard).members
    for index in again.indices { again[index].origin = list.members[index].origin }
    #expect(again == list.members)
  }

  /// A workbook gives the members of the CSV, and its defects are told by sheet, row and column.
  @Test func membersComeInWorkbooks() throws {
    func sheet(_ rows: [[String]]) -> String {
      rows.map { row in
        let cells = row.map { "<c t=\"inlineStr\"><is><t>\($0)</t></is></c>" }.joined()
        return "<row>\(cells)</row>"
      }.joined()
    }
    func read(_ second: [String]) throws(ListDefects) -> [Member] {
      let header = ["成员编号", "姓名", "单位", "工作社区", "居住社区", "技能", "网格组"]
      let first = ["M1", "张三", "司法局", "321199001001", "321199002003", "律师证", "一组"]
      let book = RawWorkbook(sheets: [("成员", sheet([header, first, second]))])
      let path = folder.path("members.xlsx")
      _ = FileManager.default.createFile(atPath: path, contents: Data(book.bytes))
      return try MemberReader.read(path, policy: .standard).members
    }
    var found = try read(["M2", "李四", "民政局", "321199001001", "321199001001", "", ""])
    let expected = try self.read(
      "M1,张三,司法局,321199001001,321199002003,律师证,一组\n"
        + "M2,李四,民政局,321199001001,321199001001,,\n"
    ).members
    for index in found.indices { found[index].origin = expected[index].origin }
    #expect(found == expected)
    let defects = #expect(throws: ListDefects.self) {
      try read(["M2", "李四", "", "321199001", "321199001001", "", ""])
    }?.defects
    #expect(defects?.map(\.kind.code) == [.emptyRequired, .gridLength])
    #expect(defects?.map(\.sheet) == ["成员", "成员"] && defects?.map(\.line) == [3, 3])
    #expect(defects?.map(\.column?.number) == [3, 4])
  }

  @Test(
    arguments: [
      ("M1,张三,司法局,321199001,321199001001,,\n", ListDefect.Kind.Code.gridLength),
      ("M1,张三,司法局,321199001001001,321199001001,,\n", .gridLength),
      ("M1,张三,司法局,3.21E+11,321199001001,,\n", .mangledNumber),
      ("M1,张三,司法局,,321199001001,,\n", .emptyRequired),
      ("M1,张三,,321199001001,321199001001,,\n", .emptyRequired),
      (",张三,司法局,321199001001,321199001001,,\n", .emptyRequired),
      ("M1;2,张三,司法局,321199001001,321199001001,,\n", .reservedSign),
      ("M1:2,张三,司法局,321199001001,321199001001,,\n", .reservedSign),
      ("M1,张三,司法局,321199001001,321199001001,没有的,\n", .unknownCode),
      (
        "M1,张三,司法局,321199001001,321199001001,,\nM1,李四,司法局,321199001001,321199001001,,\n",
        .duplicateIdentifier
      ),
    ] as [(String, ListDefect.Kind.Code)])
  func defectsAreNamed(rows: String, code: ListDefect.Kind.Code) {
    #expect(codes(rows) == [code])
  }

  @Test func aUnitWithoutResourcesIsWarnedOf() throws {
    let list = try read(
      "M1,张三,司法,321199001001,321199001001,,\n", units: ["司法局", "民政局"])
    #expect(list.warnings.map(\.kind) == [.unknownUnit(nearest: "司法局")])
    #expect(list.warnings[0].severity == .warning && list.warnings[0].found == "司法")
  }

  /// A name is never quoted.
  @Test func namesAreNotQuoted() {
    var found: [ListDefect] = []
    do {
      _ = try read("M1,110101199003070011,,321199001001,321199001001,,\n")
    } catch {
      found = error.defects
    }
    #expect(found.map(\.kind.code) == [.identityNumber, .emptyRequired])
    #expect(found.allSatisfy { $0.found == nil })
  }

  @Test func theTemplateIsAList() throws {
    let path = folder.path("template.csv")
    _ = FileManager.default.createFile(atPath: path, contents: Data(ListTemplates.members))
    #expect(try MemberReader.read(path, policy: .standard).members.count == 2)
  }
}
