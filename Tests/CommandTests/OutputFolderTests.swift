import Foundation
import Testing

@testable import sandan

/// A folder is written whole or not at all.
@Suite struct OutputFolderTests {
  private let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  /// The files of an invented plan.
  private func plan(_ text: String) -> [OutputFile] {
    PlanFiles.all.map { name in
      OutputFile(
        name: name,
        bytes: Array(
          (name == PlanFiles.plan
            ? "{\"formatVersion\": 1, \"fingerprint\": \"\(text)\"}" : "\(name) of \(text)").utf8))
    }
  }

  private func folder(_ name: String = "week") -> OutputFolder {
    OutputFolder(path: scratch(name), language: .en)
  }

  /// What a plan's folder has to hold, byte for byte.
  private func bytes(_ text: String) -> [String: Data] {
    Dictionary(uniqueKeysWithValues: plan(text).map { ($0.name, Data($0.bytes)) })
  }

  private func status(_ work: () throws -> Void) -> sandan.ExitStatus? {
    do {
      try work()
      return nil
    } catch {
      return (error as? Failure)?.status
    }
  }

  @Test func aPlanReplacesAPlanAndKeepsIt() throws {
    for text in ["first", "second", "third"] {
      try folder().write(plan(text), replacingPlan: true)
      #expect(scratch.files("week") == bytes(text))
    }
    #expect(scratch.files("week.1") == bytes("second"))
    #expect(scratch.entries == ["week", "week.1"])
  }

  /// A mark that has been read is read again once it is another file.
  @Test func aMarkThatChangesIsReadAgain() throws {
    let folder = folder()
    try folder.write(plan("first"), replacingPlan: true)
    try folder.refuseForeignFolder()
    try folder.write(plan("second"), replacingPlan: true)
    try Data("{}".utf8).write(to: URL(fileURLWithPath: scratch("week/plan.json")))
    #expect(status { try folder.refuseForeignFolder() } == .cannotCreate)
    #expect(status { try folder.write(plan("third"), replacingPlan: true) } == .cannotCreate)
    #expect(scratch.files("week.1") == bytes("first"))
  }

  @Test func nobodyElseMayReadIt() throws {
    try folder().write(plan("first"), replacingPlan: true)
    for (name, mode) in [("week", 0o700), ("week/lists", 0o700), ("week/services.csv", 0o600)] {
      let attributes = try FileManager.default.attributesOfItem(atPath: scratch(name))
      #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == mode, "\(name)")
    }
  }

  @Test func anEmptyFolderIsTakenAndATrailingSlashMeansNothing() throws {
    try FileManager.default.createDirectory(
      atPath: scratch("week"), withIntermediateDirectories: true)
    try folder("week//").write(plan("first"), replacingPlan: false)
    #expect(scratch.files("week") == bytes("first"))
    #expect(scratch.entries == ["week"])
    #expect(status { try folder().write(plan("second"), replacingPlan: false) } == .cannotCreate)
    #expect(scratch.files("week") == bytes("first"))
  }

  /// Without exchange, as on some network disks, the folder is renamed in three steps.
  @Test func aFileSystemWithoutExchangeGetsThereByRenames() throws {
    var folder = folder()
    folder.exchange = { _, _ in false }
    for text in ["first", "second", "third"] {
      try folder.write(plan(text), replacingPlan: true)
      #expect(scratch.files("week") == bytes(text))
    }
    #expect(scratch.files("week.1") == bytes("second"))
    #expect(scratch.entries == ["week", "week.1"])
  }

  @Test func whatAKilledRunSetAsideComesBack() throws {
    try folder().write(plan("first"), replacingPlan: true)
    try FileManager.default.moveItem(
      atPath: scratch("week"), toPath: scratch(".week.new.aside"))
    try folder().write(plan("second"), replacingPlan: true)
    #expect(scratch.files("week") == bytes("second"))
    #expect(scratch.files("week.1") == bytes("first"))
    #expect(scratch.entries == ["week", "week.1"])
  }

