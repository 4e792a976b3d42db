extension Word {
  /// The words of the parts of a period: communities, categories, units, weeks.
  var quarterParts: (zh: String, en: String)? {
    switch self {
    case .partCommunities: ("各社区", "Communities")
    case .partCategories: ("各类别", "Categories")
    case .partUnits: ("各单位", "Units")
    case .partWeeks: ("各周", "Weeks")
    case .partNeedsCaption: ("收到的需求办得怎样（件）", "What became of the needs received")
    case .partOrdersCaption: ("派给各单位的单", "What became of the orders sent to units")
    case .partWeeksCaption: ("每周收到和办结的需求（件）", "Needs received and needs done, by week")
    case .partNeedsNote:
      (
        "收到＝办结＋逾期未办＋未到期；办结＝网格化解＋社区化解＋街道以上化解＋居民说未解决。关闭而没有办结的算逾期未办。"
          + "比例后面是分子/分母，算法和上面的各项指标相同。",
        "Received = done + overdue + not yet due; done = settled in the grid, in the community, above, and "
          + "done but not solved, as the resident says. What was closed without being done is overdue. "
          + "Behind each rate stand its numerator and denominator, reckoned as the figures above."
      )
    case .partOrdersNote:
      (
        "派单＝接单＋拒单＋超时未接＋待答复，换人再派的另算一单；完成和逾期未去都是已接的单。"
          + "这段时间报过资源而没有单的单位也列出。",
        "Orders = taken + given back + not answered in time + awaited; an order that goes to somebody else "
          + "counts again. Done and overdue are of those taken. Units that offered something and got no "
          + "order are listed, too."
      )
    case .partWeeksNote:
      (
        "收到按收到的日子，办结按办结的日子；按期办结率是那一周收到的需求的。各周数字见下表。",
        "Received by the day on which a need came in, done by the day on which it was done; the share done "
          + "in time is of the needs that came in that week. The table has the numbers of the drawing."
      )
    case .partChart:
      (
        "% 周里每周收到和办结的需求，最多的一周 % 件；数字在下表",
        "Needs received and done in each of % weeks, at most %; the numbers are in the table below"
      )
    case .partWeek: ("%（% 至 %）", "% (% to %)")
    case .partLater: ("这段时间以后", "After the period")
    case .partReceived: ("收到", "Received")
    case .partDone: ("办结", "Done")
    case .partInGrid: ("网格化解", "In the grid")
    case .partInCommunity: ("社区化解", "In the community")
    case .partAbove: ("街道以上化解", "Above")
    case .partUnsolved: ("居民说未解决", "Not solved")
    case .partOverdue: ("逾期未办", "Overdue")
    case .partCalledBack: ("办结后回访", "Called back")
    case .partCallsDue: ("应回访", "Calls due")
    case .partInTime: ("按期办结", "Done in time")
    case .partDue: ("应办结", "Due")
    case .partOrders: ("派单", "Orders")
    case .partTaken: ("接单", "Taken")
    case .partGivenBack: ("拒单", "Given back")
    case .partUnanswered: ("超时未接", "Not answered")
    case .partAwaited: ("待答复", "Awaited")
    case .partVisited: ("完成", "Done")
    case .partVisitsLate: ("接单后逾期", "Overdue after taken")
    case .partAnsweredInTime: ("按时答复", "Answered in time")
    case .partAnswersDue: ("应答复", "Answers due")
    case .partIndex:
      ("各部分背后的编号", "The rows behind the parts")
    case .partOrdersCount: ("% 单", "orders: %")
    default: nil
    }
  }
}
