import Testing
import ThreeLists

@testable import Reports

/// Names of codes on English pages.
@Suite struct CodeNamesTests {
  private func hasChinese(_ text: String) -> Bool {
    text.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }
  }

  /// Every code of the built-in policy has its word, with the dictionary's own Chinese name, and no word
  /// is there for a code that is not.
  @Test(arguments: CodeKind.allCases)
  func everyBuiltInCodeHasAnEnglishName(kind: CodeKind) {
    let entries = kind.dictionary(of: .standard).entries
    let names = CodeNames(.standard, .en)
    #expect(!entries.isEmpty)
    for entry in entries {
      #expect(Word(rawValue: "\(kind.rawValue)-\(entry.code)")?.pair.zh == entry.name)
      #expect(!hasChinese(names.name(entry.name, kind)), "\(entry.code)")
      #expect(CodeNames(.standard, .zh).name(entry.name, kind) == entry.name)
    }
    #expect(Set(entries.map { names.name($0.name, kind) }).count == entries.count)
    let words = Word.allCases.filter { $0.rawValue.hasPrefix("\(kind.rawValue)-") }
    #expect(words.count == entries.count)
  }

  /// Sessions and levels have no dictionary; they have their names all the same.
  @Test func sessionsAndLevelsHaveEnglishNames() {
    let names = Session.all.map { ReportLanguage.en.name(of: $0) }
    #expect(names.allSatisfy { !hasChinese($0) } && Set(names).count == Session.count)
    for word in [Word.gridLevel, .communityLevel, .town, .county] {
      #expect(!hasChinese(word.pair.en))
    }
  }

  /// A name that the office gave a code, or a code that it made, stays; so does what is in no dictionary.
  @Test func anOfficesOwnNamesStay() {
    var policy = Policy.standard
    policy.categories = CodeDictionary([
      .init(code: "haircut", name: "剪发"), .init(code: "own", name: "理发"),
      .init(code: "legal", name: "法律服务"),
    ])
    let names = CodeNames(policy, .en)
    #expect(names.category("剪发") == "剪发" && names.category("理发") == "理发")
    #expect(names.category("法律服务") == "legal advice" && names.category("维修") == "维修")
    #expect(names.category("<b>") == "<b>")
    // Roles of the same policy are the built-in ones.
    #expect(names.name("法律", .role) == "lawyer")
  }

  /// Cells of scenarios hold several names, with signs between them.
  @Test func cellsHoldSeveralNames() {
    let names = CodeNames(.standard, .en)
    #expect(names.cell("法律:1;社工：2、自定", column: "roles") == "lawyer:1;social worker：2、自定")
    #expect(names.cell("方言；手语", column: "skills") == "dialect；sign language")
    #expect(names.cell("理发", column: "category") == "haircuts")
    #expect(names.cell("理发", column: "unit") == "理发" && names.cell("", column: "kind").isEmpty)
    #expect(CodeNames(.standard, .zh).cell("理发", column: "category") == "理发")
  }

  /// All pages of a plan: no built-in name is left in Chinese where it is a cell, a heading or a letter's.
  @Test func pagesOfAPlanNameThemInEnglish() throws {
    var week = try HostileWeek()
    for index in week.needs.indices {
      week.needs[index].description = "what"
      week.needs[index].category = Policy.standard.categories.entries[index].name
    }
    for index in week.services.indices { week.services[index].role = "法律" }
    let material = PageMaterial(
      plan: week.plan, needs: week.needs, resources: week.resources, policy: .standard,
      sentences: week.sentences, language: .en, version: "1")
    for kind in ReportPages.all {
      let page = String(decoding: kind.render(material), as: UTF8.self)
      #expect(!hasChinese(page), "\(kind.name)")
      #expect(page.contains("haircuts") || kind.name == "answers", "\(kind.name)")
    }
    #expect(
      String(decoding: DispatchSlips.render(material), as: UTF8.self).contains(" · lawyer"))
  }
}
