import Foundation
import Testing

@Suite struct TimingsTests {
  static let stages = [
    "reading", "candidates", "solving", "proof", "reasons", "changes", "audit", "writing",
  ]

  /// One JSON line for each stage, in their order, none of it on standard output or in the folder.
  @Test func everyStageIsToldOnStandardErrorAndNowhereElse() throws {
    let scratch = try ScratchFolder()
    let arguments = Fixture.arguments("first-week", out: "week") + ["--format", "json"]
    let plain = try SandanProcess.run(arguments, in: scratch)
    try #require(plain.status == 0, "\(plain.errors)")
    #expect(plain.errors.isEmpty)
    let files = scratch.files("week")
    let timed = try SandanProcess.run(arguments + ["--timings"], in: scratch)
    try #require(timed.status == 0, "\(timed.errors)")
    #expect(timed.output == plain.output)
    #expect(scratch.files("week") == files)

    let lines = try timed.errors.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    #expect(lines.allSatisfy { $0["formatVersion"] as? Int == 1 })
    #expect(lines.allSatisfy { ($0["seconds"] as? Double).map { $0 >= 0 && $0 < 600 } ?? false })
    let ended = lines.filter { $0["tier"] == nil }
    #expect(ended.map { $0["stage"] as? String } == Self.stages)
    let begun = lines.filter { $0["tier"] != nil }
    let tiers = try #require(plain.json?["plan"] as? [String: Any])["tiers"] as? [[String: Any]]
    let names = try #require(tiers).compactMap { $0["name"] as? String }
    let order = begun.compactMap { line in names.firstIndex { $0 == line["tier"] as? String } }
    #expect(!begun.isEmpty && order.count == begun.count && order == order.sorted())
    #expect(begun.allSatisfy { $0["stage"] as? String == "solving" })
    let solving = try #require(ended[2]["seconds"] as? Double)
    #expect(begun.allSatisfy { ($0["seconds"] as? Double).map { $0 <= solving } ?? false })
  }

  @Test(arguments: [
    ("zh", "用时：求解 ", " 秒", "用时：求解，"), ("en", "time: solving ", " s", "time: solving, "),
  ]) func stagesAreToldInWords(
    _ language: String, _ stage: String, _ end: String, _ tier: String
  ) throws {
    let scratch = try ScratchFolder()
    let result = try SandanProcess.run(
      Fixture.arguments("first-week", out: "week") + ["--timings", "--quiet", "--lang", language],
      in: scratch)
    try #require(result.status == 0, "\(result.errors)")
    let lines = result.errors.split(separator: "\n")
    let word = String(stage.prefix { $0 != "：" && $0 != ":" })
    #expect(lines.allSatisfy { $0.hasPrefix(word) })
    #expect(lines.count { $0.hasPrefix(stage) && $0.hasSuffix(end) } == 1)
    #expect(lines.contains { $0.hasPrefix(tier) })
    #expect(lines.count >= Self.stages.count + 1)
  }
}
