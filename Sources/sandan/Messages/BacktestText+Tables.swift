import Matching
import ThreeLists

extension BacktestText {
  /// A table that `--csv` prints.
  static func table(
    _ table: BacktestTable, _ result: BacktestResult
  ) -> DeskTable {
    switch table {
    case .weeks: weeks(result.weeks)
    case .breaches: breaches(result.weeks)
    case .needs: needs(result.weeks)
    }
  }

  /// Three rows for each week: the plan, what happened, and the part of it within the rules.
  private static func weeks(_ weeks: [BacktestWeek]) -> DeskTable {
    let numbers = 0..<ClassRules.count
    let names = weeks.first?.tiers.map(\.name) ?? []
    let headers =
      ["周次", "做法", "点单次数", "办理次数"]
      + numbers.flatMap { ["第\($0)级点单", "第\($0)级办理"] } + ["人次", "有距离的人次", "距离"]
      + names.map(\.description) + ["证明", "同一资源", "违规", "按期", "逾期"]
    let rows = weeks.flatMap { week -> [[String]] in
      func row(
        _ name: String, _ figures: ScenarioFigures?, listed: Int?, _ rest: [String],
        _ tier: (BacktestWeek.Tier) -> Int?
      ) -> [String] {
        func cell(_ value: Int?) -> String { value.map(String.init) ?? "" }
        return [
          week.week.description, name, "\(week.plan.visits.requested)",
          cell(figures?.visits.served),
        ]
          + numbers.flatMap {
            ["\(week.plan.classes[$0].requested)", cell(figures?.classes[$0].served)]
          }
          + [cell(figures?.services), cell(listed), cell(figures?.distance)]
          + week.tiers.map { cell(tier($0)) } + rest
      }
      let count = week.breaches.reduce(0) { $0 + $1.count }
      return [
        row(
          "方案", week.plan, listed: week.plan.services,
          [week.status.rawValue, "\(week.agreed)", "0", "", ""]
        ) { $0.plan },
        row(
          "实际", week.actual, listed: week.actualListed,
          ["", "\(week.agreed)", "\(count)", "\(week.onTime.yes)", "\(week.onTime.no)"]
        ) { $0.actual },
        row(
          "实际合规", week.allowed, listed: week.allowed?.services, ["", "", "0", "", ""]
        ) { $0.allowed },
      ]
    }
    return DeskTable(headers: headers, rows: rows)
  }

  private static func breaches(_ weeks: [BacktestWeek]) -> DeskTable {
    DeskTable(
      headers: ["周次", "规则", "说明", "需求编号", "资源编号", "时段", "处数", "限额", "行"],
      rows: weeks.flatMap { week in
        week.breaches.map { breach in
          [
            week.week.description, breach.rule.code, ruleName(breach.rule, .zh),
            breach.need ?? "", breach.resource ?? "", breach.session?.description ?? "",
            "\(breach.count)", breach.limit.map(String.init) ?? "",
            breach.rows.map(\.description).joined(separator: ";"),
          ]
        }
      })
  }

  private static func needs(_ weeks: [BacktestWeek]) -> DeskTable {
    func differences(
      _ kind: String, _ week: BacktestWeek, _ items: [BacktestWeek.Difference]
    ) -> [[String]] {
      items.map { item in
        [
          week.week.description, kind, item.need, item.origin.description,
          "\(item.priorityClass)", "served.\(item.priorityClass)", "\(item.planned)",
          "\(item.actual)", item.resources.joined(separator: ";"),
          item.rules.map(\.code).joined(separator: ";"),
        ]
      }
    }
    return DeskTable(
      headers: [
        "周次", "情况", "需求编号", "行", "级别", "目标", "方案", "实际", "资源编号", "违反规则",
      ],
      rows: weeks.flatMap { week in
        differences("人多办", week, week.onlyPeople) + differences("方案多办", week, week.onlyPlan)
          + week.better.map { item in
            [
              week.week.description, "人办得更好", item.need, item.origin.description, "",
              item.tier.description, "\(item.planned)", "\(item.actual)",
              item.resources.joined(separator: ";"), "",
            ]
          }
      })
  }
}
