extension Word {
  /// The words of the pages that come from the ledger.
  var ledger: (zh: String, en: String)? { given ?? agenda }

  private var given: (zh: String, en: String)? {
    switch self {
    case .days: ("% 至 %", "% to %")
    case .givenTitle: ("双报告：单位和成员做了什么", "What units and members gave")
    case .givenTotal: ("合计", "In all")
    case .givenNote:
      (
        "一单是一次办结的服务。人次按来的成员算，没有写成员的算一次。成员在工作社区和居住社区都写。",
        "An order is a visit that was done. Attendances count the members who came, or one where nobody was named. A member stands in both communities."
      )
    case .givenWhole: ("范围", "Of")
    case .givenAll: ("全部", "All")
    case .givenVisits: ("单", "Orders")
    case .givenAttendances: ("人次", "Attendances")
    case .givenHours: ("小时", "Hours")
    case .givenOpen: ("没写时长", "Without hours")
    case .givenUnits: ("给单位的报告", "Statements for units")
    case .givenToUnit: ("报告 · %", "Statement · %")
    case .givenUnitCaption: ("% 做了什么（成员 % 人）", "What % gave (members: %)")
    case .givenWho: ("谁", "Who")
    case .givenByUnit: ("单位合计", "The unit")
    case .givenByMembers: ("其中记名的成员", "of it members by name")
    case .givenCommunities: ("给社区的报告", "Statements for communities")
    case .givenToCommunity: ("报告 · 社区 %", "Statement · community %")
    case .givenCommunityCaption:
      (
        "在社区 % 报到的成员 % 人（工作 %，居住 %）做了什么",
        "What was given by the members registered in community %: % (working there %, living there %)"
      )
    case .givenAnywhere: ("合计", "Everywhere")
    case .givenHere: ("其中在本社区", "of it in this community")
    case .givenSigned: ("经手人", "Prepared by")
    case .givenSeal: ("盖章", "Seal")
    case .givenMembers: ("成员", "Members")
    case .givenMembersCaption: ("成员（%）", "Members (%)")
    case .givenMember: ("成员编号", "Member")
    case .givenWork: ("工作社区", "Works in")
    case .givenHome: ("居住社区", "Lives in")
    case .givenRows: ("办结的各单", "Orders done")
    case .givenNothing: ("这段时间没有办结的单。", "No order was done in these days.")
    case .givenRowsCaption: ("办结的各单（%）", "Orders done (%)")
    case .givenService: ("服务单号", "Order")
    case .givenIndex: ("各数所含的单", "Orders behind each number")
    case .givenFigure: ("哪些数", "Numbers")
    case .givenCounted: ("% 单", "orders: %")
    default: nil
    }
  }

  private var agenda: (zh: String, en: String)? {
    switch self {
    case .agendaTitle: ("联席会议议题", "Agenda of the joint meeting")
    case .agendaOverview: ("概况", "Overview")
    case .agendaNote:
      (
        "需求 % 件，缺 % 次，卡在 % 处。列入的是 % 周没有满足的，和证明无人能办的。",
        "Needs: %; visits lacking: %; bottlenecks: %. Listed is what stayed unmet for % weeks, and what is proved to be beyond anybody listed."
      )
    case .agendaBottleneck: ("卡在哪里", "Bottleneck")
    case .agendaWeeks: ("等了几周", "Weeks waited")
    case .agendaDays: ("等了几天", "Days waited")
    case .agendaServed: ("照办可满足", "Served if done")
    case .agendaItems: ("议题", "Items")
    case .agendaNeedsCaption: ("需求 % 件，缺 % 次", "Needs: %; visits lacking: %")
    case .agendaFirst: ("首问", "Answered for by")
    case .agendaSource: ("依据的方案", "Plan it rests on")
    case .agendaDecision: ("议定：", "Decided:")
    case .agendaNoAsk:
      (
        "没有找到改动一两处就能满足的办法，请会议另议。",
        "No change of one or two entries would serve these needs: for the meeting to settle."
      )
    case .agendaNotSought:
      (
        "排方案时没有查完怎样改动能满足（时间到了）；不限时再排一次方案，就有结论。",
        "What change would serve these needs was not looked for to the end (the time was up): plan again without a limit to know."
      )
    case .agendaAsks: ("请各部门", "What is asked for")
    case .agendaAsk: ("请增加", "To add")
    case .agendaAlone: ("单独照办可满足", "Served if only this is done")
    case .agendaAll: ("全部照办", "All of it")
    case .agendaMost: ("各项单独证明之和", "Changes proved one by one, in sum")
    case .agendaResidents: ("（问居民）", "(to ask residents)")
    case .agendaBound:
      (
        "至多满足 %（共 %）：各项单独证明之和，没有来得及合在一起验证。",
        "At most % of % would be served: the sum of changes proved one by one; there was no time to try them together."
      )
    case .agendaTrial:
      (
        "全部照办，重新排一次，满足 % 件（共 % 件；%）；单独证明之和为 %。",
        "With everything done, planning again serves % of % (%); the sum of changes proved one by one is %."
      )
    case .agendaServesNone:
      (
        "单独看，% 件各有改动一两处的办法；全部照办再排一次，多出的服务按政策次序先给了别的需求，这一组 % 件仍没有一件得到满足（%）。请会议另议。",
        "Taken one by one, % of these needs have a change of one or two entries that would do. With all of this, the visits gained go to other needs by the policy's order, and none of these % is served (%): for the meeting to settle."
      )
    case .agendaOtherPolicy:
      (
        "这次用的政策或程序与当时的方案不同，以上是按现在的政策验证的。",
        "Policy or program differ from those of the plans: the trial is one of the present policy."
      )
    case .agendaOptimal: ("已证最优", "proved best")
    case .agendaSearch: ("求解器判定最优，未独立核验", "closed by search, not verified independently")
    case .agendaGap: ("没有证明是最好的", "not proved best")
    default: nil
    }
  }
}
