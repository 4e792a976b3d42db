import Dispatch
import Glibc
import Synchronization
import ThreeLists

/// What the system answered to a call that failed.
struct SystemError: Error, Hashable {
  /// The error number, such as `ENOSPC`.
  var number: Int32
  /// The path the call was about.
  var path: String

  /// The number of the call that has just failed.
  static func last(_ path: String) -> SystemError { SystemError(number: errno, path: path) }
}

/// The system's own calls on files, where a library would hide an error number or a guarantee.
///
/// The one file of the command that says `unsafe`: C strings and structures are passed here only.
enum Disk {
  /// What stands at a path; a symbolic link is not followed and counts as `other`.
  enum Kind { case absent, folder, file, other }

  /// What stands at a path.
  static func kind(of path: String) throws(SystemError) -> Kind {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else {
      if errno == ENOENT { return .absent }
      throw .last(path)
    }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: return .folder
    case S_IFREG: return .file
    default: return .other
    }
  }

  /// By what a file is known to be the same as before: where it lies, how long it is and when it
  /// was written last.
  struct Stamp: Hashable {
    var device: UInt
    var inode: UInt
    var size: Int
    var seconds: Int
    var nanoseconds: Int
  }

  /// The stamp of a file; nil when there is none.
  static func stamp(of path: String) -> Stamp? {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else { return nil }
    return Stamp(
      device: UInt(status.st_dev), inode: UInt(status.st_ino), size: Int(status.st_size),
      seconds: status.st_mtim.tv_sec, nanoseconds: status.st_mtim.tv_nsec)
  }

  /// Makes a folder that nobody else may enter.
  static func makeFolder(_ path: String) throws(SystemError) {
    guard unsafe mkdir(path, 0o700) == 0 else { throw .last(path) }
  }

  /// Closes a folder to everybody else.
  static func makePrivate(_ path: String) throws(SystemError) {
    guard unsafe chmod(path, 0o700) == 0 else { throw .last(path) }
  }

  /// Whether entries may be made and removed in a folder.
  static func checkWritable(_ path: String) throws(SystemError) {
    guard unsafe access(path, W_OK | X_OK) == 0 else { throw .last(path) }
  }

  /// Makes a file that did not exist, writes it whole and waits until the disk has it.
  static func writeFile(_ bytes: [UInt8], at path: String) throws(SystemError) {
    try writeFiles([(path, bytes)])
  }

  /// Makes files that did not exist, writes them whole and waits until the disk has them all.
  ///
  /// The writing is shared out among the processors. The waiting comes after it and takes none, so that the disk is asked
  /// for several files at once and takes them in together. No more files are open at once than a process may surely
  /// hold.
  static func writeFiles(_ files: [(path: String, bytes: [UInt8])]) throws(SystemError) {
    for first in stride(from: 0, to: files.count, by: mostOpen) {
      try writeTogether(files[first..<min(files.count, first + mostOpen)])
    }
  }

  private static let mostOpen = 64
  /// For how many files the disk is waited for at once.
  private static let mostWaits = 8

  private static func writeTogether(
    _ files: ArraySlice<(path: String, bytes: [UInt8])>
  ) throws(SystemError) {
    let files = Array(files)
    let opened = Mutex<[Int: Int32]>([:])
    // The longest first: nothing is left to share out while one is written.
    let order = files.indices.sorted { files[$0].bytes.count > files[$1].bytes.count }
    var fault = firstFault(order, sharing: Processors.share) { index throws(SystemError) in
      let (path, bytes) = files[index]
      let file = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
      guard file >= 0 else { throw .last(path) }
      opened.withLock { $0[index] = file }
      try write(bytes, to: file, path: path)
    }
    let numbers = opened.withLock { $0 }
    if fault == nil {
      fault = firstFault(order, sharing: waitTogether) { index throws(SystemError) in
        guard let file = numbers[index], fsync(file) == 0 else { throw .last(files[index].path) }
      }
    }
    for (index, file) in numbers.sorted(by: { $0.key < $1.key }) {
      // Errors of a remote disk may only show here.
      if close(file) != 0, fault == nil { fault = .last(files[index].path) }
    }
    if let fault { throw fault }
  }

  /// Does pieces of work side by side in an order, and begins none after a fault; the fault of the first piece that
  /// has one.
  private static func firstFault(
    _ order: [Int], sharing: (Int, @escaping @Sendable (Int) -> Void) -> Void,
    _ work: @escaping @Sendable (Int) throws(SystemError) -> Void
  ) -> SystemError? {
    let faults = Mutex<[Int: SystemError]>([:])
    sharing(order.count) { place in
      guard faults.withLock({ $0.isEmpty }) else { return }
      do throws(SystemError) {
        try work(order[place])
      } catch {
        faults.withLock { $0[order[place]] = error }
      }
    }
    return faults.withLock { faults in faults.min { $0.key < $1.key }?.value }
  }

  /// Does pieces of work that only wait, several at once, and comes back when all are done.
  private static func waitTogether(_ pieces: Int, _ work: @escaping @Sendable (Int) -> Void) {
    let group = DispatchGroup()
    let lanes = min(mostWaits, pieces)
    for lane in 0..<lanes {
      DispatchQueue(label: "sandan.disk").async(group: group) {
        for piece in stride(from: lane, to: pieces, by: lanes) { work(piece) }
      }
    }
    group.wait()
  }

  /// Writes all bytes, however many calls it takes.
  static func write(_ bytes: [UInt8], to file: Int32, path: String) throws(SystemError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(file, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw .last(path) }
      rest = rest.dropFirst(count)
    }
  }

  /// Waits until the disk has a folder's entries.
  static func syncFolder(_ path: String) throws(SystemError) {
    let folder = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { throw .last(path) }
    defer { close(folder) }
    // A file system that cannot sync folders says EINVAL; nothing better can be had from it.
    guard fsync(folder) == 0 || errno == EINVAL else { throw .last(path) }
  }

  /// Gives an entry another name.
  static func rename(_ path: String, to other: String) throws(SystemError) {
    guard unsafe Glibc.rename(path, other) == 0 else { throw .last(other) }
  }

  /// Exchanges two entries in one step; false when the file system or the kernel cannot.
  static func exchange(_ path: String, _ other: String) throws(SystemError) -> Bool {
    // glibc declares it to C alone, and only when asked for its extensions.
    typealias Call =
      @convention(c) (Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32) -> Int32
    guard let symbol = unsafe dlsym(nil, "renameat2") else { return false }
    let call = unsafe unsafeBitCast(symbol, to: Call.self)
    if unsafe call(AT_FDCWD, path, AT_FDCWD, other, exchangeFlag) == 0 { return true }
    guard errno == EINVAL || errno == ENOSYS else { throw .last(other) }
    return false
  }

  /// `RENAME_EXCHANGE` of the kernel.
  private static let exchangeFlag: UInt32 = 2

  /// Takes a folder for this process alone, until the lock goes; nil when another one has it.
  static func lock(_ path: String) throws(SystemError) -> FolderLock? {
    let folder = unsafe open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard folder >= 0 else {
      // Its holder has moved it since somebody saw it here.
      if errno == ENOENT { return nil }
      throw .last(path)
    }
    let lock = FolderLock(folder: folder)
    if flock(folder, LOCK_EX | LOCK_NB) != 0 {
      if errno == EWOULDBLOCK { return nil }
      // Some network disks lock no folders: there, runs at the same time are the office's care.
      guard [EBADF, EINVAL, ENOLCK, ENOSYS, EOPNOTSUPP].contains(errno) else { throw .last(path) }
    }
    // Between opening and locking its holder may have moved the folder elsewhere.
    return lock.stands(at: path) ? lock : nil
  }

  /// Lets a write to a closed pipe or past a size limit fail with an error instead of a signal.
  static func turnSignalsIntoErrors() {
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
  }
}

/// A folder held by this process; the system lets go of it when the process ends, however it ends.
final class FolderLock {
  private let folder: Int32

  fileprivate init(folder: Int32) { self.folder = folder }

  /// Whether the folder held is the one that bears a name now.
  func stands(at path: String) -> Bool {
    var held = stat()
    var named = stat()
    guard unsafe fstat(folder, &held) == 0, unsafe lstat(path, &named) == 0 else { return false }
    return held.st_dev == named.st_dev && held.st_ino == named.st_ino
  }

  /// Unlocked before it is closed: a child process that has just been forked may still hold a copy.
  deinit {
    flock(folder, LOCK_UN)
    close(folder)
  }
}
