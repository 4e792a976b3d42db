import ThreeLists

/// Writes policies.
public enum PolicyFile {
  /// A policy as commented YAML that ``read(_:)`` reads back to an equal one.
  ///
  /// - Parameter policy: the policy.
  /// - Returns: the text.
  public static func text(of policy: Policy) -> String {
    var lines = [
      "# sandan 政策文件。缺少的项目取内置值；改好后用 --policy 指定本文件。", "",
      "# 各级编码的位数：县、街道、社区、网格。",
      "levels: { county: \(policy.levels.county), town: \(policy.levels.town), "
        + "community: \(policy.levels.community), grid: \(policy.levels.grid) }",
      "", "# 公平分配以哪一级为单位：county、town、community 或 grid。",
      "fairness_level: \(policy.fairnessLevel.rawValue)", "",
      "# true：词典以外的代码照单接受。", "open_dictionaries: \(policy.openDictionaries)", "",
      "# 不派单的时段：每周的时段（日晚）、某一天（2026-10-01）、某一天的一段（2026-10-01上）。",
      "closed: [\(policy.closures.map(closure).joined(separator: ", "))]", "",
      "# 优先级别 0 最先、3 最后：按紧急程度，特殊群体与久等者提前几级。",
      "classes:",
    ]
    for urgency in Urgency.allCases {
      lines.append("  \(urgency.code): \(policy.classes.byUrgency[urgency.rawValue])")
    }
    lines += [
      "  special_group_gain: \(policy.classes.specialGroupGain)",
      "  carried_gain: \(policy.classes.carriedGain)",
      "  carried_from: \(policy.classes.carriedFrom)", "",
      "# 目标的先后。served.0 到 served.3 四项必须都在、次序不变；其余可调换或删去。",
      "tiers: [\(policy.tiers.map(\.description).joined(separator: ", "))]", "",
      "# 词典：代码: 中文名称。清单里两种都可以写。",
    ]
    let dictionaries: [(String, CodeDictionary)] = [
      ("categories", policy.categories), ("roles", policy.roles), ("skills", policy.skills),
      ("special_groups", policy.specialGroups), ("kinds", policy.kinds),
    ]
    for (key, dictionary) in dictionaries {
      lines.append("\(key):\(dictionary.entries.isEmpty ? " {}" : "")")
      for entry in dictionary.entries {
        lines.append("  \(quoted(entry.code)): \(quoted(entry.name))")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func closure(_ closure: Closure) -> String {
    switch closure {
    case .weekly(let session): session.description
    case .day(let day): "\"\(day)\""
    case .part(let day, let part): "\"\(day)\(["上", "下", "晚"][part])\""
    }
  }

  private static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}
