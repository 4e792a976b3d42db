import ThreeLists

/// The lists as sheets of workbooks.
public enum ListWorkbooks {
  /// 服务清单, with the columns of services.csv.
  ///
  /// - Parameters:
  ///   - rows: in the order in which they are written.
  ///   - name: of the sheet.
  /// - Returns: the sheet.
  public static func services(_ rows: [ServiceRow], name: String = "服务清单") -> WorkbookSheet {
    sheet(name, Columns.services, rows.map { ListWriter.cells($0) })
  }

  /// 未满足清单, with the columns of unmet.csv.
  ///
  /// - Parameters:
  ///   - rows: in the order in which they are written.
  ///   - name: of the sheet.
  /// - Returns: the sheet.
  public static func unmet(_ rows: [UnmetRow], name: String = "未满足清单") -> WorkbookSheet {
    sheet(name, Columns.unmet, rows.map { ListWriter.cells($0) })
  }

  /// 需求清单, with the columns of needs.csv.
  ///
  /// - Parameters:
  ///   - needs: in the order in which they are written.
  ///   - contacts: as in ``ListWriter/needs(_:contacts:)``.
  /// - Returns: the sheet.
  public static func needs(_ needs: [Need], contacts: Bool) -> WorkbookSheet {
    sheet(
      "需求清单", contacts ? Columns.needs : Columns.canonicalNeeds,
      needs.map { ListWriter.cells($0, contacts: contacts) })
  }

  /// 资源清单, with the columns of resources.csv.
  ///
  /// - Parameters:
  ///   - resources: in the order in which they are written.
  ///   - contacts: as in ``ListWriter/resources(_:contacts:)``.
  /// - Returns: the sheet.
  public static func resources(_ resources: [Resource], contacts: Bool) -> WorkbookSheet {
    sheet(
      "资源清单", contacts ? Columns.resources : Columns.canonicalResources,
      resources.map { ListWriter.cells($0, contacts: contacts) })
  }

  /// Orders for a unit, with the columns of its slip.
  ///
  /// - Parameters:
  ///   - rows: as in ``ListWriter/slip(_:)``.
  ///   - name: of the sheet.
  ///   - reasons: why an order may be given back, where the unit answers on the slip: its cells for that
  ///     have drop-down lists then; nil where nothing is to be answered.
  /// - Returns: the sheet, and the words of its lists.
  public static func slip(
    _ rows: [[String: String]], name: String, reasons: CodeDictionary?
  ) -> [WorkbookSheet] {
    let slip = sheet(
      name, Columns.slip, rows.map { row in Columns.slip.map { row[$0.key] ?? "" } })
    guard let reasons else { return [slip] }
    return offering(
      [
        .init("答复", EntryTable.answerWords, ["answer"], isStrict: true),
        .init("原因", words(reasons), ["reason"], isStrict: true),
      ], in: slip, Columns.slip)
  }

  private static let numbers: Set<String> = [
    "visits", "carried", "weekly", "per_session", "minimum", "history", "visit", "choice_rank",
    "distance", "missing",
  ]
  private static let dates: Set<String> = ["reported_on", "due_on", "valid_to", "date"]
  private static let longTexts: Set<String> = [
    "description", "reason", "evidence", "smallest_fix", "address",
  ]

  private static func sheet(
    _ name: String, _ definitions: [ColumnDefinition], _ rows: [[String]]
  ) -> WorkbookSheet {
    WorkbookSheet(
      name: name,
      columns: definitions.map { definition in
        let key = definition.key
        return .init(
          definition.chinese,
          numbers.contains(key)
            ? .number
            : dates.contains(key) ? .date : longTexts.contains(key) ? .longText : .text)
      }, rows: rows)
  }

  // MARK: Templates

  private static let dictionaries = "词典"

