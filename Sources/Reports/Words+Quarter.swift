extension Word {
  /// The words of the page of a period's figures.
  var quarter: (zh: String, en: String)? {
    switch self {
    case .quarterTitle: ("指标 % 至 %", "Figures, % to %")
    case .quarterPeriod:
      ("收到需求 % 件，办到 % 的结果", "% needs received, as they stood at %")
    case .quarterHead: ("台账校验值 %", "ledger %")
    case .quarterFigures: ("各项指标", "Figures")
    case .quarterNote:
      (
        "算的是这段时间收到的需求，不论哪天办的；时限未到的单列，既不算达标，也不算失败。点数字看背后的每一行。",
        "About the needs received in the period, on whatever day they were served; what is not yet due "
          + "stands apart, neither met nor failed. Each number leads to the rows behind it."
      )
    case .quarterCaption: ("分子、分母和未到期", "Numerators, denominators, and what is not yet due")
    case .quarterFigure: ("指标", "Figure")
    case .quarterRate: ("百分比", "Rate")
    case .quarterNumerator: ("分子", "Numerator")
    case .quarterDenominator: ("分母", "Denominator")
    case .quarterRest: ("只在分母", "Denominator only")
    case .quarterWaiting: ("未到期", "Not yet due")
    case .quarterShare: ("比例", "Share")
    case .quarterGrades: ("满意度", "Answers of residents")
    case .quarterGradesCaption: ("回访到的居民怎样答", "What residents said when they were called back")
    case .quarterGrade: ("满意度", "Grade")
    case .quarterStates: ("各在哪种状态", "Where the needs stand")
    case .quarterStatesCaption:
      (
        "每件需求恰在一种状态，加起来就是收到的件数", "Each need is in exactly one state; they add up to those received"
      )
    case .quarterState: ("状态", "State")
    case .quarterSum: ("合计", "In all")
    case .quarterBehind: ("指标背后的每一行", "The rows behind each figure")
    case .quarterBehindNote:
      (
        "编号通到需求的一行；单号通到它的需求。公平度列出所得和权重。",
        "Identifiers lead to the need's row, orders to their need's; fairness names what each has and "
          + "its weight."
      )
    case .quarterPart: ("归类", "Part")
    case .quarterCount: ("行数", "Rows")
    case .quarterRows: ("编号", "Identifiers")
    case .quarterNeedsCaption: ("这段时间收到的需求", "The needs received in the period")
    case .quarterIndex: ("按状态、层级和满意度的需求编号", "Needs by state, level and grade")
    case .quarterIndexName: ("层级或满意度", "Level or grade")
    case .quarterLevel: ("所在层级", "Level")
    case .quarterUrgency: ("紧急程度", "Urgency")
    case .urgencyCritical: ("特急", "critical")
    case .urgencyUrgent: ("紧急", "urgent")
    case .urgencyImportant: ("重要", "important")
    case .urgencyNormal: ("一般", "normal")
    default: nil
    }
  }
}
