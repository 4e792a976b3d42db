import Foundation
import Testing

/// The plan is a function of the set of rows: neither their order, nor the columns' order, nor the
/// encoding, nor the surroundings of the process leave a trace in any file.
@Suite struct InvarianceTests {
  private let scratch: ScratchFolder
  private let expected: [String: Data]

  init() throws {
    scratch = try ScratchFolder()
    let result = try SandanProcess.run(
      Fixture.arguments("first-week", out: "expected"), in: scratch)
    try #require(result.status == 0, "\(result.errors)")
    expected = scratch.files("expected")
    try #require(expected.count == 8)
  }

  private func expectSame(
    _ needs: String = "Fixtures/first-week/needs.csv",
    _ resources: String = "Fixtures/first-week/resources.csv", _ more: [String] = [],
    environment: [String: String] = [:], sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let result = try SandanProcess.run(
      ["match", needs, resources, "--week", "2026-W48", "--out", "week"] + more, in: scratch,
      environment: environment)
    #expect(result.status == 0, "\(result.errors)", sourceLocation: sourceLocation)
    #expect(scratch.files("week") == expected, sourceLocation: sourceLocation)
  }

  /// Rows and columns of a list in an order drawn from a seed.
  private func shuffled(_ csv: String, _ random: inout SeededNumbers) -> String {
    let rows = Fixture.cells(csv)
    let columns = rows[0].indices.shuffled(using: &random)
    return Fixture.csv(
      ([rows[0]] + rows.dropFirst().shuffled(using: &random)).map { row in columns.map { row[$0] } }
    )
  }

  @Test(arguments: [1, 2, 3, 5, 8, 13, 21, 34] as [UInt64])
  func shuffledRowsAndColumns(_ seed: UInt64) throws {
    try shuffle("first-week", seed: seed)
    try expectSame("needs.csv", "resources.csv")
  }

  /// Every recorded case, also those whose cells hold quotes and line breaks.
  @Test(arguments: Fixture.recorded) func shuffledCases(_ name: String) throws {
    try shuffle(name, seed: 2026)
    var arguments = Fixture.arguments(name, out: "week")
    arguments.replaceSubrange(1...2, with: ["needs.csv", "resources.csv"])
    let result = try SandanProcess.run(arguments, in: scratch)
    #expect(result.status == 0, "\(result.errors)")
    let files = scratch.files("week")
    for (file, bytes) in Fixture.files("\(Fixture.folder)/\(name)/expected") {
      #expect(files[file] == bytes, "\(name): \(file)")
    }
  }

  private func shuffle(_ name: String, seed: UInt64) throws {
    var random = SeededNumbers(state: seed)
    for list in ["needs.csv", "resources.csv"] {
      let text = try Fixture.text("\(name)/\(list)")
      let other = shuffled(text, &random)
      #expect(other != text)
      try scratch.write(other, to: list)
    }
  }

  @Test func listsInFolders() throws {
    for list in ["needs", "resources"] {
      let lines = try Fixture.text("first-week/\(list).csv").split(whereSeparator: \.isNewline)
      try FileManager.default.createDirectory(
        atPath: scratch(list), withIntermediateDirectories: true)
      for (index, line) in lines.dropFirst().enumerated() {
        try scratch.write("\(lines[0])\r\n\(line)\r\n", to: "\(list)/\(9 - index).csv")
      }
    }
    try expectSame("needs", "resources")
  }

  @Test(arguments: ["GB18030", "GBK", "UTF-16", "UTF-8"]) func encodings(_ encoding: String) throws
  {
    for list in ["needs.csv", "resources.csv"] {
      let result = try SandanProcess.run(
        "/bin/bash",
        [
          "-c", "iconv -f UTF-8 -t \"$0\" \"$1\" >\"$2\"", encoding, "Fixtures/first-week/\(list)",
          list,
        ],
        in: scratch)
      try #require(result.status == 0, "\(result.errors)")
    }
    try expectSame("needs.csv", "resources.csv")
    let name = ["UTF-16": "utf-16", "UTF-8": "utf-8"][encoding] ?? "gb18030"
    try expectSame("needs.csv", "resources.csv", ["--encoding", name])
  }

  @Test(arguments: [
    ["LC_ALL": "C"], ["LC_ALL": "zh_CN.UTF-8", "LANG": "zh_CN.UTF-8"], ["LC_ALL": "tr_TR.UTF-8"],
    ["TZ": "Asia/Shanghai"], ["TZ": "America/Los_Angeles"], ["TZ": "Pacific/Kiritimati"],
    ["SWIFT_DETERMINISTIC_HASHING": "1"], ["HOME": "/nonexistent"],
  ]) func surroundings(_ environment: [String: String]) throws {
    try expectSame(environment: environment)
  }

  /// Hash tables are seeded anew in every process.
  @Test func severalRuns() throws {
    for _ in 0..<10 { try expectSame() }
  }
}

/// Steele, Lea and Flood's SplitMix64: the same numbers everywhere.
struct SeededNumbers: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
