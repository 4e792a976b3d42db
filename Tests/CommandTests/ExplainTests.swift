import Foundation
import Testing

@testable import sandan

/// `explain`: what it says of needs, resources and units, and how it ends.
@Suite struct ExplainTests {
  private let scratch: ScratchFolder

  init() throws {
    scratch = try ScratchFolder()
    for name in ["first-week", "reasons"] {
      let result = try SandanProcess.run(Fixture.arguments(name, out: name), in: scratch)
      try #require(result.status == 0, "\(result.errors)")
    }
  }

  private func explain(_ identifier: String, _ folder: String, _ options: [String] = [])
    throws -> SandanProcess.Result
  {
    try SandanProcess.run(["explain", identifier, "--plan", folder] + options, in: scratch)
  }

  @Test func aNeedServedNamesTheNextBest() throws {
    let result = try explain("N003", "first-week", ["--format", "json"])
    #expect(result.status == 0, "\(result.errors)")
    let need = try #require(result.json?["need"] as? [String: Any])
    let groups = try #require(need["services"] as? [[String: Any]])
    try #require(groups.count == 1)
    let service = try #require((groups[0]["services"] as? [[String: Any]])?.first)
    #expect(service["resource"] as? String == "R003")
    #expect(service["session"] as? String == "二上")
    let others = try #require(groups[0]["alternatives"] as? [[String: Any]])
    // R004 has one visit a week and would have to leave N002; then nobody is left.
    #expect(!others.isEmpty && others.count <= 3)
    for other in others {
      let price = try #require(other["price"] as? [String: Any])
      #expect(price["isProved"] as? Bool == true)
      #expect((price["by"] as? Int ?? 0) >= 0)
    }
    #expect((others.last?["places"] as? [String])?.isEmpty == true)
  }

