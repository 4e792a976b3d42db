import ArgumentParser
import Ledger
import ListFiles
import ThreeLists

struct LedgerCheckCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: Language.asked.text(
      "检查台账：链条、每一步是否合法、件数守恒、文件是否完好。",
      "Check the ledger: chain, transitions, conservation, pages."),
    discussion: Language.asked.text(
      """
      每条记录带着前一条的校验值，改动任何一条都会露出来。截去末尾几条，链条本身看不出，
      要和以前记下的校验值比：--head。有错时逐条说明，退出码 65。
      """,
      """
      Every entry carries the hash of the one before: a change of any shows. What
      was cut off at the end does not, unless a hash noted down before is compared:
      --head. What is wrong is told line by line; the exit code is 65 then.
      """))

  @Option(
    help: ArgumentHelp(
      Language.asked.text(
        "以前记下的校验值，须在链条之中。", "A hash noted down before; it has to be in the chain."),
      valueName: "hash"))
  var head: String?

  @OptionGroup var place: LedgerOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if let head, head.utf8.count != 64 || !head.allSatisfy(\.isHexDigit) {
      throw ValidationError(
        common.lang.text("--head：应为 64 位十六进制校验值。", "--head: expected 64 hexadecimal digits."))
    }
  }

  func run() throws {
    let store = try open()
    let check: LedgerCheck
    do {
      check = try store.check(head: head)
    } catch {
      throw refuse(error)
    }
    let document = LedgerCheckDocument(check)
    guard check.findings.isEmpty else {
      throw Failure(
        .data, LedgerText.findings(check, place.ledger, common.lang),
        document: JSONText.of(document))
    }
    try common.tell([LedgerText.whole(check, common.lang)], json: document)
  }
}

/// What `ledger check` prints as JSON.
struct LedgerCheckDocument: Encodable {
  struct Finding: Encodable {
    var check: String
    var seq: Int?
    var detail: String
  }

  var formatVersion = 1
  var isWhole: Bool
  var events: Int
  var needs: Int
  var head: String
  var findings: [Finding]

  init(_ check: LedgerCheck) {
    isWhole = check.findings.isEmpty
    events = check.events
    needs = check.needs
    head = check.head
    findings = check.findings.map {
      Finding(check: $0.check.rawValue, seq: $0.seq, detail: $0.detail)
    }
  }
}
