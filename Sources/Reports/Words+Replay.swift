/// The words of past weeks replayed.
extension Word {
  var replay: (zh: String, en: String)? {
    switch self {
    case .replayTitle: ("过去几周的回放", "Past weeks replayed")
    case .replayWeek: ("周次", "Week")
    case .replayWeeks: ("各周", "Weeks")
    case .replayWeeksCaption:
      (
        "方案会怎样办，实际怎样办；点周次看当周",
        "What the plan would have done, what people did; a week leads to its own part"
      )
    case .replayPlan: ("方案", "Plan")
    case .replayActual: ("实际", "Actual")
    case .replayAllowed: ("实际合规", "Within the rules")
    case .replayAgreed: ("同一资源", "Same resource")
    case .replayDistancePlan: ("每次距离，方案", "Mean distance, plan")
    case .replayDistanceActual: ("每次距离，实际", "Mean distance, actual")
    case .replayBreaches: ("违规", "Breaches")
    case .replayOnTime: ("按期", "On time")
    case .replayLate: ("逾期", "Late")
    case .replayTiersCaption:
      (
        "各级目标；“实际合规”是实际做法中合乎规则的部分，方案逐级不会比它差",
        "The tiers; “within the rules” is the part of what people did that keeps them, and the plan is never worse"
      )
    case .replayBreachesCaption: ("实际违反规则之处", "Rules that people broke")
    case .replayRule: ("规则", "Rule")
    case .replayCount: ("处数", "Count")
    case .replayRows: ("行", "Rows")
    case .replayWho: ("谁去的", "Who came")
    case .replayOnlyPeople: ("人办了、方案没有办全的需求", "Needs served by people, not wholly by the plan")
    case .replayOnlyPlan: ("方案办了、人没有办全的需求", "Needs served by the plan, not wholly by people")
    case .replayBetter: ("同样办了而人办得更好的需求", "Needs served by both, better by people")
    case .replayMore: ("…… 还有 % 行，见同一目录的表", "… % more rows, in the tables of the folder")
    case .replayNote:
      (
        "没有写时段的一周，实际的“尽早安排”无从算起。",
        "Where sessions were not written down, “early sessions” cannot be told."
      )
    default: nil
    }
  }
}
