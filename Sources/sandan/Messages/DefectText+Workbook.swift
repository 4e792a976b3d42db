import Glibc
import ListFiles

/// Defects of workbooks as sentences.
extension DefectText {
  /// A place as a spreadsheet shows it: file, sheet, row, the column's letter, its header.
  static func cell(_ defect: ListDefect, sheet: String, _ language: Language) -> String {
    var place = row(of: defect.file, sheet: sheet, line: defect.line, language)
    if let column = defect.column {
      place += language.text(" \(letters(column.number))列", " column \(letters(column.number))")
      place += header(column, language)
    }
    return place
  }

  /// A row as a spreadsheet shows it: file, sheet, the number beside it.
  static func row(
    of file: String, sheet: String, line: Int?, _ language: Language
  ) -> String {
    let shown = Quotation.of(sheet)
    let place = file + language.text("「\(shown)」", " [\(shown)]")
    return place + (line.map { language.text("第\($0)行", " row \($0)") } ?? "")
  }

  /// A column's number, from 1, as letters: 27 is AA.
  static func letters(_ number: Int) -> String {
    var rest = number
    var result = ""
    while rest > 0 {
      result = String(UnicodeScalar(UInt8(65 + (rest - 1) % 26))) + result
      rest = (rest - 1) / 26
    }
    return result
  }

