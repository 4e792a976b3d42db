import ThreeLists

/// The figures of a period, in the order in which they are told.
public enum FigureName: String, CaseIterable, Hashable, Sendable {
  /// 派单率
  case dispatched
  /// 接单率
  case accepted
  /// 拒单率
  case refused
  /// 超时未接率
  case lapsed
  /// 响应时限达标率
  case answeredInTime = "answered-in-time"
  /// 办结率
  case done
  /// 按期办结率
  case doneInTime = "done-in-time"
  /// 解决率
  case solved
  /// 满意率
  case content
  /// 回访率
  case calledBack = "called-back"
  /// 返工率
  case reworked
  /// 就地化解率 网格
  case localGrid = "local-grid"
  /// 就地化解率 社区
  case localCommunity = "local-community"
  /// 就地化解率 街道
  case localTown = "local-town"
  /// 就地化解率 县
  case localCounty = "local-county"
  /// 网格覆盖率
  case gridsCovered = "grids-covered"
  /// 特殊群体覆盖率
  case specialCovered = "special-covered"
  /// 单位公平度
  case unitsFair = "units-fair"
  /// 网格公平度
  case gridsFair = "grids-fair"
  /// 方案变动率
  case moved

  /// The figure's name in the offices' words.
  public var name: String {
    switch self {
    case .dispatched: "派单率"
    case .accepted: "接单率"
    case .refused: "拒单率"
    case .lapsed: "超时未接率"
    case .answeredInTime: "响应时限达标率"
    case .done: "办结率"
    case .doneInTime: "按期办结率"
    case .solved: "解决率"
    case .content: "满意率"
    case .calledBack: "回访率"
    case .reworked: "返工率"
    case .localGrid: "就地化解率（不出网格）"
    case .localCommunity: "就地化解率（不出社区）"
    case .localTown: "就地化解率（不出街道）"
    case .localCounty: "就地化解率（不出县）"
    case .gridsCovered: "网格覆盖率"
    case .specialCovered: "特殊群体覆盖率"
    case .unitsFair: "单位公平度"
    case .gridsFair: "网格公平度"
    case .moved: "方案变动率"
    }
  }

  /// What it counts, and by which facts.
  public var definition: FigureDefinition {
    switch self {
    case .dispatched:
      .init(.needs, [.sent], [.unsentLate], [.unsentWaiting], .method)
    case .accepted:
      .init(.orders, [.taken], [.givenBack, .unanswered], [.awaited], .method)
    case .refused:
      .init(.orders, [.givenBack], [.taken, .unanswered], [.awaited], .method)
    case .lapsed:
      .init(.orders, [.unanswered], [.taken, .givenBack], [.awaited], .method)
    case .answeredInTime:
      .init(.orders, [.answeredInTime], [.answeredLate, .unanswered], [.awaited], .limits)
    case .done:
      .init(.needs, [.doneInTime, .doneLate], [.undoneLate], [.undoneWaiting], .hotline)
    case .doneInTime:
      .init(.needs, [.doneInTime], [.doneLate, .undoneLate], [.undoneWaiting], .limits)
    case .solved: .init(.needs, [.solved], [.unsolved], [.uncalled], .hotline)
    case .content: .init(.needs, [.content], [.discontent], [.uncalled], .hotline)
    case .calledBack:
      .init(.needs, [.calledBack], [.uncalledLate], [.uncalledWaiting], .method)
    case .reworked: .init(.needs, [.takenUpAgain], [.endedOnce], [], .own)
    case .localGrid:
      .local([.settledInGrid], [.settledInCommunity, .settledInTown, .settledInCounty])
    case .localCommunity:
      .local([.settledInGrid, .settledInCommunity], [.settledInTown, .settledInCounty])
    case .localTown:
      .local([.settledInGrid, .settledInCommunity, .settledInTown], [.settledInCounty])
    case .localCounty:
      .local([.settledInGrid, .settledInCommunity, .settledInTown, .settledInCounty], [])
    case .gridsCovered:
      .init(.grids, [.served], [.unservedLate], [.unservedWaiting], .own)
    case .specialCovered:
      .init(.specialNeeds, [.served], [.unservedLate], [.unservedWaiting], .own)
    case .unitsFair: .init(.units, [.withinShare], [.beyondShare], [], .model)
    case .gridsFair:
      .init(.gridShares, [.withinShare], [.beyondShare], [.undoneWaiting], .model)
    case .moved: .init(.places, [.moved], [.unmoved], [], .model)
    }
  }
}

/// What a figure counts: the subjects of which a fact of ``counted`` holds, out of these and those
/// of which a fact of ``others`` does; subjects not yet due stand apart, the rest are left out.
public struct FigureDefinition: Hashable, Sendable {
  /// Whose facts are asked for.
  public var subject: FigureSubject
  /// What makes the numerator.
  public var counted: [FigureFact]
  /// What else makes the denominator.
  public var others: [FigureFact]
  /// What is not yet due.
  public var waiting: [FigureFact]
  /// Where the definition comes from.
  public var source: FigureSource

  init(
    _ subject: FigureSubject, _ counted: [FigureFact], _ others: [FigureFact],
    _ waiting: [FigureFact], _ source: FigureSource
  ) {
    self.subject = subject
    self.counted = counted
    self.others = others
    self.waiting = waiting
    self.source = source
  }

  /// 就地化解率: settled at some levels, out of all that was due.
  static func local(_ counted: [FigureFact], _ others: [FigureFact]) -> FigureDefinition {
    FigureDefinition(
      .needs, counted, others + [.doneUnsolved, .undoneLate], [.undoneWaiting], .method)
  }
}

/// What figures are about.
public enum FigureSubject: String, CaseIterable, Hashable, Sendable {
  /// Needs received in the period.
  case needs
  /// Those of them of a special group.
  case specialNeeds = "special needs"
  /// Orders that went out for them, one for each time.
  case orders
  /// Places for which an order went out, however often.
  case places
  /// Grids from which they come.
  case grids
  /// Places done for them, by unit.
  case units
  /// Visits done for them, by grid.
  case gridShares = "visits by grid"
}

/// Where the definition of a figure comes from.
public enum FigureSource: String, CaseIterable, Hashable, Sendable {
  /// The method of the three lists.
  case method
  /// The rates by which hotlines are measured.
  case hotline
  /// The limits of the policy.
  case limits
  /// The tiers by which plans are made.
  case model
  /// A decision of this program.
  case own
}
