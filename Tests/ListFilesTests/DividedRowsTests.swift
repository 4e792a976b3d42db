import Foundation
import Testing
import ThreeLists

@testable import ListFiles

/// The rows of a long list are divided among the processors: what is read is what one thread reads.
@Suite struct DividedRowsTests {
  private func rows(
    _ folder: ListFolder, mostErrors: Int = ListLimits().errors
  ) -> (divided: ListRows<Need>, whole: ListRows<Need>) {
    rows(at: folder.needs, mostErrors: mostErrors)
  }

  private func rows(
    at path: String, mostErrors: Int
  ) -> (divided: ListRows<Need>, whole: ListRows<Need>) {
    var limits = ListLimits()
    limits.errors = mostErrors
    let form = ListForm(limits: limits)
    let week = Week("2026-W48")
    return (
      ListReader.rowsInParts(at: path, Columns.needs, form) { table in
        var reader = NeedReader(policy: .standard, week: week, table: table)
        return { reader.read(&$0) }
      },
      // A reader for each row remembers nothing of the rows before it.
      ListReader.rows(at: path, Columns.needs, form) { row in
        var reader = NeedReader(policy: .standard, week: week, table: row.table)
        return reader.read(&row)
      }
    )
  }

  private func expectSame(_ divided: ListRows<Need>, _ whole: ListRows<Need>) {
    #expect(divided.values == whole.values)
    #expect(divided.identifiers.map(\.id) == whole.identifiers.map(\.id))
    #expect(divided.identifiers.map(\.origin) == whole.identifiers.map(\.origin))
    #expect(divided.raggedIdentifiers == whole.raggedIdentifiers)
    #expect(divided.flawed == whole.flawed)
    #expect(divided.defects == whole.defects)
    #expect(divided.isComplete == whole.isComplete)
  }

  @Test func whatIsReadIsTheSame() throws {
    let folder = try ListFolder()
    var lines = [ListFolder.needsHeader]
    for number in 0..<5000 {
      switch number % 977 {
      case 3: lines.append("N\(number),230799001001001,理发")  // a cell too few
      case 5: lines.append("N\(number),2307990010010,理发,2026-11-20")
      case 7: lines.append(",230799001001001,没有,2026-11-20")
      case 9: lines.append("N\(number),230799001001001,理发,2026-11-31")
      default: lines.append("N\(number),230799001001001,理发,2026-11-20")
      }
    }
    try folder.write(needs: lines)
    let (divided, whole) = rows(folder)
    #expect(divided.values.count > 4900 && divided.defects.count > 15)
    #expect(!divided.flawed.isEmpty && !divided.raggedIdentifiers.isEmpty)
    expectSame(divided, whole)
  }

  /// What a row's cell was read as serves the next row that says the same, and no other.
  @Test func cellsThatRepeatAreReadTheSame() throws {
    let folder = try ListFolder()
    let categories = ["理发", " 理发 ", "没有", "haircut", "\"理发\"", "", "理\u{3000}发"]
    let dates = ["2026-11-20", "2026/11/20", "２０２６-11-20", "2026-11-31", "2027-01-01", "昨天"]
    let sessions = ["", "三上", "三上;四下", "三上、四下", "无", "八上", "三上;八上"]
    let urgencies = ["", "特急", "一般", "急", "特急\u{200B}"]
    let counts = ["", "1", "2", "0", "１", "x"]
    let groups = ["", "有", "独居老人", "11010519491231002X", "没有的"]
    var lines = ["需求编号,网格编码,类别,提出日期,可服务时段,紧急程度,次数,结转次数,特殊群体,允许部分,角色,技能"]
    for number in 0..<6000 {
      func one(_ of: [String], _ step: Int) -> String { of[number / step % of.count] }
      lines.append(
        [
          "N\(number)", number % 5 == 0 ? "23079900100100" : "230799001001001",
          one(categories, 1), one(dates, 3), one(sessions, 2), one(urgencies, 5), one(counts, 1),
          one(counts, 7), one(groups, 1), one(["", "是", "否", "no", "也许"], 4),
          one(["", "", "法律:1", "法律:0", "法律;法律"], 3), one(["", "", "", "手语"], 11),
        ].joined(separator: ","))
    }
    try folder.write(needs: lines)
    let (divided, whole) = rows(folder)
    #expect(divided.values.count == 6000 && divided.defects.count > 1000)
    #expect(Set(divided.values.map(\.sessions)).count > 3)
    expectSame(divided, whole)
  }

  /// Past the most errors rows are not read, and which ones these are is told as one thread tells it.
  @Test func manyErrorsEndTheReadingAtTheSameRow() throws {
    let folder = try ListFolder()
    var lines = [ListFolder.needsHeader]
    for number in 0..<5000 {
      lines.append("N\(number),23079900100100\(number % 2 == 0 ? "x" : "1"),没有,2026-11-31")
    }
    try folder.write(needs: lines)
    for mostErrors in [1, 2000, 6000, 12_000] {
      let (divided, whole) = rows(folder, mostErrors: mostErrors)
      #expect(!divided.isComplete && divided.values.count < 5000)
      expectSame(divided, whole)
    }
  }

  /// Of several files the limit may be met in any, and those after it are not read.
  @Test(arguments: [3000, 5000, 7000])
  func manyErrorsEndTheReadingOfAFolder(mostErrors: Int) throws {
    let folder = try ListFolder()
    let lists = folder.needs + ".d"
    try FileManager.default.createDirectory(atPath: lists, withIntermediateDirectories: false)
    for file in 0..<4 {
      var lines = [ListFolder.needsHeader]
      for number in 0..<2500 {
        lines.append("F\(file)N\(number),230799001001001,没有,2026-11-20")
      }
      try lines.joined(separator: "\n").write(
        toFile: "\(lists)/\(file).csv", atomically: true, encoding: .utf8)
    }
    let (divided, whole) = rows(at: lists, mostErrors: mostErrors)
    #expect(!divided.isComplete && divided.values.count == mostErrors)
    expectSame(divided, whole)
  }
}
