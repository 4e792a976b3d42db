import ThreeLists

/// Where a need stands; at every moment in exactly one of these.
///
/// Done, solved and content are three facts: ``done`` says that the visits took place, whether it
/// is solved and how content the resident is are told apart when the resident is called back.
public enum CaseState: String, CaseIterable, Hashable, Sendable {
  /// 待派: waits to be dispatched.
  case pending
  /// 已派: orders are out, not all answered.
  case dispatched
  /// 已接: every order is taken.
  case accepted
  /// 办理中: some visits took place, or some places of a visit are done.
  case underway
  /// 已办结: all visits took place.
  case done
  /// 已回访: the resident was called back.
  case followedUp = "followed-up"
  /// 拒单: an order came back and waits to go to somebody else.
  case refused
  /// 超时未接: an order was not answered in time.
  case lapsed
  /// 缓办: waits until a day.
  case deferred
  /// 升级: lies with a higher level.
  case escalated
  /// 关闭未解决: closed without being solved.
  case unresolved
  /// 返工: taken up again after it was done or closed.
  case rework

  /// The state's name in the offices' words.
  public var name: String {
    switch self {
    case .pending: "待派"
    case .dispatched: "已派"
    case .accepted: "已接"
    case .underway: "办理中"
    case .done: "已办结"
    case .followedUp: "已回访"
    case .refused: "拒单"
    case .lapsed: "超时未接"
    case .deferred: "缓办"
    case .escalated: "升级"
    case .unresolved: "关闭未解决"
    case .rework: "返工"
    }
  }

  /// Whether the office has nothing more to do, unless the need is taken up again.
  public var isFinal: Bool { self == .followedUp || self == .unresolved }

  /// The step whose limit runs in this state; nil where none does.
  public var step: LoopStep? {
    switch self {
    case .pending, .refused, .lapsed, .rework: .dispatch
    case .dispatched: .respond
    case .accepted, .underway: .complete
    case .done: .followUp
    case .escalated: .escalate
    case .followedUp, .deferred, .unresolved: nil
    }
  }
}

/// How content a resident is, five grades.
public enum Grade: Int, CaseIterable, Hashable, Sendable {
  /// 非常满意
  case veryContent = 5
  /// 满意
  case content = 4
  /// 基本满意
  case fair = 3
  /// 不满意
  case discontent = 2
  /// 非常不满意
  case veryDiscontent = 1

  /// The grade's word in the lists.
  public var code: String {
    switch self {
    case .veryContent: "非常满意"
    case .content: "满意"
    case .fair: "基本满意"
    case .discontent: "不满意"
    case .veryDiscontent: "非常不满意"
    }
  }

  /// A grade by its word or its number, 5 best; nil for anything else.
  public init?(code: String) {
    guard let found = Grade.allCases.first(where: { $0.code == code || "\($0.rawValue)" == code })
    else { return nil }
    self = found
  }
}
