/// A sentence, heading or label of the pages, in both languages; `%` stands for what is put in.
///
/// The one table of words: a page says nothing that does not stand here.
enum Word: String, CaseIterable {
  // Every page.
  case contents, period, run
  // The weekly report.
  case weeklyTitle, week, cutOff, changedByHand, handTiers, visitsAsked, visitsServed, visitsUnmet,
    needsWhole, needsPart
  case needsNone, placesFilled, unitsAtWork
  case served, byClass, byCommunity, byCategory, classHeading, community, category, asked
  case servedHeading, unmetHeading, share, firstClass, lastClass, className
  case fairness, heat, heatCaption, curve, curveNote, curveLow, curveX, curveY, map, mapNote
  case mapWhole, mapPart, mapNone, mapSquare
  case loads, loadsCaption, unit, filled, offered, load, offersCaption, offersShare, expired
  case services, noServices, servicesCaption, places, date, session, resource, need, grid, role
  case leads, method, optimized, pinned, kept, manual
  case unmet, allServed, reasonsCaption, reason, needsCount, visitsCount, unmetCaption, missing
  case explanation, needsInGroup
  case needs, needsCaption, needsShare, outcome, goes, lacks, index, indexName, indexNeeds
  case tiers, tiersNote, tiersCaption, order, tier, code, value, sought, most, least, proof
  case tierCounted, countsVisits, countsPlaces, countsShortfall, countsGrids, countsDays
  case countsRanks, countsSessions, countsLevels, countsLoads, mapIndexCaption, heatIndexCaption
  // The workbook.
  case sheetServices, sheetUnmet, sheetWeek, sheetTiers, sheetGroup, sheetName, sheetClass
  case sheetCommunity, sheetFilled, sheetOffered, sheetAgenda, sheetStatements
  // Dispatch slips.
  case slipsTitle, slipTo, slipCaption, slipsNote, content, contact, masked, signed, done
  case dispatcher, receiver, signDate, cut, slipVisits, noSlips, contactPurged
  // Answers to residents.
  case answersTitle, answersNote, noAnswers, answer, dear, dearName, greeting, answerNone
  case answerPart, answerServed, because
  case letterDate, letterTime, letterWeekdays, letterMonths, letterParts
  case whyNoCandidate, whyFewDays, whyFull, whyWeeksFull, whyRole, whyFewPlaces, whyHeld
  case whyAllOrNothing, whyTier, whyEqual, whyUnpriced, whyCutOff, whyByHand, whyNotAsked
  case ifWindow, ifWindowLeft, ifOther, escalated, nextWeek, thanks, signature, source
  case communityLevel, town, county, gridLevel
  // Comparisons.
  case comparisonTitle, overview, overviewCaption, scenario, baseName, classUnmet, choices
  case distanceSum, fairnessValue, chart, chartNote, chartBar, differences, changesMade
  case gained, lost, addedNeeds, removedNeeds, relieved, burdened, movedNeeds, unpinned, asBase
  case beforeHeading, afterHeading, whoServes, moreRows, loadsCompared, loadsComparedCaption
  case tiersCompared, tiersComparedCaption, proofOf
  case changeAddNeeds, changeAddResources, changeRemoveNeeds, changeRemoveResources
  case changeAlterNeeds, changeAlterResources, columnSet, columnEmptied, columnHidden
  case changeVisits, weeklyMore, weeklyFewer, sessionMore, sessionFewer, sessionsToo
  case changeUnitOut, changeClose, changeCloseAreas, changeGrowth, changeGrowthPercent
  case changeBestVisits, changeTiers, changeClasses, changeFairness, changePolicySame, andOthers
  case areasCompared, areasComparedCaption, area, rowsBehind, rowsBehindNote, rowsBehindCaption
  case rowsUnmet, figure, sum, distanceEach, movedRows, unitRows, moreNeeds
  case needsCompared, needsComparedCaption, otherNeeds
  // Past weeks.
  case replayTitle, replayWeek, replayWeeks, replayWeeksCaption, replayPlan, replayActual,
    replayAllowed
  case replayAgreed, replayDistancePlan, replayDistanceActual, replayBreaches, replayOnTime
  case replayTiersCaption, replayBreachesCaption, replayRule, replayCount, replayRows, replayWho
  case replayOnlyPeople, replayOnlyPlan, replayBetter, replayMore, replayNote, replayLate
  // Pages of the ledger.
  case days
  case givenTitle, givenTotal, givenNote, givenWhole, givenAll, givenVisits, givenAttendances
  case givenHours, givenOpen, givenUnits, givenToUnit, givenUnitCaption, givenWho, givenByUnit
  case givenByMembers, givenCommunities, givenToCommunity, givenCommunityCaption, givenAnywhere
  case givenHere, givenSigned, givenSeal, givenMembers, givenMembersCaption, givenMember
  case givenWork, givenHome, givenRows, givenNothing, givenRowsCaption, givenService
  case givenIndex, givenFigure, givenCounted
  case agendaTitle, agendaOverview, agendaNote, agendaBottleneck, agendaWeeks, agendaDays
  case agendaServed, agendaItems, agendaNeedsCaption, agendaFirst, agendaSource, agendaDecision
  case agendaNoAsk, agendaNotSought, agendaAsks, agendaAsk, agendaAlone, agendaResidents,
    agendaBound, agendaTrial, agendaServesNone
  case agendaOtherPolicy, agendaOptimal, agendaSearch, agendaGap, agendaAll, agendaMost
  // A period's figures.
  case quarterTitle, quarterPeriod, quarterHead, quarterFigures, quarterNote, quarterCaption
  case quarterFigure, quarterRate, quarterNumerator, quarterDenominator, quarterRest
  case quarterWaiting, quarterShare, quarterGrades, quarterGradesCaption, quarterGrade
  case quarterStates, quarterStatesCaption, quarterState, quarterSum, quarterBehind
  case quarterBehindNote, quarterPart, quarterCount, quarterRows, quarterNeedsCaption
  case quarterLevel, quarterUrgency, urgencyCritical, urgencyUrgent, urgencyImportant
  case urgencyNormal, quarterIndex, quarterIndexName
  // Its parts.
  case partCommunities, partCategories, partUnits, partWeeks, partNeedsCaption
  case partOrdersCaption, partWeeksCaption, partNeedsNote, partOrdersNote, partWeeksNote
  case partChart, partWeek, partLater, partReceived, partDone, partInGrid, partInCommunity
  case partAbove, partUnsolved, partOverdue, partCalledBack, partCallsDue, partInTime, partDue
  case partOrders, partTaken, partGivenBack, partUnanswered, partAwaited, partVisited
  case partVisitsLate, partAnsweredInTime, partAnswersDue, partIndex, partOrdersCount
  // The codes of the built-in policy: its dictionary, then the code.
  case categoryAssistance = "category-assistance", categoryEmployment = "category-employment"
  case categoryLegal = "category-legal", categoryClinic = "category-clinic"
  case categoryHaircut = "category-haircut", categoryErrand = "category-errand"
  case categoryPairing = "category-pairing", categoryEldercare = "category-eldercare"
  case categoryChildcare = "category-childcare", categoryDisability = "category-disability"
  case categoryRepair = "category-repair", categoryEnvironment = "category-environment"
  case categoryMediation = "category-mediation", categoryPolicy = "category-policy"
  case categorySafety = "category-safety", categoryCulture = "category-culture"
  case categoryPsychology = "category-psychology", categoryTutoring = "category-tutoring"
  case categoryProperty = "category-property", categoryOther = "category-other"
  case roleLawyer = "role-lawyer", roleSocialWorker = "role-social-worker"
  case roleDoctor = "role-doctor", roleNurse = "role-nurse", roleMediator = "role-mediator"
  case roleElectrician = "role-electrician", rolePlumber = "role-plumber"
  case roleCarer = "role-carer", roleDriver = "role-driver", roleCounsellor = "role-counsellor"
  case roleCadre = "role-cadre", roleVolunteer = "role-volunteer"
  case skillDialect = "skill-dialect", skillSignLanguage = "skill-sign-language"
  case skillDriving = "skill-driving", skillFirstAid = "skill-first-aid"
  case skillHairdressing = "skill-hairdressing", skillNursing = "skill-nursing"
  case skillElectrical = "skill-electrical", skillLawLicence = "skill-law-licence"
  case skillComputer = "skill-computer", skillLifting = "skill-lifting"
  case skillFemale = "skill-female", skillMale = "skill-male"
  case groupLivingAlone = "group-living-alone", groupEmptyNest = "group-empty-nest"
  case groupDisabled = "group-disabled", groupLowIncome = "group-low-income"
  case groupDestitute = "group-destitute", groupLeftBehind = "group-left-behind"
  case groupVeteran = "group-veteran", groupBereaved = "group-bereaved"
  case groupSevereIllness = "group-severe-illness"
  case kindUnit = "kind-unit", kindOrganisation = "kind-organisation"
  case kindVolunteer = "kind-volunteer", kindSocialWorker = "kind-social-worker"
  case kindPartyGroup = "kind-party-group"

