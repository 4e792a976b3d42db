import Foundation
import ListFiles
import Testing
import ThreeLists

@testable import sandan

/// Mistakes in a plan that was edited by hand.
extension WeekAdoptTests {
  /// Every mistake is told at once with its place, and nothing is written.
  @Test func allMistakesAtOnce() throws {
    let office = try Self.office()
    let ledger = office.ledger
    let run = try #require(try Self.rows(office, "plan").values.first?["运行编号"])
    try Self.edit(
      office,
      adding: [
        "\(Self.id("N1")),N1,,,,R2,,,五上,,,,,", "\(Self.id("N9")),N1,,,,R2,,,五上,,,,,",
        ",N8,,,,R2,,,五上,,,,,", ",N1,,,,R9,,,五上,,,,,", ",N1,,,,R2,,,五早,,,,,",
        ",N1,,法律,,R2,,,五上,,,,,", ",N1,,,,R2,理发对,2026-11-24,五上,,,,,000000000000",
      ]
    ) { service, cells in
      if service == Self.id("N3") { cells[Column.need] = "N2" }
      return true
    }
    let told = try office.run(["week", "adopt", "edited.csv", "--out", "adopted"], expecting: 65)
    for sentence in [
      "这个服务单号属于需求 N3", "服务单号相同", "记入台账的方案里没有这个服务单号", "需求清单里没有这个编号",
      "资源", "不分角色", "应为 社工站", "应为 2026-11-27", "应为 \(run)",
    ] {
      #expect(told.errors.contains(sentence), "\(sentence): \(told.errors)")
    }
    #expect(told.errors.contains("edited.csv:12 第7列「单位」"))
    #expect(office.ledger == ledger)
    #expect(office.scratch.entries.contains("plan") && !office.scratch.entries.contains("adopted"))
  }

  /// What cannot stand together is told row by row.
  @Test(arguments: [
    (",N1,,,,R5,,,五上,,,,,", "规则不允许：不提供该类别"),
    (",N1,,,,R2,,,六上,,,,,", "不在资源的可用时段"),
    (",N1,,,,R2,,,五上,,,,,", "这项需求只要 1 次"),
    (",N3,,法律,,R3,,,二下,,,,,", "角色 社工 还缺 1 人"),
    (",N3,,法律,,R3,,,二上,,,,,", "只有 1 个名额"),
  ])
  func rowsThatCannotStand(row: String, sentence: String) throws {
    let office = try Self.office()
    let ledger = office.ledger
    try Self.edit(office, adding: [row])
    let told = try office.run(["week", "adopt", "edited.csv", "--out", "adopted"], expecting: 65)
    #expect(told.errors.contains(sentence), "\(told.errors)")
    #expect(told.errors.contains("edited.csv:"))
    #expect(office.ledger == ledger)
  }

  @Test func capacitiesPinsAndAllOrNothingHold() throws {
    let office = try Self.office(
      needs: [
        "N1,230799001001001,理发,2026-11-18,2,,,否", "N2,230799001001002,理发,2026-11-18,1,,R2@五上,",
        "N4,230799001001004,义诊,2026-11-18,1,,,", "N5,230799001001005,义诊,2026-11-18,1,,,",
      ],
      resources: [
        "R1,理发队,理发,,*,2,三上;四上", "R2,社工站,理发,,*,1,五上", "R5,医院,义诊,,*,1,二上;二下",
        "R6,诊所,义诊,,*,1,三上",
      ])
    let rows = try Self.rows(office, "plan")
    #expect(rows.count == 5)
    try Self.edit(office) { service, cells in
      switch cells[Column.need] {
      // The first visit of two goes, the pinned one too, and one clinic takes both.
      case "N1": return service != Self.id("N1")
      case "N2": return false
      default:
        (cells[Column.resource], cells[Column.session]) = ("R5", "二上")
        return true
      }
    }
    let told = try office.run(["week", "adopt", "edited.csv", "--out", "adopted"], expecting: 65)
    for sentence in ["要么 2 次都派", "指定 R2@五上", "本周最多 1 个名额", "在 二上 最多 1 个名额"] {
      #expect(told.errors.contains(sentence), "\(sentence): \(told.errors)")
    }
  }

  /// A workbook is read as a text is, its dates and numbers too; what is wrong is told by its cell.
  @Test func aWorkbook() throws {
    let office = try Self.office()
    var rows = try ServiceReader.read(office.scratch("plan/services.csv"))
    func write(_ name: String) throws {
      let bytes = try PlanWorkbook.bytes([ListWorkbooks.services(rows)], .zh)
      try Data(bytes).write(to: URL(fileURLWithPath: office.scratch(name)))
    }
    let index = try #require(rows.firstIndex { $0.service.need == "N2" })
    rows[index].service.resource = "R2"
    try write("wrong.xlsx")
    let told = try office.run(["week", "adopt", "wrong.xlsx", "--out", "adopted"], expecting: 65)
    #expect(told.errors.contains("不在资源的可用时段"), "\(told.errors)")
    #expect(told.errors.contains("「服务清单」第\(index + 2)行 I列「时段」"), "\(told.errors)")
    rows[index].service.session = try #require(Session("五上"))
    try write("edited.xlsx")
    let taken = try Self.adopt(office, "edited.xlsx")
    #expect(try Self.moves(taken).count == 1)
    #expect(try Self.rows(office, "adopted")[Self.id("N2")]?["派单方式"] == "人工")
  }

  /// Every mistake has a sentence of its own in both languages, with its facts and a remedy.
  @Test func everyFaultHasASentence() {
    let origin = Origin(file: "x.csv", line: 77)
    let faults: [EditedServiceFault] = [
      .otherRun(run: "77"), .unknownService(nearest: "77"), .repeatedService(first: origin),
      .otherNeed("77"), .doesNotFollow(right: "77"), .doesNotFollow(right: ""),
      .notAllowed(rules: [.category]), .notAllowed(rules: [.banned]), .begun, .otherRole,
      .tooMany(role: nil, places: 77), .tooMany(role: "77", places: 1),
      .lacks(role: "77", places: 1), .wholly(visits: 77), .overLoad(limit: 77, session: nil),
      .overLoad(limit: 77, session: Session(index: 0)), .firmGone(need: "77", place: "R@一上"),
      .pinGone(need: "77", pin: "R"),
    ]
    for language in [Language.zh, .en] {
      let texts = faults.map { AdoptText.fault($0, language) }
      #expect(Set(texts).count == texts.count)
      #expect(texts.count { $0.contains("77") } == 13)
      #expect(texts.allSatisfy { $0.hasSuffix(language == .zh ? "。" : ".") && $0.count > 6 })
    }
  }
}
