/// A column of a list: its Chinese header, its English key, and how its cells are treated.
struct ColumnDefinition: Hashable, Sendable {
  let key: String
  let chinese: String
  var isRequired = false
  /// The column in whose absence this one is required.
  var substitute: String?
  /// Whether a message may quote its cells.
  var isQuotable = true
  /// Whether long digits belong in it.
  var holdsNumbers = false
}

/// The columns of the two lists, in the order in which they are written.
enum Columns {
  static let needs: [ColumnDefinition] = [
    .init(key: "need_id", chinese: "需求编号", isRequired: true, holdsNumbers: true),
    .init(key: "grid", chinese: "网格编码", isRequired: true, holdsNumbers: true),
    .init(key: "category", chinese: "类别", isRequired: true),
    .init(key: "description", chinese: "内容"),
    .init(key: "urgency", chinese: "紧急程度"),
    .init(key: "reported_on", chinese: "提出日期", isRequired: true),
    .init(key: "due_on", chinese: "最迟日期"),
    .init(key: "sessions", chinese: "可服务时段"),
    .init(key: "visits", chinese: "次数"),
    .init(key: "roles", chinese: "角色"),
    .init(key: "skills", chinese: "技能"),
    .init(key: "without", chinese: "排除"),
    .init(key: "special_group", chinese: "特殊群体", isQuotable: false),
    .init(key: "requested", chinese: "点单", holdsNumbers: true),
    .init(key: "previous", chinese: "上次资源", holdsNumbers: true),
    .init(key: "pinned", chinese: "指定", holdsNumbers: true),
    .init(key: "banned", chinese: "回避", holdsNumbers: true),
    .init(key: "partial", chinese: "允许部分"),
    .init(key: "carried", chinese: "结转次数"),
    .init(key: "first_responsible", chinese: "首问", isQuotable: false),
    .init(key: "contact_name", chinese: "联系人", isQuotable: false),
    .init(key: "contact_phone", chinese: "联系电话", isQuotable: false),
    .init(key: "address", chinese: "地址", isQuotable: false),
  ]

  static let resources: [ColumnDefinition] = [
    .init(key: "resource_id", chinese: "资源编号", isRequired: true, holdsNumbers: true),
    .init(key: "unit", chinese: "单位", isRequired: true),
    .init(key: "kind", chinese: "类型"),
    .init(key: "categories", chinese: "类别", substitute: "roles"),
    .init(key: "roles", chinese: "角色"),
    .init(key: "skills", chinese: "技能"),
    .init(key: "areas", chinese: "服务范围", isRequired: true, holdsNumbers: true),
    .init(key: "home", chinese: "所在网格", holdsNumbers: true),
    .init(key: "sessions", chinese: "可用时段"),
    .init(key: "weekly", chinese: "每周可用", isRequired: true),
    .init(key: "per_session", chinese: "每时段上限"),
    .init(key: "minimum", chinese: "每周至少"),
    .init(key: "history", chinese: "历史承担"),
    .init(key: "weight", chinese: "权重"),
    .init(key: "valid_to", chinese: "有效至"),
    .init(key: "contact_name", chinese: "联系人", isQuotable: false),
    .init(key: "contact_phone", chinese: "联系电话", isQuotable: false),
  ]

  /// Who is registered where they work and where they live.
  static let members: [ColumnDefinition] = [
    .init(key: "member_id", chinese: "成员编号", isRequired: true, holdsNumbers: true),
    .init(key: "member_name", chinese: "姓名", isQuotable: false),
    .init(key: "unit", chinese: "单位", isRequired: true),
    .init(key: "work_community", chinese: "工作社区", isRequired: true, holdsNumbers: true),
    .init(key: "home_community", chinese: "居住社区", isRequired: true, holdsNumbers: true),
    .init(key: "skills", chinese: "技能"),
    .init(key: "grid_group", chinese: "网格组"),
  ]

  /// The columns of the canonical lists: all but who can be reached how, and who answers for it.
  static let canonicalNeeds = needs.filter { !people.contains($0.key) }
  static let canonicalResources = resources.filter { !people.contains($0.key) }
  private static let people: Set<String> = [
    "first_responsible", "contact_name", "contact_phone", "address",
  ]

