import Reports

/// Sentences about pages and templates.
enum PageText {
  static func otherLists(_ lists: [String], _ language: Language) -> String {
    language.text(
      "\(lists.joined(separator: "、"))：不是派单时的清单，联系方式可能对不上，没有写。请给出派单时的清单，或重新派单。",
      "\(lists.joined(separator: ", ")): not the lists of the plan, whose contacts they may not be; "
        + "nothing was written. Name the lists of the plan, or plan again.")
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
    case .noHead:
      language.text(
        "\(file)：<head> 后面应紧接 {{head}}，只写一次；安全设置在其中。请补上。",
        "\(file): {{head}}, which holds the security policy, must stand right behind <head>, once. Add it."
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
    case .styleEnds:
      language.text("\(file)：样式里不能有 </style。请删去。", "\(file): </style within the style. Remove it.")
    }
  }
}
