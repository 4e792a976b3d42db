import Matching
import Reports

/// Sentences about pages and templates.
enum PageText {
  static func unsound(_ dir: String, _ findings: Int, _ language: Language) -> String {
    language.text(
      "\(dir)：派单目录没有通过复核（\(findings) 处不符），没有写网页。请用 sandan verify 看全部不符之处，恢复原来的文件，或重新派单。",
      "\(dir): the folder does not pass the audit (findings: \(findings)); no page was written. "
        + "See all of them with sandan verify, and restore the files or plan again.")
  }

  /// A folder without the reasons that a page would tell, with what to run.
  static func planAlone(_ dir: String, _ task: PlanningTask, _ language: Language) -> String {
    // A week planned again was planned from more than the folder's lists.
    let command =
      task.standing == nil
      ? "sandan match \(dir)/\(PlanFiles.needs) \(dir)/\(PlanFiles.resources) --week \(task.week) "
        + "--policy \(dir)/\(PlanFiles.policy) --out \(dir)"
      : language.text(
        "原来的 sandan match 命令，不带 --plan-only", "the same sandan match without --plan-only")
    return language.text(
      "\(dir)：目录里只有方案（--plan-only），没有原因，写不出周报和答复；只要派单条，请加 --page slips。要全部，先运行：\(command)",
      "\(dir): the folder holds the plan alone (--plan-only), without the reasons that report and answers "
        + "tell; for the slips add --page slips. For all of them run first: \(command)")
  }

  /// How many identifiers a sentence names.
  private static let namesShown = 10

  /// Lists that are not the plan's, with what the plan has and they have not.
  static func otherLists(
    _ needs: (file: String, missing: [String]), _ resources: (file: String, missing: [String]),
    _ language: Language
  ) -> String {
    let lacking = [needs, resources].filter { !$0.missing.isEmpty }.map { list in
      let shown = list.missing.prefix(namesShown)
      let isWhole = shown.count == list.missing.count
      return language.text(
        "\(list.file) 里没有 \(shown.joined(separator: "、"))"
          + (isWhole ? "" : " 等 \(list.missing.count) 个"),
        "\(list.file) lacks \(shown.joined(separator: ", "))"
          + (isWhole ? "" : " and \(list.missing.count - shown.count) more"))
    }
    let why =
      lacking.isEmpty
      ? language.text(
        "编号都有，别的内容或政策不同", "all identifiers are there, other cells or the policy differ")
      : lacking.joined(separator: language.text("；", "; "))
    return language.text(
      "\(needs.file)、\(resources.file)：不是派单时的清单（\(why)），联系方式可能对不上，没有写。"
        + "台账里的一周请改用 --ledger 台账文件，结转来的也有；否则请给出派单时的清单，或重新派单。",
      "\(needs.file), \(resources.file): not the lists of the plan (\(why)), whose contacts they may not be; "
        + "nothing was written. For a week of the ledger use --ledger FILE, which has needs carried over, too; "
        + "else name the lists of the plan, or plan again.")
  }

  static func otherLedger(_ ledger: String, _ plan: Plan, _ language: Language) -> String {
    language.text(
      "\(ledger)：台账里没有这个方案（\(plan.week)，运行编号 \(plan.runID)），联系方式可能对不上，没有写。"
        + "请给出排它的那份台账；sandan match 写的目录用 --contacts 给出两张清单。",
      "\(ledger): the ledger does not hold this plan (\(plan.week), run \(plan.runID)), whose contacts it may not have; "
        + "nothing was written. Name the ledger that it was planned from; a folder of sandan match takes --contacts and the two lists."
    )
  }

  static func planFolder(_ path: String, _ language: Language) -> String {
    language.text(
      "\(path)：是派单目录，网页不写在里面。请用 --out 另给一个目录。",
      "\(path): a plan's folder, in which no pages are written. Name another with --out.")
  }

  static func noTemplates(_ path: String, _ language: Language) -> String {
    language.text(
      "\(path)：没有这个模板目录。请核对，或加 --write-templates 建立它。",
      "\(path): no such folder of templates. Check it, or make it with --write-templates.")
  }

  static func unreadableTemplates(_ path: String, _ language: Language) -> String {
    language.text(
      "\(path)：模板目录读不了。请核对权限。",
      "\(path): the folder of templates cannot be read. Check its permissions.")
  }

  static func oddTemplate(_ file: String, _ known: [String], _ language: Language) -> String {
    language.text(
      "\(Quotation.of(file))：没有用这个名字的模板，有的是 \(known.joined(separator: "、"))。请改名，别的文件请移走。",
      "\(Quotation.of(file)): no page has a template of this name; there are \(known.joined(separator: ", ")). Rename it, and keep other files elsewhere."
    )
  }