  static let services: [ColumnDefinition] = [
    .init(key: "service_id", chinese: "服务单号", isRequired: true, holdsNumbers: true),
    .init(key: "need_id", chinese: "需求编号", isRequired: true, holdsNumbers: true),
    .init(key: "visit", chinese: "次序", isRequired: true),
    .init(key: "role", chinese: "角色", isRequired: true),
    .init(key: "lead", chinese: "牵头", isRequired: true),
    .init(key: "resource_id", chinese: "资源编号", isRequired: true, holdsNumbers: true),
    .init(key: "unit", chinese: "单位", isRequired: true),
    .init(key: "date", chinese: "日期", isRequired: true),
    .init(key: "session", chinese: "时段", isRequired: true),
    .init(key: "method", chinese: "派单方式", isRequired: true),
    .init(key: "choice_rank", chinese: "点单名次", isRequired: true),
    .init(key: "distance", chinese: "距离级", isRequired: true),
    .init(key: "reason", chinese: "理由"),
    .init(key: "run_id", chinese: "运行编号", isRequired: true, holdsNumbers: true),
  ]

  /// A service list that an office edited: what does not decide may lack.
  static let editedServices: [ColumnDefinition] = services.map { column in
    var column = column
    column.isRequired = ["service_id", "need_id", "role", "resource_id", "session"]
      .contains(column.key)
    return column
  }

  /// A service list with what became of each place; only these are read.
  static let standing: [ColumnDefinition] =
    services.map { column in
      var column = column
      column.isRequired = read.contains(column.key)
      return column
    } + [.init(key: "state", chinese: "状态")]

  /// The columns of a standing that are written.
  static let writtenStanding = standing.filter { read.contains($0.key) || $0.key == "state" }

  private static let read = ["service_id", "need_id", "visit", "role", "resource_id", "session"]

  static let unmet: [ColumnDefinition] = [
    .init(key: "need_id", chinese: "需求编号", isRequired: true, holdsNumbers: true),
    .init(key: "missing", chinese: "缺口", isRequired: true),
    .init(key: "reason_code", chinese: "原因代码", isRequired: true),
    .init(key: "reason", chinese: "说明"),
    .init(key: "evidence", chinese: "依据"),
    .init(key: "smallest_fix", chinese: "最小补足"),
    .init(key: "escalate_to", chinese: "建议层级"),
  ]

  /// An order as a unit gets it; the last two columns are for its answer.
  static let slip: [ColumnDefinition] = [
    .init(key: "service_id", chinese: "服务单号", isRequired: true, holdsNumbers: true),
    .init(key: "need_id", chinese: "需求编号", holdsNumbers: true),
    .init(key: "unit", chinese: "单位"),
    .init(key: "resource_id", chinese: "资源编号", holdsNumbers: true),
    .init(key: "role", chinese: "角色"),
    .init(key: "lead", chinese: "牵头"),
    .init(key: "date", chinese: "日期"),
    .init(key: "session", chinese: "时段"),
    .init(key: "grid", chinese: "网格编码", holdsNumbers: true),
    .init(key: "category", chinese: "类别"),
    .init(key: "description", chinese: "内容", isQuotable: false),
    .init(key: "contact_name", chinese: "联系人", isQuotable: false),
    .init(key: "contact_phone", chinese: "联系电话", isQuotable: false),
    .init(key: "address", chinese: "地址", isQuotable: false),
    .init(key: "first_responsible", chinese: "首问", isQuotable: false),
    .init(key: "respond_by", chinese: "答复期限"),
    .init(key: "answer", chinese: "答复", isRequired: true),
    .init(key: "reason", chinese: "原因"),
    .init(key: "time", chinese: "时间"),
  ]

  static let completions: [ColumnDefinition] =
    [.init(key: "service_id", chinese: "服务单号", substitute: "need_id", holdsNumbers: true)]
    + slip.dropFirst().filter { !["answer", "reason"].contains($0.key) }
    + [
      .init(key: "members", chinese: "成员", holdsNumbers: true), .init(key: "hours", chinese: "时长"),
    ]

  private static let needEntry: [ColumnDefinition] = [
    .init(key: "need_id", chinese: "需求编号", isRequired: true, holdsNumbers: true),
    .init(key: "time", chinese: "时间"),
  ]

  static let callBacks =
    needEntry + [
      .init(key: "grade", chinese: "满意度", isRequired: true),
      .init(key: "solved", chinese: "是否解决", isRequired: true),
    ]

  static let escalations =
    needEntry + [
      .init(key: "level", chinese: "层级", isRequired: true),
      .init(key: "reason", chinese: "原因", isRequired: true),
    ]

  static let deferrals =
    needEntry + [
      .init(key: "until", chinese: "缓办至", isRequired: true),
      .init(key: "reason", chinese: "原因", isRequired: true),
    ]

  static let closings = needEntry + [.init(key: "reason", chinese: "原因", isRequired: true)]

  static let reworks = needEntry + [.init(key: "visits", chinese: "次数")]

  static let corrections = needEntry + [.init(key: "entry", chinese: "台账序号")]
}
