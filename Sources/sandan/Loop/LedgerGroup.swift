import ArgumentParser
import Ledger
import ListFiles
import ThreeLists

/// The commands on the ledger itself.
struct LedgerGroup: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ledger",
    abstract: Language.asked.text(
      "台账本身：检查是否完整，导出全部记录。", "The ledger itself: check it, export its entries."),
    subcommands: [LedgerCheckCommand.self, LedgerExport.self])
}
