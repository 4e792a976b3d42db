import Foundation
import Testing
import ThreeLists

@testable import ListFiles

/// Past weeks: which file is which, who is meant by a row, and every mistake in it.
@Suite struct BacktestReaderTests {
  private static let fixtures = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fixtures").path

  private func read(
    _ folder: String, unlisted: Bool = true, weeks: [Week] = []
  ) throws(ListDefects) -> (weeks: [BacktestLists], warnings: [ListDefect]) {
    try BacktestReader.read(
      "\(Self.fixtures)/\(folder)", weeks: weeks, policy: .standard, takesUnlisted: unlisted)
  }

  private func defects(_ folder: String, unlisted: Bool = false) -> [ListDefect] {
    do {
      return try read(folder, unlisted: unlisted).warnings
    } catch {
      return error.defects
    }
  }

  @Test func columnsOfTheNeedsListSayWhoCame() throws {
    let weeks = try read("backtest").weeks
    #expect(weeks.map(\.week.description) == ["2026-W45", "2026-W46"])
    let places = weeks[0].places
    #expect(places.map(\.need) == ["N002", "N003", "N004", "N005"])
    // A unit with one resource may be named in its stead.
    #expect(places.map(\.resource) == ["R002", "R001", "街道办", "R002"])
    #expect(places.map(\.isListed) == [true, true, false, true])
    #expect(places.map(\.isOnTime) == [false, true, nil, true])
    #expect(places.allSatisfy { $0.session == nil && $0.visit == 1 && $0.role == nil })
    #expect(places.map(\.origin.line) == [3, 4, 5, 6])
  }

  @Test func aListOfItsOwnSaysMore() throws {
    let places = try #require(try read("backtest").weeks.last).places
    // The refused row of M004 is not what happened.
    #expect(places.map(\.need) == ["M001", "M001", "M002", "M002", "M003"])
    #expect(places.map(\.role) == ["法律", "社工", nil, nil, nil])
    #expect(places.map { $0.session?.description } == ["二上", "四上", "二上", "三上", "一上"])
    #expect(places.map(\.visit) == [1, 1, 1, 2, 1])
  }

  @Test func visitsWithoutNumbersAreNumberedBySession() throws {
    let folder = try ListFolder()
    try FileManager.default.createDirectory(
      atPath: folder.path("weeks"), withIntermediateDirectories: true)
    try folder.write(
      Array("\(ListFolder.resourcesHeader)\nR001,甲,理发,*,5\nR002,乙,理发,*,5\n".utf8),
      to: "weeks/resources.csv")
    try folder.write(
      Array("\(ListFolder.needsHeader),次数\n\(ListFolder.need),3\n".utf8),
      to: "weeks/needs-2026-W48.csv")
    try folder.write(
      Array("需求编号,实际处置单位,时段\nN001,R001,四上\nN001,乙,二上\nN001,R001,五上\n".utf8),
      to: "weeks/dispatched-2026-W48.csv")
    let read = try BacktestReader.read(
      folder.path("weeks"), policy: .standard, takesUnlisted: false)
    let places = try #require(read.weeks.first).places
    #expect(places.map(\.visit) == [2, 1, 3])
    #expect(places.map(\.resource) == ["R001", "R002", "R001"])
  }

  @Test func everyKindOfMistakeIsInTheFixture() {
    let defects = defects("backtest-broken")
    let own: Set<ListDefect.Kind.Code> = [
      .notWeekName, .secondList, .noNeedsOfWeek, .severalResources, .unlistedResource,
      .unknownNeed, .notRoleOfNeed, .standingClash, .emptyRequired, .unknownSession, .notBoolean,
      .notOneOf, .notCount, .mangledNumber, .missingHeader,
    ]
    #expect(own.subtracting(defects.map(\.kind.code)).isEmpty)
    // Whatever stands in a row is told with its line and column.
    let whole: Set<ListDefect.Kind.Code> = [
      .notWeekName, .secondList, .noNeedsOfWeek, .missingHeader,
    ]
    for defect in defects where !whole.contains(defect.kind.code) {
      #expect(defect.line != nil && defect.column != nil, "\(defect)")
    }
  }

  @Test func unitsOutsideTheListAreRefusedUnlessTakenAtTheirWord() throws {
    let refused = defects("backtest")
    #expect(refused.map(\.kind.code) == [.unlistedResource])
    #expect(refused.first?.severity == .error && refused.first?.line == 5)
    #expect(refused.first?.found == "街道办")
    #expect(defects("backtest", unlisted: true).map(\.severity) == [.warning])
  }

  @Test func aFolderWithoutWeeksIsNoFolderOfOurs() throws {
    #expect(defects("first-week").map(\.kind.code).contains(.notWeekName))
    #expect(defects("nowhere").map(\.kind.code).contains(.noSuchFile))
    #expect(defects("backtest/resources.csv").map(\.kind.code).contains(.noWeeks))
    let week = try #require(Week("2026-W47"))
    #expect(throws: ListDefects.self) { try read("backtest", weeks: [week]) }
    #expect(try read("backtest", weeks: [#require(Week("2026-W46"))]).weeks.count == 1)
  }
}
