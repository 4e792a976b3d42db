import Foundation
import Glibc
import Matching
import Reports
import ThreeLists

/// Sentences that are neither about cells nor about reasons.
enum PlainText {
  static func checked(needs: Int, resources: Int, warnings: Int, language: Language) -> String {
    language.text(
      "没有错误：需求 \(needs) 条，资源 \(resources) 条，提醒 \(warnings) 处。",
      "No errors: \(needs) needs, \(resources) resources, \(warnings) warnings.")
  }

  static func runningAsRoot(_ language: Language) -> String {
    language.text(
      "提醒：正以管理员（root）身份运行，写出的文件归 root 所有。",
      "warning: running as root; files written belong to root.")
  }

  static func internalFault(_ language: Language) -> String {
    language.text(
      "程序自查未通过，没有写任何文件。这是程序的错误，请把下列内容报给开发者：",
      "The plan failed our own audit; nothing was written. This is a bug of ours; please report:")
  }

  static func doubleBooking(_ booking: DoubleBooking, _ language: Language) -> String {
    let needs = booking.needs.joined(separator: " ")
    return language.text(
      "提醒：需求 \(needs) 像是同一户，都排在\(booking.session)。",
      "warning: needs \(needs) seem to be of one household and share session \(booking.session).")
  }

  static func reading(_ language: Language) -> String {
    language.text("正在读取清单", "reading the lists")
  }

  static func preparing(_ language: Language) -> String {
    language.text("正在找出谁能去", "finding who can come")
  }

  static func explaining(_ language: Language) -> String {
    language.text("正在找最小补足", "looking for smallest changes")
  }

  static func auditing(_ language: Language) -> String {
    language.text("正在复核", "auditing")
  }

  static func writing(_ language: Language) -> String {
    language.text("正在写入", "writing")
  }

  static func progress(_ step: PlanningProgress, language: Language) -> String {
    let tier = TierName(step.tier).map { TierText.name($0, language) } ?? step.tier
    return language.text(
      "正在求解 \(step.number)/\(step.count)：\(tier)",
      "solving \(step.number)/\(step.count): \(tier)")
  }

  /// How long a stage took or, with a tier, after how long the tier's solving began.
  static func timing(
    _ stage: StageClock.Stage, tier: String?, seconds: Double, language: Language
  ) -> String {
    let (chinese, english) =
      switch stage {
      case .reading: ("读取清单", "reading the lists")
      case .candidates: ("找出谁能去", "finding who can come")
      case .solving: ("求解", "solving")
      case .proof: ("复算证明", "checking the proof")
      case .reasons: ("找原因", "finding reasons")
      case .changes: ("找最小补足", "looking for smallest changes")
      case .audit: ("复核并拟出各文件", "auditing, and rendering the files")
      case .writing: ("写入", "writing")
      }
    let time = String(format: "%.3f", seconds)
    guard let tier else {
      return language.text("用时：\(chinese) \(time) 秒", "time: \(english) \(time) s")
    }
    let name = TierName(tier).map { TierText.name($0, language) } ?? tier
    return language.text(
      "用时：\(chinese)，\(time) 秒后开始 \(name)", "time: \(english), \(name) begun after \(time) s")
  }

  /// Sets of pins in conflict, each under a line of its own.
  static func conflicts(_ sets: [[PinReference]], language: Language) -> [String] {
    guard sets.count > 1 else { return sets.flatMap { conflict($0, language: language) } }
    return [
      language.text(
        "指定有 \(sets.count) 处互不相干的冲突，每一处都要改动：",
        "The pins conflict in \(sets.count) separate sets; each of them has to be mended:")
    ]
      + sets.enumerated().flatMap { number, pins in
        conflict(pins, number: number + 1, language: language)
      }
  }

