import Foundation
import ListFiles
import Testing

@testable import sandan

/// Pages of a week of the loop: whom to reach is known to the ledger alone.
@Suite struct ReportLedgerTests {
  /// An office in its second week, planned as `plan-2026-W49`: N001 is done, one visit of N002 and all of
  /// N003 are carried over, N004 is new.
  private func secondWeek() throws -> LoopOffice {
    let office = try LoopOffice()
    try office.openWeek()
    try office.dispatchWeek()
    let order = try #require(try office.orders("N001").first)
    try office.run(["respond", order.service, "--accept"])
    office.now = "2026-11-27T16:00"
    try office.run(["done", order.service])
    try office.run(["week", "close", "--release"])
    try office.write(
      needs: ["N004,230799001001001,理发,理发,2026-11-26,,1,钱七,13900007777,河沿路三号"], to: "w49.csv")
    try office.openWeek("2026-W49", needs: "w49.csv")
    try office.run(["week", "plan", "--week", "2026-W49", "--out", "plan-2026-W49", "--xlsx"])
    return office
  }

  private func report(_ office: LoopOffice, _ more: [String]) throws -> SandanProcess.Result {
    try SandanProcess.run(["report", "plan-2026-W49"] + more, in: office.scratch)
  }

  @Test func contactsOfNeedsCarriedOverComeFromTheLedger() throws {
    let office = try secondWeek()
    let refused = try report(office, ["--contacts", "w49.csv", "resources.csv"])
    #expect(refused.status == 65)
    #expect(
      refused.errors.hasPrefix("w49.csv、resources.csv：不是派单时的清单（w49.csv 里没有 N002、N003），"),
      "\(refused.errors)")
    #expect(refused.errors.contains("请改用 --ledger 台账文件"))
    let english = try report(
      office, ["--contacts", "w49.csv", "resources.csv", "--lang", "en"])
    #expect(english.errors.contains("(w49.csv lacks N002, N003)"))
    #expect(english.errors.contains("For a week of the ledger use --ledger FILE"))

