import Foundation
import Testing

/// The lists in `Fixtures/broken` and what `sandan check` says of them.
///
/// Each folder holds needs.csv and resources.csv, policy.yaml where the policy is what is broken,
/// and the lines expected on standard error in both languages. `RECORD_BROKEN_LISTS=1 swift test`
/// writes the lines anew and fails, so that somebody reads the difference.
@Suite struct BrokenListsTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fixtures/broken")

  private static let cases: [String] = {
    let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
    return (names ?? []).filter { !$0.hasPrefix(".") && !$0.hasSuffix(".md") }.sorted()
  }()

  @Test func casesAreThere() {
    #expect(BrokenListsTests.cases.count >= 40)
  }

  @Test(arguments: cases, ["zh", "en"])
  func saysWhatIsExpected(name: String, language: String) throws {
    let found = try check(name, ["--lang", language]).errors
    let url = BrokenListsTests.folder.appending(path: "\(name)/expected-\(language).txt")
    if ProcessInfo.processInfo.environment["RECORD_BROKEN_LISTS"] == "1" {
      try found.write(to: url)
      Issue.record("\(name)/expected-\(language).txt has been written anew; read it")
    }
    let expected = try Data(contentsOf: url)
    #expect(String(decoding: found, as: UTF8.self) == String(decoding: expected, as: UTF8.self))
  }

  @Test(arguments: cases)
  func exitCodeFitsTheDefects(name: String) throws {
    let document = try json(name)
    let errors = document.defects.filter { $0.severity == "error" }.map(\.code)
    let expected: Int32 = errors.isEmpty ? 0 : errors.contains("no-such-file") ? 66 : 65
    #expect(try check(name, []).status == expected)
    #expect(!document.defects.isEmpty)
  }

  @Test(arguments: cases)
  func jsonTellsEveryDefectAndTextAtMostFifty(name: String) throws {
    let lines = String(decoding: try check(name, []).errors, as: UTF8.self)
      .split(separator: "\n").map(String.init)
    let messages = try json(name).defects.map(\.message)
    if messages.count <= 50 {
      #expect(lines == messages)
    } else {
      #expect(Array(lines.dropLast()) == Array(messages.prefix(50)))
      #expect(lines.last?.contains("\(messages.count)") == true)
    }
  }

  @Test(arguments: ["zh", "en"])
  func maskedCellsReachNoOutput(language: String) throws {
    let secrets = [
      "住户甲", "13800000000", "000-0001", "000-1234", "独居的王某", "保密的话", "19491231",
    ]
    for name in ["no-header", "masked", "identity-number", "unknown-header"] {
      let text = try check(name, ["--lang", language]).errors
      let json = try check(name, ["--lang", language, "--format", "json"], wantsOutput: true).output
      for secret in secrets {
        #expect(!String(decoding: text, as: UTF8.self).contains(secret), "\(name)")
        #expect(!String(decoding: json, as: UTF8.self).contains(secret), "\(name)")
      }
    }
  }

  /// The real limits; those of the reader itself are tested small.
  @Test func refusesTooManyBytesAndRows() throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "sandan-limits-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let needs = folder.appending(path: "needs.csv")
    let resources = folder.appending(path: "resources.csv")
    // A file with a hole: as long as it says, and empty on the disk.
    try Data().write(to: needs)
    let handle = try FileHandle(forWritingTo: needs)
    try handle.truncate(atOffset: 2_000_000_001)
    try handle.close()
    var rows = Data("资源编号,单位,类别,服务范围,每周可用\n".utf8)
    for _ in 0..<3_000_001 { rows.append(contentsOf: [49, 10]) }
    try rows.write(to: resources)
    let result = try run(["check", "needs.csv", "resources.csv", "--lang", "en"], in: folder)
    #expect(result.status == 65)
    let lines = String(decoding: result.errors, as: UTF8.self).split(separator: "\n")
    #expect(
      lines == [
        "needs.csv: larger than 2000000000 bytes. Split the file.",
        "resources.csv:3000002: more than 3000000 rows. Split the list.",
      ])
  }

  @Test func tellsWhatCannotBeRead() throws {
    // Its first byte is no memory of the process, so nobody can read it, not even root.
    let result = try run(
      ["check", "/proc/self/mem", "/proc/self/mem"], in: BrokenListsTests.folder)
    #expect(result.status == 77)
    #expect(
      String(decoding: result.errors, as: UTF8.self).hasPrefix(
        "/proc/self/mem：文件无法读取。请检查权限，或先在 Excel/WPS 里关闭它。\n"))
  }

  // MARK: - The program

  private struct Document: Decodable {
    struct Defect: Decodable {
      var code: String
      var severity: String
      var message: String
    }

    var formatVersion: Int
    var defects: [Defect]
  }

  private struct Ended {
    var status: Int32
    var output = Data()
    var errors = Data()
  }

  private func json(_ name: String) throws -> Document {
    let output = try check(name, ["--format", "json"], wantsOutput: true).output
    let document = try JSONDecoder().decode(Document.self, from: output)
    #expect(document.formatVersion == 1)
    return document
  }

  private func check(
    _ name: String, _ options: [String], wantsOutput: Bool = false
  ) throws -> Ended {
    let folder = BrokenListsTests.folder.appending(path: name)
    var arguments = ["check", "needs.csv", "resources.csv", "--week", "2026-W48"] + options
    if FileManager.default.fileExists(atPath: folder.appending(path: "policy.yaml").path) {
      arguments += ["--policy", "policy.yaml"]
    }
    if FileManager.default.fileExists(atPath: folder.appending(path: "standing.csv").path) {
      arguments += ["--standing", "standing.csv"]
    }
    return try run(arguments, in: folder, wantsOutput: wantsOutput)
  }

  /// Runs the program that was built with the tests; one of its two streams is read, to its end,
  /// before the program is waited for.
  private func run(
    _ arguments: [String], in folder: URL, wantsOutput: Bool = false
  ) throws -> Ended {
    let beside = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    let root = BrokenListsTests.folder.deletingLastPathComponent().deletingLastPathComponent()
    let places = [beside, root.appending(path: ".build/debug")].map {
      $0.appending(path: "sandan")
    }
    let program = try #require(
      places.first { FileManager.default.isExecutableFile(atPath: $0.path) })
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = folder
    let pipe = Pipe()
    process.standardOutput = wantsOutput ? pipe : FileHandle.nullDevice
    process.standardError = wantsOutput ? FileHandle.nullDevice : pipe
    try process.run()
    let bytes = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return wantsOutput
      ? Ended(status: process.terminationStatus, output: bytes)
      : Ended(status: process.terminationStatus, errors: bytes)
  }
}