  private static func conflict(
    _ pins: [PinReference], number: Int? = nil, language: Language
  ) -> [String] {
    let mark = number.map { "\($0). " } ?? ""
    return [
      mark
        + (pins.count == 1
          ? language.text("以下指定或承诺不能成立：", "This pin or promise cannot hold:")
          : language.text(
            "以下指定或承诺不能同时成立；改动其中任何一项，这几项中的其余便可同时成立：",
            "These pins and promises cannot all hold; without any one of them the rest can:"))
    ]
      + pins.map { pin in
        if let promise = pin.promise {
          return language.text(
            "需求 \(pin.need) 已接或已开始的派单 \(pin.pin)（服务单号 \(promise)）；它的其余名额无人可补",
            "need \(pin.need): \(pin.pin) is accepted or begun (service \(promise)), and its other "
              + "places cannot be filled")
        }
        return language.text(
          "\(DefectText.row(pin.origin, language))：需求 \(pin.need) 指定 \(pin.pin)\(pin.count > 1 ? "（\(pin.count) 次）" : "")",
          "\(DefectText.row(pin.origin, language)): need \(pin.need) pins \(pin.pin)\(pin.count > 1 ? " (\(pin.count) times)" : "")"
        )
      }
  }

  static func noTime(_ language: Language) -> String {
    language.text(
      "时间太短，还没有得到任何方案。请加大 --time-limit。",
      "No plan yet when the time ran out. Allow a longer --time-limit.")
  }

  static func fault(_ text: String, _ language: Language) -> String {
    language.text("程序内部错误，没有写任何文件：\(text)", "A fault of ours; nothing was written: \(text)")
  }

  static func noPlan(_ path: String, _ language: Language) -> String {
    language.text(
      "\(path)：没有这个文件，或没有读它的权限。请给出 sandan match 写出的目录。",
      "\(path): no such file, or no permission to read it. Name a folder written by sandan match.")
  }

  static func badDocument(_ path: String, _ error: PlanDocumentError, _ language: Language)
    -> String
  {
    let place = error.path.isEmpty ? "JSON" : error.path
    return language.text(
      "\(path)：\(place) 不符合格式。请用 sandan match 重新生成。",
      "\(path): \(place) is not as the format says. Plan again with sandan match.")
  }

  /// The sentences of a folder are compared with those of the program that reads it.
  static func otherVersion(_ version: String, _ language: Language) -> String {
    language.text(
      "提醒：这个目录由 sandan \(version) 写出，本程序是 \(programVersion)；文字和版式以本程序为准。",
      "warning: the folder was written by sandan \(version), this is \(programVersion); sentences and "
        + "layout are held against this program's.")
  }

  static func verified(findings: Int, plan: Plan, _ language: Language) -> String {
    guard findings == 0 else {
      return language.text("复核未通过：共 \(findings) 处。", "Refused: \(findings) findings.")
    }
    let proofs = [TierProof.certificate, .search, .open].compactMap { proof -> String? in
      let count = plan.tiers.count { $0.provedBy == proof }
      return count == 0
        ? nil : "\(TierText.proof(proof, language)) \(count)\(language.text(" 级", ""))"
    }
    let hand = plan.byHand.map { hand in
      language.text(
        "方案经人工改动 \(hand.moves.count) 处。", " Changed by hand in \(hand.moves.count) places.")
    }
    let alone =
      plan.planOnly
      ? language.text(
        "目录里只有方案：没有要原因和报告。",
        " The folder holds the plan alone: reasons and report were not asked for.") : ""
    return language.text(
      "复核通过：\(plan.week)，服务 \(plan.services.count) 条，规则、容量、目标值、文字全部相符。"
        + "各级目标：\(proofs.joined(separator: "；"))。" + (hand ?? "") + alone,
      "Right: \(plan.week), \(plan.services.count) services; rules, capacities, tier values and "
        + "sentences agree. Tiers: \(proofs.joined(separator: "; "))." + (hand ?? "") + alone)
  }

