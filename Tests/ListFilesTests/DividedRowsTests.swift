import Foundation
import Testing
import ThreeLists

@testable import ListFiles

/// The rows of a long list are divided among the processors: what is read is what one thread reads.
@Suite struct DividedRowsTests {
  private func rows(
    _ folder: ListFolder, mostErrors: Int = ListLimits().errors
  ) -> (divided: ListRows<Need>, whole: ListRows<Need>) {
    var limits = ListLimits()
    limits.errors = mostErrors
    let form = ListForm(limits: limits)
    let reader = NeedReader(policy: .standard, week: Week("2026-W48"))
    return (
      ListReader.rowsInParts(at: folder.needs, Columns.needs, form) { reader.read(&$0) },
      ListReader.rows(at: folder.needs, Columns.needs, form) { reader.read(&$0) }
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

  /// Past the most errors rows are not read, and which ones these are is told as one thread tells it.
  @Test func manyErrorsEndTheReadingAtTheSameRow() throws {
    let folder = try ListFolder()
    var lines = [ListFolder.needsHeader]
    for number in 0..<5000 {
      lines.append("N\(number),23079900100100\(number % 2 == 0 ? "x" : "1"),没有,2026-11-31")
    }
    try folder.write(needs: lines)
    let (divided, whole) = rows(folder, mostErrors: 6000)
    #expect(!divided.isComplete && divided.values.count < 5000)
    expectSame(divided, whole)
  }
}
