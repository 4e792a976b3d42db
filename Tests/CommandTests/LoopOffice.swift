import Foundation
import Testing

/// An office that works with a ledger, in a folder of its own.
final class LoopOffice {
  let scratch: ScratchFolder
  /// The time that commands are told.
  var now = "2026-11-20T15:00"

  init() throws {
    scratch = try ScratchFolder()
    try write(needs: Self.needs, to: "needs.csv")
    try scratch.write(Self.resources, to: "resources.csv")
  }

  static let needHeader =
    "需求编号,网格编码,类别,内容,提出日期,可服务时段,次数,联系人,联系电话,地址\n"

  /// Three needs: two haircuts, one of them twice, and legal advice that nobody offers.
  static let needs = [
    "N001,230799001001001,理发,剪头发,2026-11-18,,1,张三甲,13900001111,和平路七号",
    "N002,230799001001002,理发,理发两次,2026-11-19,,2,欧阳小明,13900002222,建设街八号",
    "N003,230799001001003,法律服务,问遗嘱,2026-11-19,,1,李四,0458-3333333,新华巷九号",
  ]

  static let resources = """
    资源编号,单位,类别,服务范围,每周可用,可用时段,联系人,联系电话
    R1,理发队,理发,*,1,三上,王五,13900004444
    R2,社工站,理发,*,1,四上,赵六,13900005555

    """

  func write(needs rows: [String], to name: String) throws {
    try scratch.write(Self.needHeader + rows.map { $0 + "\n" }.joined(), to: name)
  }

  /// Runs the program with the office's time and actor.
  @discardableResult func run(
    _ arguments: [String], expecting status: Int32 = 0,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> SandanProcess.Result {
    var arguments = arguments
    let isWithoutTime = arguments.starts(with: ["ledger"])
    if !isWithoutTime, !arguments.contains("--as-of") { arguments += ["--as-of", now] }
    let reads = ["status", "ledger", "agenda", "statement", "figures"].contains(arguments[0])
    if !reads, !arguments.contains("--actor") { arguments += ["--actor", "王敏"] }
    let result = try SandanProcess.run(arguments, in: scratch)
    #expect(
      result.status == status, "\(arguments): \(result.errors)\(result.output)",
      sourceLocation: sourceLocation)
    return result
  }

  func openWeek(_ week: String = "2026-W48", needs: String = "needs.csv") throws {
    try run(["week", "open", needs, "resources.csv", "--week", week])
  }

  func dispatchWeek(_ week: String = "2026-W48") throws {
    try run(["week", "plan", "--week", week, "--out", "plan-\(week)"])
    try run(["week", "dispatch", "--week", week, "--out", "slips-\(week)"])
  }

  /// A need's account.
  func account(_ need: String) throws -> [String: Any] {
    try #require(try run(["status", need, "--format", "json"]).json)
  }

  func state(_ need: String) throws -> String {
    try #require(try account(need)["state"] as? String)
  }

  /// The orders of a need: service and resource.
  func orders(_ need: String) throws -> [(service: String, resource: String, state: String)] {
    let orders = try #require(try account(need)["orders"] as? [[String: Any]])
    return orders.map {
      (
        $0["service"] as? String ?? "", $0["resource"] as? String ?? "",
        $0["state"] as? String ?? ""
      )
    }
  }

  /// The ledger's entries as they are exported.
  func events() throws -> [[String: Any]] {
    try run(["ledger", "export"]).output.split(separator: "\n").map { line in
      try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
  }

  /// How many needs are in each state, now.
  var states: [String: Int] {
    get throws { try states(at: now) }
  }

  /// How many needs were in each state at a moment.
  func states(at moment: String) throws -> [String: Int] {
    let json = try #require(try run(["status", "--format", "json", "--as-of", moment]).json)
    let states = try #require(json["states"] as? [String: Int])
    #expect(states.values.reduce(0, +) == json["received"] as? Int)
    return states.filter { $0.value > 0 }
  }

  /// The lines of the list of what is overdue at a moment, now if none is given.
  func overdue(at moment: String? = nil) throws -> [[String: Any]] {
    let told = try run(["overdue", "--format", "json", "--as-of", moment ?? now])
    return try #require(told.json?["needs"] as? [[String: Any]])
  }

  var ledger: Data? { FileManager.default.contents(atPath: scratch("三单.sqlite")) }
}
