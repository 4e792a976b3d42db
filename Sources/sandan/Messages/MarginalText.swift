import Matching
import ThreeLists

/// What `marginal` prints.
enum MarginalText {
  static func lines(
    _ listed: MarginalListing, week: Week, checked: Int?, _ language: Language
  ) -> [String] {
    let report = listed.report
    let served = zip(report.base.byClass, report.requested).enumerated().map { number, counts in
      language.text(
        "第\(number)级 \(counts.0)/\(counts.1)", "class \(number): \(counts.0)/\(counts.1)")
    }.joined(separator: language.text("，", ", "))
    var lines = [
      language.text("\(week) 现有清单：\(served)。", "\(week), the lists as they are: \(served).")
    ]
    lines.append(
      language.text(
        "多来：能多办的 \(report.values.count) 项，没有用的 \(report.idle) 项\(skipped(report.skipped, .zh))。",
        "More visits: \(report.values.count) gain, \(report.idle) do not\(skipped(report.skipped, .en))."
      ))
    for (index, value) in listed.values.enumerated() {
      lines.append(
        "  \(index + 1). " + name(value, language) + language.text("：", ": ")
          + worth(value, language) + proof(value.proof, language))
    }
    lines.append(
      language.text(
        "退出：会少办的 \(report.dropOuts.count) 项，不受影响的 \(report.idleDropOuts) 项"
          + "\(skipped(report.skippedDropOuts, .zh))。",
        "Drop-outs: \(report.dropOuts.count) lose, \(report.idleDropOuts) cost nothing"
          + "\(skipped(report.skippedDropOuts, .en))."))
    for (index, drop) in listed.dropOuts.enumerated() {
      let pins =
        drop.pinsLifted == 0
        ? ""
        : language.text(
          "，连带取消指定 \(drop.pinsLifted) 项", ", \(drop.pinsLifted) pins go with it")
      lines.append(
        "  \(index + 1). " + name(drop.dropOut, language)
          + language.text("：少办 ", ": loses ") + counts(drop.loss, language) + pins
          + proof(drop.proof, language))
    }
    for dropOut in report.impossibleDropOuts {
      lines.append(
        "  " + name(dropOut, language)
          + language.text("：其余的指定不能同时成立，没有方案可比", ": the other pins cannot all hold then"))
    }
    if let checked {
      lines.append(
        language.text(
          "复算：\(checked) 个数字在改过的清单上从头重排，全部相符。",
          "Verified: \(checked) figures planned afresh on the edited lists, all the same."))
    }
    return lines
  }

  private static func skipped(_ count: Int, _ language: Language) -> String {
    count == 0
      ? ""
      : language.text("，时间已到没有算的 \(count) 项", ", \(count) not tried as the time was up")
  }

  /// Who comes once more, and for what.
  static func name(_ value: MarginalValue, _ language: Language) -> String {
    let what = value.added.capability?.code ?? ""
    guard let resource = value.added.resource else {
      let session = value.added.sessions.sessions.map(language.name(of:)).joined()
      return "\(what) \(session)"
    }
    let row = language.text("（\(resource)）", " (\(resource))")
    return what.isEmpty ? value.unit + row : "\(value.unit) \(what)\(row)"
  }

  static func name(_ dropOut: DropOut, _ language: Language) -> String {
    switch dropOut {
    case .unit(let name), .resource(let name): name
    case .session(let session): language.name(of: session)
    }
  }

  /// 每增加1次可多办1次（第3级），第4次起无效.
  private static func worth(_ value: MarginalValue, _ language: Language) -> String {
    let useful = value.steps.filter { $0.gain.contains { $0 != 0 } || value.endsAt == nil }
    var parts: [String] = []
    for step in useful {
      let gain = counts(step.gain, language)
      let isOnly = useful.count == 1
      if isOnly {
        parts.append(language.text("每增加1次可多办 \(gain)", "each visit more serves \(gain) more"))
      } else if step.first == step.last {
        parts.append(
          language.text("第\(step.first)次多办 \(gain)", "visit \(step.first) serves \(gain) more"))
      } else {
        parts.append(
          language.text(
            "第\(step.first)至\(step.last)次每次多办 \(gain)",
            "visits \(step.first) to \(step.last) serve \(gain) more each"))
      }
    }
    if let end = value.endsAt {
      parts.append(language.text("第\(end)次起无效", "nothing more from visit \(end) on"))
    } else {
      let last = value.steps.last?.last ?? 0
      parts.append(language.text("试到第\(last)次", "tried up to visit \(last)"))
    }
    return parts.joined(separator: language.text("，", ", "))
  }

  /// Visits by class; a class that gives way has a minus.
  static func counts(_ counts: [Int], _ language: Language) -> String {
    let told = counts.enumerated().filter { $0.element != 0 }.map { number, count in
      language.text("\(count) 次（第\(number)级）", "\(count) (class \(number))")
    }
    return told.isEmpty
      ? language.text("0 次", "0") : told.joined(separator: language.text("、", ", "))
  }

