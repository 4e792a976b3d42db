import Foundation
import Testing

@testable import sandan

/// The closed loop, command by command, as an office runs it.
@Suite struct LoopTests {
  private let office: LoopOffice

  init() throws { office = try LoopOffice() }

  @Test func aWeekGoesRound() throws {
    try office.openWeek()
    #expect(try office.states == ["pending": 3])
    let mode = try FileManager.default.attributesOfItem(
      atPath: office.scratch("三单.sqlite"))[.posixPermissions]
    #expect(mode as? Int == 0o600)
    try office.dispatchWeek()
    // Two visits of three can be had; N003 finds nobody.
    #expect(try office.states == ["dispatched": 2, "pending": 1])
    #expect(try SandanProcess.run(["verify", "plan-2026-W48"], in: office.scratch).status == 0)
    let first = try #require(try office.orders("N001").first)
    let second = try #require(try office.orders("N002").first)
    office.now = "2026-11-23T09:00"
    try office.run(["respond", "W48-N001", "--accept"])
    try office.run(["respond", "N002", "--refuse", "人手不足"])
    #expect(try office.states == ["accepted": 1, "refused": 1, "pending": 1])
    office.now = "2026-11-25T11:00"
    try office.run(["done", first.service])
    #expect(try office.state("N001") == "done")
    office.now = "2026-11-26T10:00"
    try office.run(["visit", "N001", "--grade", "满意", "--solved", "是"])
    let account = try office.account("N001")
    #expect(account["state"] as? String == "followed-up")
    #expect(account["solved"] as? Bool == true && account["grade"] as? Int == 4)
    #expect(account["firstResponsible"] as? String == "王敏")
    try office.run(["week", "close"])
    // The week after: what was refused and what nobody offered is carried, and the resource that
    // refused is avoided.
    office.now = "2026-11-27T15:00"
    try office.write(
      needs: ["N004,230799001001001,理发,再理一次,2026-11-26,,1,孙七,13900006666,和平路九号"], to: "next.csv")
    try office.openWeek("2026-W49", needs: "next.csv")
    try office.dispatchWeek("2026-W49")
    let planned = Fixture.rows(try office.scratch.text("plan-2026-W49/lists/needs.csv"))
    #expect(planned.map { $0["需求编号"] } == ["N002", "N003", "N004"])
    #expect(planned.map { $0["结转次数"] } == ["1", "1", "0"])
    #expect(planned.map { $0["次数"] } == ["2", "1", "1"])
    #expect(planned[0]["回避"] == second.resource)
    #expect(
      try SandanProcess.run(["verify", "plan-2026-W49"], in: office.scratch).status == 0)
    #expect(
      try office.orders("N002").allSatisfy {
        !$0.service.hasPrefix("2026-W49") || $0.resource != second.resource
      })
    let check = try office.run(["ledger", "check"])
    #expect(check.output.contains("台账完整") && check.output.contains("需求 4 件"))
  }

  /// A need served in part goes on with the visits it lacks.
  @Test func aNeedServedInPartGoesOn() throws {
    try office.write(
      needs: [LoopOffice.needs[1].replacing(",2,欧阳", with: ",3,欧阳")], to: "needs.csv")
    try office.openWeek()
    try office.dispatchWeek()
    let orders = try office.orders("N002")
    #expect(orders.count == 2)
    office.now = "2026-11-26T17:00"
    for order in orders {
      try office.run(["respond", order.service, "--accept"])
      try office.run(["done", order.service])
    }
    #expect(try office.state("N002") == "underway")
    try office.run(["week", "close"])
    try office.write(needs: [], to: "none.csv")
    try office.openWeek("2026-W49", needs: "none.csv")
    try office.dispatchWeek("2026-W49")
    let planned = Fixture.rows(try office.scratch.text("plan-2026-W49/lists/needs.csv"))
    #expect(planned.map { $0["次数"] } == ["1"] && planned.map { $0["结转次数"] } == ["1"])
    let last = try #require(try office.orders("N002").last)
    try office.run(["respond", last.service, "--accept"])
    try office.run(["done", last.service])
    #expect(try office.state("N002") == "done")
  }

  /// Over three weeks: two of five visits each, then the last; what waits rises in class, and the
  /// units' histories come from the ledger.
  @Test func aNeedGoesOnOverThreeWeeks() throws {
    try office.write(
      needs: [LoopOffice.needs[1].replacing(",2,欧阳", with: ",5,欧阳")], to: "needs.csv")
    try office.write(needs: [], to: "none.csv")
    let weeks = ["2026-W48", "2026-W49", "2026-W50"]
    let fridays = ["2026-11-20T15:00", "2026-11-27T15:00", "2026-12-04T15:00"]
    let thursdays = ["2026-11-26T17:00", "2026-12-03T17:00", "2026-12-10T17:00"]
    var histories: [[Int]] = []
    for (number, week) in weeks.enumerated() {
      office.now = fridays[number]
      try office.openWeek(week, needs: number == 0 ? "needs.csv" : "none.csv")
      let planned = try office.run([
        "week", "plan", "--week", week, "--out", "plan-\(week)", "--format", "json",
      ])
      let units = try #require(planned.json?["units"] as? [[String: Any]])
      #expect(units.compactMap { $0["unit"] as? String } == ["理发队", "社工站"])
      histories.append(units.compactMap { $0["history"] as? Int })
      let rows = Fixture.rows(try office.scratch.text("plan-\(week)/lists/needs.csv"))
      #expect(rows.map { $0["次数"] } == ["\(5 - 2 * number)"])
      #expect(rows.map { $0["结转次数"] } == ["\(number)"])
      #expect(
        try SandanProcess.run(["verify", "plan-\(week)"], in: office.scratch).status == 0)
      try office.run(["week", "dispatch", "--week", week])
      office.now = thursdays[number]
      for order in try office.orders("N002") where order.service.hasPrefix(week) {
        try office.run(["respond", order.service, "--accept"])
        try office.run(["done", order.service])
      }
      try office.run(["week", "close"])
    }
    #expect(histories == [[0, 0], [1, 1], [2, 2]])
    #expect(try office.state("N002") == "done")
    #expect(try office.orders("N002").count == 5)
    try office.run(["ledger", "check"])
  }

  @Test func slipsGoOutAndComeBack() throws {
    try office.openWeek()
    try office.dispatchWeek()
    let names = office.scratch.files("slips-2026-W48").keys.sorted()
    #expect(names == ["派单_理发队.csv", "派单_社工站.csv"])
    for name in names {
      let text = try office.scratch.text("slips-2026-W48/\(name)")
      for secret in ["张三甲", "欧阳小明", "13900001111", "13900002222", "和平路七号", "剪头发"] {
        #expect(!text.contains(secret))
      }
      #expect(text.contains("139****"))
      let rows = Fixture.cells(text)
      let answer = try #require(rows[0].firstIndex(of: "答复"))
      let reason = try #require(rows[0].firstIndex(of: "原因"))
      var filled = rows
      let isRefusal = name.contains("社工站")
      for index in 1..<rows.count {
        filled[index][answer] = isRefusal ? "拒单" : "接单"
        if isRefusal { filled[index][reason] = "时间冲突" }
      }
      try office.scratch.write(Fixture.csv(filled), to: "back-\(name)")
      let result = try office.run(["respond", "--file", "back-\(name)"])
      #expect(result.errors.isEmpty)
    }
    let states = try office.states
    #expect(states["refused"] == 1 && states["accepted"] == 1)
    // A slip that comes back twice, taken orders unchanged, says nothing new.
    let again = try office.run(["respond", "--file", "back-派单_理发队.csv"])
    #expect(again.output.contains("1 行"))
    // In full only where asked for.
    try office.run(["week", "dispatch", "--week", "2026-W48", "--out", "inner", "--contacts"])
    let inner = try office.scratch.text("inner/内部资料_派单_理发队.csv")
    #expect(inner.contains("13900001111") || inner.contains("13900002222"))
    #expect(try office.states == states)
  }

  @Test func escalatedDeferredClosedAndTakenUpAgain() throws {
    try office.openWeek()
    try office.run(["escalate", "N003", "--level", "街道", "--reason", "本级无资源"])
    try office.run(["defer", "N002", "--until", "2026-12-01", "--reason", "absent"])
    try office.run(["close", "N001", "--reason", "居民撤回"])
    #expect(try office.states == ["escalated": 1, "deferred": 1, "unresolved": 1])
    let raised = try office.account("N003")
    #expect(raised["level"] as? String == "town" && raised["reason"] as? String == "no-resource")
    try office.run(["rework", "N001"])
    try office.run(["done", "N001", "--settled"])
    try office.run(["visit", "N001", "--grade", "1", "--solved", "no"])
    try office.run(["rework", "N001", "--visits", "1"])
    #expect(try office.account("N001")["round"] as? Int == 3)
    try office.run(["defer", "N002", "--resume"])
    #expect(try office.states == ["escalated": 1, "pending": 1, "rework": 1])
    // A need put off until a week comes up in it by itself, and not before.
    try office.run(["defer", "N002", "--until", "2026-12-01", "--reason", "absent"])
    try office.dispatchWeek()
    #expect(try office.state("N002") == "deferred")
    try office.write(needs: [], to: "none.csv")
    try office.openWeek("2026-W49", needs: "none.csv")
    let planned = try office.run(["week", "plan", "--week", "2026-W49", "--out", "plan-2026-W49"])
    #expect(planned.output.contains("N002"))
    #expect(try office.state("N002") == "pending")
  }

  @Test func mistakesAreTakenBack() throws {
    try office.openWeek()
    try office.dispatchWeek()
    try office.run(["respond", "N001", "--refuse", "other"])
    #expect(try office.state("N001") == "refused")
    try office.run(["undo", "N001"])
    #expect(try office.state("N001") == "dispatched")
    let text = try office.run(["status", "N001"]).output
    #expect(text.contains("拒单") && text.contains("已取消"))
    // The dispatch itself cannot be.
    let refused = try office.run(["undo", "N001"], expecting: 65)
    #expect(refused.errors.contains("不能取消"))
    try office.run(["ledger", "check"])
  }

  @Test func whatIsOverdueIsListed() throws {
    try office.openWeek()
    try office.dispatchWeek()
    office.now = "2026-11-23T17:30"
    #expect(try office.run(["overdue"]).output.contains("0 件"))
    office.now = "2026-11-24T09:30"
    // Dispatched on Friday, to be answered by the end of Monday: half an hour and an hour late.
    let json = try #require(try office.run(["overdue", "--format", "json"]).json)
    let needs = try #require(json["needs"] as? [[String: Any]])
    #expect(needs.compactMap { $0["need"] as? String }.sorted() == ["N001", "N002"])
    #expect(needs.allSatisfy { $0["stepLate"] as? Int == 60 })
    #expect(try office.states["dispatched"] == 2)
    try office.run(["overdue", "--record"])
    #expect(try office.states == ["lapsed": 2, "pending": 1])
    // The promise, twenty working days from the day of report, is another clock.
    office.now = "2027-01-05T09:30"
    let later = try #require(try office.run(["overdue", "--format", "json"]).json)
    let late = try #require(later["needs"] as? [[String: Any]])
    #expect(late.count == 3 && late.allSatisfy { $0["overallLate"] as? Int ?? 0 > 0 })
    #expect(try office.run(["overdue"]).output.contains("承诺超"))
  }

  @Test func closingAWeekAsksForEveryOrder() throws {
    try office.openWeek()
    try office.dispatchWeek()
    try office.run(["respond", "N001", "--accept"])
    let before = office.ledger
    let future = try office.run(["week", "close", "--release"], expecting: 65)
    #expect(future.errors.contains("2026-W48 还没有开始"))
    office.now = "2026-11-23T09:00"
    let refused = try office.run(["week", "close"], expecting: 65)
    #expect(refused.errors.contains("N001") && refused.errors.contains("N002"))
    #expect(office.ledger == before)
    // Nobody has failed to come, or to answer in time, before the hour.
    let early = try office.run(["week", "close", "--release"], expecting: 65)
    #expect(early.errors.contains("N001") && early.errors.contains("还没到时候"))
    #expect(office.ledger == before)
    office.now = "2026-11-29T22:00"
    try office.run(["week", "close", "--release"])
    #expect(try office.states == ["refused": 1, "lapsed": 1, "pending": 1])
    let orders = try #require(try office.account("N001")["orders"] as? [[String: Any]])
    #expect(orders[0]["reason"] as? String == "no-show")
  }

  @Test func personalFieldsArePurged() throws {
    try office.openWeek()
    try office.run(["close", "N001", "--reason", "withdrawn"])
    office.now = "2026-11-29T17:00"
    try office.run(["week", "close"])
    let before = try office.states
    let head = try #require(
      try office.run(["ledger", "check", "--format", "json"]).json?["head"] as? String)
    #expect(try #require(office.ledger).range(of: Data("13900001111".utf8)) != nil)
    office.now = "2026-12-01T09:00"
    let purged = try #require(
      try office.run(["purge", "--before", "2026-12-01", "--format", "json"]).json)
    // N001 has ended and the resources' week is over; the other needs are still open.
    #expect(purged["needs"] as? Int == 1 && purged["resources"] as? Int == 2)
    let entry = try #require(try office.events().last?["body"] as? [String: Any])
    #expect(entry["contacts"] as? [String] == ["N001"] && entry["needs"] as? Int == 1)
    let bytes = try #require(office.ledger)
    for secret in ["张三甲", "13900001111", "和平路七号", "剪头发", "13900004444"] {
      #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(secret)")
    }
    #expect(bytes.range(of: Data("13900002222".utf8)) != nil)
    #expect(try office.states == before)
    try office.run(["ledger", "check", "--head", head])
  }

  @Test func theExportIsWhatAScriptRecomputes() throws {
    try office.openWeek()
    try office.dispatchWeek()
    try office.run(["respond", "N001", "--refuse", "other"])
    try office.scratch.write(
      """
      import csv, hashlib, io, json, sys
      previous = "0" * 64
      lines = open("export.jsonl", encoding="utf-8").read().split("\\n")
      events = [json.loads(line) for line in lines if line]
      table = list(csv.DictReader(io.StringIO(open("export.csv", encoding="utf-8-sig", newline="").read())))
      assert len(events) == len(table) > 8
      for number, (event, row) in enumerate(zip(events, table), 1):
        body = json.dumps(event["body"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        fields = [event[k] for k in ("seq", "time", "actor", "kind", "week", "need", "service", "resource")]
        text = json.dumps(fields + [body, previous], ensure_ascii=False, separators=(",", ":"))
        assert event["seq"] == number and event["previous"] == previous
        previous = hashlib.sha256(text.encode()).hexdigest()
        assert event["hash"] == previous == row["hash"]
        assert body == row["body"]
      print(previous)

      """, to: "recompute.py")
    let lines = try office.run(["ledger", "export"])
    try office.scratch.write(lines.output, to: "export.jsonl")
    try office.scratch.write(
      office.run(["ledger", "export", "--as", "csv"]).output, to: "export.csv")
    let recomputed = try SandanProcess.run(
      "/usr/bin/env", ["python3", "recompute.py"], in: office.scratch)
    #expect(recomputed.status == 0, "\(recomputed.errors)")
    let head = recomputed.output.trimmingCharacters(in: .whitespacesAndNewlines)
    try office.run(["ledger", "check", "--head", head])
    for secret in ["张三甲", "13900001111", "和平路七号", "剪头发"] {
      #expect(!lines.output.contains(secret))
    }
  }

  /// A plan that others have overtaken is not dispatched.
  @Test func aStalePlanIsRefused() throws {
    try office.openWeek()
    try office.run(["week", "plan", "--out", "plan"])
    try office.run(["close", "N001", "--reason", "withdrawn"])
    let before = office.ledger
    let stale = try office.run(["week", "dispatch"], expecting: 65)
    #expect(stale.errors.contains("week plan"))
    #expect(office.ledger == before)
    // What comes in after the plan asks for another plan as well.
    try office.run(["week", "plan", "--out", "plan"])
    try office.write(
      needs: ["N009,230799001001001,理发,急,2026-11-20,,1,,,"], to: "more.csv")
    try office.openWeek(needs: "more.csv")
    try office.run(["week", "dispatch", "--week", "2026-W48"], expecting: 65)
    try office.run(["week", "plan", "--out", "plan"])
    try office.run(["week", "dispatch"])
    // Nothing is dispatched twice.
    try office.run(["week", "dispatch", "--week", "2026-W48"], expecting: 65)
  }
}
