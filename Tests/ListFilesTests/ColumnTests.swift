import Testing
import ThreeLists

@testable import ListFiles

/// The data dictionary, column by column: what a cell may say and what it then means.
@Suite struct ColumnTests {
  private let folder: ListFolder

  init() throws { folder = try ListFolder() }

  private func need(_ headers: String, _ cells: String) throws -> Need {
    try folder.write(needs: [
      ListFolder.needsHeader + "," + headers, ListFolder.need + "," + cells,
    ])
    return try #require(try folder.read(week: nil).needs.first)
  }

  private func resource(_ headers: String, _ cells: String) throws -> Resource {
    try folder.write(resources: [
      ListFolder.resourcesHeader + "," + headers, ListFolder.resource + "," + cells,
    ])
    return try #require(try folder.read(week: nil).resources.first)
  }

  @Test func absentColumnsAndEmptyCellsHaveTheirDefaults() throws {
    let short = try #require(try folder.read().needs.first)
    let shortResource = try #require(try folder.read().resources.first)
    let long = try need(
      "内容,紧急程度,最迟日期,可服务时段,次数,角色,技能,排除,特殊群体,点单,上次资源,指定,回避,允许部分,结转次数,联系人,联系电话,地址",
      String(repeating: ",", count: 17))
    let longResource = try resource(
      "类型,角色,技能,所在网格,可用时段,每时段上限,每周至少,历史承担,权重,有效至,联系人,联系电话",
      String(repeating: ",", count: 11))
    #expect(long == short)
    #expect(longResource == shortResource)
    #expect(short.urgency == .normal && short.dueOn == nil && short.sessions == .all)
    #expect(short.visits == 1 && short.roles.isEmpty && short.allowsPartial && short.carried == 0)
    #expect(short.requested.isEmpty && short.previous == nil && short.pinned.isEmpty)
    #expect(shortResource.perSession == 1 && shortResource.minimum == 0)
    #expect(shortResource.history == 0 && shortResource.weight == nil)
    #expect(shortResource.home == nil && shortResource.validTo == nil)
    #expect(shortResource.sessions == .all && shortResource.kind.isEmpty)
  }

  @Test func headersAreChineseOrEnglishInAnyOrder() throws {
    let chinese = try folder.read()
    try folder.write(needs: [
      " Reported_On ,CATEGORY,ｎｅｅｄ＿ｉｄ,\"grid\"", "2026-11-20,haircut,N001,230799001001001",
    ])
    try folder.write(resources: ["weekly,areas,categories,unit,resource_id", "5,*,理发,理发志愿服务队,R001"])
    let english = try folder.read()
    #expect(english.needs == chinese.needs)
    #expect(english.resources == chinese.resources)
    #expect(english.warnings.isEmpty)
  }

  /// Every column under its English key reads as under its Chinese header.
  @Test func everyColumnHasBothHeaders() {
    for columns in [Columns.needs, Columns.resources, Columns.services, Columns.unmet] {
      for headers in [columns.map(\.chinese), columns.map(\.key)] {
        let bytes = Array((headers.joined(separator: ",") + "\n").utf8)
        let table = ListTable(
          file: "a.csv", bytes: bytes, definitions: columns, limits: ListLimits())
        #expect(table.defects.isEmpty)
        for (index, column) in columns.enumerated() {
          #expect(table.column(column.key)?.number == index + 1)
        }
      }
    }
  }

  @Test(arguments: ["一上;三下", "一上；三下", "一上、三下", " 三下 ; 一上 ;; ", "　一上；　三下"])
  func valuesAreJoinedByThreeSigns(cell: String) throws {
    #expect(try need("可服务时段", cell).sessions.sessions.map(\.description) == ["一上", "三下"])
  }

  @Test(arguments: ["法律:1;社工:2", "法律：１；社工：２", "法律、社工 : 2", "lawyer;social-worker:2"])
  func rolesAreNamesAndCounts(cell: String) throws {
    #expect(try need("角色", cell).roles.map(\.description) == ["法律:1", "社工:2"])
  }

  @Test func theFirstRoleLeadsSoTheOrderStays() throws {
    #expect(try need("角色", "社工;法律").roles.map(\.role) == ["社工", "法律"])
  }

  @Test(arguments: [
    "2026-11-03", "2026-11-3", "2026/11/3", "2026/11/03", "2026年11月3日", "２０２６年１１月０３日", "２０２６／１１／３",
  ])
  func datesHaveThreeForms(cell: String) throws {
    try folder.write(needs: [
      ListFolder.needsHeader, "N001,230799001001001,理发,\(cell)",
    ])
    #expect(try folder.read().needs.first?.reportedOn.description == "2026-11-03")
  }