  @Test func theNextBestHaveTheirRankInTheResidentsChoice() throws {
    let chosen = try #require(
      Fixture.rows(try scratch.text("first-week/lists/needs.csv")).first {
        $0["点单"]?.isEmpty == false
      })
    let id = try #require(chosen["需求编号"])
    let wishes = try #require(chosen["点单"]).split(separator: ";").map(String.init)
    let result = try explain(id, "first-week", ["--format", "json"])
    let need = try #require(result.json?["need"] as? [String: Any])
    var compared = 0
    for group in try #require(need["services"] as? [[String: Any]]) {
      for other in try #require(group["alternatives"] as? [[String: Any]]) {
        let places = try #require(other["places"] as? [String])
        let ranks = try #require(other["choiceRanks"] as? [Any])
        #expect(ranks.count == places.count)
        for (place, rank) in zip(places, ranks) {
          let resource = String(place.prefix { $0 != "@" })
          #expect(rank as? Int == wishes.firstIndex(of: resource).map { $0 + 1 })
          compared += 1
        }
      }
    }
    #expect(compared > 0)
    let text = try explain(id, "first-week")
    #expect(text.output.contains("（点单第") || text.output.contains("（不在点单内）"))
  }

  @Test func identifiersInFullWidthAndWithAHyphen() throws {
    let plain = try explain("N003", "first-week")
    for other in ["Ｎ００３", "需求:Ｎ００３", "need：n003".uppercased().replacing("NEED", with: "need")] {
      let result = try explain(other, "first-week")
      #expect(result.status == 0 && result.output == plain.output, "\(other): \(result.errors)")
    }
    // A hyphen first would be an option: it stands after its kind, or last.
    let kind = try explain("需求:-1", "first-week")
    #expect(kind.status == 65 && kind.errors.contains("-1"))
    let last = try SandanProcess.run(["explain", "--plan", "first-week", "--", "-1"], in: scratch)
    #expect(last.status == 65 && last.errors == kind.errors)
  }

  @Test func aNeedUnmetCarriesTheProof() throws {
    let rows = Fixture.rows(try scratch.text("reasons/unmet.csv"))
    try #require(!rows.isEmpty)
    for row in rows {
      let result = try explain(try #require(row["需求编号"]), "reasons")
      #expect(result.status == 0, "\(result.errors)")
      for column in ["说明", "依据", "最小补足", "建议层级"] {
        let cell = try #require(row[column])
        #expect(!cell.isEmpty && result.output.contains(cell), "\(column): \(result.output)")
      }
    }
  }

  @Test func aResourceSaysWhyItIsFullOrIdle() throws {
    let full = try explain("R004", "first-week", ["--format", "json"])
    let entry = try #require(full.json?["resource"] as? [String: Any])
    #expect(entry["state"] as? String == "week-full")
    #expect(entry["unmet"] as? [String] == ["N004"])
    // One more a week serves N004, one more in a session nobody: the limit is named, as N004 does.
    let raises = try #require(entry["oneMore"] as? [[String: Any]])
    try #require(raises.count == 1)
    #expect(raises[0]["weekly"] as? Bool == true && raises[0]["perSession"] as? Bool == false)
    for (value, by) in [(entry["without"], 1), (raises[0]["price"], -1)] {
      let price = try #require(value as? [String: Any])
      #expect(price["tier"] as? String == "served.3")
      #expect(price["by"] as? Int == by)
      #expect(price["isProved"] as? Bool == true)
    }
    let limits = "（每周可用 1→2）"
    #expect(try explain("R004", "first-week").output.contains("多来一次\(limits)"))
    #expect(try explain("N004", "first-week").output.contains("多来一次\(limits)"))
    let idle = try explain("R001", "first-week", ["--format", "json"])
    #expect((idle.json?["resource"] as? [String: Any])?["state"] as? String == "all-served")
  }

  @Test func aUnitAddsItsResourcesUp() throws {
    let result = try explain("县司法局", "first-week", ["--format", "json"])
    let unit = try #require(result.json?["unit"] as? [String: Any])
    #expect(unit["load"] as? Int == 1)
    #expect(unit["weekly"] as? Int == 2)
    #expect(unit["history"] as? Int == 4)
    #expect(unit["carried"] as? Int == 5)
    // 16 carried by all, weights 2, 1, 1, 1.5: 16 · 2 / 5.5.
    #expect(unit["carriedByAll"] as? Int == 16)
    #expect(unit["fairShare"] as? Int == 581)
    let rows = Fixture.rows(try scratch.text("first-week/services.csv"))
    for name in Set(rows.compactMap { $0["单位"] }) {
      let told = try explain(name, "first-week", ["--format", "json"])
      let load = (told.json?["unit"] as? [String: Any])?["load"] as? Int
      #expect(load == rows.count { $0["单位"] == name }, "\(name)")
    }
  }

  @Test func aPinHasItsPrice() throws {
    try scratch.write(
      """
      需求编号,网格编码,类别,提出日期,指定
      A1,230799001002001,理发,2026-11-20,R2@三上
      A2,230799001002001,理发,2026-11-20,

      """, to: "needs.csv")
    try scratch.write(
      """
      资源编号,单位,类别,服务范围,可用时段,每周可用
      R1,甲,理发,*,一上,2
      R2,乙,理发,*,三上;四上,1

      """, to: "resources.csv")
    let match = try SandanProcess.run(
      ["match", "needs.csv", "resources.csv", "--week", "2026-W48", "--out", "pinned"],
      in: scratch)
    #expect(match.status == 0, "\(match.errors)")
    #expect(match.output.contains("指定 1 项"))
    let json = try explain("A1", "pinned", ["--format", "json"]).json
    let need = try #require(json?["need"] as? [String: Any])
    let pin = try #require((need["pins"] as? [[String: Any]])?.first)
    #expect(pin["pin"] as? String == "R2@三上")
    // Nothing but the session tells the two ways apart: either need may have 一上, so none is lost.
    let price = try #require(pin["price"] as? [String: Any])
    #expect(price["by"] as? Int == 0)
    #expect(price["tier"] == nil)
    try scratch.write(
      try scratch.text("needs.csv").replacingOccurrences(of: "三上", with: "四上"), to: "needs.csv")
    let later = try SandanProcess.run(
      ["match", "needs.csv", "resources.csv", "--week", "2026-W48", "--out", "later"], in: scratch)
    #expect(later.status == 0, "\(later.errors)")
    let dearer = try #require(
      try explain("A1", "later", ["--format", "json"]).json?["need"] as? [String: Any])
    let cost = try #require((dearer["pins"] as? [[String: Any]])?.first?["price"] as? [String: Any])
    // 四上 is the tenth session, 三上 the seventh.
    #expect(cost["tier"] as? String == "prompt")
    #expect(cost["by"] as? Int == 3)
    // Without the pin: the other resource for this need, and R2 on 三上 for the other one.
    let group = try #require((dearer["services"] as? [[String: Any]])?.first)
    #expect(group["isPinned"] as? Bool == true && group["end"] as? String == "nobody")
    let others = try #require(group["alternatives"] as? [[String: Any]])
    try #require(others.count == 2)
    #expect(others[0]["places"] as? [String] == ["R1@一上"])
    let gain = try #require(others[0]["price"] as? [String: Any])
    #expect(gain["tier"] as? String == "prompt" && gain["by"] as? Int == -3)
    let loss = try #require(others[1]["price"] as? [String: Any])
    #expect(loss["tier"] as? String == "served.3" && loss["by"] as? Int == 1)
    let text = try explain("A1", "later").output
    #expect(text.contains("经指定；若不指定也不派 R2，其次是："))
    #expect(text.contains("尽早安排（prompt）好 3"))
  }

  @Test func identifiersMayBeShortened() throws {
    let whole = try explain("县司法局", "first-week").output
    #expect(try explain("司法", "first-week").output == whole)
    #expect(try explain("县司", "first-week").output == whole)
    let many = try explain("N00", "first-week")
    #expect(many.status == 65)
    #expect(many.errors.contains("N001") && many.errors.contains("N005"))
  }

  @Test func whatIsNotThereIsSaidWithItsExitCode() throws {
    let unknown = try explain("N0O1", "first-week", ["--lang", "en"])
    #expect(unknown.status == 65)
    #expect(unknown.errors.contains("N001"))
    #expect(try explain("", "first-week").status == 65)
    #expect(try explain("N001", "nowhere").status == 66)
    let json = try explain("N0O1", "first-week", ["--format", "json"])
    #expect(json.status == 65)
    #expect(json.json?["exitCode"] as? Int == 65)
    #expect(try explain("N001", "first-week", ["--time-limit", "0"]).status == 64)
    let text = try scratch.text("first-week/services.csv")
    try scratch.write(
      text.replacingOccurrences(of: "三下", with: "三上"), to: "first-week/services.csv")
    #expect(try explain("N001", "first-week").status == 65)
  }

  @Test func englishIsEnglish() throws {
    for identifier in ["N003", "N004", "R004"] {
      let told = try explain(identifier, "first-week", ["--lang", "en"])
      #expect(told.status == 0)
      let words = told.output.replacing(#/\([^)]*\)/#, with: "")
      #expect(words.contains("served") || words.contains("places filled"), "\(words)")
      // Sessions in words; their codes stand beside them only.
      let dated = words.split(separator: "\n").filter { $0.contains("2026-11-") }
      #expect(identifier == "N004" || dated.count > 0, "\(words)")
      for line in dated {
        #expect(line.contains(#/2026-11-\d\d (Mon|Tue|Wed|Thu|Fri|Sat|Sun) /#), "\(line)")
      }
    }
  }

  /// A smallest change that is tampered with is refused, in plan.json as in unmet.csv.
  @Test func verifyTriesTheSmallestChanges() throws {
    let plan = try scratch.text("reasons/plan.json")
    let csv = try scratch.text("reasons/unmet.csv")
    try scratch.write(
      csv.replacingOccurrences(of: "多来一次", with: "多来两次"), to: "reasons/unmet.csv")
    var result = try SandanProcess.run(["verify", "reasons"], in: scratch)
    #expect(result.status == 1)
    try scratch.write(csv, to: "reasons/unmet.csv")
    try scratch.write(
      plan.replacingOccurrences(
        of: "\"weekly\" : true", with: "\"weekly\" : false"), to: "reasons/plan.json")
    result = try SandanProcess.run(["verify", "reasons"], in: scratch)
    #expect(result.status == 1)
    #expect(result.errors.contains("smallest-change"), "\(result.errors)")
    try scratch.write(
      plan.replacingOccurrences(
        of: "\"escalateTo\" : \"county\"", with: "\"escalateTo\" : \"town\""),
      to: "reasons/plan.json")
    result = try SandanProcess.run(["verify", "reasons"], in: scratch)
    #expect(result.status == 1)
    #expect(result.errors.contains("escalation"), "\(result.errors)")
  }

  /// A need, a resource and a unit of one name are told apart by what stands before it.
  @Test func aSharedNameTakesItsKind() throws {
    try scratch.write("需求编号,网格编码,类别,提出日期\nA1,230799001001001,理发,2026-11-20\n", to: "n.csv")
    try scratch.write("资源编号,单位,类别,服务范围,每周可用\nA1,A1,理发,*,2\n", to: "r.csv")
    let made = try SandanProcess.run(
      ["match", "n.csv", "r.csv", "--week", "2026-W48", "--out", "shared"], in: scratch)
    try #require(made.status == 0, "\(made.errors)")
    let clash = try explain("A1", "shared")
    #expect(clash.status == 65)
    #expect(clash.errors.contains("资源:"))
    for (identifier, key) in [
      ("需求:A1", "need"), ("资源：A1", "resource"), ("unit:A1", "unit"), ("resource:A", "resource"),
    ] {
      let result = try explain(identifier, "shared", ["--format", "json"])
      #expect(result.status == 0, "\(identifier): \(result.errors)")
      #expect(result.json?[key] is [String: Any], "\(identifier)")
    }
    #expect(try explain("单位:B", "shared").status == 65)
  }
}
