import Foundation
import Matching

/// A file to be written: its name within the folder, and its bytes.
struct OutputFile {
  var name: String
  var bytes: [UInt8]
}

/// A folder that is written whole or not at all.
///
/// The files go into a neighbour of the folder, each synced; then the neighbour takes its name. A
/// plan of ours that stood there is kept as `NAME.1`.
struct OutputFolder {
  let path: String
  let language: Language

  private var files: FileManager { .default }

  init(path: String, language: Language) {
    var path = path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    self.path = path
    self.language = language
  }

  /// Refuses a folder that holds anything but a plan of ours, before any work is done for it.
  func refuseForeignFolder() throws {
    for folder in [path, path + ".1"] {
      guard files.fileExists(atPath: folder) else { continue }
      guard let names = try? files.contentsOfDirectory(atPath: folder) else {
        throw Failure(.cannotCreate, PlainText.foreignFolder(folder, language))
      }
      let known = Set(PlanFiles.all.map { $0.split(separator: "/").first.map(String.init) ?? $0 })
      let isOurs = names.contains(PlanFiles.plan) && names.allSatisfy(known.contains)
      if !names.isEmpty, !isOurs {
        throw Failure(.cannotCreate, PlainText.foreignFolder(folder, language))
      }
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
    if replacingPlan {
      try refuseForeignFolder()
    } else if let names = try? files.contentsOfDirectory(atPath: path), !names.isEmpty {
      throw Failure(.cannotCreate, PlainText.foreignFolder(path, language))
    } else if files.fileExists(atPath: path),
      (try? files.contentsOfDirectory(atPath: path)) == nil
    {
      throw Failure(.cannotCreate, PlainText.foreignFolder(path, language))
    }
    let neighbour = path + ".new-\(ProcessInfo.processInfo.processIdentifier)"
    do {
      try files.createDirectory(
        atPath: neighbour, withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700])
      for file in contents { try write(file, in: neighbour) }
    } catch {
      try? files.removeItem(atPath: neighbour)
      let denied = (error as? CocoaError)?.code == .fileWriteNoPermission
      throw Failure(denied ? .permission : .io, PlainText.cannotWrite(path, language))
    }
    do {
      try exchange(with: neighbour)
    } catch {
      try? files.removeItem(atPath: neighbour)
      throw Failure(.cannotCreate, PlainText.cannotWrite(path, language))
    }
  }

  private func write(_ file: OutputFile, in folder: String) throws {
    let target = folder + "/" + file.name
    let parent = String(target[..<(target.lastIndex(of: "/") ?? target.startIndex)])
    try files.createDirectory(
      atPath: parent, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    guard files.createFile(atPath: target, contents: nil, attributes: [.posixPermissions: 0o600])
    else { throw CocoaError(.fileWriteUnknown) }
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: target))
    try handle.write(contentsOf: Data(file.bytes))
    try handle.synchronize()
    try handle.close()
  }

  private func exchange(with neighbour: String) throws {
    let kept = path + ".1"
    if files.fileExists(atPath: path) {
      if try files.contentsOfDirectory(atPath: path).isEmpty {
        try files.removeItem(atPath: path)
      } else {
        if files.fileExists(atPath: kept) { try files.removeItem(atPath: kept) }
        try files.moveItem(atPath: path, toPath: kept)
      }
    }
    try files.moveItem(atPath: neighbour, toPath: path)
  }
}
