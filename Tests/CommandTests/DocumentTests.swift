import Foundation
import Matching
import Testing

@testable import sandan

/// What README and manual say is what the program does.
@Suite struct DocumentTests {
  private static let readme =
    (try? String(contentsOfFile: Fixture.repository + "/README.md", encoding: .utf8)) ?? ""

  /// A command of the README with the lines that stand under it.
  private struct Excerpt {
    var command: String
    var output: [String] = []
  }

  /// Runs the commands of the README's run one after the other in one folder, as its reader would.
  ///
  /// `SANDAN_RECORD=README swift test --filter Document` writes the output into the README and
  /// fails.
  @Test func theExcerptIsARealRun() throws {
    let parts = Self.readme.components(separatedBy: "```console\n")
    try #require(parts.count == 2)
    let rest = parts[1].components(separatedBy: "```")
    var excerpts: [Excerpt] = []
    for line in rest[0].split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
      if line.hasPrefix("$ ") {
        excerpts.append(Excerpt(command: String(line.dropFirst(2))))
      } else {
        excerpts[excerpts.count - 1].output.append(String(line))
      }
    }
    try #require(excerpts.count == 6)
    let scratch = try ScratchFolder()
    let path = (SandanProcess.path as NSString).deletingLastPathComponent + ":/usr/bin:/bin"
    var printed = ""
    for excerpt in excerpts {
      let result = try SandanProcess.run(
        "/bin/bash", ["-c", "{ \(excerpt.command); } 2>&1"], in: scratch,
        environment: ["PATH": path])
      // An administrator is reminded of being one; a reader of the README is not.
      let lines = result.output.split(separator: "\n").map {
        $0.trimmingCharacters(in: ["\r", "\u{FEFF}"])
      }.filter { !$0.contains("root") }
      printed += (["$ " + excerpt.command] + lines).map { $0 + "\n" }.joined()
      if !Fixture.recording.contains("README") { #expect(excerpt.output == lines) }
    }
    if Fixture.recording.contains("README") {
      try (parts[0] + "```console\n" + printed + "```" + rest.dropFirst().joined(separator: "```"))
        .write(toFile: Fixture.repository + "/README.md", atomically: true, encoding: .utf8)
      Issue.record("recorded the run in README.md again: look at the difference")
    }
  }