  /// Chinese, then English.
  var pair: (zh: String, en: String) {
    ofPlans ?? ledger ?? quarter ?? quarterParts ?? codeNames ?? answers
  }

  private var ofPlans: (zh: String, en: String)? {
    weekly ?? tierUnits ?? workbook ?? slips ?? comparison ?? changes ?? replay
  }

  private var weekly: (zh: String, en: String)? {
    switch self {
    case .contents: ("目录", "Contents")
    case .period: ("% 周一 至 % 周日", "Monday % to Sunday %")
    case .run: ("运行编号 %", "run %")
    case .weeklyTitle: ("三单派单周报 %", "Weekly service plan %")
    case .week: ("本周概况", "The week in figures")
    case .cutOff:
      (
        "求解没有算完（时间或运算量到了限度）：方案符合全部规则，但没有证明是最好的。",
        "Solving was stopped at its limit of time or work: the plan keeps every rule but is not proved best."
      )
    case .changedByHand:
      (
        "方案经人工改动 % 处（派单方式为“人工”的，和取消的），没有证明是最好的。与改动前相比：%。",
        "The plan was changed by hand in % places (those given by hand, and those taken out) and is not proved best. Against the plan before: %."
      )
    case .handTiers: ("各级目标都不变", "no tier differs")
    case .visitsAsked: ("点单（次）", "visits asked for")
    case .visitsServed: ("派出（次）", "visits served")
    case .visitsUnmet: ("未派（次）", "visits unmet")
    case .needsWhole: ("需求全部满足（件）", "needs served wholly")
    case .needsPart: ("部分满足（件）", "needs served in part")
    case .needsNone: ("未满足（件）", "needs not served")
    case .placesFilled: ("派单（人次）", "places filled")
    case .unitsAtWork: ("出动单位（个）", "units at work")
    case .served: ("满足情况", "Served and unmet")
    case .byClass: ("按优先级别", "By class")
    case .byCommunity: ("按社区", "By community")
    case .byCategory: ("按类别", "By category")
    case .classHeading: ("级别", "Class")
    case .community: ("社区编码", "Community")
    case .category: ("类别", "Category")
    case .asked: ("点单", "Asked")
    case .servedHeading: ("派出", "Served")
    case .unmetHeading: ("未派", "Unmet")
    case .share: ("满足程度", "Share served")
    case .firstClass: ("0 级（最先）", "0 (first)")
    case .lastClass: ("% 级（最后）", "% (last)")
    case .className: ("% 级", "%")
    case .fairness: ("分布与均衡", "Spread and fairness")
    case .heat: ("时段与社区", "Sessions and communities")
    case .heatCaption:
      (
        "各社区各时段派出的次数，颜色越重越多",
        "Visits served in each community and session (m morning, a afternoon, e evening); a stronger colour is more"
      )
    case .curve: ("社区间的均衡", "Fairness between communities")
    case .curveNote:
      (
        "各社区按满足程度从低到高排列：横轴是累计点单，纵轴是累计派出。折线越贴近虚线，各社区越均衡。",
        "Communities from the least served to the best: visits asked for across, visits served upwards. "
          + "The nearer the line to the dashed one, the more even the week."
      )
    case .curveLow:
      (
        "满足程度最低的是 %（派出 % / 点单 %），最高的是 %（派出 % / 点单 %）。",
        "Least served: % (% of %); best served: % (% of %)."
      )
    case .curveX: ("累计点单（次）", "visits asked for, cumulated")
    case .curveY: ("累计派出（次）", "visits served, cumulated")
    case .map: ("网格图", "Map of grids")
    case .mapNote:
      (
        "按编码的层级排列：街道、社区、网格，每格一个网格；格中数字是未派的次数。",
        "By the hierarchy of codes: towns, communities, grids, a square for each grid; the number is "
          + "of visits unmet."
      )
    case .mapWhole: ("全部派出", "all served")
    case .mapPart: ("派出一部分", "served in part")
    case .mapNone: ("一次没有派出", "none served")
    case .mapSquare: ("%：点单 % 次，派出 % 次", "%: asked %, served %")
    case .loads: ("单位负担", "Load by unit")
    case .loadsCaption: ("派出人次与本周可用人次", "Places filled, out of places offered in the week")
    case .unit: ("单位", "Unit")
    case .filled: ("派出", "Filled")
    case .offered: ("可用", "Offered")
    case .offersCaption: ("各资源本周可用与派出", "What each resource offers and fills")
    case .offersShare: ("可用 % 人次，派出 % 人次", "offered %, filled %")
    case .expired: ("本周前已到期", "Expired before the week")
    case .load: ("负担", "Load")
    case .services: ("服务清单（按单位）", "Services by unit")
    case .noServices: ("本周没有派单。", "Nothing is dispatched this week.")
    case .servicesCaption: ("每个单位去哪里、何时去", "Where each unit goes, and when")
    case .places: ("% 人次", "places: %")
    case .date: ("日期", "Date")
    case .session: ("时段", "Session")
    case .resource: ("资源", "Resource")
    case .need: ("需求", "Need")
    case .grid: ("网格", "Grid")
    case .role: ("角色", "Role")
    case .leads: ("%（牵头）", "% (leads)")
    case .method: ("方式", "Method")
    case .optimized: ("优化", "optimised")
    case .pinned: ("指定", "pinned")
    case .kept: ("续派", "kept")
    case .manual: ("人工", "by hand")
    case .unmet: ("未满足清单", "Unmet needs")
    case .allServed: ("所有需求都已满足。", "Every need is served.")
    case .reasonsCaption: ("原因汇总", "Reasons in short")
    case .reason: ("原因", "Reason")
    case .needsCount: ("需求（件）", "Needs")
    case .visitsCount: ("缺口（次）", "Visits")
    case .unmetCaption: ("未满足的需求与原因", "Needs unmet, and why")
    case .missing: ("缺口", "Missing")
    case .explanation: ("说明", "Explanation")
    case .needsInGroup: ("% 件", "needs: %")
    case .needs: ("需求逐条（按社区）", "Needs one by one, by community")
    case .needsCaption: ("每条需求去了哪里", "Where each need went")
    case .needsShare: ("点单 % 次，派出 % 次", "asked %, served %")
    case .outcome: ("去向", "Outcome")
    case .goes: ("派 %", "service %")
    case .lacks: ("缺 %", "lacks %")
    case .index: ("按级别和类别的需求编号", "Needs by class and category")
    case .indexName: ("级别或类别", "Class or category")
    case .indexNeeds: ("需求编号", "Needs")
    case .tiers: ("目标与证明", "Tiers and proofs")
    case .tiersNote:
      (
        "目标按先后逐级求优：前一级绝不为后一级让步。",
        "Tiers are sought in this order; none gives way to a later one."
      )
    case .tiersCaption: ("各级目标的数值和证明", "Value and proof of each tier")
    case .order: ("次序", "Order")
    case .tier: ("目标", "Tier")
    case .code: ("代号", "Code")
    case .value: ("数值", "Value")
    case .sought: ("方向", "Sought")
    case .most: ("越大越好", "most")
    case .least: ("越小越好", "least")
    case .proof: ("证明", "Proof")
    default: nil
    }
  }

