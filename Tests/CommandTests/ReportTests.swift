import Foundation
import Testing
import ThreeLists

@testable import sandan

/// The command `report`: pages from a plan's folder, templates, contacts.
@Suite struct ReportTests {
  private let scratch: ScratchFolder
  private let lists = [
    Fixture.folder + "/first-week/needs.csv", Fixture.folder + "/first-week/resources.csv",
  ]

  init() throws {
    scratch = try ScratchFolder()
    let result = try SandanProcess.run(
      ["match"] + lists + ["--week", "2026-W48", "--out", "week"], in: scratch)
    try #require(result.status == 0)
  }

  private func report(_ arguments: String...) throws -> SandanProcess.Result {
    try SandanProcess.run(["report", "week"] + arguments, in: scratch)
  }

  @Test func everyPageIsWrittenBesideThePlanFolder() throws {
    let before = scratch.files("week")
    let result = try report()
    #expect(result.status == 0)
    #expect(result.output == "week-打印/weekly.html\nweek-打印/slips.html\nweek-打印/answers.html\n")
    let pages = scratch.files("week-打印")
    #expect(pages.keys.sorted() == ["answers.html", "slips.html", "weekly.html"])
    // The weekly page is the folder's own, and the folder is as it was.
    #expect(pages["weekly.html"] == before["report.html"])
    #expect(scratch.files("week") == before)
    // Once more: the same bytes; what else is in the folder stays.
    try scratch.write("own", to: "week-打印/own.txt")
    #expect(try report("--page", "slips").status == 0)
    #expect(scratch.files("week-打印")["slips.html"] == pages["slips.html"])
    #expect(try scratch.text("week-打印/own.txt") == "own")
  }

  /// On the English pages of the county week no name of the built-in policy is left in Chinese, in a cell
  /// or in a sentence; its reasons and changes name roles and a skill.
  @Test func builtInNamesAreEnglishOnEnglishPages() throws {
    let county = ["needs", "resources"].map { "\(Fixture.folder)/tangwang/\($0).csv" }
    let match = ["match"] + county + ["--week", "2026-W48", "--out", "county", "--quiet"]
    #expect(try SandanProcess.run(match, in: scratch).status == 0)
    let names = [Policy.standard.categories, Policy.standard.roles, Policy.standard.skills]
      .flatMap(\.entries).map(\.name)
    for language in ["en", "zh"] {
      let result = try SandanProcess.run(
        ["report", "county", "--out", language, "--lang", language], in: scratch)
      #expect(result.status == 0, "\(result.errors)")
      for (file, bytes) in scratch.files(language) {
        let page = String(decoding: bytes, as: UTF8.self)
        let left = names.filter { name in
          // Slips have a cell for what residents wrote, which may be just such a word.
          [
            file == "slips.html" ? ">\(name) ·" : ">\(name)<", "· \(name)<", "role \(name)",
            "skill \(name)", "as \(name)",
          ].contains { page.contains($0) }
        }
        if language == "en" { #expect(left.isEmpty, "\(file): \(left)") }
        guard file == "weekly.html" else { continue }
        #expect(language == "en" || left.contains("理发"))
        #expect(page.contains(language == "en" ? "the role electrician" : "缺角色「电工」"))
        #expect(page.contains(language == "en" ? "has the skill sign language" : "具备技能手语"))
      }
    }
  }

  @Test func jsonNamesTheFiles() throws {
    let result = try report("--page", "answers", "--out", "p", "--format", "json")
    #expect(result.json?["files"] as? [String] == ["answers.html"])
    #expect(result.json?["folder"] as? String == "p")
  }

  @Test func contactsComeFromThePlansOwnListsOnly() throws {
    let header = "需求编号,网格编码,类别,提出日期,联系人,联系电话,地址\n"
    let row = "N1,230799001001001,理发,2026-11-20,"
    try scratch.write(header + row + "住户甲,000-0001,一街1号\n", to: "n.csv")
    try scratch.write("资源编号,单位,类别,服务范围,每周可用\nR1,理发队,理发,*,5\n", to: "r.csv")
    let match = ["match", "n.csv", "r.csv", "--week", "2026-W48", "--out", "small"]
    #expect(try SandanProcess.run(match, in: scratch).status == 0)
    func slips(_ more: [String], _ out: String) throws -> (SandanProcess.Result, String?) {
      let result = try SandanProcess.run(
        ["report", "small", "--page", "slips", "--out", out] + more, in: scratch)
      return (result, scratch.files(out)["slips.html"].map { String(decoding: $0, as: UTF8.self) })
    }
    let masked = try slips([], "masked").1
    #expect(masked?.contains("（不显示）") == true && masked?.contains("住户甲") == false)
    let shown = try slips(["--contacts", "n.csv", "r.csv"], "shown").1
    #expect(shown?.contains("住户甲 000-0001 一街1号") == true)
    // Other lists than the plan's: whoever lives there now is not to be called.
    try scratch.write(
      header + row.replacingOccurrences(of: "001001001", with: "001001002") + "住户乙,000-0002,二街\n",
      to: "n.csv")
    let (result, page) = try slips(["--contacts", "n.csv", "r.csv"], "other")
    #expect(result.status == 65 && page == nil)
    #expect(
      result.errors
        == "n.csv、r.csv：不是派单时的清单（编号都有，别的内容或政策不同），联系方式可能对不上，没有写。"
        + "台账里的一周请改用 --ledger 台账文件，结转来的也有；否则请给出派单时的清单，或重新派单。\n")
  }