  @Test(arguments: [
    "2026-11", "2026.11.3", "26-11-3", "2026-11-3日", "2026年11月3", "2026/11-3", "2026--11-3",
    "2026-+1-03", "2026-011-3", "3/11/2026", "2026-11-03T00:00", "20261103", "年月日", "2026年11月月3日",
    "3026-11-03", "0026-11-03",
  ])
  func otherFormsAreNoDates(cell: String) throws {
    try folder.write(needs: [ListFolder.needsHeader, "N001,230799001001001,理发,\(cell)"])
    #expect(folder.defects().map(\.kind.code) == [.notDate])
  }

  /// What is meant is said where it can be seen, and only there.
  @Test(arguments: [
    ("2026-11-20 09:30", "time", "2026-11-20"),
    ("2026/11/3T00:00:00.0", "time", "2026-11-03"),
    ("46346", "serial", "2026-11-20"), ("36526", "serial", "2000-01-01"),
    ("73050", "serial", "2099-12-31"), ("20261120", "form", "2026-11-20"),
    ("2026.11.20", "form", "2026-11-20"), ("2026-11/3", "form", "2026-11-03"),
    ("2026年11月3", "form", "2026-11-03"), ("2026-11-3日", "form", "2026-11-03"),
  ])
  func aDateThatIsMeantIsNamed(cell: String, slip: String, day: String) throws {
    try folder.write(needs: [ListFolder.needsHeader, "N001,230799001001001,理发,\(cell)"])
    guard case .day(let date) = Numerals.date(day) else {
      Issue.record("\(day) is no date")
      return
    }
    let slips = ["time": DateSlip.time(date), "serial": .serial(date), "form": .form(date)]
    #expect(folder.defects().map(\.kind) == [.nearlyDate(try #require(slips[slip]))])
  }

  @Test(arguments: [
    "11月20日", "2月29", "13月1日", "36525", "73051", "20261131", "2026.13.1", "2026-11-20 九点", "11-20",
    "2026-11", "月日", "461234",
  ])
  func aDateThatCannotBeSeenIsNotGuessed(cell: String) throws {
    try folder.write(needs: [ListFolder.needsHeader, "N001,230799001001001,理发,\(cell)"])
    let expected: ListDefect.Kind =
      ["11月20日", "2月29"].contains(cell) ? .nearlyDate(.noYear) : .notDate
    #expect(folder.defects().map(\.kind) == [expected])
  }

  /// A title above the headers, or a row of groups: the row of the headers is named.
  @Test(arguments: [
    (["需求清单,,,"], 2), (["需求清单,,,", "街道：甲,,,"], 3), (["需求编号,基本信息,,"], 2), (["a,b,c,d"], 2),
  ])
  func headersBelowATitleAreFound(above: [String], line: Int) throws {
    try folder.write(
      needs: above + [ListFolder.needsHeader, "N001,230799001001001,理发,2026-11-20"])
    #expect(folder.defects().map(\.kind) == [.noHeader(seemsOn: line)])
    #expect(folder.defects().map(\.line) == [1])
  }

  /// Forms mark what has to be filled: the mark is no part of the name.
  @Test(arguments: [
    "（必填）需求编号,★网格编码,类别（必填项）,提出日期【必填】 *", "*需求编号,*网格编码,＊类别,提出日期＊",
    "需求编号（必填）,网格编码 (必填),类别*（必填）,提出日期（必填）",
    "need_id (required),grid*,category (Required),reported_on",
    // Wrapped, or set wider, to fit the column.
    "\"需求\n编号\",\"网格\n编码（必填）\",类 别,\"提出\n日期 *\"",
    "need id,grid,category,\"Reported\non\"",
  ])
  func marksOfRequiredColumnsArePassedOver(headers: String) throws {
    try folder.write(needs: [headers, "N001,230799001001001,理发,2026-11-20"])
    #expect(try folder.read().needs.map(\.id) == ["N001"])
  }

  @Test func headersThatAreNowhereAreNotFound() throws {
    try folder.write(needs: ["需求清单,,,", "N001,230799001001001,理发,2026-11-20"])
    #expect(folder.defects().map(\.kind) == [.noHeader(seemsOn: nil)])
    // One word of ours in a cell makes no header.
    try folder.write(needs: ["需求清单,,,", "N001,230799001001001,类别,2026-11-20"])
    #expect(folder.defects().map(\.kind) == [.noHeader(seemsOn: nil)])
  }

