import Foundation
import Testing

@testable import sandan

/// Ledgers that cannot be used, or not now: one clear message in each language, the exit code that
/// fits, and nothing changed.
@Suite struct LedgerFaultTests {
  private let office: LoopOffice

  init() throws { office = try LoopOffice() }

  /// Runs commands that read and that write, and expects all of them to end alike.
  private func refuse(
    _ status: Int32, says texts: (zh: String, en: String), reading: Bool = true,
    through wrapper: [String] = [], sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let before = office.scratch.files(".")
    var commands = [
      ["week", "open", "needs.csv", "resources.csv", "--week", "2026-W49", "--as-of", "2026-11-20"]
    ]
    commands += [["close", "N003", "--reason", "other", "--as-of", "2026-11-21"]]
    if reading { commands += [["status", "--as-of", "2026-11-20"], ["ledger", "export"]] }
    for command in commands {
      for (language, text) in [("zh", texts.zh), ("en", texts.en)] {
        let arguments = command + ["--lang", language, "--wait", "0"]
        let all = wrapper + [SandanProcess.path] + arguments
        let result = try SandanProcess.run(all[0], Array(all.dropFirst()), in: office.scratch)
        #expect(
          result.status == status, "\(command): \(result.errors)", sourceLocation: sourceLocation)
        let lines = result.errors.split(separator: "\n")
        #expect(lines.count == 1, "\(result.errors)", sourceLocation: sourceLocation)
        #expect(result.errors.contains(text), "\(result.errors)", sourceLocation: sourceLocation)
        #expect(result.errors.contains("三单.sqlite"), sourceLocation: sourceLocation)
      }
    }
    #expect(office.scratch.files(".") == before, sourceLocation: sourceLocation)
  }

  /// Runs Python on the ledger's file.
  private func python(_ script: String) throws {
    let result = try SandanProcess.run(
      "/usr/bin/env", ["python3", "-c", "import sqlite3\nname = '三单.sqlite'\n" + script],
      in: office.scratch)
    #expect(result.status == 0, "\(result.errors)")
  }

  /// Needs that the ledger does not hold, so that opening a week fails for the ledger's sake only.
  private func openThenNameOthers() throws {
    try office.openWeek()
    try office.write(needs: ["N009,230799001001001,理发,,2026-11-20,,1,,,"], to: "needs.csv")
  }

  @Test func sixtySixWithoutALedger() throws {
    let result = try SandanProcess.run(["status"], in: office.scratch)
    #expect(result.status == 66 && result.errors.contains("还没有台账"))
    let english = try SandanProcess.run(
      ["close", "N1", "--reason", "other", "--lang", "en"], in: office.scratch)
    #expect(english.status == 66 && english.errors.contains("no ledger here"))
    #expect(office.ledger == nil)
  }

  @Test func sixtyFiveForWhatIsNoLedgerOrNewerOrDamaged() throws {
    try python("c = sqlite3.connect(name); c.execute('create table mine (x)'); c.commit()")
    try refuse(65, says: ("不是三单台账", "no ledger of ours"))
    try office.scratch.write("序号,内容\n1,日记\n", to: "三单.sqlite")
    try refuse(65, says: ("不是三单台账", "no ledger of ours"))
    try FileManager.default.removeItem(atPath: office.scratch("三单.sqlite"))
    try openThenNameOthers()
    try python("c = sqlite3.connect(name); c.execute('pragma user_version = 9'); c.commit()")
    try refuse(65, says: ("更新的程序", "newer program"))
    try python("c = sqlite3.connect(name); c.execute('pragma user_version = 2'); c.commit()")
    try python(
      """
      c = sqlite3.connect(name)
      c.execute('drop trigger event_is_never_changed')
      c.execute("update event set actor = 'x' where seq = 2")
      c.commit()
      """)
    try refuse(65, says: ("第 2 条", "entry 2"))
    let check = try SandanProcess.run(["ledger", "check"], in: office.scratch)
    #expect(check.status == 65)
    #expect(check.errors.contains("第 2 条：校验值对不上") && check.errors.contains("触发器"))
    let json = try SandanProcess.run(["ledger", "check", "--format", "json"], in: office.scratch)
    #expect(json.status == 65 && json.json?["isWhole"] as? Bool == false)
    try python(
      "b = bytearray(open(name, 'rb').read()); b[4096:8192] = b'Z' * 4096; open(name, 'wb').write(b)"
    )
    try refuse(65, says: ("台账已损坏", "damaged"))
  }

  @Test func seventyThreeWhereNoFileCanBe() throws {
    for path in ["none/三单.sqlite", "."] {
      let result = try SandanProcess.run(
        ["week", "open", "needs.csv", "resources.csv", "--week", "2026-W48", "--ledger", path],
        in: office.scratch)
      #expect(result.status == 73 && result.errors.contains("不能在这里建立台账"), "\(result.errors)")
    }
  }

  /// A full disk, the way it is full for one process only: no file may grow further.
  @Test func seventyFourForAFullDisk() throws {
    try openThenNameOthers()
    try office.write(
      needs: (10..<400).map { "N\($0),230799001001001,理发,,2026-11-20,,1,,,," }.map {
        String($0.dropLast())
      }, to: "needs.csv")
    let before = office.scratch.files(".")
    for (language, text) in [("zh", "磁盘可能已满"), ("en", "the disk may be full")] {
      let result = try SandanProcess.run(
        "/bin/bash",
        [
          "-c", "ulimit -f 64; exec \"$0\" \"$@\"", SandanProcess.path, "week", "open",
          "needs.csv", "resources.csv", "--week", "2026-W49", "--as-of", "2026-11-20",
          "--lang", language,
        ], in: office.scratch)
      #expect(result.status == 74 && result.errors.contains(text), "\(result.errors)")
      #expect(office.scratch.files(".") == before)
    }
    try office.openWeek("2026-W49")
    try office.run(["ledger", "check"])
  }

  @Test func seventyFiveForALockedLedger() throws {
    try openThenNameOthers()
    let lock = """
      import sqlite3, subprocess, sys
      c = sqlite3.connect('三单.sqlite', isolation_level=None)
      c.execute('begin exclusive')
      sys.exit(subprocess.call(sys.argv[1:]))
      """
    try refuse(
      75, says: ("正在写台账", "writing the ledger"),
      through: ["/usr/bin/env", "python3", "-c", lock])
    try office.run(["ledger", "check"])
  }

  @Test func seventySevenForAReadOnlyFolderOrFile() throws {
    try openThenNameOthers()
    let powerless = [
      "/bin/bash", "-c",
      """
      if [ "$(id -u)" = 0 ]; then p="setpriv --bounding-set=-all --inh-caps=-all"; fi
      exec $p "$0" "$@"
      """,
    ]
    func permit(_ mode: Int, _ name: String) throws {
      try FileManager.default.setAttributes(
        [.posixPermissions: mode], ofItemAtPath: office.scratch(name))
    }
    // Reading goes on where only writing is forbidden.
    try permit(0o555, ".")
    try refuse(77, says: ("没有读写的权限", "no permission"), reading: false, through: powerless)
    let all = powerless + [SandanProcess.path, "status"]
    #expect(
      try SandanProcess.run(all[0], Array(all.dropFirst()), in: office.scratch).status == 0)
    try permit(0o755, ".")
    try permit(0o400, "三单.sqlite")
    try refuse(77, says: ("没有读写的权限", "no permission"), reading: false, through: powerless)
    try permit(0o000, "三单.sqlite")
    try refuse(77, says: ("没有读写的权限", "no permission"), through: powerless)
    try permit(0o600, "三单.sqlite")
    try office.run(["ledger", "check"])
  }

  /// English says nothing in Chinese but what is data: here codes, for all names are plain.
  @Test func englishHasNoChineseButData() throws {
    try office.scratch.write(
      """
      need_id,grid,category,reported_on,visits,contact_name
      N1,230799001001001,haircut,2026-11-18,1,
      N2,230799001001002,haircut,2026-11-18,1,
      N3,230799001001002,legal,2026-11-18,1,

      """, to: "needs.csv")
    try office.scratch.write(
      "resource_id,unit,categories,areas,weekly\nR1,Barbers,haircut,*,5\n", to: "resources.csv")
    let commands: [(Int32, [String])] = [
      (0, ["week", "open", "needs.csv", "resources.csv", "--week", "2026-W48"]),
      (65, ["week", "open", "needs.csv", "resources.csv", "--week", "2026-W49"]),
      (0, ["week", "plan", "--out", "plan"]), (0, ["week", "dispatch"]),
      (65, ["week", "dispatch"]), (65, ["week", "dispatch", "--week", "2026-W48"]),
      (65, ["week", "close"]), (65, ["week", "plan", "--week", "2026-W50", "--out", "plan"]),
      (0, ["respond", "N1", "--accept"]), (65, ["respond", "N1-1-1", "--accept"]),
      (0, ["respond", "N2", "--refuse", "other"]), (65, ["respond", "N", "--accept"]),
      (65, ["respond", "N2", "--refuse", "lazy"]), (65, ["done", "N9"]), (0, ["done", "N1"]),
      (0, ["visit", "N1", "--grade", "5", "--solved", "yes"]),
      (65, ["close", "N1", "--reason", "other"]),
      (65, ["visit", "N3", "--grade", "5", "--solved", "no"]),
      (0, ["escalate", "N3", "--level", "town", "--reason", "authority"]),
      (0, ["defer", "N2", "--until", "2026-12-01", "--reason", "absent"]),
      (65, ["undo", "N1", "--entry", "1"]), (0, ["undo", "N2"]), (0, ["rework", "N1"]),
      (0, ["overdue", "--record"]), (0, ["status"]), (0, ["status", "N1"]), (0, ["status", "N2"]),
      (0, ["status", "N3"]), (0, ["week", "close"]), (0, ["purge", "--before", "2026-11-23"]),
      (0, ["ledger", "check"]),
      (65, ["ledger", "check", "--head", String(repeating: "a", count: 64)]),
    ]
    let data =
      ["三单.sqlite", "理发", "法律服务"]
      + ["一", "二", "三", "四", "五", "六", "日"].flatMap {
        day in ["上", "下", "晚"].map { day + $0 }
      } + ["其他", "接单", "拒单", "人手不足", "不属职责范围", "时间冲突", "缺少资质或技能", "路途过远", "未能到场"]
    for (status, command) in commands {
      var arguments = command + ["--lang", "en"]
      if command[0] != "ledger" { arguments += ["--as-of", "2026-11-23T09:00"] }
      if !["status", "ledger"].contains(command[0]) { arguments += ["--actor", "Ann"] }
      let result = try SandanProcess.run(arguments, in: office.scratch)
      #expect(result.status == status, "\(command): \(result.errors)")
      var text = result.output + result.errors
      #expect(!text.isEmpty, "\(command)")
      for word in data { text = text.replacingOccurrences(of: word, with: " ") }
      let rest = text.unicodeScalars.filter {
        (0x3000...0x9FFF).contains($0.value) || (0xFF00...0xFFEF).contains($0.value)
      }
      #expect(rest.isEmpty, "\(command): \(text)")
    }
  }
}
