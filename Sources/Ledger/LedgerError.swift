/// Why a ledger cannot be used, or not now; whatever it held before is unchanged.
public enum LedgerError: Error, Hashable, Sendable {
  /// There is no such file, or it is empty.
  case absent
  /// Another program holds it.
  case locked
  /// The system does not permit it: the folder or the file is read-only.
  case notPermitted
  /// The folder does not exist, or what bears the name is no file.
  case cannotCreate
  /// The disk is full, or does not take what is written.
  case cannotWrite(reason: String)
  /// No ledger of ours.
  case foreign
  /// Written by a newer version of the program.
  case newer(version: Int, known: Int)
  /// It does not hold what a ledger has to hold.
  case damaged(LedgerFinding)
  /// Somebody else wrote between reading and writing.
  case outrun
}

/// One thing that is wrong in a ledger.
public struct LedgerFinding: Hashable, Sendable {
  /// What is checked.
  public enum Check: String, CaseIterable, Hashable, Sendable {
    /// SQLite's own pages and indexes.
    case pages
    /// The tables and triggers are those of the version.
    case schema
    /// An event's columns have the form that is asked for.
    case form
    /// Hashes follow from content, and each from the one before, without gaps.
    case chain
    /// Every transition is legal.
    case transition
    /// Every need is in exactly one state.
    case conservation
    /// The head that somebody noted down is in the chain.
    case head
  }

  /// What is checked.
  public var check: Check
  /// The event at fault; nil when it is none.
  public var seq: Int?
  /// The fact, in words for whoever repairs it.
  public var detail: String

  /// A finding by its parts.
  public init(_ check: Check, seq: Int? = nil, detail: String) {
    self.check = check
    self.seq = seq
    self.detail = detail
  }
}