  /// Spaces are no row; a value is.
  @Test func rowsOfSpacesAreNone() throws {
    let rows = ["N001,230799001001001,理发,2026-11-20", " ,　,\"  \",", "\t,,,"]
    try folder.write(needs: [ListFolder.needsHeader] + rows)
    #expect(try folder.read().needs.map(\.id) == ["N001"])
    try folder.write(needs: [ListFolder.needsHeader] + rows + [" ,,,x"])
    #expect(Set(folder.defects().compactMap(\.line)) == [5])
  }

  @Test func fullWidthDigitsAndLettersAreFolded() throws {
    try folder.write(needs: [
      "需求编号,网格编码,类别,提出日期,次数,点单,指定",
      "Ｎ００１,２３０７９９００１００１００１,ｈａｉｒｃｕｔ,2026-11-20,２,Ｒ００１,Ｒ００１＠三上",
    ])
    let need = try #require(try folder.read().needs.first)
    #expect(need.id == "N001" && need.grid.digits == "230799001001001" && need.visits == 2)
    #expect(need.requested == ["R001"] && need.category == "理发")
    #expect(need.pinned.map(\.description) == ["R001@三上"])
  }

  @Test func textsAreNotFolded() throws {
    let need = try need("内容,联系人", "２楼　左手，门铃坏了；轻敲,　王　")
    #expect(need.description == "２楼　左手，门铃坏了；轻敲")
    #expect(need.contact.name == "　王　")
  }

  @Test func pinsAreWithOrWithoutSession() throws {
    let need = try need("次数,指定", "3,R001; R001 @ 三上 ；R001")
    #expect(need.pinned.map(\.description) == ["R001", "R001@三上", "R001"])
  }

  @Test func previousIsOneResource() throws {
    #expect(try need("上次资源", " R001 ").previous == "R001")
    try folder.write(needs: [ListFolder.needsHeader + ",上次资源", ListFolder.need + ",R001;R001"])
    #expect(folder.defects().map(\.kind) == [.unknownResource(nearest: "R001")])
  }

  @Test(arguments: [
    ("是", true), ("否", false), ("Yes", true), ("NO", false), ("１", true), ("0", false),
  ])
  func partialIsYesOrNo(cell: String, value: Bool) throws {
    #expect(try need("允许部分", cell).allowsPartial == value)
  }

  @Test(arguments: ["特急", "紧急", "重要", "一般"])
  func urgencies(code: String) throws {
    #expect(try need("紧急程度", code).urgency.code == code)
  }

  @Test(arguments: [
    ("1", 100), ("1.5", 150), ("0.05", 5), ("２．２５", 225), ("999999.99", 99_999_999),
  ])
  func weightsHaveTwoPlaces(cell: String, hundredths: Int) throws {
    #expect(try resource("权重", cell).weight == hundredths)
  }

  @Test(arguments: ["0", "0.00", "-1", ".5", "1.", "1.005", "1,5", "1e2", "1000000", "1.5.0"])
  func otherWeightsAreNone(cell: String) throws {
    try folder.write(resources: [
      ListFolder.resourcesHeader + ",权重", ListFolder.resource + ",\"\(cell)\"",
    ])
    #expect(folder.defects().map(\.kind) == [.notWeight])
  }

  @Test(arguments: [(12, true), (15, true), (9, false), (6, false), (14, false), (16, false)])
  func aNeedsGridIsACommunityOrAGrid(length: Int, isAllowed: Bool) throws {
    let code = String("2307990010010010".prefix(length))
    try folder.write(needs: [ListFolder.needsHeader, "N001,\(code),理发,2026-11-20"])
    #expect(folder.defects().map(\.kind) == (isAllowed ? [] : [.gridLength(allowed: [12, 15])]))
  }