  static func template(
    _ file: String, _ fault: PageTemplate.Fault, _ language: Language
  ) -> String {
    switch fault {
    case .notText:
      language.text(
        "\(file)：不是 UTF-8 文字。请另存为 UTF-8。", "\(file): not UTF-8. Save it as UTF-8.")
    case .unknownPlaceholder(let name, let line, let known):
      language.text(
        "\(file):\(line)：没有 {{\(Quotation.of(name))}} 这个占位，有的是 \(known.joined(separator: "、"))。请改正。",
        "\(file):\(line): no placeholder {{\(Quotation.of(name))}}; there are \(known.joined(separator: ", ")). Correct it."
      )
    case .unclosed(let line):
      language.text(
        "\(file):\(line)：{{ 没有 }} 结束。请补上。", "\(file):\(line): {{ without }}. Add it.")
    case .noHead(let line):
      language.text(
        "\(file):\(line)：{{head}} 要写一次，放在 <head> 的最前面，安全设置在其中；它前面只能有 <!DOCTYPE html>、<html>、<head>、<meta charset=\"utf-8\"> 和注释。请改正。",
        "\(file):\(line): {{head}}, which holds the security policy, must stand once, first in <head>; before it only <!DOCTYPE html>, <html>, <head>, <meta charset=\"utf-8\"> and comments. Correct it."
      )
    case .noContent(let sections):
      language.text(
        "\(file)：没有 {{content}}，也没有哪一节的占位（\(sections.joined(separator: "、"))），网页会是空的。请补上。",
        "\(file): neither {{content}} nor the placeholder of a section (\(sections.joined(separator: ", "))); the page would be empty. Add it."
      )
    case .script(let line):
      language.text(
        "\(file):\(line)：模板里不能有脚本。请删去。",
        "\(file):\(line): a script, which no page may have. Remove it.")
    case .element(let name, let line):
      language.text(
        "\(file):\(line)：模板里不能有 <\(Quotation.of(name))>。请删去；样式写在 \(TemplateFolder.style) 里，图用 <img src=\"data:…\">。",
        "\(file):\(line): no page may have <\(Quotation.of(name))>. Remove it; styles belong in \(TemplateFolder.style), pictures in <img src=\"data:…\">."
      )
    case .httpEquiv(let line):
      language.text(
        "\(file):\(line)：模板里不能有 http-equiv（自动转到别处的写法，安全设置拦不住）。请删去。",
        "\(file):\(line): http-equiv, which can send readers elsewhere whatever the security policy says. Remove it."
      )
    case .handler(let name, let line):
      language.text(
        "\(file):\(line)：模板里不能有 \(Quotation.of(name))，它会执行脚本。请删去。",
        "\(file):\(line): \(Quotation.of(name)), which runs a script, as no page may. Remove it.")
    case .styleAttribute(let line):
      language.text(
        "\(file):\(line)：style 属性不起作用（安全设置只认 style.css）。请写到 style.css 里，用 class 指到。",
        "\(file):\(line): a style attribute does nothing, as the policy takes style.css alone. Write it there, "
          + "and name it by a class.")
    case .address(let name, let line):
      language.text(
        "\(file):\(line)：\(Quotation.of(name)) 指向网页以外；模板里只能写 #锚，图可以写 data:image/…。图请转成 data: 再放进来，别的请删去。",
        "\(file):\(line): \(Quotation.of(name)) leads out of the page; only #anchors, and data:image/… of pictures, may be there. Make pictures data:, and remove anything else."
      )
    case .oddMarkup(let line):
      language.text(
        "\(file):\(line)：标签或注释没有写完整（少了引号、> 或 -->），浏览器会各自猜测。请补全；文字里的 < 请写成 &lt;。",
        "\(file):\(line): a tag or comment that is not whole (a quote, > or --> lacks), which browsers would guess at. Complete it; write < in a text as &lt;."
      )
    case .placeInTag(let line):
      language.text(
        "\(file):\(line)：标签里只能在引号中间写 {{language}}、{{title}}、{{period}}、{{colophon}}。请把占位移到标签外面。",
        "\(file):\(line): within a tag only {{language}}, {{title}}, {{period}} and {{colophon}} may stand, between quotes. Move the placeholder out of the tag."
      )
    case .styleAddress(let line):
      language.text(
        "\(file):\(line)：样式指向网页以外（url(…)、@import 等，注释里也不行）；只能写 url(#…) 或 url(data:…)。请改正。",
        "\(file):\(line): an address that leads out of the page (url(…), @import and the like, not even in a comment); only url(#…) and url(data:…) may be there. Correct it."
      )
    case .styleEnds:
      language.text("\(file)：样式里不能有 </style。请删去。", "\(file): </style within the style. Remove it.")
    }
  }
}
