/// The words of comparisons.
extension Word {
  var comparison: (zh: String, en: String)? {
    switch self {
    case .comparisonTitle: ("场景比较 %", "Scenarios compared %")
    case .overview: ("总览", "Overview")
    case .overviewCaption:
      ("各场景的主要数字；点场景名看与基准的差别", "Main figures; a scenario's name leads to its differences")
    case .scenario: ("场景", "Scenario")
    case .baseName: ("基准", "Base")
    case .classUnmet: ("%级未派", "Unmet, %")
    case .choices: ("点单满足", "Choices")
    case .distanceSum: ("距离", "Distance")
    case .fairnessValue: ("均衡值", "Fairness")
    case .chart: ("派出与未派", "Served and unmet")
    case .chartNote:
      (
        "每条横杠是一个场景点单的全部次数：左段派出，右段未派。数字见总览。",
        "A bar is all visits asked for in a scenario: served on the left, unmet on the right. The figures stand in the overview."
      )
    case .chartBar: ("%：派出 %，未派 %（派出 %）", "%: served %, unmet % (% served)")
    case .differences: ("与基准的差别", "Against the base")
    case .changesMade: ("改动", "Changes")
    case .gained: ("多派了的需求", "Needs with more visits")
    case .lost: ("少派了的需求", "Needs with fewer visits")
    case .addedNeeds: ("新增的需求", "Needs added")
    case .removedNeeds: ("去掉的需求", "Needs left out")
    case .relieved: ("减轻的单位", "Units relieved")
    case .burdened: ("加重的单位", "Units burdened")
    case .movedNeeds: ("换人或换时段的需求：% 件。", "Needs served by others or at other times: %.")
    case .unpinned: ("放开了指定的需求：%。", "Needs whose pins are given up: %.")
    case .asBase: ("派出的需求和单位负担与基准相同。", "Needs served and loads are those of the base.")
    case .beforeHeading: ("基准", "Base")
    case .afterHeading: ("场景", "Scenario")
    case .whoServes: ("谁去", "Who goes")
    case .moreRows:
      ("另有 % 行，见 comparison.json。", "Rows more: %; see comparison.json.")
    case .loadsCompared: ("各单位负担", "Loads by unit")
    case .loadsComparedCaption: ("各场景派出的人次", "Places filled in each scenario")
    case .tiersCompared: ("各级目标", "Tiers")
    case .tiersComparedCaption:
      (
        "各场景逐级的数值；空格：该场景的政策没有这一级",
        "Values tier by tier; empty: no such tier in the scenario's policy"
      )
    case .proofOf: ("证明", "Proof")
    default: nil
    }
  }
}