  @Test(arguments: [(6, true), (9, true), (12, true), (15, true), (7, false), (2, false)])
  func aHomeIsOfAnyLevel(length: Int, isAllowed: Bool) throws {
    let code = String("2307990010010010".prefix(length))
    try folder.write(resources: [
      ListFolder.resourcesHeader + ",所在网格", ListFolder.resource + ",\(code)",
    ])
    #expect(
      folder.defects().map(\.kind) == (isAllowed ? [] : [.gridLength(allowed: [6, 9, 12, 15])]))
  }

  @Test func lengthsAreThePolicys() throws {
    var policy = Policy.standard
    policy.levels = GridLevels(county: 2, town: 4, community: 6, grid: 8)
    try folder.write(needs: [ListFolder.needsHeader, "N001,23079900,理发,2026-11-20"])
    #expect(folder.defects(policy: policy).isEmpty)
  }

  @Test(arguments: ["2", "23079", "230799001001001001", "*", "230799;*"])
  func areasAreOfAnyLength(cell: String) throws {
    try folder.write(resources: [ListFolder.resourcesHeader, "R001,理发志愿服务队,理发,\(cell),5"])
    #expect(folder.defects().isEmpty)
  }

  @Test func openDictionariesTakeCodesAtTheirWord() throws {
    var policy = Policy.standard
    policy.openDictionaries = true
    try folder.write(needs: [
      ListFolder.needsHeader + ",技能,特殊群体,紧急程度", "N001,230799001001001,太空旅行,2026-11-20,倒立,新群体,很急",
    ])
    try folder.write(resources: ["资源编号,单位,类型,角色,服务范围,每周可用", "R001,甲,新类型,新角色,*,0"])
    // Urgency is no dictionary: its words are the program's.
    #expect(folder.defects(policy: policy).map(\.kind.code) == [.notOneOf])
    #expect(folder.defects().filter { $0.kind.code == .unknownCode }.count == 5)
  }

  @Test func charactersThatNobodySeesAreNoPartOfACode() throws {
    try folder.write(needs: [
      ListFolder.needsHeader + ",点单",
      "\u{FEFF}N\u{200B}1,230799001001001,理\u{200B}发,2026-11-20, R001\u{200B}",
    ])
    let need = try #require(try folder.read().needs.first)
    #expect(need.id == "N1" && need.category == "理发" && need.requested == ["R001"])
  }

  @Test(arguments: ["R;1", "R、1", "R@1", "R；1", "R＠1"])
  func identifiersOfResourcesHoldNoJoiningSign(id: String) throws {
    try folder.write(resources: [ListFolder.resourcesHeader, "\(id),甲,理发,*,5"])
    #expect(folder.defects().map(\.kind) == [.reservedSign])
  }

  @Test func columnsWithoutNameAreToldOnlyWhenTheyHoldSomething() throws {
    try folder.write(needs: [ListFolder.needsHeader + ",,", ListFolder.need + ",,"])
    #expect(folder.defects().isEmpty)
    try folder.write(needs: [ListFolder.needsHeader + ",,", ListFolder.need + ",,保密的话"])
    #expect(folder.defects().map(\.kind) == [.unknownHeader(nearest: nil)])
    #expect(folder.defects().map(\.column?.number) == [6])
    #expect(folder.defects().allSatisfy { $0.found == nil })
  }

  @Test func unknownColumnsReachNoOutput() throws {
    try folder.write(needs: [ListFolder.needsHeader + ",备注", ListFolder.need + ",保密的话"])
    let bundle = try folder.read()
    #expect(bundle.warnings.map(\.kind) == [.unknownHeader(nearest: nil)])
    let text = String(
      decoding: ListWriter.needs(bundle.needs, contacts: true), as: UTF8.self)
    #expect(!text.contains("保密的话") && !text.contains("备注"))
  }

  @Test func cellsLikeIdentityNumbersAreDroppedWhereNoneBelongs() throws {
    let number = "11010519491231002X"
    try folder.write(needs: [
      ListFolder.needsHeader + ",内容,联系人,联系电话,地址",
      ListFolder.need + ",证号\(number)。,\(number),１１０１０５１９４９１２３１００２Ｘ,x\(number.lowercased())",
    ])
    let bundle = try folder.read()
    #expect(bundle.warnings.map(\.kind) == Array(repeating: .identityNumber, count: 4))
    #expect(bundle.warnings.allSatisfy { $0.found == nil && $0.severity == .warning })
    let need = try #require(bundle.needs.first)
    #expect(need.description.isEmpty && need.contact == Contact())
  }

  @Test(arguments: [
    "110105194912310021", "1101051949123100", "1110105194912310021", "11010519491231002",
    "13800000000", "没有号码", "11010519491231002Y",
  ])
  func otherNumbersAreNoIdentityNumbers(text: String) {
    #expect(!IdentityNumber.occurs(in: text))
  }

  @Test(arguments: [
    ("2.30723E+14", true), ("2.30723e+14", true), ("1E+05", true), ("E+05", false),
    ("2.3E14", false),
    ("R1+2", false), ("1E+5x", false), ("1.2E+", true),
  ])
  func numbersThatASpreadsheetAte(text: String, isMangled: Bool) {
    #expect(IdentityNumber.isMangled(text) == isMangled)
  }
}
