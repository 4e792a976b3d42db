import Foundation
import Testing
import ThreeLists

@testable import ListFiles

/// Every kind of defect stands in a fixture, whose messages `BrokenListsTests` compares.
@Suite struct BrokenFixturesTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fixtures/broken")

  /// Kinds that no small file can show, and the tests that do.
  private static let elsewhere: [ListDefect.Kind.Code: String] = [
    .tooLarge: "BrokenListsTests.refusesTooManyBytesAndRows",
    .tooManyRows: "BrokenListsTests.refusesTooManyBytesAndRows",
    .unreadable: "BrokenListsTests.tellsWhatCannotBeRead",
    .unknownEntry: "LoopBatchTests", .ambiguousEntry: "LoopBatchTests",
    .notMoment: "LoopBatchTests", .againstLedger: "LoopBatchTests",
    .missingDecoder: "TextEncodingTests.anEncodingTheSystemLacksIsSaid",
    .largeWorkbook: "WorkbookLimitTests.aWorkbookOverALimitIsRefused",
    .manyCells: "WorkbookLimitTests.emptyCellsBeforeADistantOneCount",
    .manyErrors: "WorkbookLimitTests.errorsEndTheReading",
    .longText: "WorkbookLimitTests.aSharedTextCountsAsOftenAsItIsUsed",
    .noSuchSheet: "SheetOptionTests",
    .unknownUnit: "MemberTests.aUnitWithoutResourcesIsWarnedOf",
    .sheetOfText: "SheetOptionTests", .otherSheets: "SheetOptionTests",
    .missingKeys: "ScenarioFileTests", .noSuchRow: "ScenarioFileTests",
    .noSuchUnit: "ScenarioFileTests", .matchesNothing: "ScenarioFileTests",
    .editedService: "WeekAdoptTests",
    .againstChange: "ScenarioFileTests", .leavesRange: "ScenarioFileTests",
    .notWeekName: "BacktestReaderTests", .secondList: "BacktestReaderTests",
    .noNeedsOfWeek: "BacktestReaderTests", .noWeeks: "BacktestReaderTests",
    .notProbability: "RefusalReaderTests", .severalResources: "BacktestReaderTests",
    .unlistedResource: "BacktestReaderTests",
  ]

  private func defects(_ name: String) -> [ListDefect] {
    let path = BrokenFixturesTests.folder.path + "/" + name
    do {
      let policyPath = path + "/policy.yaml"
      let policy =
        FileManager.default.fileExists(atPath: policyPath)
        ? try PolicyFile.read(policyPath) : Policy.standard
      let bundle = try ListReader.read(
        needs: path + "/needs.csv", resources: path + "/resources.csv", policy: policy,
        week: Week("2026-W48"))
      let standing = path + "/standing.csv"
      if let week = Week("2026-W48"), FileManager.default.fileExists(atPath: standing) {
        _ = try StandingReader.read(
          standing, bundle: bundle, policy: policy, week: week, begun: 0)
      }
      return bundle.warnings
    } catch {
      return error.defects
    }
  }

  @Test func everyKindIsInAFixture() throws {
    let names = try FileManager.default.contentsOfDirectory(
      atPath: BrokenFixturesTests.folder.path)
    let found = Set(names.flatMap { defects($0) }.map(\.kind.code))
    let expected = Set(ListDefect.Kind.Code.allCases)
      .subtracting(BrokenFixturesTests.elsewhere.keys)
    #expect(found == expected)
  }

  @Test func codesAreInKebabCase() {
    for code in ListDefect.Kind.Code.allCases {
      #expect(code.rawValue.allSatisfy { $0 == "-" || ("a"..."z").contains($0) })
    }
  }

  @Test func everyMessageHasItsPlace() throws {
    let names = try FileManager.default.contentsOfDirectory(
      atPath: BrokenFixturesTests.folder.path)
    let whole: Set<ListDefect.Kind.Code> = [
      .noSuchFile, .emptyFolder, .emptyFile, .noHeader, .wrongDelimiter, .missingHeader,
      .raggedRow, .badByte, .foreignFormat, .damagedWorkbook, .crowdedWorkbook, .denseWorkbook,
      .misnamed,
    ]
    for defect in names.flatMap({ defects($0) }) {
      if !whole.contains(defect.kind.code) {
        #expect(defect.line != nil && defect.column != nil, "\(defect)")
      }
    }
  }
}
