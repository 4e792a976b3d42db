import ArgumentParser
import Ledger
import ListFiles
import ThreeLists

/// The commands on the ledger itself.
struct LedgerGroup: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ledger",
    abstract: Language.asked.text(
      "台账本身：检查是否完整，导出全部记录，写出在用的政策。",
      "The ledger itself: check it, export its entries, write out the policy in force."),
    subcommands: [LedgerCheckCommand.self, LedgerExport.self, LedgerPolicy.self])
}

struct LedgerPolicy: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "policy",
    abstract: Language.asked.text("写出在用的政策。", "Write out the policy in force."),
    discussion: Language.asked.text(
      "写到标准输出，是一份可以修改、再用 --policy 指定的 YAML。",
      "On standard output: YAML to be edited and named again with --policy."))

  @OptionGroup var place: LedgerOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    let state = try state(of: read().snapshot)
    let text = try PolicyFile.text(of: policy(by: state.rules).policy)
    try Console.print(Array(text.utf8), language: common.lang)
  }
}