  @Test func theColumnsAreThoseOfTheFiles() throws {
    let scratch = try ScratchFolder()
    #expect(try SandanProcess.run(["init", "office"], in: scratch).status == 0)
    #expect(
      try SandanProcess.run(Fixture.arguments("first-week", out: "week"), in: scratch).status == 0)
    let tables = Fixture.tables(Self.readme).filter { $0[0]["列"] != nil }
    let files = [
      "office/需求清单.csv", "office/资源清单.csv", "office/成员清单.csv", "week/services.csv",
      "week/unmet.csv",
    ]
    try #require(tables.count == files.count)
    for (table, file) in zip(tables, files) {
      let headers = try #require(Fixture.cells(try scratch.text(file)).first)
      #expect(
        table.map { ($0["列"] ?? "").replacingOccurrences(of: " ", with: "") } == headers
          || table.map { ($0["列"] ?? "").split(separator: " ").first.map(String.init) ?? "" }
            == headers,
        "\(file)")
    }
    // The English keys are headers as well as the Chinese ones.
    for (table, list) in zip(tables.prefix(2), ["needs", "resources"]) {
      var text = try Fixture.text("first-week/\(list).csv")
      let header = try #require(text.split(whereSeparator: \.isNewline).first).replacing(
        "\u{FEFF}", with: "")
      let keys = try header.split(separator: ",").map { name in
        try #require(table.first { $0["列"]?.split(separator: " ").first == name }?["key"])
      }
      text = text.replacingOccurrences(of: header, with: keys.joined(separator: ","))
      try scratch.write(text, to: "\(list).csv")
    }
    let english = try SandanProcess.run(
      ["check", "needs.csv", "resources.csv", "--format", "json"], in: scratch)
    #expect(english.status == 0)
    #expect((english.json?["defects"] as? [Any])?.isEmpty == true, "\(english.output)")
  }

  @Test func requiredColumnsAreMarked() throws {
    let scratch = try ScratchFolder()
    let tables = Fixture.tables(Self.readme.replacing(" * |", with: "! |")).filter {
      $0[0]["列"] != nil
    }
    for (table, list) in zip(tables, ["needs", "resources"]) {
      // A resource needs a category or a role: with the one column the other is not asked for.
      try scratch.write("\(list == "needs" ? "内容" : "角色")\n1\n", to: "empty.csv")
      let lists = ["needs", "resources"].map {
        $0 == list ? "empty.csv" : "Fixtures/first-week/\($0).csv"
      }
      let result = try SandanProcess.run(["check"] + lists + ["--format", "json"], in: scratch)
      let missing = (result.json?["defects"] as? [[String: Any]] ?? []).compactMap {
        $0["message"] as? String
      }
      .filter { $0.contains("缺少") }
      let marked = table.compactMap { row in
        row["列"]?.hasSuffix("!") == true ? String(row["列"]?.dropLast() ?? "") : nil
      }
      #expect(!marked.isEmpty)
      #expect(missing.count == marked.count)
      for header in marked { #expect(missing.contains { $0.contains("「\(header)」") }, "\(header)") }
    }
  }

  @Test func theExitCodesAreThoseOfTheProgram() throws {
    let table = try #require(Fixture.tables(Self.readme).first { $0[0]["码"] != nil })
    let codes = table.compactMap { $0["码"].flatMap { Int32($0) } }
    // 64 is the argument parser's.
    #expect(codes == (sandan.ExitStatus.allCases.map(\.rawValue) + [64]).sorted())
    for manual in [Manual.chinese, Manual.english] {
      let numbers = manual.split { !$0.isNumber }.compactMap { Int32($0) }
      #expect(Set(codes).isSubset(of: numbers))
    }
  }

  @Test func theReasonsAreThoseOfTheProgram() throws {
    let table = try #require(
      Fixture.tables(Self.readme).first { $0[0]["原因代码"] != nil && $0[0]["意思"] != nil })
    let codes = table.compactMap { $0["原因代码"] }
    #expect(codes == UnmetReason.codes)
    for code in codes {
      #expect(ReasonText.name(code, .zh) != code, "\(code)")
      #expect(Manual.chinese.contains(ReasonText.name(code, .zh)), "\(code)")
      let words = Manual.english.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      #expect(words.contains(ReasonText.name(code, .en)), "\(code)")
    }
  }

  /// The pages of the formats name every key that is written, and no key of theirs is made up.
  @Test func theFormatsArePagesOfTheDocumentation() throws {
    let scratch = try ScratchFolder()
    var written: [String: Set<String>] = ["plan.json": [], "certificate.json": []]
    for name in ["first-week", "reasons", "tangwang"] {
      #expect(try SandanProcess.run(Fixture.arguments(name, out: name), in: scratch).status == 0)
      for file in written.keys {
        let data = try #require(scratch.files(name)[file])
        written[file]?.formUnion(Self.keys(try JSONSerialization.jsonObject(with: data)))
      }
    }
    for (file, page) in [("plan.json", "PlanFormat"), ("certificate.json", "CertificateFormat")] {
      let path = Fixture.repository + "/Sources/Matching/Matching.docc/\(page).md"
      let text = try String(contentsOfFile: path, encoding: .utf8)
      let keys = try #require(written[file])
      #expect(keys.count > 10, "\(file)")
      for key in keys {
        #expect(text.contains("`\(key)`") || text.contains("\"\(key)\":"), "\(file): \(key)")
      }
    }
    // What the example weeks write is all but the keys of rarer reasons and changes.
    let page = try String(
      contentsOfFile: Fixture.repository + "/Sources/Matching/Matching.docc/PlanFormat.md",
      encoding: .utf8)
    let named = Set(Fixture.tables(page).flatMap { $0 }.compactMap { $0["key"] })
    #expect(named.count > 30)
    let rare: Set<String> = [
      "possible", "skill", "role", "extendsDue", "weekly", "perSession", "tier", "by", "instead",
      "begun", "further", "byHand", "planned", "moves", "planOnly",
    ]
    let keys = Set(named.map { $0.trimmingCharacters(in: ["`"]) })
    let unwritten = keys.subtracting(written["plan.json"] ?? []).subtracting(rare)
    #expect(unwritten.isEmpty, "\(unwritten)")
  }

  /// The keys of all objects in a document, but those of prices, which are names of the lists.
  private static func keys(_ value: Any) -> Set<String> {
    var found: Set<String> = []
    if let object = value as? [String: Any] {
      for (key, member) in object {
        found.insert(key)
        // What is named by the lists is no key, but what stands under it may have some.
        let names = ["resourceSessions", "resources", "units", "areas", "needs", "cuts"]
        if names.contains(key), let named = member as? [String: Any] {
          for value in named.values { found.formUnion(keys(value)) }
        } else {
          found.formUnion(keys(member))
        }
      }
    }
    if let list = value as? [Any] { for member in list { found.formUnion(keys(member)) } }
    return found
  }

  @Test(arguments: Language.allCases)
  func initWritesAnOfficeThatWorks(language: Language) throws {
    let scratch = try ScratchFolder()
    #expect(
      try SandanProcess.run(["init", "office", "--lang", language.rawValue], in: scratch).status
        == 0)
    let manual = language.text(Manual.chinese, Manual.english)
    let files = scratch.files("office")
    #expect(
      files.keys.sorted()
        == [
          Manual.name(language), "成员清单.csv", "成员清单.xlsx", "政策.yaml", "资源清单.csv", "资源清单.xlsx",
          "需求清单.csv",
          "需求清单.xlsx",
        ].sorted())
    for (name, data) in files where name.hasSuffix(".csv") || name.hasSuffix(".txt") {
      #expect(data.starts(with: [0xEF, 0xBB, 0xBF]), "\(name)")
      let text = String(decoding: data, as: UTF8.self)
      #expect(
        text.components(separatedBy: "\n").dropLast().allSatisfy { $0.hasSuffix("\r") }, "\(name)")
    }
    // The commands of the manual, in the office's own folder.
    var count = 0
    for line in manual.split(separator: "\n") {
      guard let command = line.range(of: "sandan ").map({ line[$0.upperBound...] }),
        ["check", "match", "verify"].contains(where: command.hasPrefix)
      else { continue }
      let result = try SandanProcess.run(
        "/bin/bash", ["-c", "cd office && '\(SandanProcess.path)' \(command)"], in: scratch)
      #expect(result.status == 0, "\(line): \(result.errors)")
      count += 1
    }
    #expect(count == 3)
    #expect(scratch.files("office/\(language.text("本周", "week"))")["report.html"] != nil)
  }

  /// A page of A4 holds about fifty lines of forty Chinese characters.
  @Test(arguments: [Manual.chinese, Manual.english])
  func theManualIsOnePage(manual: String) {
    let lines = manual.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count <= 50)
    for line in lines {
      let width = line.unicodeScalars.reduce(0) { $0 + ($1.isASCII ? 1 : 2) }
      #expect(width <= 80, "\(line)")
    }
  }
}
