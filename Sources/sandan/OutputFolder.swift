import Foundation
import Matching
import Synchronization

/// A file to be written: its name within the folder, and its bytes.
struct OutputFile: Sendable {
  var name: String
  var bytes: [UInt8]
}

/// A folder that is written whole or not at all.
///
/// The files go into a hidden neighbour `.NAME.new`, each synced; then neighbour and folder change
/// places in one step, so that at every moment NAME is a whole plan, the old one or the new one. A
/// plan that stood there becomes `NAME.1`, and an older `NAME.1` goes only when all else stands. A
/// run that is killed can leave the neighbour behind; the next run removes it.
struct OutputFolder {
  let path: String
  let language: Language
  /// What such a folder holds.
  let form: FolderForm
  /// Exchanges two entries in one step, or says that the file system cannot.
  var exchange: (String, String) throws -> Bool = { try Disk.exchange($0, $1) }

  private let marks = Marks()
  private let parent: String
  private let neighbour: String
  private var kept: String { path + ".1" }
  /// Where the folder waits while a file system without exchange moves the neighbour in.
  private var aside: String { neighbour + ".aside" }
  private var files: FileManager { .default }

  /// What stands where the folder is to be.
  private enum Ground { case absent, empty, plan }

  init(path: String, language: Language, form: FolderForm = .plan) {
    self.form = form
    var name = path[...]
    while name.count > 1, name.hasSuffix("/") { name.removeLast() }
    self.path = String(name)
    self.language = language
    var before = ""
    if let slash = name.lastIndex(of: "/") {
      before = String(name[...slash])
      name = name[name.index(after: slash)...]
    }
    parent = before.isEmpty ? "." : before
    neighbour = "\(before).\(name).new"
  }

  /// Refuses, before any work is done for it, a folder that could not be written in the end.
  func refuseForeignFolder() throws {
    do {
      _ = try ground(replacingPlan: true)
    } catch let error as SystemError {
      throw failure(error)
    }
  }

  /// Writes the files.
  ///
  /// - Parameters:
  ///   - contents: the files.
  ///   - replacingPlan: whether a plan of ours may be replaced; otherwise only an empty or absent
  ///     folder is written to.
  /// - Throws: a ``Failure``; what stood there before is unchanged.
  func write(_ contents: [OutputFile], replacingPlan: Bool) throws {
    do {
      _ = try ground(replacingPlan: replacingPlan)
      let lock = try takeNeighbour()
      do {
        try writeHeld(contents, replacingPlan: replacingPlan)
      } catch {
        // Only what this run has written: were a step not undone, the old plan might stand there.
        if lock.stands(at: neighbour) { try? files.removeItem(atPath: neighbour) }
        throw error
      }
    } catch let error as SystemError {
      throw failure(error)
    }
  }

  /// Writes the files while the neighbour is held.
  ///
  /// Whatever bears the neighbour's name is held by this run for as long as it does, or else another
  /// run would take it for a leftover and clear it away.
  private func writeHeld(_ contents: [OutputFile], replacingPlan: Bool) throws {
    try recover()
    let ground = try ground(replacingPlan: replacingPlan)
    try fill(contents)
    switch ground {
    case .absent, .empty: try moveIn(replacingEmpty: ground == .empty)
    case .plan:
      let old = try hold(path)
      let older = try Disk.kind(of: kept) == .folder ? hold(kept) : nil
      try withExtendedLifetime((old, older)) {
        try moveInForPlan(keepsOlder: older != nil)
        if older != nil { try? files.removeItem(atPath: neighbour) }
      }
    }
  }

  private func hold(_ folder: String) throws -> FolderLock {
    guard let lock = try Disk.lock(folder) else {
      throw Failure(.temporary, PlainText.locked(path, language))
    }
    return lock
  }

  /// The exit code and the sentence for what the system answered.
  func failure(_ error: SystemError) -> Failure {
    // Two runs wanted the neighbour at the same moment, and the other one made it.
    if error.number == EEXIST, error.path == neighbour {
      return Failure(.temporary, PlainText.locked(path, language))
    }
    let status: ExitStatus =
      switch error.number {
      case EACCES, EPERM: .permission
      case ENOSPC, EDQUOT, EFBIG, EIO: .io
      default: .cannotCreate
      }
    return Failure(status, PlainText.cannotWrite(path, error, language))
  }

  // MARK: What stands there

  private func ground(replacingPlan: Bool) throws -> Ground {
    let name = path.split(separator: "/").last ?? ""
    guard !name.isEmpty, name != ".", name != ".." else {
      throw Failure(.cannotCreate, PlainText.oddFolder(path, language))
    }
    try Disk.checkWritable(parent)
    let ground = try self.ground(at: path)
    if ground == .plan {
      guard replacingPlan else {
        throw Failure(.cannotCreate, PlainText.foreignFolder(path, form.mark, language))
      }
      _ = try self.ground(at: kept)
    }
    return ground
  }

