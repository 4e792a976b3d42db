import Foundation
import Testing

@testable import sandan

/// A disk that is really full: every command that writes says so, changes nothing, and works once
/// there is room.
@Suite struct FullDiskTests {
  /// Whether this process may mount a file system of its own.
  private static let canMount: Bool = {
    guard geteuid() == 0, let folder = try? ScratchFolder() else { return false }
    let result = try? SandanProcess.run(
      "/bin/bash", ["-c", "mount -t tmpfs -o size=64k none . && umount -l ."], in: folder)
    return result?.status == 0
  }()

  private let office: LoopOffice
  private static let filler = "filler"

  init() throws {
    office = try LoopOffice()
  }

  /// Puts a file system of a few megabytes over the office's folder.
  private func mount() throws {
    let result = try SandanProcess.run(
      "/bin/bash", ["-c", "mount -t tmpfs -o size=4m none \"$0\"", office.scratch.path],
      in: office.scratch)
    try #require(result.status == 0, "\(result.errors)")
    try office.write(needs: LoopOffice.needs, to: "needs.csv")
    try office.scratch.write(LoopOffice.resources, to: "resources.csv")
  }

  private func unmount() throws {
    let result = try SandanProcess.run(
      "/bin/bash", ["-c", "cd / && umount -l \"$0\"", office.scratch.path], in: office.scratch)
    #expect(result.status == 0, "\(result.errors)")
  }

  /// Takes every byte that is left.
  private func fill() throws {
    let result = try SandanProcess.run(
      "/bin/bash",
      ["-c", "dd if=/dev/zero of=\(Self.filler) bs=4k status=none; df -P . | tail -1"],
      in: office.scratch)
    let free = result.output.split(separator: " ").dropFirst(3).first
    try #require(free == "0", "\(result.output)\(result.errors)")
  }

  /// Runs a command on the full disk in both languages, then with room.
  private func refuse(
    _ command: [String], sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    try fill()
    let before = office.scratch.files(".")
    let entries = office.scratch.entries
    for (language, word) in [("zh", "磁盘"), ("en", "disk")] {
      let result = try SandanProcess.run(
        command + ["--as-of", office.now, "--lang", language, "--quiet"], in: office.scratch)
      #expect(
        result.status == 74, "\(command): \(result.status) \(result.errors)",
        sourceLocation: sourceLocation)
      #expect(
        result.errors.contains(word), "\(command): \(result.errors)",
        sourceLocation: sourceLocation)
    }
    #expect(office.scratch.files(".") == before, "\(command)", sourceLocation: sourceLocation)
    #expect(office.scratch.entries == entries, "\(command)", sourceLocation: sourceLocation)
    try FileManager.default.removeItem(atPath: office.scratch(Self.filler))
    try office.run(["ledger", "check"], sourceLocation: sourceLocation)
    try office.run(command, sourceLocation: sourceLocation)
  }

  @Test(.enabled(if: canMount, "a file system cannot be mounted here: only root may"))
  func everyCommandThatWrites() throws {
    try mount()
    defer { try? unmount() }
    try office.run([
      "week", "open", "needs.csv", "resources.csv", "--week", "2026-W48",
    ])
    try office.write(needs: ["N004,230799001001001,理发,再剪,2026-11-19,,1,,,"], to: "more.csv")
    try refuse(["week", "open", "more.csv", "resources.csv", "--week", "2026-W48"])
    try refuse(["week", "plan", "--out", "plan"])
    let rows = Fixture.rows(try office.scratch.text("plan/services.csv"))
    let text = try office.scratch.text("plan/services.csv")
    let last = try #require(rows.last?["服务单号"])
    let edited = text.components(separatedBy: "\r\n").filter { !$0.hasPrefix(last) }
    try office.scratch.write(edited.joined(separator: "\r\n"), to: "edited.csv")
    try refuse(["week", "adopt", "edited.csv", "--out", "adopted"])
    try refuse(["week", "plan", "--out", "plan"])
    try refuse(["week", "dispatch", "--out", "slips"])
    let orders = rows.compactMap { $0["服务单号"] }
    try #require(orders.count == 2)
    try refuse(["respond", orders[0], "--accept"])
    try refuse(["respond", orders[1], "--refuse", "人手不足"])
    try office.scratch.write(
      LoopOffice.resources.replacing("R2,社工站,理发,*,1", with: "R2,社工站,理发,*,2"), to: "resources.csv")
    try refuse(["week", "resources", "resources.csv"])
    try refuse(["week", "redispatch", "--out", "again"])
    try refuse(["week", "dispatch", "--out", "slips-again"])
    try refuse(["done", orders[0]])
    try refuse(["defer", "N003", "--until", "2026-12-01", "--reason", "居民不在"])
    try refuse(["escalate", "N003", "--level", "社区", "--reason", "本级无资源"])
    try refuse(["undo", "N003"])
    let need = try #require(rows.first?["需求编号"])
    try refuse(["close", "N003", "--reason", "居民撤回"])
    try refuse(["rework", "N003"])
    #expect(try office.state(need) == "done")
    try refuse(["visit", need, "--grade", "满意", "--solved", "是"])
    try office.scratch.write(
      "成员编号,姓名,单位,工作社区,居住社区\nM1,张三,理发队,230799001001,230799001002\n", to: "members.csv")
    try refuse(["members", "members.csv"])
    office.now = "2026-11-27T16:00"
    try refuse(["overdue", "--record"])
    try refuse(["week", "close", "--release"])
    try refuse(["agenda", "--from", "2026-11-01", "--to", "2026-11-30", "--out", "agenda"])
    try refuse(["statement", "--unit", "理发队", "--quarter", "2026Q4", "--out", "statement"])
    try refuse(["figures", "--from", "2026-11-16", "--to", "2026-11-30", "--out", "figures"])
    try refuse(["purge", "--before", "2026-11-27"])
  }
}
