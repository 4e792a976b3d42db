import Foundation
import Testing
import ThreeLists

@testable import ListFiles

/// Good files with a few bytes changed: never a crash, and what is accepted is stable.
@Suite struct MutationTests {
  private static let fixtures = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fixtures")

  private func bytes(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: MutationTests.fixtures.appending(path: path)))
  }

  private static let tokens: [[UInt8]] = [
    [0], [10], [13], [13, 10], [34], [34, 34], [44], [44, 44], [39], [0xFF], [0x81], [0xEF],
    [0xEF, 0xBB, 0xBF], [0xE4, 0xB8], [0xF0, 0x9F], [0x95, 0x34], Array("=".utf8), Array("；".utf8),
    Array("：".utf8), Array("@".utf8), Array("９".utf8), Array("1E+05".utf8), Array("-1".utf8),
    Array("99999999999999999999".utf8), Array("11010519491231002X".utf8), Array("02-31".utf8),
  ]

  private func mutate(_ bytes: inout [UInt8], _ numbers: inout SeededNumbers) {
    for _ in 0..<Int.random(in: 1...2, using: &numbers) where !bytes.isEmpty {
      let place = Int.random(in: 0..<bytes.count, using: &numbers)
      switch Int.random(in: 0..<12, using: &numbers) {
      case 0: bytes[place] = UInt8.random(in: 0...255, using: &numbers)
      case 1: bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &numbers)
      case 2: bytes.remove(at: place)
      case 3: bytes.insert(contentsOf: numbers.one(of: MutationTests.tokens), at: place)
      case 4: bytes.removeSubrange(place...)
      case 5...8:
        // A digit for a digit: the form stays good, the meaning changes.
        let digits = bytes.indices.filter { (48...57).contains(bytes[$0]) }
        if !digits.isEmpty {
          bytes[numbers.one(of: digits)] = UInt8.random(in: 48...57, using: &numbers)
        }
      case 9, 10:
        // A cell emptied, or with a token in its stead.
        let commas = bytes.indices.filter { bytes[$0] == 44 }
        if commas.count > 2 {
          let first = Int.random(in: 0..<(commas.count - 1), using: &numbers)
          let token = numbers.isOne(in: 2) ? [] : numbers.one(of: MutationTests.tokens)
          bytes.replaceSubrange((commas[first] + 1)..<commas[first + 1], with: token)
        }
      default:
        let end = min(bytes.count, place + Int.random(in: 1...40, using: &numbers))
        bytes.insert(contentsOf: bytes[place..<end], at: place)
      }
    }
  }

  /// Cuts a text by a reader that shares nothing with ours: state by state, character by character.
  ///
  /// - Returns: the rows; nil for a file in GB18030, which this reader does not know.
  private func strictlyRead(_ bytes: [UInt8]) throws -> [[String]]? {
    guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
    var rows: [[String]] = [[]]
    var cell = String.UnicodeScalarView()
    var isQuoted = false
    var isClosed = false
    var scalars = Array(text.unicodeScalars)[...]
    if scalars.first == "\u{FEFF}" { scalars.removeFirst() }
    while let scalar = scalars.popFirst() {
      if isQuoted {
        if scalar != "\"" {
          cell.append(scalar)
        } else if scalars.first == "\"" {
          scalars.removeFirst()
          cell.append(scalar)
        } else {
          (isQuoted, isClosed) = (false, true)
        }
        continue
      }
      switch scalar {
      case "\"":
        #expect(cell.isEmpty && !isClosed, "a stray quote was accepted")
        isQuoted = true
      case ",", "\r", "\n":
        if scalar == "\r", scalars.first == "\n" { scalars.removeFirst() }
        rows[rows.count - 1].append(String(cell))
        cell = .init()
        isClosed = false
        if scalar != "," { rows.append([]) }
      default:
        #expect(!isClosed, "text after a closing quote was accepted")
        cell.append(scalar)
      }
    }
    #expect(!isQuoted, "a quote without end was accepted")
    rows[rows.count - 1].append(String(cell))
    return rows.filter { $0.contains { !$0.isEmpty } }
  }

  /// Whether the needs read are those that the strict reader finds.
  private func compare(_ bundle: ListBundle, _ rows: [[String]]?) throws {
    guard let rows else { return }
    let headers = rows[0].map(Blanks.trimmed)
    #expect(rows.allSatisfy { $0.count == headers.count })
    #expect(rows.count - 1 == bundle.needs.count)
    func cells(_ names: [String]) -> [String: [String]] {
      let columns = names.map { name in headers.firstIndex(of: name) }
      return Dictionary(
        uniqueKeysWithValues: rows.dropFirst().map { row in
          let cells = columns.map { $0.map { Blanks.trimmed(Folding.folded(row[$0])) } ?? "" }
          return (cells[0], cells)
        })
    }
    let expected = cells(["需求编号", "网格编码", "类别", "提出日期"])
    for need in bundle.needs {
      let row = try #require(expected[need.id])
      #expect(row[1] == need.grid.digits)
      #expect(row[2] == need.category)
      #expect(Numerals.date(row[3]) == .day(need.reportedOn))
    }
  }

  /// Reads mutants; of those accepted, writes what was read and reads it again.
  private func run(_ names: [String], seed: UInt64, rounds: Int) throws -> (read: Int, refused: Int)
  {
    let folder = try ListFolder()
    var numbers = SeededNumbers(seed: seed)
    let needs = try bytes(names[0])
    let resources = try bytes(names[1])
    var read = 0
    var refused = 0
    for _ in 0..<rounds {
      var mutants = [needs, resources]
      mutate(&mutants[Int.random(in: 0...1, using: &numbers)], &numbers)
      try folder.write(mutants[0], to: "needs.csv")
      try folder.write(mutants[1], to: "resources.csv")
      let first: ListBundle
      do {
        first = try folder.read(week: nil)
      } catch {
        refused += 1
        #expect(error.defects.contains { $0.severity == .error })
        #expect(
          ListReader.sorted(error.defects, files: [folder.needs, folder.resources])
            == error.defects)
        continue
      }
      read += 1
      try compare(first, strictlyRead(mutants[0]))
      let text = ListWriter.needs(first.needs, contacts: true)
      let resourceText = ListWriter.resources(first.resources, contacts: true)
      try folder.write(text, to: "needs.csv")
      try folder.write(resourceText, to: "resources.csv")
      let second = try folder.read(week: nil)
      #expect(ListWriter.needs(second.needs, contacts: true) == text)
      #expect(ListWriter.resources(second.resources, contacts: true) == resourceText)
    }
    return (read, refused)
  }

  @Test(arguments: [
    (["first-week/needs.csv", "first-week/resources.csv"], 11),
    (["first-week/needs.csv", "first-week/resources.csv"], 12),
  ])
  func mutantsOfTheSmallWeek(names: [String], seed: Int) throws {
    let result = try run(names, seed: UInt64(seed), rounds: 1500)
    #expect(result.read > 100, "\(result)")
  }

  @Test(arguments: ["tangwang", "tangwang-gb18030"])
  func mutantsOfTheCountyWeek(name: String) throws {
    let result = try run(
      ["\(name)/needs.csv", "\(name)/resources.csv"], seed: 13, rounds: 60)
    #expect(result.read > 5, "\(result)")
  }
}
