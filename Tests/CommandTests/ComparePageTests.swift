import Foundation
import Testing

/// comparison.html: what each scenario changes, in words, and the rows behind every figure.
@Suite struct ComparePageTests {
  private func page(
    _ scenarios: String, _ arguments: [String] = [], in scratch: ScratchFolder
  ) throws -> String {
    try scratch.write(
      """
      base: { needs: Fixtures/first-week/needs.csv, resources: Fixtures/first-week/resources.csv, week: 2026-W48 }
      scenarios:
      \(scenarios)
      """, to: "s.yaml")
    let result = try SandanProcess.run(
      ["compare", "s.yaml", "--out", "out"] + arguments, in: scratch)
    #expect(result.status == 0, "\(result.errors)")
    return try scratch.text("out/comparison.html")
  }

  /// A scenario for each kind of change, and the sentences that tell it.
  private static let changes: [(yaml: String, chinese: String, english: String)] = [
    (
      "add_needs: { 需求编号: N9, 网格编码: \"230799001001001\", 类别: 理发, 提出日期: 2026-11-20 }",
      "增加需求 1 件：N9", "Needs added (1): N9"
    ),
    (
      "add_resources: { 资源编号: R9, 单位: 县残联, 类别: 理发, 服务范围: \"*\", 每周可用: 1 }",
      "增加资源 1 个：R9", "Resources added (1): R9"
    ),
    ("remove: { needs: [N001, N003] }", "去掉需求 2 件：N001、N003", "Needs left out (2): N001, N003"),
    ("remove: { resources: R004 }", "去掉资源 1 个：R004", "Resources left out (1): R004"),
    (
      "alter: { needs: N003, set: { 次数: 2, 内容: 张三, 特殊群体: 残疾人, 最迟日期: \"\" } }",
      "改需求 1 件（N003）：次数 写 2，内容 另写（不显示），特殊群体 另写（不显示），最迟日期 留空",
      "Needs altered (1: N003): visits set to 2, description set (not shown), "
        + "special_group set (not shown), due_on left empty"
    ),
    (
      "alter: { resources: R003, set: { 每周至少: 0, 技能: 手语 } }",
      "改资源 1 个（R003）：每周至少 写 0，技能 写 手语",
      "Resources altered (1: R003): minimum set to 0, skills set to sign language"
    ),
    (
      "visits: { resources: [R003, R004], weekly: +2, per_session: +1, sessions: [三上, 日晚] }",
      "资源 R003、R004：每周多 2 次，每时段多 1 次，也可 三上、日晚",
      "Resources R003, R004: visits more in the week: 2, visits more in a session: 1, "
        + "also in Wed morning, Sun evening"
    ),
    ("visits: { resources: R004, weekly: -1 }", "资源 R004：每周少 1 次", "visits fewer in the week: 1"),
    ("unit_out: 县总工会", "撤下单位 县总工会（资源 R003）", "Units that stay away: 县总工会 (resources R003)"),
    ("close: [四上, 四下]", "停办时段：四上、四下", "Sessions closed: Thu morning, Thu afternoon"),
    (
      "close: { sessions: [四上], grids: [230799001] }", "停办时段：四上（网格 230799001，涉及需求 ",
      "Sessions closed: Thu morning (in grids 230799001; needs that had them: "
    ),
    (
      "growth: { category: 理发, percent: 50, seed: 2026 }", "理发类需求多百分之 50，即 2 件：",
      "Needs of the category haircuts, more by 50 per cent (2): "
    ),
    (
      "growth: { category: 理发, needs: 15, seed: 1 }", "理发类需求多 15 件：",
      "Needs of the category haircuts, more by 15: "
    ),
    ("best_visits: 1", "多来 1 次，用在最要紧处（资源清单里多出的行，次数）：R003+ 1", "R003+ 1"),
    (
      "policy: { fairness_level: town, classes: { 一般: 2, carried_from: 3 } }",
      "优先级别改为：特急 0、紧急 1、重要 2、一般 2；特殊群体提前 1 级；等了 3 周起提前 1 级",
      "Classes: critical 0, urgent 1, important 2, normal 2; special groups gain 1; "
        + "from weeks waited 3, gain 1"
    ),
    ("policy: { fairness_level: town }", "均衡改在街道之间", "Fairness between areas of the level: town"),
    (
      "policy: { tiers: [grids, served.0, served.1, served.2, served.3] }",
      "目标次序改为：各社区均衡，第0级需求的服务次数", "Order of tiers: balance of communities, visits served in class 0"
    ),
    ("policy: { fairness_level: community }", "写明的政策与基准相同", "The policy named is that of the base"),
  ]

