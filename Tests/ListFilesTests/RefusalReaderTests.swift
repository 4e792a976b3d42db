import Foundation
import Testing
import ThreeLists

@testable import ListFiles

/// Rates of refusal, and every mistake in them.
@Suite struct RefusalReaderTests {
  private func read(
    _ text: String
  ) throws -> (rates: RefusalList?, defects: [ListDefect]) {
    let folder = try ListFolder()
    try folder.write(Array("\(ListFolder.needsHeader)\n\(ListFolder.need)\n".utf8), to: "n.csv")
    try folder.write(
      Array(
        "\(ListFolder.resourcesHeader)\nR001,理发队,理发,*,5\nR002,理发队,理发,*,5\nR003,司法局,理发,*,1\n"
          .utf8), to: "r.csv")
    try folder.write(Array(text.utf8), to: "rates.csv")
    let bundle = try ListReader.read(
      needs: folder.path("n.csv"), resources: folder.path("r.csv"), policy: .standard, week: nil)
    do {
      let read = try RefusalReader.read(folder.path("rates.csv"), resources: bundle.resources)
      return (read.rates, read.warnings)
    } catch {
      return (nil, error.defects)
    }
  }

  @Test func ratesOfUnitsAndResources() throws {
    let (rates, warnings) = try read(
      "单位,资源编号,拒单率\n理发队,,15%\n,R001,0.5\n司法局,R003,\n司法局,,１\n")
    #expect(warnings.isEmpty)
    #expect(rates?.byUnit == ["理发队": 150_000, "司法局": 1_000_000])
    #expect(rates?.byResource == ["R001": 500_000])
  }

  @Test func theResourceListMayHaveThemItself() throws {
    let (rates, warnings) = try read(
      "\(ListFolder.resourcesHeader),拒单率\nR001,理发队,理发,*,5,12.5%\nR002,理发队,理发,*,5,\n")
    #expect(warnings.isEmpty)
    #expect(rates?.byResource == ["R001": 125_000] && rates?.byUnit == [:])
  }

  @Test func everyMistakeIsTold() throws {
    let (rates, defects) = try read(
      "单位,资源编号,拒单率\n理发对,,15%\n,R009,0.5\n理发队,,1.5\n,,0.5\n,R001,0.1\n,R001,0.2\n,R002,多半\n")
    #expect(rates == nil)
    #expect(
      defects.map(\.kind.code) == [
        .noSuchUnit, .noSuchRow, .notProbability, .emptyRequired, .duplicateIdentifier,
        .notProbability,
      ])
    #expect(defects.map(\.line) == [2, 3, 4, 5, 7, 8])
    #expect(defects.allSatisfy { $0.column != nil })
    #expect(defects[0].found == "理发对")
    let (_, headers) = try read("单位,拒绝\n理发队,15%\n")
    #expect(headers.map(\.kind.code).contains(.missingHeader))
  }

  @Test func decimalsAndPercentages() {
    let good = [
      ("0", 0), ("1", 1_000_000), ("100%", 1_000_000), ("0.000001", 1), ("0.0001%", 1),
      ("12.5%", 125_000), ("0.30", 300_000), ("1.0", 1_000_000),
    ]
    for (text, expected) in good { #expect(RefusalReader.millionths(text) == expected, "\(text)") }
    for text in ["", "%", "-0.1", "1.000001", "101%", "0.0000001", "0,5", ".5", "1/2", "0.5.5"] {
      #expect(RefusalReader.millionths(text) == nil, "\(text)")
    }
  }
}
