/// The words of answers to residents.
extension Word {
  var answers: (zh: String, en: String) {
    switch self {
    case .answersTitle: ("答复居民 %", "Answers to residents %")
    case .answersNote:
      ("一件一份，核对后签发。", "One for each need, to be checked and signed.")
    case .noAnswers: ("所有需求都已满足，没有要答复的。", "Every need is served: there is nothing to answer.")
    case .answer: ("关于需求 % 的答复", "About your request %")
    case .dear: ("尊敬的居民：", "Dear resident,")
    case .dearName: ("尊敬的%：", "Dear %,")
    case .greeting:
      (
        "您好！您在%提出的“%”需求，我们认真办理了。",
        "thank you for your request of % (%), which we have looked into with care."
      )
    case .answerNone:
      (
        "很抱歉，本周（%至%）还没能安排（共 % 次）。",
        "We are sorry that it could not be arranged this week (% to %; visits: %)."
      )
    case .answerPart:
      (
        "本周（%至%）安排了 % 次，还有 % 次没能安排，很抱歉。",
        "This week (% to %) % of the visits are arranged; % could not be, for which we are sorry."
      )
    case .answerServed: ("已安排的是：%。", "Arranged: %.")
    case .letterDate: ("%年%%日", "% % %")
    case .letterTime: ("%%日（%）%", "% % %, in the %")
    case .letterWeekdays:
      (
        "周一 周二 周三 周四 周五 周六 周日",
        "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
      )
    case .letterMonths:
      (
        "1月 2月 3月 4月 5月 6月 7月 8月 9月 10月 11月 12月",
        "January February March April May June July August September October November December"
      )
    case .letterParts: ("上午 下午 晚上", "morning afternoon evening")
    case .because: ("原因：%", "The reason: %")
    case .whyNoCandidate:
      (
        "按申报的项目、技能、服务范围和时间，本周没有一个服务力量符合这件需求的全部条件。",
        "by what they offer, where and when, nobody on this week's list meets all that your request asks for."
      )
    case .whyFewDays:
      (
        "能为您服务的力量本周只有 % 天能来，而需要 % 次（各次在不同的日子）。",
        "those who could come can do so on % days only, while % visits on different days are asked for."
      )
    case .whyFull:
      (
        "能为您服务的力量，在合适的时段都已排满；先安排的是同样紧急或更紧急的需求，或事先指定的服务。",
        "all who could come are taken in the sessions that suit, by requests as urgent or more so, or by "
          + "services fixed beforehand."
      )
    case .whyWeeksFull:
      (
        "能为您服务的力量，本周的次数都已用完；先安排的是同样紧急或更紧急的需求，或事先指定的服务。",
        "all who could come have given all their visits of the week to requests as urgent or more so, or "
          + "to services fixed beforehand."
      )
    case .whyRole:
      (
        "这件事要几个人同来，其中“%”一职，找不到能与其他人同一时段来的。",
        "it takes several people at once, and nobody could be found as % for a session in which the "
          + "others can come."
      )
    case .whyFewPlaces:
      (
        "即使本周只办这一件，能来的人手也只够 % 次。",
        "even were it the only request of the week, there would be hands for % visits only."
      )
    case .whyHeld:
      (
        "需要的人手和时段，本周已被同样紧急或更紧急的需求，或事先指定的服务占用。",
        "the people and sessions it takes are held by requests as urgent or more so, or by services "
          + "fixed beforehand."
      )
    case .whyAllOrNothing:
      (
        "您希望 % 次全部安排，而本周的人手只够 % 次，因此没有安排。如果可以先办一部分，请告诉我们。",
        "all % visits or none were asked for, and there are hands for % only. If a part would help, "
          + "please tell us."
      )
    case .whyTier:
      (
        "本周的人手要先保证政策排在前面的目标（%），再多安排这件就会使它变差。",
        "what the policy puts first (%) would suffer if it were served as well."
      )
    case .whyEqual:
      (
        "本周有几件同样合适的需求，人手只够其中一部分，这次先安排了别的。",
        "several requests were equally fit, and there were hands for some of them only."
      )
    case .whyUnpriced:
      (
        "本周的人手按政策规定的先后安排，排在前面的目标已经用去。",
        "the week's hands went to what the policy puts first."
      )
    case .whyByHand:
      (
        "本周的安排经人工调整，这件暂时没有排上。",
        "the week's plan was changed by hand, and this is not in it for now."
      )
    case .whyNotAsked:
      (
        "本周的人手安排了别的需求，这件暂时没有排上。",
        "the week's hands went to other requests, and this is not in its plan for now."
      )
    case .whyCutOff:
      (
        "本周的安排没有算完，这件暂时没有排上。", "the week's plan could not be worked out to its end."
      )
    case .ifWindow:
      (
        "如果您在%也方便，请告诉我们，就能安排。",
        "Please tell us if you have time on % as well: then it can be arranged."
      )
    case .ifWindowLeft:
      (
        "如果您在%也方便，请告诉我们：所需的人手要先问排在前面的居民，他们用不上，就给您安排。",
        "Please tell us if you have time on % as well: residents before you are asked first for the "
          + "hands that it takes, and if they do not take them, it can be arranged."
      )
    case .ifOther:
      (
        "要安排它，需要服务单位增加人手、时间或项目，我们会去联系。",
        "To arrange it, a unit would have to offer more; we shall ask for it."
      )
    case .escalated: ("这件需求建议转到%一级协调。", "We suggest that it be taken up by the %.")
    case .nextWeek:
      (
        "没有满足的需求下周再次参加安排，等候的周数会记上。",
        "It takes part again next week, and the weeks waited are counted."
      )
    case .thanks: ("感谢您的理解。", "Thank you for your patience.")
    case .signature: ("网格员：　　　　　　电话：　　　　　　日期：", "Grid worker:　　　　　　Telephone:　　　　　　Date:")
    case .source: ("核对：unmet.csv 第 % 行，%", "Check: unmet.csv row %, %")
    case .communityLevel: ("社区", "community")
    case .town: ("街道", "town")
    case .county: ("县", "county")
    case .gridLevel: ("网格", "grid")
    default: ("", "")
    }
  }
}
