import ThreeLists

/// The words of what the values of tiers are sums of.
extension Word {
  /// What a tier's value counts.
  static func counted(by tier: TierName) -> Word {
    switch tier {
    case .served: .countsVisits
    case .kept, .continuity: .countsPlaces
    case .minimums: .countsShortfall
    case .grids: .countsGrids
    case .waited: .countsDays
    case .choice: .countsRanks
    case .prompt: .countsSessions
    case .distance: .countsLevels
    case .units: .countsLoads
    }
  }

  var tierUnits: (zh: String, en: String)? {
    switch self {
    case .tierCounted: ("数值是什么之和", "What the value adds up")
    case .countsVisits: ("次数", "visits")
    case .countsPlaces: ("人次", "places")
    case .countsShortfall: ("每周至少还差的人次", "places short of the minimums")
    case .countsGrids:
      ("每地第 k 次未派：1000×(2k−1)/点单", "k-th visit unmet of an area: 1000×(2k−1)/asked")
    case .countsDays: ("每次未派已等的天数，至多 999", "days waited of each visit unmet, at most 999")
    case .countsRanks: ("每人次的点单名次，最想要的为 0", "rank of each place among the wishes, the first 0")
    case .countsSessions:
      ("每次的时段序号，一上 0 至日晚 20", "session of each visit, Mon morning 0 to Sun evening 20")
    case .countsLevels:
      (
        "每人次：同网格 0、同社区 1、同街道 2、同县或不明 3、更远 4",
        "each place: same grid 0, community 1, town 2, county or unknown 3, beyond 4"
      )
    case .countsLoads:
      ("单位第 k 人次：100×(2×(历史+k)−1)/权重", "k-th place of a unit: 100×(2×(history+k)−1)/weight")
    case .heatIndexCaption:
      ("时段与社区一表中有几次的格，通到这里", "Squares of sessions and communities with several visits lead here")
    case .mapIndexCaption: ("网格图中有几件需求的格，通到这里", "Squares of the map with several needs lead here")
    default: nil
    }
  }
}
