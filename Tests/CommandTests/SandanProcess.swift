import Foundation
import Testing

/// The program as a process, beside the test bundle that runs.
enum SandanProcess {
  /// What a process left: its exit code, or 256 and more when a signal ended it, and its output.
  struct Result {
    var status: Int32
    var output: String
    var errors: String

    /// Standard output as one JSON object; nil when it holds anything else.
    var json: [String: Any]? {
      (try? JSONSerialization.jsonObject(with: Data(output.utf8))) as? [String: Any]
    }
  }

  /// The program's file.
  static let path: String = {
    let bundle =
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return (bundle as NSString).deletingLastPathComponent + "/sandan"
  }()

  /// Runs the program to its end.
  static func run(
    _ arguments: [String], in folder: ScratchFolder, environment: [String: String] = [:]
  ) throws -> Result {
    try run(path, arguments, in: folder, environment: environment)
  }

  /// Runs any program to its end, standard error away from every terminal.
  static func run(
    _ program: String, _ arguments: [String], in folder: ScratchFolder,
    environment: [String: String] = [:]
  ) throws -> Result {
    let output = Pipe()
    let errors = Pipe()
    let process = try start(
      program, arguments, in: folder, environment: environment, output: output, errors: errors)
    // Both pipes are drained before the process is waited for: it may fill either.
    let drained = Drained()
    let thread = Thread { drained.finish(errors.fileHandleForReading.readDataToEndOfFile()) }
    thread.start()
    let printed = output.fileHandleForReading.readDataToEndOfFile()
    let told = drained.wait()
    process.waitUntilExit()
    let isSignal = process.terminationReason == .uncaughtSignal
    return Result(
      status: process.terminationStatus + (isSignal ? 256 : 0),
      output: String(decoding: printed, as: UTF8.self),
      errors: String(decoding: told, as: UTF8.self))
  }

  /// Starts a program; output that is not asked for goes nowhere.
  static func start(
    _ program: String, _ arguments: [String], in folder: ScratchFolder,
    environment: [String: String] = [:], output: Pipe? = nil, errors: Pipe? = nil
  ) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output ?? FileHandle.nullDevice
    process.standardError = errors ?? FileHandle.nullDevice
    try process.run()
    return process
  }

  /// Data that another thread reads.
  private final class Drained: @unchecked Sendable {
    private let isDone = DispatchSemaphore(value: 0)
    private var data = Data()

    func finish(_ data: Data) {
      self.data = data
      isDone.signal()
    }

    func wait() -> Data {
      isDone.wait()
      return data
    }
  }
}

/// A folder that lives as long as its value, with the fixtures' folder linked into it.
final class ScratchFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "sandan-test-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: path + "/Fixtures", withDestinationPath: Fixture.folder)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The path of an entry.
  func callAsFunction(_ name: String) -> String { path + "/" + name }

  /// The names of its entries, without the fixtures' link, sorted.
  var entries: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [])
      .filter { $0 != "Fixtures" }.sorted()
  }

  /// Writes an entry.
  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: self(name)))
  }

  /// Reads an entry as text.
  func text(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(fileURLWithPath: self(name))), as: UTF8.self)
  }

  /// Every file below an entry with its bytes, by path from there.
  func files(_ name: String) -> [String: Data] { Fixture.files(self(name)) }
}
