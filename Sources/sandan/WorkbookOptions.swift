import ArgumentParser

/// Whether a plan's folder gets a workbook.
struct WorkbookOptions: ParsableArguments {
  @Flag(
    help: ArgumentHelp(
      Language.asked.text(
        "另写 三单.xlsx：服务清单、未满足清单、本周数字，一个工作簿；编号在 Excel 里不会变样。",
        "Write 三单.xlsx, too: services, unmet needs and figures in one workbook, whose identifiers Excel leaves alone."
      )))
  var xlsx = false
}