  /// The n-th exchange fails: all that was done before is undone.
  @Test(arguments: [1, 2]) func aStepThatFailsUndoesTheOthers(_ failing: Int) throws {
    try folder().write(plan("first"), replacingPlan: true)
    try folder().write(plan("second"), replacingPlan: true)
    var folder = folder()
    let count = Counter()
    folder.exchange = { left, right in
      if count.next() == failing { throw SystemError(number: EIO, path: right) }
      return try Disk.exchange(left, right)
    }
    #expect(status { try folder.write(plan("third"), replacingPlan: true) } == .io)
    #expect(scratch.files("week") == bytes("second"))
    #expect(scratch.files("week.1") == bytes("first"))
    #expect(scratch.entries == ["week", "week.1"])
  }

  private final class Counter {
    private var value = 0

    func next() -> Int {
      value += 1
      return value
    }
  }

  /// Folders that hold anything of somebody else's, beside a plan or within it.
  @Test(arguments: [
    "week/diary.txt", "week/lists/diary.txt", "week.1/diary.txt", "week/.hidden", "week/a/b",
  ]) func anythingForeignIsLeftAlone(_ foreign: String) throws {
    try folder().write(plan("first"), replacingPlan: true)
    let file = URL(fileURLWithPath: scratch(foreign))
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data("mine".utf8).write(to: file)
    let before = Fixture.files(scratch.path).filter { !$0.key.hasPrefix("Fixtures") }
    #expect(status { try folder().refuseForeignFolder() } == .cannotCreate)
    #expect(status { try folder().write(plan("second"), replacingPlan: true) } == .cannotCreate)
    #expect(Fixture.files(scratch.path).filter { !$0.key.hasPrefix("Fixtures") } == before)
  }

  @Test func aPlanJSONOfSomebodyElseIsNoPlan() throws {
    try FileManager.default.createDirectory(
      atPath: scratch("week"), withIntermediateDirectories: true)
    try scratch.write("{\"plans\": []}", to: "week/plan.json")
    #expect(status { try folder().write(plan("first"), replacingPlan: true) } == .cannotCreate)
    #expect(try scratch.text("week/plan.json") == "{\"plans\": []}")
  }

  @Test(arguments: ["week", "week.1", "week/services.csv", ".week.new"])
  func linksAreNotFollowed(_ name: String) throws {
    if name != "week" { try folder().write(plan("first"), replacingPlan: true) }
    try? FileManager.default.removeItem(atPath: scratch(name))
    try FileManager.default.createDirectory(
      atPath: scratch("target"), withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: scratch(name), withDestinationPath: scratch("target"))
    let before = Fixture.files(scratch.path).filter { !$0.key.hasPrefix("Fixtures") }
    #expect(status { try folder().write(plan("second"), replacingPlan: true) } == .cannotCreate)
    #expect(Fixture.files(scratch.path).filter { !$0.key.hasPrefix("Fixtures") } == before)
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch("target")).isEmpty)
    #expect(
      try FileManager.default.destinationOfSymbolicLink(atPath: scratch(name)) == scratch("target"))
  }

  @Test func aFileInPlaceOfAFolderIsLeftAlone() throws {
    try scratch.write("mine", to: "week")
    #expect(status { try folder().write(plan("first"), replacingPlan: true) } == .cannotCreate)
    try scratch.write("mine", to: "parent")
    #expect(
      status { try folder("parent/week").write(plan("first"), replacingPlan: true) }
        == .cannotCreate)
    #expect(try scratch.text("week") == "mine")
    #expect(scratch.entries == ["parent", "week"])
  }
}

/// The process is killed at many moments: the folder is the whole old plan or the whole new one.
@Suite(.serialized) struct KilledRunTests {
  private func arguments(_ week: String, _ out: String) -> [String] {
    [
      "match", "Fixtures/first-week/needs.csv", "Fixtures/first-week/resources.csv", "--week", week,
      "--out", out, "--quiet",
    ]
  }

