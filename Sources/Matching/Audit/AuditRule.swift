/// What a plan can break, in the order in which findings are told: a closed table.
public enum AuditRule: String, CaseIterable, Hashable, Comparable, Sendable {
  /// The plan's fingerprint is that of the lists, the policy, the week and the version.
  case fingerprint
  /// Every cell of the folder's own lists is written as sandan writes it.
  case canonicalLists = "canonical-lists"
  /// A service names a need of the list.
  case unknownNeed = "unknown-need"
  /// A service names a resource of the list.
  case unknownResource = "unknown-resource"
  /// A service's unit is its resource's.
  case unit
  /// A service's date is that of its session in the week planned.
  case date
  /// A service's role is one of the need's; none without a team.
  case serviceRole = "service-role"

  /// The resource offers the need's category (needs without roles).
  case category
  /// The resource can take the role it fills.
  case role
  /// The resource has all skills the need asks for.
  case skills
  /// The resource has none of the skills the need excludes.
  case exclusions
  /// Some area of the resource contains the need's grid.
  case area
  /// The need does not avoid the resource.
  case banned
  /// The session is not closed, and in a re-dispatch not begun, but for firm places.
  case open
  /// The session is one of the need's.
  case needSessions = "need-sessions"
  /// The session is one of the resource's.
  case resourceSessions = "resource-sessions"
  /// The day is not before the need was reported.
  case reported
  /// The day is not after the need's last date, unless that lies before the week.
  case due
  /// The day is not after the resource's last valid day.
  case valid

  /// No place of a visit is filled twice.
  case placeTwice = "place-twice"
  /// All places of a visit are filled.
  case teamIncomplete = "team-incomplete"
  /// All places of a visit are filled in one session.
  case teamSession = "team-session"
  /// The places of a visit are filled by different resources.
  case teamResources = "team-resources"
  /// The visits of a need are numbered 1, 2, ... by session; one that stays keeps its number.
  case visitNumber = "visit-number"
  /// A need has at most the visits it asks for.
  case visits
  /// A need has at most one visit on a day.
  case oneADay = "one-a-day"
  /// A need with 允许部分 = 否 is served wholly or not at all.
  case allOrNothing = "all-or-nothing"
  /// A resource fills at most 每时段上限 places in a session.
  case perSession = "per-session"
  /// A resource fills at most 每周可用 places in the week.
  case weekly
  /// Every pin holds, and in a re-dispatch every firm place, in its role.
  case pin

  /// 派单方式 is 指定 exactly where a pin asks for the resource, in any session or in this one;
  /// 续派 where a place stays from the plan before; 优化 elsewhere; 人工 where the plan says that the
  /// place was filled by hand.
  case method
  /// What a plan says was changed by hand was: without the changes it is another plan that keeps every
  /// rule, worth what is told of it.
  case byHand = "by-hand"
  /// The place of the first role with the smallest number leads; without a team each service does.
  case lead
  /// 点单名次 is the resource's position in the resident's choice, from 1.
  case choiceRank = "choice-rank"
  /// 距离级 is the level at which home and grid part.
  case distance
  /// 服务单号 is made of week, need, visit and place.
  case serviceID = "service-id"
  /// Services are sorted by need, visit and place.
  case order

  /// The unmet list names every need not fully served, once, in order, and no other.
  case unmetList = "unmet-list"
  /// The number of visits that lack is right.
  case unmetMissing = "unmet-missing"
  /// No unmet visit fits into the room that the plan leaves.
  case room
  /// A plan that was asked for alone says nothing of why, of changes and of levels; any other does.
  case planOnly = "plan-only"
  /// A reason `no-candidate` is true, with its counts and its nearest miss.
  case reasonNoCandidate = "reason-no-candidate"
  /// A reason `few-days` is true.
  case reasonFewDays = "reason-few-days"
  /// A reason `sessions-full` or `weeks-full` names a set that is full, closed and rightly held.
  case reasonTightSet = "reason-tight-set"
  /// What is said to stop the last of the visits missing does, and all that does is said.
  case reasonFurther = "reason-further"
  /// A reason `role-unfilled` is true.
  case reasonRoleUnfilled = "reason-role-unfilled"
  /// A reason `few-places` is true, with its figures.
  case reasonFewPlaces = "reason-few-places"
  /// A reason `places-held` is true, with all that it names.
  case reasonPlacesHeld = "reason-places-held"
  /// A reason `all-or-nothing` is true, with all that it names.
  case reasonAllOrNothing = "reason-all-or-nothing"
  /// A reason `higher-tier` stands only where the need would have room, and its price is neither
  /// refuted by the certificate nor by another plan.
  case reasonHigherTier = "reason-higher-tier"
  /// A reason `equal-plan` stands only where the need would have room, and nothing refutes it.
  case reasonEqualPlan = "reason-equal-plan"
  /// A reason `unpriced` stands only where the need would have room and its served tier is closed.
  case reasonUnpriced = "reason-unpriced"
  /// A reason `cut-off` stands only where the need would have room and its served tier is open.
  case reasonCutOff = "reason-cut-off"
  /// A reason `by-hand` stands only in a plan changed by hand, where no reason is true that says more,
  /// and none that speaks of the best plan stands in such a plan.
  case reasonByHand = "reason-by-hand"

  /// A smallest change serves its need, and harms none of its class or a higher one.
  case smallestChange = "smallest-change"
  /// 建议层级 is the lowest level that could still find somebody.
  case escalation
  /// Every unmet need tells its smallest change and its level, but with the reasons `cut-off` and
  /// `by-hand`; a change
  /// may lack only where the plan says that a limit ended the search, and then one does.
  case changeMissing = "change-missing"

  /// The tiers are the policy's, in its order, each once; `kept` is absent from a first plan.
  case tierNames = "tier-names"
  /// A tier's value is what the design's formula gives.
  case tierValue = "tier-value"
  /// A bound agrees with its tier's value and proof, and ends with the first tier not proved.
  case tierBound = "tier-bound"
  /// The plan's status follows from the proofs of its tiers, and only an open tier is cut off.
  case status

  /// The certificate is as its format says, names what the lists hold, and belongs to the plan.
  case certificate
  /// The certificate proves every tier that rests on it, and the bound that is told.
  case certificateProof = "certificate-proof"
  /// A tier is closed by search only where the lists have couplings.
  case searchUncoupled = "search-uncoupled"
  /// A tier that the certificate proves is not called closed by search.
  case searchProved = "search-proved"
  /// Where tiers are closed by search, the certificate proves the plan best in them among those
  /// that serve the coupled needs alike.
  case searchAlike = "search-alike"
  /// Where tiers are closed by search, no single change to a coupled need makes the plan better.
  case searchImproved = "search-improved"

  /// Every cell of services.csv and unmet.csv reads as the plan is put into words.
  case wording
  /// report.html is, byte by byte, what the plan and the lists give in one of the languages.
  case report
  /// 三单.xlsx, where there is one, says in every cell what the plan and the lists give.
  case workbook

  /// The rules on what is written beside a plan: they are looked at where a folder is read, and no
  /// check of ``Audit`` names them.
  public static let ofFolder: Set<AuditRule> = [.canonicalLists, .wording, .report, .workbook]

  /// The order of the table.
  public static func < (left: AuditRule, right: AuditRule) -> Bool {
    left.position < right.position
  }

  private var position: Int { AuditRule.allCases.firstIndex(of: self) ?? AuditRule.allCases.count }
}

extension AuditRule: CustomStringConvertible {
  /// The name that messages and JSON use.
  public var description: String { rawValue }
}