  @Test func templatesAreWrittenChangedAndUsed() throws {
    #expect(try report("--templates", "模板").status == 66)
    let written = try report("--templates", "模板", "--write-templates")
    #expect(written.status == 0)
    #expect(
      scratch.files("模板").keys.sorted() == [
        "agenda.html", "answers.html", "backtest.html", "comparison.html", "figures.html",
        "slips.html", "statements.html", "style.css", "weekly.html",
      ])
    #expect(try report("--out", "plain").status == 0)
    #expect(try report("--templates", "模板", "--out", "own").status == 0)
    #expect(scratch.files("own") == scratch.files("plain"))
    let text = try scratch.text("模板/slips.html")
    try scratch.write(
      text.replacingOccurrences(of: "<h1>", with: "<h1>某某街道 "), to: "模板/slips.html")
    #expect(try report("--templates", "模板", "--out", "own").status == 0)
    #expect(try scratch.text("own/slips.html").contains("<h1>某某街道 派单条 2026-W48</h1>"))
    // What is there is never written over.
    #expect(try report("--templates", "模板", "--write-templates").output == "\n")
    #expect(try scratch.text("模板/slips.html").contains("某某街道"))
  }

  @Test(arguments: [
    (
      "{{head}}\n{{titel}}", "模板/slips.html:2：没有 {{titel}} 这个占位，有的是 head、language",
      "no placeholder {{titel}}"
    ),
    ("{{head}}\n{{title", "模板/slips.html:2：{{ 没有 }} 结束。请补上。", "{{ without }}. Add it."),
    (
      "", "模板/slips.html:1：{{head}} 要写一次，放在 <head> 的最前面",
      "{{head}}, which holds the security policy"
    ),
    (
      "{{head}}\n<img src=\"http://x\">", "模板/slips.html:2：src 指向网页以外；模板里只能写 #锚，图可以写 data:image/…。",
      "slips.html:2: src leads out of the page"
    ),
    (
      "{{head}}\n<meta http-equiv=refresh>", "模板/slips.html:2：模板里不能有 http-equiv",
      "slips.html:2: http-equiv, which can send readers elsewhere"
    ),
    (
      "{{head}}\n<body onload=\"a()\">", "模板/slips.html:2：模板里不能有 onload，它会执行脚本。请删去。",
      "slips.html:2: onload, which runs a script"
    ),
    (
      "{{head}}\n<iframe>", "模板/slips.html:2：模板里不能有 <iframe>。请删去；样式写在 style.css 里",
      "slips.html:2: no page may have <iframe>"
    ),
    (
      "{{head}}\n<p title=\"a", "模板/slips.html:2：标签或注释没有写完整",
      "slips.html:2: a tag or comment that is not whole"
    ),
    (
      "{{head}}\n<p class={{title}}>", "模板/slips.html:2：标签里只能在引号中间写 {{language}}",
      "slips.html:2: within a tag only {{language}}"
    ),
    (
      "{{head}}\n{{title}}{{contents}}", "模板/slips.html：没有 {{content}}，也没有哪一节的占位（slips）",
      "neither {{content}} nor the placeholder of a section (slips)"
    ),
    ("{{head}}<script>", "模板/slips.html:1：模板里不能有脚本。请删去。", "a script, which no page may have"),
  ])
  func aTemplatesFaultHasItsPlace(text: String, chinese: String, english: String) throws {
    try FileManager.default.createDirectory(
      atPath: scratch("模板"), withIntermediateDirectories: true)
    try scratch.write("<head>" + text, to: "模板/slips.html")
    let result = try report("--templates", "模板")
    #expect(result.status == 65)
    #expect(result.errors.contains(chinese), "\(result.errors)")
    #expect(try report("--templates", "模板", "--lang", "en").errors.contains(english))
    #expect(scratch.files("week-打印").isEmpty)
  }

  /// A file that no page takes is an error: else what the office has changed would be passed over.
  @Test func aTemplateOfNoPageIsRefused() throws {
    #expect(try report("--templates", "模板", "--write-templates").status == 0)
    try scratch.write("", to: "模板/.hidden")
    #expect(try report("--templates", "模板", "--out", "own").status == 0)
    for name in ["Weekly.html", "slips.html.txt", "weekly.htm", "styles.css"] {
      try scratch.write("", to: "模板/\(name)")
      let result = try report("--templates", "模板", "--out", "other")
      #expect(result.status == 65)
      #expect(result.errors.hasPrefix("模板/\(name)：没有用这个名字的模板，有的是 weekly.html、"))
      #expect(result.errors.hasSuffix("style.css。请改名，别的文件请移走。\n"))
      #expect(
        try report("--templates", "模板", "--lang", "en").errors.contains(
          "no page has a template of this name; there are weekly.html, "))
      try FileManager.default.removeItem(atPath: scratch("模板/\(name)"))
    }
    #expect(scratch.files("other").isEmpty)
  }

  @Test func aStyleOrTemplateThatIsNoTextIsRefused() throws {
    try FileManager.default.createDirectory(
      atPath: scratch("模板"), withIntermediateDirectories: true)
    try scratch.write("a{}</style>", to: "模板/style.css")
    #expect(
      try report("--templates", "模板").errors == "模板/style.css：样式里不能有 </style。请删去。\n")
    try scratch.write("a{}\nb{background:url(c.png)}", to: "模板/style.css")
    #expect(
      try report("--templates", "模板").errors
        == "模板/style.css:2：样式指向网页以外（url(…)、@import 等，注释里也不行）；只能写 url(#…) 或 url(data:…)。请改正。\n")
    #expect(
      try report("--templates", "模板", "--lang", "en").errors
        .hasPrefix("模板/style.css:2: an address that leads out of the page"))
    try Data([0xFF, 0xFE]).write(to: URL(fileURLWithPath: scratch("模板/weekly.html")))
    #expect(
      try report("--templates", "模板").errors == "模板/weekly.html：不是 UTF-8 文字。请另存为 UTF-8。\n")
  }

  @Test func wrongArgumentsAreErrorsOfUsage() throws {
    for (arguments, sentence) in [
      (["--page", "slip"], "没有这种网页，应为 weekly、slips、answers"),
      (["--contacts", "n.csv"], "--contacts 后面要给两张清单"),
      (["--contacts", "n.csv", "r.csv", "--ledger", "l"], "--ledger 不能与 --contacts 一起用"),
      (["--write-templates"], "--write-templates 要和 --templates 一起用"),
    ] {
      let result = try SandanProcess.run(["report", "week"] + arguments, in: scratch)
      #expect(result.status == 64)
      #expect(result.errors.contains(sentence), "\(result.errors)")
    }
  }

  @Test func aPlanThatIsNotRightAndAPlansOwnFolderAreRefused() throws {
    #expect(try report("--out", "week").status == 73)
    let services = try scratch.text("week/services.csv")
    try scratch.write(
      services.replacingOccurrences(of: "二上", with: "三晚"), to: "week/services.csv")
    let result = try report()
    #expect(result.status == 65)
    #expect(scratch.files("week-打印").isEmpty)
  }

  /// What `verify` refuses of the folder's files, no page is made of.
  @Test(arguments: ["services.csv", "unmet.csv", "report.html", "三单.xlsx", "lists/needs.csv"])
  func aFolderThatVerifyRefusesIsRefused(file: String) throws {
    let match = ["match"] + lists + ["--week", "2026-W48", "--out", "week", "--xlsx"]
    #expect(try SandanProcess.run(match, in: scratch).status == 0)
    #expect(try report("--out", "before").status == 0)
    let name = "week/\(file)"
    switch file {
    case "三单.xlsx":
      // Saved again by another program it still says the same.
      try scratch.alter(name)
      #expect(try report("--out", "again").status == 0)
      try scratch.alter(name, sheet: 2, row: 0, column: 3, to: "4")
    default:
      let text = try scratch.text(name)
      let changes = [
        "services.csv": ("县司法局,2026", "县司法所,2026"), "unmet.csv": ("能来的资源", "可来的资源"),
        "report.html": ("本周概况", "本周情况"), "lists/needs.csv": ("2026-11-2", "2026/11/2"),
      ]
      let (old, new) = try #require(changes[file])
      try #require(text.contains(old))
      try scratch.write(text.replacingOccurrences(of: old, with: new), to: name)
    }
    #expect(try SandanProcess.run(["verify", "week"], in: scratch).status == 1)
    let result = try report()
    #expect(result.status == 65)
    #expect(result.errors.hasPrefix("week：派单目录没有通过复核（"), "\(result.errors)")
    #expect(result.errors.contains("请用 sandan verify 看全部不符之处"))
    #expect(scratch.files("week-打印").isEmpty)
    let english = try report("--lang", "en")
    #expect(english.errors.hasPrefix("week: the folder does not pass the audit (findings: "))
  }
}
