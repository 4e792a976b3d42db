/// A number that is told of a part of a period: how many rows of one figure have one of some facts.
///
/// What has to add up, does: needs received are done, overdue or not yet due; those done were settled
/// at one level, or the resident says that they are not solved; orders are taken, given back, not
/// answered in time or awaited.
public enum FigureMeasure: String, CaseIterable, Hashable, Sendable {
  /// 收到
  case received
  /// 办结
  case done
  /// 网格内化解
  case settledInGrid = "settled-in-grid"
  /// 社区化解
  case settledInCommunity = "settled-in-community"
  /// 街道以上化解
  case settledAbove = "settled-above"
  /// 办结而居民说没有解决
  case doneUnsolved = "done-unsolved"
  /// 逾期或关闭未办结
  case overdue
  /// 未到期
  case waiting
  /// 回访
  case calledBack = "called-back"
  /// 应回访
  case callsDue = "calls-due"
  /// 按期办结
  case doneInTime = "done-in-time"
  /// 应办结
  case due
  /// 派单
  case orders
  /// 接单
  case taken
  /// 拒单
  case givenBack = "given-back"
  /// 超时未接
  case unanswered
  /// 待接
  case awaited
  /// 完成
  case visited
  /// 接单后逾期未去
  case visitsLate = "visits-late"
  /// 按时答复
  case answeredInTime = "answered-in-time"
  /// 应答复
  case answersDue = "answers-due"

  /// The figure whose rows are counted.
  public var figure: FigureName {
    switch self {
    case .received, .settledInGrid, .settledInCommunity, .settledAbove, .doneUnsolved: .localCounty
    case .done, .overdue, .waiting: .done
    case .calledBack, .callsDue: .calledBack
    case .doneInTime, .due: .doneInTime
    case .orders, .taken, .givenBack, .unanswered, .awaited, .visited, .visitsLate: .accepted
    case .answeredInTime, .answersDue: .answeredInTime
    }
  }

  /// The facts of which one has to hold of a row.
  public var facts: [FigureFact] {
    let whole = figure.definition
    switch self {
    case .received, .orders: return whole.counted + whole.others + whole.waiting
    case .due, .callsDue, .answersDue: return whole.counted + whole.others
    case .done, .calledBack, .doneInTime, .taken, .answeredInTime: return whole.counted
    case .overdue: return whole.others
    case .waiting, .awaited: return whole.waiting
    case .settledInGrid: return [.settledInGrid]
    case .settledInCommunity: return [.settledInCommunity]
    case .settledAbove: return [.settledInTown, .settledInCounty]
    case .doneUnsolved: return [.doneUnsolved]
    case .givenBack: return [.givenBack]
    case .unanswered: return [.unanswered]
    // Of the orders that were taken, those that are done, and those that are late.
    case .visited, .visitsLate: return [.taken]
    }
  }
}

/// By what a period's figures are told apart.
public enum FigureDivision: String, CaseIterable, Hashable, Sendable {
  /// 社区
  case community
  /// 类别
  case category
  /// 单位
  case unit
  /// 周
  case week

  /// What is told of each part, in its order.
  public var measures: [FigureMeasure] {
    switch self {
    case .community, .category:
      [
        .received, .done, .settledInGrid, .settledInCommunity, .settledAbove, .doneUnsolved,
        .overdue, .waiting, .calledBack, .callsDue, .doneInTime, .due,
      ]
    case .unit:
      [
        .orders, .taken, .givenBack, .unanswered, .awaited, .visited, .visitsLate,
        .answeredInTime, .answersDue,
      ]
    case .week: [.received, .done, .doneInTime, .due]
    }
  }
}
