/// The words of what scenarios change, and of the rows behind their figures.
extension Word {
  var changes: (zh: String, en: String)? { said ?? behind }

  private var said: (zh: String, en: String)? {
    switch self {
    case .changeAddNeeds: ("增加需求 % 件：%", "Needs added (%): %")
    case .changeAddResources: ("增加资源 % 个：%", "Resources added (%): %")
    case .changeRemoveNeeds: ("去掉需求 % 件：%", "Needs left out (%): %")
    case .changeRemoveResources: ("去掉资源 % 个：%", "Resources left out (%): %")
    case .changeAlterNeeds: ("改需求 % 件（%）：%", "Needs altered (%: %): %")
    case .changeAlterResources: ("改资源 % 个（%）：%", "Resources altered (%: %): %")
    case .columnSet: ("% 写 %", "% set to %")
    case .columnEmptied: ("% 留空", "% left empty")
    case .columnHidden: ("% 另写（不显示）", "% set (not shown)")
    case .changeVisits: ("资源 %：%", "Resources %: %")
    case .weeklyMore: ("每周多 % 次", "visits more in the week: %")
    case .weeklyFewer: ("每周少 % 次", "visits fewer in the week: %")
    case .sessionMore: ("每时段多 % 次", "visits more in a session: %")
    case .sessionFewer: ("每时段少 % 次", "visits fewer in a session: %")
    case .sessionsToo: ("也可 %", "also in %")
    case .changeUnitOut: ("撤下单位 %（资源 %）", "Units that stay away: % (resources %)")
    case .changeClose: ("停办时段：%", "Sessions closed: %")
    case .changeCloseAreas:
      ("停办时段：%（网格 %，涉及需求 % 件）", "Sessions closed: % (in grids %; needs that had them: %)")
    case .changeGrowth: ("%类需求多 % 件：%", "Needs of the category %, more by %: %")
    case .changeGrowthPercent:
      ("%类需求多百分之 %，即 % 件：%", "Needs of the category %, more by % per cent (%): %")
    case .changeBestVisits:
      (
        "多来 % 次，用在最要紧处（资源清单里多出的行，次数）：%",
        "Visits more where they count most: % (rows added to the resource list, visits): %"
      )
    case .changeTiers: ("目标次序改为：%", "Order of tiers: %")
    case .changeClasses:
      (
        "优先级别改为：%；特殊群体提前 % 级；等了 % 周起提前 % 级",
        "Classes: %; special groups gain %; from weeks waited %, gain %"
      )
    case .changeFairness: ("均衡改在%之间", "Fairness between areas of the level: %")
    case .changePolicySame: ("写明的政策与基准相同", "The policy named is that of the base")
    case .andOthers: ("% 等，另有 % 个", "% and % others")
    default: nil
    }
  }

  private var behind: (zh: String, en: String)? {
    switch self {
    case .areasCompared: ("各地未派", "Unmet by area")
    case .areasComparedCaption:
      (
        "未派/点单（次）。均衡值由此算出：每地第 k 次未派记 1000×(2k−1)/点单，取整相加",
        "Visits unmet/asked. The fairness value follows: the k-th visit unmet of an area counts "
          + "1000×(2k−1)/asked, rounded down, and all are added"
      )
    case .area: ("地方", "Area")
    case .rowsBehind: ("数字背后的需求", "The needs behind the figures")
    case .rowsBehindNote:
      (
        "每个方案的数字由哪些需求得来；×2 是两次。编号通到需求的一行。",
        "The needs that each plan's figures count; ×2 is two visits. Identifiers lead to the need's row."
      )
    case .rowsBehindCaption: ("%：数字由哪些需求得来", "%: the needs that its figures count")
    case .rowsUnmet: ("%级未派", "Unmet, class %")
    case .figure: ("数字", "Figure")
    case .sum: ("合计", "In all")
    case .distanceEach: ("距离 %（每人次）", "Distance % (each place)")
    case .movedRows: ("换人或换时段", "Served by others or at other times")
    case .unitRows: ("派出 · %", "Filled · %")
    case .moreNeeds:
      ("……另有 % 件，compare --plans 写出全部", "… % more; compare --plans writes all")
    case .needsCompared: ("需求逐条", "Needs one by one")
    case .needsComparedCaption:
      ("派出/点单（次）；–：没有这件需求", "Visits served/asked; –: no such need")
    case .otherNeeds: ("其余 % 件", "The other %")
    default: nil
    }
  }
}
