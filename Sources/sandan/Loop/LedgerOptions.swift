import ArgumentParser
import Foundation
import Ledger
import ListFiles
import ThreeLists

extension Moment: ExpressibleByArgument {
  /// A moment as it stands on the command line.
  public init?(argument: String) { self.init(argument) }
}

/// Where the ledger is, and what time it is held to be.
struct LedgerOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      Language.asked.text(
        "台账文件；第一次写入时建立。", "The ledger's file; begun when something is first written."),
      valueName: "file"),
    completion: .file(extensions: ["sqlite"]))
  var ledger = "三单.sqlite"

  @Option(
    help: ArgumentHelp(
      Language.asked.text(
        "以此刻为准，如 2026-11-23T14:05；只写日期即当日 0 点，当天的事还没有发生；不给则为现在。",
        """
        Take this for the present, such as 2026-11-23T14:05; a day alone means its first minute, before \
        anything of that day; now if not given.
        """),
      valueName: "moment"))
  var asOf: Moment?

  @Option(
    help: ArgumentHelp(
      Language.asked.text(
        "别的程序正在写台账时，最多等几秒。", "Seconds to wait while another program writes the ledger."),
      valueName: "seconds"))
  var wait = LedgerStore.patience

  func validate() throws {
    if !(0...3600).contains(wait) {
      throw ValidationError(
        Language.asked.text(
          "--wait \(wait)：应为 0 到 3600 之间的整数秒。",
          "--wait \(wait): expected whole seconds from 0 to 3600."))
    }
  }

  /// The present: as stated, else the clock's.
  var now: Moment {
    if let asOf { return asOf }
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .current
    let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute], from: Date())
    let day = Day(year: parts.year ?? 1970, month: parts.month ?? 1, day: parts.day ?? 1)
    return Moment(
      day: day ?? Day(ordinal: 0), minute: (parts.hour ?? 0) * 60 + (parts.minute ?? 0))
  }
}

/// Who enters something.
struct ActorOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      Language.asked.text(
        "经办人，记入台账；不给则为登录名。", "Who enters this, for the ledger; the login name if not given."),
      valueName: "name"))
  var actor: String?

  func validate() throws {
    if let actor, actor.allSatisfy(\.isWhitespace) {
      throw ValidationError(
        Language.asked.text(
          "--actor 是空的：请写经办人的名字。", "--actor is empty: expected the name of who enters this."))
    }
  }

  /// The name as stated, else the login name.
  var name: String { actor ?? NSUserName() }
}

/// A command that uses the ledger.
protocol LedgerCommand: OfficeCommand {
  var place: LedgerOptions { get }
  /// Whether a policy that is named means anything to it.
  static var takesPolicy: Bool { get }
}

extension LedgerCommand {
  static var takesPolicy: Bool { false }
}

extension EntryCommand {
  static var takesPolicy: Bool { true }
}

extension LedgerCommand {
  /// The present.
  var now: Moment { place.now }

  /// Opens the ledger.
  func open(creating: Bool = false) throws -> LedgerStore {
    guard common.policy == nil || Self.takesPolicy else {
      throw ValidationError(LedgerText.policyNotTaken(commandName, common.lang))
    }
    do {
      return try LedgerStore(path: place.ledger, creating: creating, patience: place.wait)
    } catch {
      throw refuse(error)
    }
  }

  /// Reads the ledger whole.
  func read() throws -> (store: LedgerStore, snapshot: LedgerSnapshot) {
    let store = try open()
    do {
      return (store, try store.read())
    } catch {
      throw refuse(error)
    }
  }

  /// How things stood at the moment asked for, which may lie before the last entry.
  func state(of snapshot: LedgerSnapshot) throws -> LedgerState {
    do {
      return try snapshot.state(at: now)
    } catch {
      throw Failure(.data, LedgerText.illegality(error, common.lang))
    }
  }

  /// Writes to the ledger in one transaction.
  func write<Value>(
    _ store: LedgerStore, _ work: (inout LedgerTransaction) throws -> Value
  ) throws -> Value {
    do {
      let (value, seq) = try store.write { ledger in
        let isFirst = ledger.state.rules == nil
        let value = try work(&ledger)
        return (value, isFirst ? nil : ledger.appended.first { $0.entry.kind == .rules }?.seq)
      }
      // Limits and dictionaries of all that follows have changed with it.
      if let seq { common.note(LedgerText.policyChanged(seq: seq, common.lang)) }
      return value
    } catch let error as LedgerError {
      throw refuse(error)
    } catch let error as Illegality {
      throw Failure(.data, LedgerText.illegality(error, common.lang))
    } catch let error as ListDefects {
      throw common.refuse(error)
    }
  }

