import Foundation
import Testing

@testable import sandan

/// Every exit code of the table in the README, by a process that ends with it.
@Suite struct ExitCodeTests {
  private static let lists = [
    "Fixtures/first-week/needs.csv", "Fixtures/first-week/resources.csv",
  ]
  private static let match = ["match"] + lists + ["--week", "2026-W48", "--out", "week"]

  /// Runs the program and expects its exit code; a failure says something on standard error.
  @discardableResult private func expect(
    _ status: Int32, _ arguments: [String], in scratch: ScratchFolder, says text: String = "",
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> SandanProcess.Result {
    let result = try SandanProcess.run(arguments, in: scratch)
    #expect(result.status == status, "\(result.errors)", sourceLocation: sourceLocation)
    #expect(
      text.isEmpty || result.errors.contains(text), "\(result.errors)",
      sourceLocation: sourceLocation)
    return result
  }

  @Test func zeroForAPlanEvenWithUnmetNeeds() throws {
    let scratch = try ScratchFolder()
    try expect(0, Self.match, in: scratch)
    #expect(scratch.files("week")["unmet.csv"]?.isEmpty == false)
    try expect(0, ["verify", "week"], in: scratch)
    try expect(0, ["verify", "week"] + Self.lists, in: scratch)
    try expect(0, ["check"] + Self.lists + ["--week", "2026-W48"], in: scratch)
    try expect(0, ["init", "office"], in: scratch)
    for arguments in [["--help"], ["help", "match"], ["--version"], ["check", "--help"]] {
      #expect(try expect(0, arguments, in: scratch).errors.isEmpty)
    }
  }

  @Test func oneForAPlanThatVerifyRefuses() throws {
    let scratch = try ScratchFolder()
    try expect(0, Self.match, in: scratch)
    let services = try scratch.text("week/services.csv")
    try scratch.write(
      services.replacingOccurrences(of: ",R003,", with: ",R001,"), to: "week/services.csv")
    let result = try expect(1, ["verify", "week"], in: scratch, says: "N003")
    #expect(result.output.isEmpty)
    try scratch.write(services, to: "week/services.csv")
    try expect(0, ["verify", "week"], in: scratch)
    // The original lists have changed since.
    let needs = try scratch.text("Fixtures/first-week/needs.csv")
    try scratch.write(
      needs.replacingOccurrences(of: "N004,230799001002002", with: "N004,230799001002001"),
      to: "needs.csv")
    try expect(1, ["verify", "week", "needs.csv", Self.lists[1]], in: scratch)
  }

  @Test func twoForUnmetNeedsWhenStrict() throws {
    let scratch = try ScratchFolder()
    let result = try expect(2, Self.match + ["--strict"], in: scratch)
    #expect(result.output.contains("week/report.html"))
    try expect(0, ["verify", "week"], in: scratch)
  }

  @Test(arguments: [
    [], ["match"], ["match", "a", "b", "--week", "2026-W54", "--out", "c"], ["nothing"],
    ["check", "a", "b", "--format", "xml"], ["check", "a", "b", "--encoding", "ascii"],
    ["check", "a", "b", "--weak", "2026-W48"], ["verify", "a", "b"], ["init"],
    ["match", "a", "b", "--week", "2026-W48", "--out", "c", "--time-limit", "0"],
    ["match", "a", "b", "--week", "2026-W48", "--out", "c", "--time-limit", "ten"],
  ]) func sixtyFourForUsage(_ arguments: [String]) throws {
    let scratch = try ScratchFolder()
    // Without any argument there is nothing wrong: help is what is wanted.
    let result = try expect(arguments.isEmpty ? 0 : 64, arguments, in: scratch)
    #expect(result.output.isEmpty == !arguments.isEmpty)
    #expect(result.errors.isEmpty == arguments.isEmpty)
    #expect(scratch.entries.isEmpty)
  }

  @Test func sixtyFiveForListsPolicyAndPins() throws {
    let scratch = try ScratchFolder()
    let needs = try scratch.text("Fixtures/first-week/needs.csv")
    try scratch.write(
      needs.replacingOccurrences(of: "2026-11-22", with: "2026-02-30"), to: "date.csv")
    try expect(65, ["check", "date.csv", Self.lists[1]], in: scratch, says: "date.csv:3")
    try expect(
      65, ["match", "date.csv", Self.lists[1], "--week", "2026-W48", "--out", "week"], in: scratch)
    try scratch.write("tiers: [distance]\n", to: "policy.yaml")
    try expect(
      65, ["check"] + Self.lists + ["--policy", "policy.yaml"], in: scratch, says: "policy.yaml")
    // R003 has one visit a week, and both needs pin it.
    try scratch.write(
      """
      需求编号,网格编码,类别,提出日期,指定
      N1,230799001002001,理发,2026-11-20,R003
      N2,230799001002002,理发,2026-11-20,R003@二上

      """, to: "pins.csv")
    let pins = try expect(
      65, ["match", "pins.csv", Self.lists[1], "--week", "2026-W48", "--out", "week"], in: scratch,
      says: "pins.csv:2")
    #expect(pins.errors.contains("pins.csv:3"))
    #expect(!scratch.entries.contains("week"))
    try expect(0, Self.match, in: scratch)
    try scratch.write("{}", to: "week/plan.json")
    try expect(65, ["verify", "week"], in: scratch, says: "plan.json")
  }