  private var slips: (zh: String, en: String)? {
    switch self {
    case .slipsTitle: ("派单条 %", "Dispatch slips %")
    case .slipTo: ("派单条 · %", "Dispatch slip · %")
    case .slipCaption: ("本周要去的 % 人次", "Places to fill this week: %")
    case .slipsNote:
      ("沿虚线裁开，一个单位一张。", "Cut along the dashed lines: a slip for each unit.")
    case .content: ("内容", "What for")
    case .contact: ("联系人、电话、地址", "Whom to reach, and where")
    case .masked: ("（不显示）", "(not shown)")
    case .contactPurged: ("（联系方式已按期删除）", "(contact deleted when its time was up)")
    case .signed: ("签收", "Received")
    case .done: ("完成", "Done")
    case .dispatcher: ("派单人", "Dispatched by")
    case .receiver: ("接单人", "Received by")
    case .signDate: ("日期", "Date")
    case .cut: ("裁切线", "cut here")
    case .slipVisits: ("第 % 次", "visit %")
    case .noSlips: ("本周没有派单，没有派单条。", "Nothing is dispatched this week: there are no slips.")
    default: nil
    }
  }
}

/// The language of a page.
public enum ReportLanguage: String, CaseIterable, Hashable, Sendable {
  /// Chinese.
  case zh
  /// English.
  case en

  /// What stands in the place of a contact that was purged.
  public var contactPurged: String { text(.contactPurged) }

  /// A word of the table, values put in one by one.
  func text(_ word: Word, _ values: any CustomStringConvertible...) -> String {
    filled(word, values)
  }

  /// A word of the table with values in the places of its signs.
  func filled(_ word: Word, _ values: [any CustomStringConvertible]) -> String {
    var parts = (self == .zh ? word.pair.zh : word.pair.en)
      .split(separator: "%", omittingEmptySubsequences: false)[...]
    var result = String(parts.removeFirst())
    for (value, part) in zip(values, parts) { result += "\(value)\(part)" }
    return result
  }
}