  /// The failure that ends a command whose ledger cannot be used.
  func refuse(_ error: LedgerError) -> Failure { common.refuse(error, ledger: place.ledger) }

  /// Personal fields, as far as there are any.
  func contacts(_ store: LedgerStore) throws -> [ContactSubject: PersonalFields] {
    do {
      return try store.contacts()
    } catch {
      throw refuse(error)
    }
  }

  /// The week named, else the only one in some stages.
  func week(_ asked: Week?, in state: LedgerState, _ stages: [WeekStage]) throws -> Week {
    if let asked {
      guard state.weeks[asked] != nil else {
        throw Failure(.data, LedgerText.unknownWeek(asked, state.openWeeks, common.lang))
      }
      return asked
    }
    let fitting = state.openWeeks.filter { stages.contains(state.weeks[$0]?.stage ?? .closed) }
    guard fitting.count == 1 else {
      throw Failure(.data, LedgerText.whichWeek(fitting, common.lang))
    }
    return fitting[0]
  }

  /// The need meant by a whole or shortened identifier.
  func need(_ text: String, in state: LedgerState) throws -> NeedCase {
    let row = EntryRow(command: commandName, ["need_id": text])
    do {
      return try Naming.need(row, "need_id", in: state) { _ in true }
    } catch {
      throw common.refuse(ListDefects([error.defect]))
    }
  }

  /// The command as messages name it.
  var commandName: String { "sandan \(Self._commandName)" }
}

/// The policy that a command of the loop works with.
struct PolicyInForce {
  /// What it plans and reads lists by.
  let policy: Policy
  /// What the ledger is to record of it; nil when none was named.
  let named: Policy?

  /// The policy named, else the one that the ledger recorded last, else the built-in one.
  ///
  /// - Parameters:
  ///   - rules: the rules in force; nil where there are none.
  ///   - ledger: the ledger, for messages.
  ///   - common: which policy was named, if any.
  /// - Throws: what is wrong in the policy.
  init(_ rules: RulesInForce?, ledger: String, _ common: CommonOptions) throws {
    var policy = Policy.standard
    if common.policy != nil {
      policy = try common.loadPolicy(isAsWritten: true)
    } else if let text = rules?.policy {
      do {
        policy = try PolicyFile.read(text: text, in: ledger)
      } catch {
        throw common.refuse(error)
      }
    } else if let rules {
      // A ledger of an earlier version remembers the rules of the loop alone.
      (policy.classes, policy.loop) = (rules.classes, rules.loop)
      common.note(LedgerText.policyNotRemembered(common.lang))
    }
    named = common.policy == nil ? nil : policy
    // The option counts for this command alone.
    if common.openDictionaries { policy.openDictionaries = true }
    self.policy = policy
  }
}

extension LedgerCommand {
  /// The policy that the command works with.
  func policy(by rules: RulesInForce?) throws -> PolicyInForce {
    try PolicyInForce(rules, ledger: place.ledger, common)
  }

  /// The policy to record, as it is written; nil when none is named.
  func namedPolicy() throws -> Policy? { try policy(by: nil).named }

  /// The policy that the command works with, before the ledger is read as a whole, or begun.
  func policyBeforeReading() throws -> PolicyInForce {
    do {
      return try policy(by: open().rules())
    } catch let error as Failure where error.status == .noInput {
      return try policy(by: nil)
    } catch let error as LedgerError {
      throw refuse(error)
    }
  }
}

extension LedgerTransaction {
  /// Records a policy, unless it is in force already.
  mutating func record(_ policy: Policy, time: Moment, actor: String) throws {
    let rules = RulesInForce(policy, text: PolicyFile.text(of: policy))
    guard state.rules != rules else { return }
    try append(Entry(.rules, time: time, actor: actor, body: rules.body))
  }
}

extension CommonOptions {
  /// The failure that ends a command whose ledger cannot be used.
  func refuse(_ error: LedgerError, ledger: String) -> Failure {
    let status: ExitStatus =
      switch error {
      case .absent: .noInput
      case .locked, .outrun: .temporary
      case .notPermitted: .permission
      case .cannotCreate: .cannotCreate
      case .cannotWrite: .io
      case .foreign, .newer, .damaged: .data
      }
    return Failure(status, LedgerText.error(error, ledger, lang))
  }
}