  @Test(arguments: ["zh", "en"])
  func everyChangeIsToldInWords(language: String) throws {
    let scratch = try ScratchFolder()
    let scenarios = ComparePageTests.changes.enumerated().map {
      "  - { name: 场景\($0), changes: [ { \($1.yaml) } ] }"
    }
    let text = try page(scenarios.joined(separator: "\n"), ["--lang", language], in: scratch)
    let parts = text.components(separatedBy: "<h3 id=\"scenario").dropFirst()
    #expect(parts.count == ComparePageTests.changes.count)
    for (part, change) in zip(parts, ComparePageTests.changes) {
      let list = part.components(separatedBy: "</ul>")[0]
      #expect(list.contains(language == "zh" ? change.chinese : change.english), "\(list)")
    }
    // Many identifiers are cut, and what nobody may read is nowhere.
    #expect(text.contains(language == "zh" ? "等，另有 3 个" : "and 3 others"))
    for secret in ["张三", "残疾人"] { #expect(!text.contains(secret)) }
  }

  /// Each figure of the overview is the sum of a row of needs that it leads to, and every link leads.
  @Test func everyFigureLeadsToTheRowsThatItCounts() throws {
    let scratch = try ScratchFolder()
    let result = try SandanProcess.run(
      ["compare", "Fixtures/scenarios/first-week.yaml", "--out", "out", "--format", "json"],
      in: scratch)
    let document = try #require(result.json?["comparison"] as? [String: Any])
    let plans = try #require(document["plans"] as? [[String: Any]])
    let text = try scratch.text("out/comparison.html")
    let ids = text.components(separatedBy: " id=\"").dropFirst().map { $0.prefix { $0 != "\"" } }
    #expect(Set(ids).count == ids.count)
    let targets = text.components(separatedBy: "<a href=\"#").dropFirst()
      .map { $0.prefix { $0 != "\"" } }
    #expect(targets.count > 100)
    #expect(Set(targets).isSubset(of: ids), "\(Set(targets).subtracting(ids))")
    /// The sum that stands in a row, and the visits of the needs it links.
    func row(_ anchor: String) -> (sum: Int, visits: Int) {
      guard let start = text.range(of: "<tr id=\"\(anchor)\">") else { return (0, 0) }
      let row = text[start.upperBound...].components(separatedBy: "</tr>")[0]
      let sum = row.components(separatedBy: "<td class=\"n\">")[1].prefix { $0 != "<" }
      let links = row.components(separatedBy: "<a href=\"#need").dropFirst().map { link in
        link.components(separatedBy: "</a>")[0].split(separator: "×").dropFirst().first ?? "1"
      }
      return (Int(sum) ?? -1, links.reduce(0) { $0 + (Int($1) ?? -1) })
    }
    for (number, plan) in plans.enumerated() {
      let figures = try #require(plan["figures"] as? [String: Any])
      let classes = try #require(figures["classes"] as? [[String: Any]])
      for (level, share) in classes.enumerated() {
        let row = row("plan\(number)-unmet\(level)")
        #expect(row.sum == share["unmet"] as? Int && row.visits == row.sum)
      }
      let choice = figures["choice"] as? [String: Any]
      #expect(row("plan\(number)-choice").sum == choice?["served"] as? Int)
      if let moved = (plan["difference"] as? [String: Any])?["moved"] as? Int {
        #expect(row("plan\(number)-moved").visits == moved)
      }
      let index = text.components(separatedBy: "<h3 id=\"plan\(number)\">")[1]
        .components(separatedBy: "</table>")[0]
      let distances = index.components(separatedBy: "距离 ").dropFirst().map { part in
        Int(part.components(separatedBy: "<td class=\"n\">")[1].prefix { $0 != "<" }) ?? -1
      }
      #expect(distances.reduce(0, +) == figures["distance"] as? Int)
      let loads = try #require(figures["loads"] as? [[String: Any]])
      let filled = loads.compactMap { $0["filled"] as? Int }.reduce(0, +)
      #expect(
        index.components(separatedBy: "-unit").count - 1
          == loads.count { ($0["filled"] as? Int ?? 0) > 0 })
      #expect(filled == figures["services"] as? Int)
    }
    // The last row of the needs is what each plan serves of what is asked for.
    let sums = text.components(separatedBy: "<section id=\"needs\">")[1]
      .components(separatedBy: "<tr>").last?.components(separatedBy: "<td class=\"n\">")
      .dropFirst().map { String($0.prefix { $0 != "<" }) }
    #expect(sums == ["3/5", "2/5", "4/5", "4/5", "3/7", "3/5", "3/5"])
  }