  @Test func sixtySixForAFileThatIsNotThere() throws {
    let scratch = try ScratchFolder()
    try expect(66, ["check", "none.csv", Self.lists[1]], in: scratch, says: "none.csv")
    try expect(66, ["verify", "none"], in: scratch, says: "none/plan.json")
    try expect(
      66, ["check"] + Self.lists + ["--policy", "none.yaml"], in: scratch, says: "none.yaml")
    try expect(0, Self.match, in: scratch)
    try FileManager.default.removeItem(atPath: scratch("week/services.csv"))
    try expect(66, ["verify", "week"], in: scratch, says: "week/services.csv")
  }

  /// No input provokes a fault of ours on purpose; what would become of one is tested here.
  @Test func seventyForWhatNobodyExpects() throws {
    struct Unexpected: Error {}
    #expect(Sandan.failure(Unexpected())?.status == .fault)
    #expect(Sandan.failure(Failure(.io))?.status == .io)
    let common = try CommonOptions.parse([])
    #expect(common.refuse(.fault("GLPK")).status == .fault)
    #expect(common.refuse(.timeLimit).status == .temporary)
    #expect(sandan.ExitStatus.fault.rawValue == 70)
  }

  @Test func seventyThreeForAFolderThatIsNotOurs() throws {
    let scratch = try ScratchFolder()
    try FileManager.default.createDirectory(
      atPath: scratch("week"), withIntermediateDirectories: true)
    try scratch.write("mine", to: "week/diary.txt")
    try expect(73, Self.match, in: scratch, says: "diary.txt")
    try expect(73, ["init", "week"], in: scratch, says: "diary.txt")
    #expect(try scratch.text("week/diary.txt") == "mine")
    #expect(scratch.entries == ["week"])
    for odd in [".", "..", "/", "Fixtures", "none/week", "week/diary.txt"] {
      var arguments = Self.match
      arguments[arguments.count - 1] = odd
      try expect(73, arguments, in: scratch)
    }
    #expect(scratch.entries == ["week"])
  }

  @Test func seventyFourForAFullDisk() throws {
    let scratch = try ScratchFolder()
    try expect(0, Self.match, in: scratch)
    let before = scratch.files("week")
    // No file may grow beyond a kilobyte: the way a disk is full, only for this process.
    let result = try SandanProcess.run(
      "/bin/bash", ["-c", "ulimit -f 1; exec \"$0\" \"$@\"", SandanProcess.path] + Self.match,
      in: scratch)
    #expect(result.status == 74, "\(result.errors)")
    #expect(scratch.files("week") == before)
    #expect(scratch.entries == ["week"])
    let full = try SandanProcess.run(
      "/bin/bash",
      ["-c", "exec \"$0\" \"$@\" > /dev/full", SandanProcess.path, "check"] + Self.lists,
      in: scratch)
    #expect(full.status == 74)
  }

  @Test func zeroWhenTheReaderHasGone() throws {
    let scratch = try ScratchFolder()
    let result = try SandanProcess.run(
      "/bin/bash",
      ["-c", "{ sleep 0.2; \"$0\" \"$@\"; echo $? >status; } | true", SandanProcess.path, "check"]
        + Self.lists, in: scratch)
    #expect(result.errors.isEmpty)
    #expect(try scratch.text("status") == "0\n")
  }

  @Test func seventyFiveForAFolderThatIsBeingWritten() throws {
    let scratch = try ScratchFolder()
    let result = try SandanProcess.run(
      "/bin/bash",
      ["-c", "mkdir .week.new; exec flock .week.new \"$0\" \"$@\"", SandanProcess.path]
        + Self.match,
      in: scratch)
    #expect(result.status == 75, "\(result.errors)")
    #expect(scratch.entries == [".week.new"])
    // Once its holder is gone the neighbour is a leftover, and nobody's way is barred.
    try expect(0, Self.match, in: scratch)
    #expect(scratch.entries == ["week"])
  }

  @Test func seventySevenForWhatIsNotPermitted() throws {
    let scratch = try ScratchFolder()
    try FileManager.default.createDirectory(
      atPath: scratch("locked"), withIntermediateDirectories: true)
    try scratch.write("x", to: "secret.csv")
    // An administrator passes every permission, so one loses that power first.
    let script = """
      chmod 0555 locked; chmod 0000 secret.csv
      if [ "$(id -u)" = 0 ]; then powerless="setpriv --bounding-set=-all --inh-caps=-all"; fi
      $powerless "$0" "$@"
      """
    var arguments = Self.match
    arguments[arguments.count - 1] = "locked/week"
    let locked = try SandanProcess.run(
      "/bin/bash", ["-c", script, SandanProcess.path] + arguments, in: scratch)
    #expect(locked.status == 77, "\(locked.errors)")
    let secret = try SandanProcess.run(
      "/bin/bash", ["-c", script, SandanProcess.path, "check", "secret.csv", Self.lists[1]],
      in: scratch)
    #expect(secret.status == 77, "\(secret.errors)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch("locked")).isEmpty)
  }
}
