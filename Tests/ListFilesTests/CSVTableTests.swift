import Testing

@testable import ListFiles

@Suite struct CSVTableTests {
  /// Awkward texts and what they say.
  private static let awkward: [(String, [[String]])] = [
    ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
    ("a,b\n1,2", [["a", "b"], ["1", "2"]]),
    ("a,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]]),
    ("a,b\r1,2\r", [["a", "b"], ["1", "2"]]),
    ("a,b\n1,2\r\n3,4\r5,6", [["a", "b"], ["1", "2"], ["3", "4"], ["5", "6"]]),
    ("a,b\n1,\n,2\n", [["a", "b"], ["1", ""], ["", "2"]]),
    ("a,b\n1,\"\"\n", [["a", "b"], ["1", ""]]),
    ("a\n\"x,y\"\n", [["a"], ["x,y"]]),
    ("a\n\"x \"\"y\"\" z\"\n", [["a"], ["x \"y\" z"]]),
    ("a\n\"\"\"\"\n", [["a"], ["\""]]),
    ("a\n\"\"\"\"\"\"\n", [["a"], ["\"\""]]),
    ("a,b\n\"one\ntwo\",3\n", [["a", "b"], ["one\ntwo", "3"]]),
    ("a,b\n\"one\r\ntwo\",3\n", [["a", "b"], ["one\r\ntwo", "3"]]),
    ("a,b\n\"one\rtwo\",3\n", [["a", "b"], ["one\rtwo", "3"]]),
    ("a,b\n\"ha\n\"\"ha\"\"\nha\",3\n", [["a", "b"], ["ha\n\"ha\"\nha", "3"]]),
    ("k,v\n1,\"{\"\"t\"\": [1, 0.5]}\"\n", [["k", "v"], ["1", "{\"t\": [1, 0.5]}"]]),
    ("a,b\n 1 ,\t2\n", [["a", "b"], [" 1 ", "\t2"]]),
    ("a\n\n\n1\n\n", [["a"], ["1"]]),
    ("a,b\n,\n,,,\n1,2\n", [["a", "b"], ["1", "2"]]),
    ("", []), ("\n\r\n\r", []),
    ("名,𠮷\n㐂,👩‍👩‍👧\n", [["名", "𠮷"], ["㐂", "👩‍👩‍👧"]]),
    ("a\nx'y\n", [["a"], ["x'y"]]),

  ]

  private func cut(_ text: String, limits: ListLimits = ListLimits()) -> CSVTable {
    CSVTable(Array(text.utf8), limits: limits)
  }

  private func texts(_ table: CSVTable) -> [[String]] {
    table.rows.map { row in table.cells[row.cells].map(table.text) }
  }

  @Test(arguments: awkward)
  func cuts(text: String, expected: [[String]]) {
    let table = cut(text)
    #expect(texts(table) == expected)
    #expect(table.faults.isEmpty)
    #expect(!table.isCutOff)
  }

  @Test func rowsAndCellsKnowTheirLines() {
    let table = cut("a,b\r\n\r\n\"x\r\ny\",\"z\"\r\n\"p\rq\n\",r\n1,2")
    #expect(table.rows.map(\.line) == [1, 3, 5, 8])
    #expect(table.cells.map(\.line) == [1, 1, 3, 4, 5, 7, 8, 8])
  }

  @Test func strayQuotesAreFaults() {
    let table = cut("a,b\n5\",x\n\"y\"z,\"w\" \nok,1\n")
    #expect(table.faults.map(\.kind) == [.strayQuote, .strayQuote, .strayQuote])
    #expect(table.faults.map(\.line) == [2, 3, 3])
    #expect(table.faults.map(\.column) == [1, 1, 2])
    #expect(table.cells.map(\.isFaulty) == [false, false, true, false, true, true, false, false])
    #expect(table.rows.count == 4)
  }

  @Test func unterminatedQuoteEndsTheTable() {
    let table = cut("a,b\n1,2\n3,\"4\n5,6\n")
    #expect(table.faults.map(\.kind) == [.unterminatedQuote])
    #expect(table.faults.map(\.line) == [3])
    #expect(table.faults.map(\.column) == [2])
    #expect(table.isCutOff)
    #expect(texts(table) == [["a", "b"], ["1", "2"]])
  }

  @Test func nulIsAFaultOfItsCell() {
    let table = cut("a,b\n1\0,2\n3,\"4\0\"\n")
    #expect(table.faults.map(\.kind) == [.nul, .nul])
    #expect(table.faults.map(\.column) == [1, 2])
  }

  @Test func cellsHaveALimitInCharacters() {
    var limits = ListLimits()
    limits.characters = 3
    #expect(cut("𠮷𠮷𠮷,\"\"\"\"\"\"\"\",abc\n", limits: limits).faults.isEmpty)
    let table = cut("abc,abcd\n\"\"\"\"\"\"\"\"\"\",𠮷𠮷𠮷𠮷\n", limits: limits)
    #expect(table.faults.map(\.kind) == Array(repeating: .cellTooLong(limit: 3), count: 3))
    #expect(table.faults.map(\.column) == [2, 1, 2])
  }

  @Test func theRealLimitOfACellIsTenThousand() {

    #expect(ListLimits().bytes == 2_000_000_000)
    #expect(ListLimits().rows == 3_000_000)
    let most = String(repeating: "需", count: 10_000)
    #expect(cut("a\n\(most)\n").faults.isEmpty)
    #expect(cut("a\n\(most)求\n").faults.map(\.kind) == [.cellTooLong(limit: 10_000)])
  }

  @Test func rowsHaveALimit() {
    var limits = ListLimits()
    limits.rows = 2
    #expect(cut("a\n1\n2\n", limits: limits).faults.isEmpty)
    let table = cut("a\n1\n\n2\n3\n4\n", limits: limits)
    #expect(table.faults.map(\.kind) == [.tooManyRows(limit: 2)])
    #expect(table.faults.map(\.line) == [5])
    #expect(table.rows.count == 1 && table.isCutOff)
  }
}
