import ArgumentParser
import Ledger
import ListFiles
import ThreeLists

struct Purge: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "purge",
    abstract: Language.asked.text(
      "清除个人信息：某日之前了结的需求、过期的资源。",
      "Remove personal fields of needs that ended, and of resources offered, before a day."),
    discussion: Language.asked.text(
      """
      清除联系人、电话、地址、内容；编号、状态、件数都留着，链条不受影响。
      还没了结的需求不清除；资源看最后一次申报的那一周，
      成员看最后一次报到和最后一次来的那天。
      """,
      """
      Name, telephone, address and the residents' words go; identifiers, states and
      counts stay, and so does the chain. Needs that are not finished keep theirs;
      of a resource the week of its last offer counts, of a member the last
      registration and the last visit.
      """))

  @Option(
    help: ArgumentHelp(
      Language.asked.text("这天以前的，不含这天。", "What lies before this day."), valueName: "date"))
  var before: String

  @OptionGroup var who: ActorOptions
  @OptionGroup var place: LedgerOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard let day = EntryReader.moment(before)?.day else {
      throw ValidationError(
        common.lang.text(
          "--before：应为日期，如 2026-11-23。", "--before: expected a date such as 2026-11-23."))
    }
    guard day <= now.day else {
      throw ValidationError(LedgerText.purgeAhead(day, now.day, common.lang))
    }
  }

  func run() throws {
    guard let day = EntryReader.moment(before)?.day else { return }
    let store = try open()
    let (needs, resources, members) = try write(store) { ledger in
      let ended = ledger.state.cases.filter { $0.endedAt.map { $0.day < day } ?? false }
      var last: [String: Week] = [:]
      for (week, record) in ledger.state.weeks {
        for id in record.resources.keys { last[id] = max(last[id] ?? week, week) }
      }
      let past = last.filter { $0.value.sunday < day }.keys.sorted()
      let needs = try ledger.removePersonalFields(of: ended.map { .need($0.need.id) })
      let resources = try ledger.removePersonalFields(of: past.map { .resource($0) })
      let members = try ledger.removePersonalFields(of: membersLastSeen(before: day, ledger.state))
      // What is printed later says that a contact is gone, and not that none was given.
      let contacts = ended.map(\.need.id).filter { id in
        needs[.need(id)].map { $0.contact != Contact() } ?? false
      }
      try ledger.append(
        Entry(
          .purged, time: now, actor: who.name,
          body: [
            "before": .text(day.description), "needs": .number(needs.count),
            "resources": .number(resources.count), "members": .number(members.count),
            "contacts": .texts(contacts),
          ]))
      return (needs.count, resources.count, members.count)
    }
    try common.tell(
      [
        LedgerText.purged(
          before: day, needs: needs, resources: resources, members: members, common.lang)
      ],
      json: PurgeDocument(
        before: day.description, needs: needs, resources: resources, members: members))
  }

  /// Members who neither registered nor came on a visit since.
  private func membersLastSeen(before day: Day, _ state: LedgerState) -> [ContactSubject] {
    var seen: Set<String> = []
    for order in state.needs.values.lazy.flatMap({ $0.orders.values }) {
      guard let done = order.doneAt?.day, done >= day else { continue }
      seen.formUnion(order.attendances.map(\.member))
    }
    return state.members.values
      .filter { $0.registeredAt.day < day && !seen.contains($0.member.id) }
      .map { .member($0.member.id) }
  }
}

/// What `purge` prints as JSON.
struct PurgeDocument: Encodable {
  var formatVersion = 1
  var before: String
  var needs: Int
  var resources: Int
  var members: Int
}