  /// A comparison of a thousand needs is written whole: each need has its row, and every link leads.
  @Test func aThousandNeedsAreWrittenWhole() throws {
    let scratch = try ScratchFolder()
    let categories = ["理发", "义诊", "法律服务"]
    let needs = (0..<1000).map { number in
      "N\(number),\(230_799_001_001_001 + number % 40),\(categories[number % 3]),2026-11-\(10 + number % 10)"
    }
    try scratch.write(
      "需求编号,网格编码,类别,提出日期\n" + needs.joined(separator: "\n") + "\n", to: "needs.csv")
    let resources = (0..<60).map { number in
      "R\(number),单位\(number % 20),\(categories[number % 3]),*,\(10 + number % 7)"
    }
    try scratch.write(
      "资源编号,单位,类别,服务范围,每周可用\n" + resources.joined(separator: "\n") + "\n",
      to: "resources.csv")
    try scratch.write(
      """
      base: { needs: needs.csv, resources: resources.csv, week: 2026-W48 }
      scenarios:
        - { name: 停办, changes: [ { close: [四上, 四下, 五上] } ] }
        - { name: 撤下, changes: [ { unit_out: 单位3 } ] }
      """, to: "s.yaml")
    let result = try SandanProcess.run(["compare", "s.yaml", "--out", "out"], in: scratch)
    #expect(result.status == 0, "\(result.errors)")
    let text = try scratch.text("out/comparison.html")
    #expect(text.hasSuffix("</body></html>\n"))
    let ids = text.components(separatedBy: " id=\"").dropFirst().map { $0.prefix { $0 != "\"" } }
    #expect(Set(ids).count == ids.count)
    #expect(
      ids.count { $0.hasPrefix("need") && Int($0.dropFirst(4)) != nil } == 1000, "\(ids.prefix(9))")
    let targets = text.components(separatedBy: "<a href=\"#").dropFirst()
      .map { $0.prefix { $0 != "\"" } }
    #expect(targets.count > 1000 && Set(targets).isSubset(of: ids))
  }

  @Test func anOfficesTemplateIsTaken() throws {
    let scratch = try ScratchFolder()
    #expect(
      try SandanProcess.run(
        ["report", "x", "--templates", "t", "--write-templates"], in: scratch
      ).status == 0)
    let skeleton = try scratch.text("t/comparison.html")
    try scratch.write(
      skeleton.replacing("{{content}}", with: "<p>本县</p>{{overview}}{{differences}}"),
      to: "t/comparison.html")
    let text = try page(
      "  - { name: 一, changes: [ { close: [四上] } ] }", ["--templates", "t"], in: scratch)
    #expect(text.contains("<p>本县</p><section id=\"overview\">"))
    #expect(!text.contains("<section id=\"tiers\">"))
    // A template that is wrong is told before anything is planned or written.
    try scratch.write(skeleton.replacing("{{content}}", with: "{{weeks}}"), to: "t/comparison.html")
    let wrong = try SandanProcess.run(
      ["compare", "s.yaml", "--out", "other", "--templates", "t"], in: scratch)
    #expect(wrong.status == 65)
    #expect(wrong.errors.contains("没有 {{weeks}} 这个占位"))
    #expect(wrong.errors.contains("overview、differences、loads、tiers、areas、rows、needs"))
    #expect(!scratch.entries.contains("other"))
  }
}