  static func workbookSentence(_ kind: ListDefect.Kind, _ language: Language) -> String? {
    switch kind {
    case .foreignFormat(let format): sentence(format, language)
    case .damagedWorkbook:
      language.text(
        "工作簿已损坏，打不开。请在 Excel/WPS 里打开原件，另存为新的 .xlsx 后再试。",
        "the workbook is damaged. Open the original, save it as a new .xlsx and try again.")
    case .crowdedWorkbook(let limit):
      language.text(
        "工作簿里的部件超过 \(limit) 个，不像一张清单，没有读。请新建工作簿，只贴入清单。",
        "more than \(limit) entries: hardly a list, and not read. Paste the list into a new workbook."
      )
    case .largeWorkbook(let limit):
      language.text(
        "工作簿展开后超过 \(limit) 字节的上限，没有读。请分成几个文件，或存为 CSV。",
        "unpacks to more than \(limit) bytes and was not read. Split it, or save it as CSV.")
    case .denseWorkbook(let limit):
      language.text(
        "工作簿展开后超过原大小的 \(limit) 倍，像是压缩炸弹，没有读。请核对来源；若确是清单，请存为 CSV。",
        "unpacks to more than \(limit) times its size, as archives made to harm do, and was not read. "
          + "Check where it came from; if it is a list, save it as CSV.")
    case .manyCells(let limit):
      language.text(
        "到这一行，工作表的单元格（连同各行中间的空格）超过 \(limit) 个的上限，没有读。"
          + "请删去用不着的列（连同表头），或分成几份清单。",
        "up to this row the sheet has more than \(limit) cells, empty ones between others counted, and "
          + "was not read. Delete columns that are not needed, headers too, or split the list.")
    case .longText(let limit):
      language.text(
        "工作表里的文字合计超过 \(limit) 字节的上限（一个汉字 3 字节；同一段文字用几次算几次），没有读。"
          + "请缩短重复的长文字，删去用不着的列，或分成几份清单。",
        "more than \(limit) bytes of text in all (a text counts as often as it is used): not read. "
          + "Shorten long texts that repeat, delete columns that are not needed, or split the list."
      )
    case .farHeader(let limit):
      language.text(
        "表头在 \(letters(limit)) 列以右，超过 \(limit) 列的上限，这一列没有读。请把要用的列移到左边，删去其余的列。",
        "a header to the right of column \(letters(limit)), beyond the limit of \(limit) columns; the column "
          + "was not read. Move the columns that are needed to the left and delete the others.")
    case .repeatedCell:
      language.text(
        "文件里这个单元格写了两次，不知哪个值算数。请用 Excel/WPS 打开核对这一格，另存为新的 .xlsx 后再试。",
        "the file has this cell twice, and which value counts nobody can tell. Open it in Excel or WPS, "
          + "check the cell, save it as a new .xlsx and try again.")
    case .noSuchSheet(let sheets):
      language.text(
        "工作簿里没有这张工作表，有的是\(list(sheets, "「", "」", "、"))。请改正 --sheet。",
        "no such sheet; there are \(list(sheets, "\"", "\"", ", ")). Correct --sheet.")
    case .sheetOfText:
      language.text(
        "这是 CSV，没有工作表，--sheet 对它不起作用。", "a CSV has no sheets; --sheet does not apply to it.")
    case .otherSheets(let read, let others):
      language.text(
        "读的是工作表「\(read)」；\(list(others, "「", "」", "、"))也有这些列，没有读。要读别的，请用 --sheet 写出名字；"
          + "都要读，请并成一张。",
        "the sheet \"\(read)\" was read; \(list(others, "\"", "\"", ", ")) has the columns too and was not. "
          + "To read another, name it by --sheet; to read all, put them into one.")
    case .misnamed(isWorkbook: true):
      language.text(
        "内容是工作簿，名字却不是，已按工作簿读入。请把文件名的结尾改为 .xlsx。",
        "a workbook by its content, and read as one. Let its name end in .xlsx.")
    case .misnamed(isWorkbook: false):
      language.text(
        "内容是 CSV，名字却像工作簿，已按 CSV 读入。请把文件名的结尾改为 .csv。",
        "CSV by its content, and read as such. Let its name end in .csv.")
    case .errorValue:
      language.text(
        "公式出错，没有值。请改正公式，或直接填写。", "a formula with an error. Correct it, or enter the value itself.")
    case .noValue:
      language.text(
        "公式还没有算出值。请用 Excel/WPS 打开，保存一次再试。",
        "a formula whose value was never saved. Open the workbook in Excel or WPS and save it.")
    default: nil
    }
  }

  private static func list(
    _ sheets: [String], _ before: String, _ after: String, _ between: String
  ) -> String {
    let shown = sheets.prefix(10).map { before + Quotation.of($0) + after }
    return shown.joined(separator: between) + (sheets.count > shown.count ? "…" : "")
  }

  private static func sentence(_ format: ForeignFormat, _ language: Language) -> String {
    switch format {
    case .oldWorkbook:
      language.text(
        "这是旧式工作簿（.xls、.et），不能读。请用 Excel/WPS 打开，「另存为」选 .xlsx。",
        "a workbook of the old kind (.xls, .et). Open it and save it as .xlsx.")
    case .encryptedWorkbook:
      language.text(
        "文件有密码，不能读。若是工作簿，请打开后取消密码（文件 → 信息 → 保护工作簿），保存再试。",
        "the file asks for a password. If it is a workbook, open it, remove the password, save it and try again."
      )
    case .binaryWorkbook:
      language.text(
        "这是二进制工作簿（.xlsb），不能读。请「另存为」选 .xlsx。",
        "a binary workbook (.xlsb). Save it as .xlsx.")
    case .openDocument:
      language.text(
        "这是 OpenDocument 表格（.ods），不能读。请「另存为」选 .xlsx。",
        "an OpenDocument spreadsheet (.ods). Save it as .xlsx.")
    case .document:
      language.text(
        "这是文档（Word、WPS 文字、PDF 之类），不是清单。请把表格贴到模板里，存为 .xlsx。",
        "a document (Word, PDF or the like), not a list. Paste its table into the template and save it as .xlsx."
      )
    case .presentation:
      language.text(
        "这是演示文稿（PPT），不是清单。请把表格贴到模板里，存为 .xlsx。",
        "slides (PowerPoint), not a list. Paste the table into the template and save it as .xlsx.")
    case .compound:
      language.text(
        "这是旧式 Office 或邮件之类的文件，里面没有工作簿。请用原来的程序打开，把表格贴到模板里，存为 .xlsx。",
        "a file of an old Office program or a mail, without a workbook in it. Open it in its own program, "
          + "paste the table into the template and save it as .xlsx.")
    case .picture:
      language.text(
        "这是图片，不是清单。请把图里的内容填到模板里，存为 .xlsx。",
        "a picture, not a list. Enter what it shows into the template and save it as .xlsx.")
    case .archive:
      language.text(
        "这是压缩包，不是清单。请先解压，再用里面的清单。", "an archive, not a list. Unpack it and name what is in it.")
    case .markup:
      language.text(
        "这是网页或 XML，不是清单（有的系统导出时只换了文件名）。请用 Excel/WPS 打开，「另存为」选 .xlsx。",
        "a web page or XML, not a list, whatever its name. Open it in Excel or WPS and save it as .xlsx."
      )
    case .exchange:
      language.text(
        "这是旧的交换格式（SYLK、DIF），不能读。请用 Excel/WPS 打开，「另存为」选 .xlsx。",
        "a table in an old form of exchange (SYLK, DIF). Open it in Excel or WPS and save it as .xlsx."
      )
    case .binary:
      language.text(
        "内容不是文字，也不是认识的表格，可能拿错了文件，或文件已损坏。"
          + "请核对；若 Excel/WPS 能打开，请「另存为」选 .xlsx，否则从原来的系统重新导出。",
        "neither text nor a table of a known kind: perhaps the wrong file, or a damaged one. Check it; if "
          + "Excel or WPS opens it, save it as .xlsx, else export it again.")
    case .unknown:
      language.text(
        "名字像工作簿，内容却只是文字，也看不出表头。请核对是否拿错了文件；若是清单，请用 Excel/WPS 打开，「另存为」选 .xlsx。",
        "named like a workbook, but mere text without a header of ours. Check whether it is the right "
          + "file; if it is a list, open it in Excel or WPS and save it as .xlsx.")
    }
  }
}

extension PlainText {
  static func cannotWriteWorkbook(
    _ folder: String, _ fault: WorkbookWriter.Fault, _ language: Language
  ) -> String {
    let isFull = fault.number == ENOSPC || fault.number == EDQUOT
    return language.text(
      "写不出工作簿：临时目录 \(folder) \(isFull ? "空间不足" : "不能写")。请腾出空间或改正权限，或不用 --xlsx。",
      "cannot write the workbook: the scratch folder \(folder) \(isFull ? "is full" : "cannot be written to"). "
        + "Make room, correct its permissions, or leave out --xlsx.")
  }
}
