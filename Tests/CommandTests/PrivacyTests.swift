import Foundation
import Testing

/// Contacts, addresses, special groups and columns nobody knows reach no file and no message.
@Suite struct PrivacyTests {
  private static let canaries = [
    "张三甲", "13900001111", "和平路七号", "罕见群体", "330102199001011234", "备忘隐情", "李四乙", "13900002222",
    "内部批注",
  ]

  private func write(
    _ scratch: ScratchFolder, date: String = "2026-11-20", phone: String = "13900001111"
  ) throws {
    try scratch.write(
      """
      需求编号,网格编码,类别,内容,提出日期,可服务时段,特殊群体,联系人,联系电话,地址,身份证号,备忘
      N1,230799001001001,理发,上门理发,\(date),四上,罕见群体,张三甲,\(phone),和平路七号,330102199001011234,备忘隐情
      N2,230799001001001,理发,再理一次,\(date),四上,罕见群体,张三甲,\(phone),和平路七号,330102199001011234,备忘隐情
      N3,230799001001001,义诊,量血压,\(date),,罕见群体,张三甲,\(phone),和平路七号,330102199001011234,备忘隐情

      """, to: "needs.csv")
    try scratch.write(
      """
      资源编号,单位,类别,服务范围,每周可用,每时段上限,联系人,联系电话,批注
      R1,理发队,理发,*,5,2,李四乙,13900002222,内部批注

      """, to: "resources.csv")
  }

  private func expectNone(
    of result: SandanProcess.Result, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for canary in Self.canaries {
      #expect(!result.output.contains(canary), sourceLocation: sourceLocation)
      #expect(!result.errors.contains(canary), sourceLocation: sourceLocation)
    }
  }

  @Test(arguments: ["zh", "en"], ["text", "json"])
  func noCanaryInAnyOutput(_ language: String, _ format: String) throws {
    let scratch = try ScratchFolder()
    try write(scratch)
    let common = ["--open-dictionaries", "--lang", language, "--format", format]
    let lists = ["needs.csv", "resources.csv"]
    let checked = try SandanProcess.run(
      ["check"] + lists + ["--week", "2026-W48"] + common, in: scratch)
    #expect(checked.status == 0, "\(checked.errors)\(checked.output)")
    expectNone(of: checked)
    let matched = try SandanProcess.run(
      ["match"] + lists + ["--week", "2026-W48", "--out", "week"] + common, in: scratch)
    #expect(matched.status == 0, "\(matched.errors)")
    expectNone(of: matched)
    for arguments in [["verify", "week"], ["verify", "week"] + lists] {
      let verified = try SandanProcess.run(arguments + common, in: scratch)
      #expect(verified.status == 0, "\(verified.errors)\(verified.output)")
      expectNone(of: verified)
    }
    let files = scratch.files("week")
    #expect(files.count == 8)
    for (name, data) in files {
      let text = String(decoding: data, as: UTF8.self)
      for canary in Self.canaries { #expect(!text.contains(canary), "\(canary) in \(name)") }
    }
    // Three needs and one resource are there all the same, in the columns that are kept.
    let needs = Fixture.rows(try scratch.text("week/lists/needs.csv"))
    #expect(needs.map { $0["需求编号"] } == ["N1", "N2", "N3"])
    #expect(needs.allSatisfy { $0["特殊群体"] == "有" })
    for header in ["联系人", "联系电话", "地址", "身份证号", "备忘"] { #expect(needs[0][header] == nil) }
    let resources = Fixture.rows(try scratch.text("week/lists/resources.csv"))
    #expect(resources.map { $0["资源编号"] } == ["R1"])
    for header in ["联系人", "联系电话", "批注"] { #expect(resources[0][header] == nil) }
  }

  @Test(arguments: ["zh", "en"], ["text", "json"])
  func noCanaryInErrors(_ language: String, _ format: String) throws {
    let scratch = try ScratchFolder()
    let common = ["--lang", language, "--format", format]
    // The special group is in no dictionary, and every date is wrong.
    try write(scratch, date: "2026-02-30")
    let checked = try SandanProcess.run(
      ["check", "needs.csv", "resources.csv"] + common, in: scratch)
    #expect(checked.status == 65)
    #expect((checked.output + checked.errors).contains("2026-02-30"))
    expectNone(of: checked)
  }
}