  /// The number by which the file system knows an entry.
  private func identity(_ name: String, in scratch: ScratchFolder) -> Int? {
    let attributes = try? FileManager.default.attributesOfItem(atPath: scratch(name))
    return (attributes?[.systemFileNumber] as? NSNumber)?.intValue
  }

  @Test func theFolderIsAlwaysWhole() throws {
    let scratch = try ScratchFolder()
    let weeks = ["2026-W48", "2026-W49"]
    var whole: [[String: Data]] = []
    for week in weeks {
      #expect(try SandanProcess.run(arguments(week, week), in: scratch).status == 0)
      whole.append(scratch.files(week))
    }
    #expect(whole[0] != whole[1])
    #expect(try SandanProcess.run(arguments(weeks[0], "week"), in: scratch).status == 0)
    var survivors = [0, 0]
    for round in 0..<120 {
      let before = scratch.files("week")
      let inode = identity("week", in: scratch)
      // Every third run finds what the killed one before it has left, and takes it over.
      if round % 3 != 0 { try? FileManager.default.removeItem(atPath: scratch(".week.new")) }
      let process = try SandanProcess.start(
        SandanProcess.path, arguments(weeks[(round + 1) % 2], "week"), in: scratch)
      // A third of the kills comes once writing has begun, a third once the plans have changed
      // places, each at ever other moments; and a third at any moment at all.
      switch round % 3 {
      case 1:
        while process.isRunning,
          !FileManager.default.fileExists(atPath: scratch(".week.new"))
        { usleep(20) }
        usleep(UInt32(round * 97 % 120) * 50)
      case 2:
        while process.isRunning, identity("week", in: scratch) == inode { usleep(20) }
        usleep(UInt32(round * 97 % 120) * 5)
      default: usleep(UInt32(round * 97 % 120) * 500)
      }
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      if process.terminationReason == .uncaughtSignal {
        survivors[scratch.files("week") == before ? 0 : 1] += 1
      }
      #expect(whole.contains(scratch.files("week")), "round \(round)")
      if scratch.entries.contains("week.1") {
        #expect(whole.contains(scratch.files("week.1")), "round \(round)")
      }
    }
    // Kills came both before and after the exchange.
    #expect(survivors[0] > 0 && survivors[1] > 0, "\(survivors)")
    // The next run takes over whatever was left behind.
    #expect(try SandanProcess.run(arguments(weeks[1], "week"), in: scratch).status == 0)
    #expect(scratch.files("week") == whole[1])
    #expect(scratch.entries == weeks + ["week", "week.1"])
  }

  @Test func whoeverReadsAlwaysFindsAPlan() throws {
    let scratch = try ScratchFolder()
    #expect(try SandanProcess.run(arguments("2026-W48", "week"), in: scratch).status == 0)
    let plan = scratch("week/plan.json")
    var looks = 0
    var misses = 0
    for _ in 0..<20 {
      let process = try SandanProcess.start(
        SandanProcess.path, arguments("2026-W48", "week"), in: scratch)
      while process.isRunning {
        for _ in 0..<200 where unsafe access(plan, R_OK) != 0 { misses += 1 }
        looks += 200
      }
      #expect(process.terminationStatus == 0)
    }
    #expect(misses == 0, "of \(looks)")
    #expect(looks > 10_000)
  }

  @Test func severalRunsAtOnceLeaveOnePlan() throws {
    let scratch = try ScratchFolder()
    #expect(try SandanProcess.run(arguments("2026-W48", "whole"), in: scratch).status == 0)
    for _ in 0..<5 {
      let processes = try (0..<6).map { _ in
        try SandanProcess.start(
          SandanProcess.path, arguments("2026-W48", "week"), in: scratch)
      }
      for process in processes {
        process.waitUntilExit()
        // Whoever comes while another one writes is told to wait.
        #expect([0, 75].contains(process.terminationStatus))
      }
      #expect(processes.contains { $0.terminationStatus == 0 })
      #expect(scratch.files("week") == scratch.files("whole"))
      #expect(scratch.entries.filter { $0.hasPrefix(".") }.isEmpty, "\(scratch.entries)")
    }
  }
}
