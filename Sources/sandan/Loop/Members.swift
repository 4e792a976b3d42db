import ArgumentParser
import Ledger
import ListFiles
import ThreeLists

struct Members: LedgerCommand {
  static let takesPolicy = true
  static let configuration = CommandConfiguration(
    commandName: "members",
    abstract: Language.asked.text(
      "双报到：把成员清单记入台账。", "Register the members of units, where they work and where they live."),
    discussion: Language.asked.text(
      """
      列：成员编号、姓名、单位、工作社区、居住社区、技能、网格组；CSV 或 .xlsx，sandan init
      写出样子。再报一次，以后报的为准；没有变化的不重复记。姓名单独存放，可以清除。
      """,
      """
      Columns 成员编号, 姓名, 单位, 工作社区, 居住社区, 技能, 网格组 (member_id, member_name,
      unit, work_community, home_community, skills, grid_group), CSV or .xlsx; sandan
      init writes a template. The last registration counts; what is as before is not
      entered again. Names are kept apart and can be purged.
      """))

  @Argument(
    help: ArgumentHelp(
      Language.asked.text("成员清单（CSV 或 .xlsx），或目录。", "The members list (CSV or .xlsx), or a folder.")
    ),
    completion: .file())
  var list: String

  @OptionGroup var who: ActorOptions
  @OptionGroup var lists: ListOptions
  @OptionGroup var place: LedgerOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    Progress.begin(quiet: common.quiet)
    let inForce = try policyBeforeReading()
    let policy = inForce.policy
    let read = try common.readMembers(list, policy: policy, units: nil, form: lists.form)
    common.warn(read.warnings)
    let store = try open(creating: true)
    let (head, entered) = try write(store) { ledger in
      if let named = inForce.named { try ledger.record(named, time: now, actor: who.name) }
      let entered = try register(read.members, &ledger, by: who.name)
      return (ledger.head, entered)
    }
    try common.tell(
      [MemberText.registered(read.members.count, entered: entered, common.lang)],
      json: MembersDocument(
        members: read.members.count, entered: entered, head: head,
        warnings: DefectDocument(read.warnings, language: common.lang).defects))
  }
}

extension LedgerCommand {
  /// Registers members, and keeps their names apart.
  ///
  /// - Returns: how many were new or changed.
  func register(
    _ members: [Member], _ ledger: inout LedgerTransaction, by actor: String
  ) throws -> Int {
    let before = ledger.appended.count
    for member in members {
      try ledger.register(member, time: now, actor: actor)
      try ledger.keep(PersonalFields(contact: Contact(name: member.name)), of: .member(member.id))
    }
    return ledger.appended.count - before
  }
}

extension CommonOptions {
  /// Reads the members list, or ends with all that is wrong in it.
  func readMembers(
    _ path: String, policy: Policy, units: Set<String>?, form: ListForm
  ) throws -> (members: [Member], warnings: [ListDefect]) {
    do {
      return try MemberReader.read(
        path, policy: policy, units: units, encoding: form.encoding, sheets: form.sheets)
    } catch {
      throw refuse(error)
    }
  }
}

/// What `members` prints as JSON.
struct MembersDocument: Encodable {
  var formatVersion = 1
  /// Members in the list.
  var members: Int
  /// Those that were new or changed.
  var entered: Int
  var head: String
  var warnings: [DefectDocument.Entry]
}