  static func foreignFolder(_ path: String, _ name: String, _ language: Language) -> String {
    language.text(
      "\(path)：目录里有 \(name)，不会覆盖。请换一个空目录，或把它移走。",
      "\(path): the folder holds \(name) and is left alone. Choose an empty one or move it away.")
  }

  static func oddFolder(_ path: String, _ language: Language) -> String {
    language.text(
      "\(path)：不是可以写入的目录（是文件、链接或特殊目录）。请换一个目录名。",
      "\(path): no folder to write to, but a file, a link or a special folder. Choose another.")
  }

  static func locked(_ path: String, _ language: Language) -> String {
    language.text(
      "\(path)：另一个 sandan 正在写入。请等它写完再试。",
      "\(path): another sandan is writing it. Try again when it is done.")
  }

  static func cannotWrite(_ path: String, _ error: SystemError, _ language: Language) -> String {
    let cause =
      switch error.number {
      case EACCES, EPERM:
        language.text("没有写入的权限", "permission is lacking")
      case ENOSPC, EDQUOT, EFBIG:
        language.text("磁盘空间不足或超过限额", "the disk is full or a limit is reached")
      case ENOENT, ENOTDIR:
        language.text("上级目录不存在，请先建立", "the folder above does not exist; make it first")
      case EROFS: language.text("磁盘是只读的", "the disk is read-only")
      default: language.text("系统错误 \(error.number)", "system error \(error.number)")
      }
    return language.text(
      "\(path)：无法写入，\(cause)。原有内容没有改动。",
      "\(path): cannot be written, \(cause). What was there is unchanged.")
  }

  static func cannotPrint(_ language: Language) -> String {
    language.text("结果无法写到标准输出。", "The result cannot be written to standard output.")
  }
}

/// What `match` prints.
enum Summary {
  static func lines(
    _ plan: Plan, figures: WeekFigures, pins: Int, folder: String, language: Language
  ) -> [String] {
    var lines = [
      language.text(
        "\(plan.week)：点单 \(figures.requested) 次，派出 \(figures.served) 次；"
          + "未完全满足的需求 \(plan.unmet.count) 件。",
        "\(plan.week): \(figures.served) of \(figures.requested) visits served; "
          + "\(plan.unmet.count) needs not fully served.")
    ]
    for share in figures.classes {
      lines.append(
        language.text(
          "  第\(share.name)级 \(share.served)/\(share.requested)",
          "  class \(share.name) \(share.served)/\(share.requested)"))
    }
    if let line = ChangeText.summary(plan.unmet, language) { lines.append(line) }
    if pins > 0 {
      lines.append(
        language.text(
          "  指定 \(pins) 项，全部成立；每项的代价见 sandan explain 需求编号 --plan \(folder)",
          "  \(pins) pins, all of them kept; their prices: sandan explain NEED --plan \(folder)"))
    }
    if plan.cutOff {
      lines.append(
        language.text(
          "求解没有算完：到了 --time-limit，没有给的则是用完了运算量。要再算下去，请给足 --time-limit。",
          "Solving was stopped at its --time-limit, or, without one, when its share of work was spent; an ample --time-limit lets it go on."
        ))
    }
    lines.append(language.text("各级目标，先后分明：", "Tiers, first things first:"))
    for tier in plan.tiers {
      let name = TierText.name(tier.name, language)
      lines.append(
        language.text(
          "  \(name)（\(tier.name)）\(tier.value)，\(TierText.proof(tier, .zh))",
          "  \(name) (\(tier.name)) \(tier.value), \(TierText.proof(tier, .en))"))
    }
    lines.append(
      plan.planOnly
        ? language.text(
          "已写入 \(folder)/，只有方案；要原因和报告，请不带 --plan-only 再派一次",
          "Written to \(folder)/, the plan alone; for reasons and report plan again without --plan-only"
        )
        : language.text(
          "已写入 \(folder)/，打印请打开 \(folder)/report.html",
          "Written to \(folder)/; print \(folder)/report.html"))
    return lines
  }
}
