import Reports
import ThreeLists

/// Sentences about members and statements.
enum MemberText {
  static func registered(_ count: Int, entered: Int, _ language: Language) -> String {
    language.text(
      "成员清单 \(count) 人，其中新报到或有变化的 \(entered) 人，已记入台账。",
      "\(count) members in the list; \(entered) of them are new or changed, and are in the ledger.")
  }

  static func checked(_ count: Int, _ language: Language) -> String {
    language.text("成员清单没有错误：\(count) 人。", "No error in the members list: \(count) members.")
  }

  static func unknown(_ text: String, _ nearest: [String], _ language: Language) -> String {
    language.text("\(text)：台账里没有", "\(text): not in the ledger")
      + DefectText.nearest(nearest, language)
      + language.text("。请核对。", ". Check the name.")
  }

  static func lines(_ statement: GivenStatement, _ language: Language) -> [String] {
    var lines = [
      language.text(
        "\(statement.from) 至 \(statement.to) 双报告：\(sum(statement.total, .zh))。",
        "Given from \(statement.from) to \(statement.to): \(sum(statement.total, .en)).")
    ]
    for line in statement.units {
      lines.append(
        language.text(
          "单位 \(line.unit)：\(sum(line.given, .zh))；成员 \(line.members) 人，其中记名的 \(sum(line.byMembers, .zh))",
          "Unit \(line.unit): \(sum(line.given, .en)); \(line.members) members, by name \(sum(line.byMembers, .en))"
        ))
    }
    for line in statement.members {
      let name = line.name.isEmpty ? "" : " \(line.name)"
      lines.append(
        language.text(
          "成员 \(line.member)\(name)（\(line.unit)，工作社区 \(line.workCommunity)，居住社区 \(line.homeCommunity)）：\(sum(line.given, .zh))",
          "Member \(line.member)\(name) (\(line.unit), works in \(line.workCommunity), lives in \(line.homeCommunity)): \(sum(line.given, .en))"
        ))
    }
    for line in statement.communities {
      lines.append(
        language.text(
          "社区 \(line.community)：报到成员 \(line.members) 人（工作 \(line.working)，居住 \(line.living)），\(sum(line.given, .zh))；其中在本社区 \(sum(line.givenHere, .zh))",
          "Community \(line.community): \(line.members) members (\(line.working) work, \(line.living) live there), \(sum(line.given, .en)); in the community itself \(sum(line.givenHere, .en))"
        ))
    }
    if statement.subject != "all" {
      for row in statement.rows {
        let members = row.members.map {
          $0.hours > 0 ? "\($0.member):\(GivenStatement.hours($0.hours))" : $0.member
        }.joined(separator: " ")
        lines.append("  \(row.date) \(row.service) \(row.unit) \(row.community) \(members)")
      }
    }
    return lines
  }

  private static func sum(_ sum: GivenStatement.Sum, _ language: Language) -> String {
    let hours = GivenStatement.hours(sum.hours)
    let open =
      sum.withoutHours > 0
      ? language.text("（\(sum.withoutHours) 次没有写时长）", " (\(sum.withoutHours) without hours)") : ""
    return language.text(
      "\(sum.visits) 单、\(sum.attendances) 人次、\(hours) 小时\(open)",
      "\(sum.visits) orders, \(sum.attendances) attendances, \(hours) hours\(open)")
  }
}
