import Glibc

/// Reads whole files, up to a limit.
enum FileBytes {
  private static let chunk = 1 << 20

  /// The bytes of a file.
  ///
  /// Pipes and devices are read too, so the limit holds while reading, whatever size the system
  /// states.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - limit: the bytes it may hold.
  /// - Returns: its bytes.
  /// - Throws: why there are none.
  static func read(_ path: String, limit: Int) throws(FileFault) -> [UInt8] {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw FileFault(errno == ENOENT || errno == ENOTDIR ? .noSuchFile : .unreadable)
    }
    defer { close(descriptor) }
    var status = stat()
    let isKnown = unsafe fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    let size = isKnown ? Int(status.st_size) : 0
    if size > limit { throw FileFault(.tooLarge(limit: limit)) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(size)
    var buffer = [UInt8](repeating: 0, count: chunk)
    while true {
      let count = unsafe Glibc.read(descriptor, &buffer, chunk)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw FileFault(.unreadable) }
      if count == 0 { return bytes }
      bytes += buffer[..<count]
      if bytes.count > limit { throw FileFault(.tooLarge(limit: limit)) }
    }
  }
}

/// Why a file gives no text.
struct FileFault: Error {
  var kind: ListDefect.Kind

  init(_ kind: ListDefect.Kind) { self.kind = kind }
}
