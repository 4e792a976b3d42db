extension Word {
  /// Names of a workbook's sheets, and headings that no page has.
  var workbook: (zh: String, en: String)? {
    switch self {
    case .sheetServices: ("服务清单", "Services")
    case .sheetUnmet: ("未满足清单", "Unmet needs")
    case .sheetWeek: ("本周数字", "The week in figures")
    case .sheetTiers: ("各级目标", "Tiers and proofs")
    case .sheetGroup: ("分组", "Group")
    case .sheetName: ("名称", "Name")
    case .sheetClass: ("优先级别", "Class")
    case .sheetCommunity: ("社区", "Community")
    case .sheetFilled: ("派出（人次）", "Places filled")
    case .sheetOffered: ("可用（人次）", "Places offered")
    case .sheetAgenda: ("议题", "Agenda")
    case .sheetStatements: ("办结的各单", "Orders done")
    default: nil
    }
  }
}