  /// The needs list that an office begins with, with drop-down lists of the policy's words.
  ///
  /// - Parameters:
  ///   - policy: the words.
  ///   - needs: its rows, contacts and all; nil for the template's examples.
  /// - Returns: the list and the words.
  public static func needsTemplate(_ policy: Policy, _ needs: [Need]? = nil) -> [WorkbookSheet] {
    template(
      needs.map { self.needs($0, contacts: true) }
        ?? sheet("需求清单", Columns.needs, rows(of: ListTemplates.needs)),
      [
        .init("类别", words(policy.categories), ["category"], isStrict: !policy.openDictionaries),
        .init("紧急程度", Urgency.allCases.map(\.code), ["urgency"], isStrict: true),
        .init("时段", Session.all.map(\.description), ["sessions"]),
        .init("角色", words(policy.roles), ["roles"]),
        .init("技能", words(policy.skills), ["skills", "without"]),
        .init("特殊群体", words(policy.specialGroups), ["special_group"]),
        .init("允许部分", ["是", "否"], ["partial"], isStrict: true),
      ], Columns.needs)
  }

  /// The resource list that an office begins with, with drop-down lists of the policy's words.
  ///
  /// - Parameters:
  ///   - policy: the words.
  ///   - resources: its rows, contacts and all; nil for the template's examples.
  /// - Returns: the list and the words.
  public static func resourcesTemplate(
    _ policy: Policy, _ resources: [Resource]? = nil
  ) -> [WorkbookSheet] {
    template(
      resources.map { self.resources($0, contacts: true) }
        ?? sheet("资源清单", Columns.resources, rows(of: ListTemplates.resources)),
      [
        .init("类型", words(policy.kinds), ["kind"], isStrict: !policy.openDictionaries),
        .init("类别", words(policy.categories), ["categories"]),
        .init("角色", words(policy.roles), ["roles"]),
        .init("技能", words(policy.skills), ["skills"]),
        .init("时段", Session.all.map(\.description), ["sessions"]),
      ], Columns.resources)
  }

  /// The members list that an office begins with, with a drop-down list of the policy's skills.
  public static func membersTemplate(_ policy: Policy) -> [WorkbookSheet] {
    template(
      sheet("成员清单", Columns.members, rows(of: ListTemplates.members)),
      [.init("技能", words(policy.skills), ["skills"])], Columns.members)
  }

  /// Words, and the columns in whose cells they are offered; one of several values is not strict.
  private struct Choice {
    var title: String
    var words: [String]
    var keys: [String]
    var isStrict: Bool

    init(_ title: String, _ words: [String], _ keys: [String], isStrict: Bool = false) {
      self.title = title
      self.words = words
      self.keys = keys
      self.isStrict = isStrict
    }
  }

  private static func words(_ dictionary: CodeDictionary) -> [String] {
    dictionary.entries.map(\.name)
  }

  private static func rows(of template: [UInt8]) -> [[String]] {
    let table = CSVTable(Array(template.dropFirst(3)), limits: ListLimits())
    return table.rows.dropFirst().map { table.cells[$0.cells].map { table.text($0) } }
  }

  private static func template(
    _ sheet: WorkbookSheet, _ choices: [Choice], _ definitions: [ColumnDefinition]
  ) -> [WorkbookSheet] {
    var sheet = sheet
    sheet.isForm = true
    return offering(choices, in: sheet, definitions)
  }

  /// A sheet with drop-down lists, and the sheet of their words.
  private static func offering(
    _ choices: [Choice], in sheet: WorkbookSheet, _ definitions: [ColumnDefinition]
  ) -> [WorkbookSheet] {
    var sheet = sheet
    for (number, choice) in choices.enumerated() where !choice.words.isEmpty {
      for index in definitions.indices where choice.keys.contains(definitions[index].key) {
        sheet.columns[index].choices = (dictionaries, number, choice.words.count)
        sheet.columns[index].isStrict = choice.isStrict
      }
    }
    let height = choices.map(\.words.count).max() ?? 0
    return [
      sheet,
      WorkbookSheet(
        name: dictionaries, columns: choices.map { .init($0.title) },
        rows: (0..<height).map { row in
          choices.map { row < $0.words.count ? $0.words[row] : "" }
        }),
    ]
  }
}