    let result = try report(office, ["--ledger", "三单.sqlite", "--out", "p"])
    #expect(result.status == 0, "\(result.errors)")
    let pages = office.scratch.files("p").mapValues { String(decoding: $0, as: UTF8.self) }
    let answers = try #require(pages["answers.html"])
    let slips = try #require(pages["slips.html"])
    #expect(answers.contains("李四"))
    #expect(slips.contains("钱七 13900007777 河沿路三号") || slips.contains("欧阳小明 13900002222"))
    let weekly = try #require(pages["weekly.html"])
    for (name, page) in pages {
      // Who is no part of this plan stands on no page.
      for secret in ["张三甲", "13900001111", "和平路", "王五", "赵六"] {
        #expect(!page.contains(secret), "\(name): \(secret)")
      }
    }
    for secret in ["欧阳小明", "李四", "钱七", "13900007777"] {
      #expect(!weekly.contains(secret))
    }
    for path in ["p", "p/slips.html", "p/answers.html", "p/weekly.html"] {
      let mode = try FileManager.default.attributesOfItem(atPath: office.scratch(path))[
        .posixPermissions]
      #expect((mode as? Int ?? 0o777) & 0o077 == 0, "\(path)")
    }
    // Without a source nothing is shown, and the ledger is as it was.
    #expect(try report(office, ["--out", "q"]).status == 0)
    #expect(
      office.scratch.files("q").values.allSatisfy {
        !String(decoding: $0, as: UTF8.self).contains("李四")
      })
    try office.run(["ledger", "check"])
  }

  /// Whose contact was purged is printed as such; of whom none was given, nothing is said.
  @Test(arguments: [("zh", "（联系方式已按期删除）"), ("en", "(contact deleted when its time was up)")])
  func contactsThatWerePurgedAreToldOnPages(language: String, note: String) throws {
    let office = try LoopOffice()
    try office.write(
      needs: LoopOffice.needs.prefix(1) + LoopOffice.needs.suffix(1) + [
        "N005,230799001001003,法律服务,只写了内容,2026-11-19,,1,,,",
        "N006,230799001001003,法律服务,还在等,2026-11-19,,1,孙八,13900008888,新华巷十号",
      ], to: "needs.csv")
    try office.openWeek()
    try office.dispatchWeek()
    let order = try #require(try office.orders("N001").first)
    try office.run(["respond", order.service, "--accept"])
    office.now = "2026-11-27T16:00"
    try office.run(["done", order.service])
    try office.run(["visit", "N001", "--grade", "满意", "--solved", "是"])
    for need in ["N003", "N005"] { try office.run(["close", need, "--reason", "withdrawn"]) }
    func pages(_ out: String) throws -> (slips: String, answers: [String]) {
      let result = try SandanProcess.run(
        [
          "report", "plan-2026-W48", "--ledger", "三单.sqlite", "--out", out, "--lang", language,
        ], in: office.scratch)
      #expect(result.status == 0, "\(result.errors)")
      return (
        try office.scratch.text("\(out)/slips.html"),
        try office.scratch.text("\(out)/answers.html").components(separatedBy: "<article ")
      )
    }
    func answer(_ need: String, _ pages: (slips: String, answers: [String])) throws -> String {
      try #require(pages.answers.first { $0.contains(need) && $0.contains("class=\"source\"") })
    }
    let before = try pages("before")
    #expect(before.slips.contains("张三甲 13900001111 和平路七号"))
    #expect(!before.slips.contains(note) && !before.answers.joined().contains(note))
    office.now = "2026-12-01T09:00"
    try office.run(["purge", "--before", "2026-12-01"])
    let after = try pages("after")
    #expect(after.slips.contains("<td>\(note)</td>"))
    #expect(try answer("N003", after).contains(" \(note)</p></article>"))
    #expect(try !answer("N003", after).contains("李四"))
    #expect(try !answer("N005", after).contains(note))
    #expect(try !answer("N006", after).contains(note) && answer("N006", after).contains("孙八"))
    // Where no contacts are asked for, the page says that they are not shown, as ever.
    let plain = try SandanProcess.run(
      ["report", "plan-2026-W48", "--out", "plain", "--lang", language], in: office.scratch)
    #expect(plain.status == 0)
    #expect(
      office.scratch.files("plain").values.allSatisfy {
        !String(decoding: $0, as: UTF8.self).contains(note)
      })
    try office.run(["ledger", "check"])
  }

  /// So it is on the slip by which an order is taken back.
  @Test func contactsThatWerePurgedAreToldOnSlips() throws {
    let office = try LoopOffice()
    let header = "需求编号,网格编码,类别,紧急程度,提出日期,可服务时段,联系人,联系电话\n"
    try office.scratch.write(
      header + "N1,230799001001001,理发,一般,2026-11-18,,张三甲,13900001111\n", to: "needs.csv")
    try office.scratch.write(
      "资源编号,单位,类别,服务范围,每周可用,可用时段\nR1,理发队,理发,*,2,三上;四上\n", to: "resources.csv")
    try office.openWeek()
    try office.dispatchWeek()
    // Something urgent takes its place.
    office.now = "2026-11-20T16:00"
    try office.scratch.write(
      header + "U1,230799001001001,理发,特急,2026-11-20,三上,李四,13900002222\n", to: "urgent.csv")
    try office.openWeek(needs: "urgent.csv")
    try office.run(["week", "redispatch", "--out", "again"])
    try office.run(["week", "dispatch", "--out", "slips-again"])
    func contacts(_ file: String) throws -> [String] {
      Fixture.rows(try office.scratch.text(file)).map {
        "\($0["需求编号"] ?? "") \($0["联系人"] ?? "") \($0["联系电话"] ?? "")"
      }
    }
    #expect(try contacts("slips-again/撤单_理发队.csv") == ["N1 张** 139****1111"])
    let order = try #require(try office.orders("N1").first { $0.state == "dispatched" })
    try office.run(["respond", order.service, "--accept"])
    office.now = "2026-11-26T11:00"
    try office.run(["done", order.service])
    try office.run(["visit", "N1", "--grade", "满意", "--solved", "是"])
    office.now = "2026-11-27T09:00"
    try office.run(["purge", "--before", "2026-11-27"])
    try office.run(["week", "dispatch", "--out", "slips-purged"])
    #expect(try contacts("slips-purged/撤单_理发队.csv") == ["N1 （联系方式已按期删除） "])
    #expect(try contacts("slips-purged/派单_理发队.csv") == ["U1 李* 139****2222"])
  }

  @Test func aLedgerThatDoesNotHoldThePlanIsRefused() throws {
    let office = try secondWeek()
    let other = try LoopOffice()
    try other.openWeek()
    try FileManager.default.copyItem(
      atPath: other.scratch("三单.sqlite"), toPath: office.scratch("别的.sqlite"))
    let result = try report(office, ["--ledger", "别的.sqlite"])
    #expect(result.status == 65)
    #expect(result.errors.hasPrefix("别的.sqlite：台账里没有这个方案（2026-W49，运行编号 "), "\(result.errors)")
    #expect(
      try report(office, ["--ledger", "别的.sqlite", "--lang", "en"]).errors
        .hasPrefix("别的.sqlite: the ledger does not hold this plan (2026-W49, run "))
    #expect(try report(office, ["--ledger", "没有.sqlite"]).status == 66)
    #expect(office.scratch.files("plan-2026-W49-打印").isEmpty)
  }

  /// A folder of a week planned again names its orders; lists that lack them are told all the same.
  @Test func aWeekPlannedAgainIsPrintedWithContacts() throws {
    let office = try secondWeek()
    try office.run(["week", "dispatch", "--week", "2026-W49", "--out", "slips"])
    let order = try #require(try office.orders("N002").last { $0.service.contains("W49") })
    try office.run(["respond", order.service, "--refuse", "时间冲突"])
    try office.run(["week", "redispatch", "--week", "2026-W49", "--out", "again", "--xlsx"])
    let refused = try SandanProcess.run(
      ["report", "again", "--contacts", "w49.csv", "resources.csv"], in: office.scratch)
    #expect(refused.status == 65)
    #expect(refused.errors.contains("w49.csv 里没有 N002、N003"), "\(refused.errors)")
    let result = try SandanProcess.run(
      ["report", "again", "--ledger", "三单.sqlite"], in: office.scratch)
    #expect(result.status == 0, "\(result.errors)")
    #expect(try office.scratch.text("again-打印/answers.html").contains("李四"))
  }

  /// What writes a plan's folder in the loop writes its workbook, by the same code.
  @Test func theLoopsFoldersHaveTheWorkbookWhenAsked() throws {
    let office = try WeekAdoptTests.office()
    #expect(office.scratch.files("plan")["三单.xlsx"] == nil)
    try office.run(["week", "plan", "--out", "plan", "--xlsx"])
    let planned = try #require(office.scratch.files("plan")["三单.xlsx"])
    try WeekAdoptTests.edit(office) { service, _ in service != WeekAdoptTests.id("N1") }
    try office.run(["week", "adopt", "edited.csv", "--out", "adopted", "--xlsx"])
    let adopted = try #require(office.scratch.files("adopted")["三单.xlsx"])
    #expect(planned != adopted)
    try office.run(["week", "dispatch", "--out", "slips"])
    try office.run(["week", "redispatch", "--out", "again", "--xlsx", "--lang", "en"])
    #expect(office.scratch.files("again")["三单.xlsx"] != nil)
    for folder in ["plan", "adopted", "again"] {
      let result = try SandanProcess.run(["verify", folder], in: office.scratch)
      #expect(result.status == 0, "\(folder): \(result.errors)")
      try office.scratch.alter("\(folder)/三单.xlsx", sheet: 2, row: 0, column: 2, to: "9")
      #expect(try SandanProcess.run(["verify", folder], in: office.scratch).status == 1)
    }
  }

  /// Slips as workbooks keep identifiers as text, and come back filled in.
  @Test func slipsMayBeWorkbooks() throws {
    let office = try LoopOffice()
    try office.write(
      needs: ["001,230799001001001,理发,剪头发,2026-11-18,,1,张三甲,13900001111,和平路七号"],
      to: "needs.csv")
    // Longer together than what a cell's rule may hold, 255 characters.
    let own = (1...30).map { "理由\($0)本单位这一周另有安排" }
    try office.scratch.write(
      "refusal_reasons:\n" + own.enumerated().map { "  own-\($0): \($1)\n" }.joined(),
      to: "policy.yaml")
    try office.run([
      "week", "open", "needs.csv", "resources.csv", "--week", "2026-W48", "--policy",
      "policy.yaml",
    ])
    try office.run(["week", "plan", "--out", "plan"])
    let usage = try office.run(["week", "dispatch", "--xlsx"], expecting: 64)
    #expect(usage.errors.contains("--xlsx 要与 --out 一起用。"))
    try office.run(["week", "dispatch", "--out", "slips", "--xlsx"])
    // Once more: the same files, and nothing is dispatched twice.
    try office.run(["week", "dispatch", "--out", "slips", "--xlsx"])
    let files = office.scratch.files("slips")
    let name = try #require(files.keys.first)
    #expect(files.count == 1 && name == "派单_理发队.xlsx")
    let bytes = try #require(files[name])
    let book = try #require(WorkbookCells(Array(bytes)))
    let rows = try #require(book.sheets.first).rows
    #expect(book.sheets.map(\.name) == ["派单", "词典"])
    // The reasons are those of the policy that the ledger goes by.
    let words = book.sheets[1].rows.map(\.cells)
    #expect(words.prefix(3).map { $0[0] } == ["答复", "接单", "拒单"])
    #expect(words.map { $0[1] } == ["原因"] + own)
    func column(_ title: String) throws -> Int { try #require(rows[0].cells.firstIndex(of: title)) }
    #expect(rows[1].cells[try column("需求编号")] == "001")
    #expect(rows[1].cells[try column("网格编码")] == "230799001001001")
    #expect(rows[1].cells[try column("日期")] == "2026-11-25")
    #expect(rows[1].cells[try column("联系人")] == "张**")
    try office.scratch.alter("slips/\(name)", column: try column("答复"), to: "拒单")
    try office.scratch.alter("slips/\(name)", column: try column("原因"), to: own[29])
    try office.run(["respond", "--file", "slips/\(name)"])
    let refused = try #require(try office.events().first { $0["kind"] as? String == "refused" })
    #expect((refused["body"] as? [String: Any])?["reason"] as? String == "own-29")
  }
}