  private static func proof(_ proof: TierProof, _ language: Language) -> String {
    guard proof != .certificate else { return "" }
    let words = TierText.proof(proof, language)
    return language.text("（\(words)）", " (\(words))")
  }

  static func differs(
    _ what: String, _ expected: [Int], _ found: [Int], _ language: Language
  ) -> String {
    language.text(
      "复算不符：\(what)，应差 \(expected)，重排得 \(found)。这是程序的错误，请报给开发者。",
      "The figure does not hold: \(what), expected \(expected), planned \(found). A bug of ours.")
  }

  /// The table: a row for each number of visits of a value, which says what is served more, and one
  /// for each drop-out, which says what is served less.
  static func table(_ listed: MarginalListing) -> DeskTable {
    let classes = (0..<ClassRules.count).map { "第\($0)级" }
    var rows: [[String]] = []
    for (index, value) in listed.values.enumerated() {
      let sessions = value.added.sessions
      for (visits, gain) in value.gains.enumerated() {
        rows.append(
          [
            "多来", "\(index + 1)", value.unit, value.added.resource ?? "",
            value.added.capability?.code ?? "",
            sessions == .all ? "" : sessions.sessions.map(\.description).joined(separator: ";"),
            "\(visits + 1)",
          ] + gain.map(String.init) + [
            "\(gain.reduce(0, +))", value.endsAt.map(String.init) ?? "", value.proof.rawValue,
          ])
      }
    }
    for (index, drop) in listed.dropOuts.enumerated() {
      var cells = ["退出", "\(index + 1)", "", "", "", "", ""]
      switch drop.dropOut {
      case .unit(let name): cells[2] = name
      case .resource(let id): cells[3] = id
      case .session(let session): cells[5] = session.description
      }
      rows.append(
        cells + drop.loss.map(String.init) + [
          "\(drop.loss.reduce(0, +))", "", drop.proof.rawValue,
        ])
    }
    return DeskTable(
      headers: ["变动", "名次", "单位", "资源编号", "类别", "时段", "多来次数"] + classes
        + ["合计", "无效起", "证明"], rows: rows)
  }
}

/// What `marginal --format json` prints.
struct MarginalDocument: Encodable {
  struct Step: Encodable {
    var first: Int
    var last: Int
    var gain: [Int]
  }

  struct Value: Encodable {
    var unit: String
    /// Absent for a newcomer.
    var resource: String?
    var category: String?
    var role: String?
    /// Absent unless values are told by session.
    var session: String?
    /// By number of visits, from one; in each by class.
    var gains: [[Int]]
    var steps: [Step]
    /// Absent where it is not known.
    var endsAt: Int?
    var provedBy: String
  }

  struct Drop: Encodable {
    var unit: String?
    var resource: String?
    var session: String?
    /// By class.
    var loss: [Int]
    var pinsLifted: Int
    var provedBy: String
  }

  var formatVersion = 1
  var week: String
  var by: String
  /// By class, with the lists as they are.
  var served: [Int]
  var requested: [Int]
  var values: [Value]
  var gaining: Int
  var idle: Int
  var skipped: Int
  var dropOuts: [Drop]
  var losing: Int
  var idleDropOuts: Int
  var skippedDropOuts: Int
  /// Figures that `--verify` planned afresh; absent without it.
  var verified: Int?

  init(_ listed: MarginalListing, week: Week, by: MarginalSubject, checked: Int?) {
    let report = listed.report
    self.week = week.description
    self.by = by.rawValue
    served = report.base.byClass
    requested = report.requested
    values = listed.values.map { value in
      var category: String?
      var role: String?
      switch value.added.capability {
      case .category(let code): category = code
      case .role(let code): role = code
      case nil: break
      }
      return Value(
        unit: value.unit, resource: value.added.resource, category: category, role: role,
        session: by == .session ? value.added.sessions.sessions.first?.description : nil,
        gains: value.gains,
        steps: value.steps.map { Step(first: $0.first, last: $0.last, gain: $0.gain) },
        endsAt: value.endsAt, provedBy: value.proof.rawValue)
    }
    gaining = report.values.count
    idle = report.idle
    skipped = report.skipped
    dropOuts = listed.dropOuts.map { drop in
      var document = Drop(
        loss: drop.loss, pinsLifted: drop.pinsLifted, provedBy: drop.proof.rawValue)
      switch drop.dropOut {
      case .unit(let name): document.unit = name
      case .resource(let id): document.resource = id
      case .session(let session): document.session = session.description
      }
      return document
    }
    losing = report.dropOuts.count
    idleDropOuts = report.idleDropOuts
    skippedDropOuts = report.skippedDropOuts
    verified = checked
  }
}