  private func ground(at folder: String) throws -> Ground {
    switch try Disk.kind(of: folder) {
    case .absent: return .absent
    case .file, .other: throw Failure(.cannotCreate, PlainText.oddFolder(folder, language))
    case .folder: break
    }
    let names = try entries(of: folder)
    if names.isEmpty { return .empty }
    try refuseUnlessOurs(names, under: "", in: folder)
    guard isMarked(folder) else {
      throw Failure(.cannotCreate, PlainText.foreignFolder(folder, names[0], language))
    }
    return .plan
  }

  /// Whether a folder has the mark of ours; one that has been read is not read again while it is the
  /// same file, for that of a large week takes a while.
  private func isMarked(_ folder: String) -> Bool {
    let mark = "\(folder)/\(form.mark)"
    let stamp = Disk.stamp(of: mark)
    if let stamp, marks.stamps.withLock({ $0.contains(stamp) }) { return true }
    guard let data = files.contents(atPath: mark),
      (try? JSONDecoder().decode(PlanMark.self, from: data)) != nil
    else { return false }
    if let stamp { _ = marks.stamps.withLock { $0.insert(stamp) } }
    return true
  }

  /// The marks that have been read.
  private final class Marks: Sendable {
    let stamps = Mutex<Set<Disk.Stamp>>([])
  }

  private func refuseUnlessOurs(_ names: [String], under inner: String, in folder: String) throws {
    for name in names.map({ inner + $0 }) {
      if form.isFolder(name) {
        try refuseUnlessOurs(entries(of: "\(folder)/\(name)"), under: name + "/", in: folder)
        continue
      }
      guard form.isOurs(name), try Disk.kind(of: "\(folder)/\(name)") == .file else {
        throw Failure(.cannotCreate, PlainText.foreignFolder(folder, name, language))
      }
    }
  }

  private func entries(of folder: String) throws -> [String] {
    guard try Disk.kind(of: folder) == .folder else {
      throw Failure(.cannotCreate, PlainText.oddFolder(folder, language))
    }
    guard let names = try? files.contentsOfDirectory(atPath: folder) else {
      throw Failure(.permission, PlainText.oddFolder(folder, language))
    }
    return names.sorted()
  }

  /// What every version of the mark has.
  private struct PlanMark: Decodable {
    var formatVersion: Int
    var fingerprint: String
  }

  // MARK: Writing

  /// Makes the neighbour and holds it; one that a killed run left behind is emptied first.
  private func takeNeighbour() throws -> FolderLock {
    switch try Disk.kind(of: neighbour) {
    case .absent: try Disk.makeFolder(neighbour)
    case .folder: break
    case .file, .other: throw Failure(.cannotCreate, PlainText.oddFolder(neighbour, language))
    }
    let lock = try hold(neighbour)
    try Disk.makePrivate(neighbour)
    for name in try entries(of: neighbour) { try? files.removeItem(atPath: "\(neighbour)/\(name)") }
    return lock
  }

  /// Puts back what a run that was killed between two renames had set aside.
  private func recover() throws {
    guard try Disk.kind(of: aside) == .folder else { return }
    if try Disk.kind(of: path) == .absent {
      try Disk.rename(aside, to: path)
    } else {
      try files.removeItem(atPath: aside)
    }
  }

  private func fill(_ contents: [OutputFile]) throws {
    let folders = Set(contents.flatMap { FolderForm.folders(of: $0.name) }).sorted()
    for folder in folders { try Disk.makeFolder("\(neighbour)/\(folder)") }
    try Disk.writeFiles(contents.map { ("\(neighbour)/\($0.name)", $0.bytes) })
    for folder in folders { try Disk.syncFolder("\(neighbour)/\(folder)") }
    try Disk.syncFolder(neighbour)
  }

  /// Gives the neighbour the folder's name; a rename replaces an empty folder, and only that.
  private func moveIn(replacingEmpty: Bool) throws {
    try Disk.rename(neighbour, to: path)
    do {
      try Disk.syncFolder(parent)
    } catch {
      try? Disk.rename(path, to: neighbour)
      if replacingEmpty { try? Disk.makeFolder(path) }
      throw error
    }
  }

  /// Exchanges the neighbour with a plan, and that with the plan kept; undone when a step fails.
  private func moveInForPlan(keepsOlder: Bool) throws {
    try swap(path)
    do {
      if keepsOlder { try swap(kept) } else { try Disk.rename(neighbour, to: kept) }
      do {
        try Disk.syncFolder(parent)
      } catch {
        if keepsOlder { try? swap(kept) } else { try? Disk.rename(kept, to: neighbour) }
        throw error
      }
    } catch {
      try? swap(path)
      throw error
    }
  }

  /// Exchanges the neighbour with a folder; in two more steps where the file system cannot do it in
  /// one.
  private func swap(_ folder: String) throws {
    if try exchange(neighbour, folder) { return }
    try Disk.rename(folder, to: aside)
    do {
      try Disk.rename(neighbour, to: folder)
    } catch {
      try? Disk.rename(aside, to: folder)
      throw error
    }
    try Disk.rename(aside, to: neighbour)
  }
}
