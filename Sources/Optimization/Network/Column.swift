/// A fixed number of plain values in memory of their own, for the kernel's inner loops.
///
/// Indexes are checked in debug builds only; copies share the memory, whose owner frees it. Threads
/// that share one have each entries of its own to write (see ``SideBySide``).
@safe struct Column<Element: BitwiseCopyable>: @unchecked Sendable {
  private let base: UnsafeMutablePointer<Element>
  let count: Int

  init(repeating value: Element, count: Int) {
    unsafe base = UnsafeMutablePointer<Element>.allocate(capacity: max(1, count))
    unsafe base.initialize(repeating: value, count: max(1, count))
    self.count = count
  }

  /// Memory whose values are set before any is read.
  init(unset count: Int) {
    unsafe base = UnsafeMutablePointer<Element>.allocate(capacity: max(1, count))
    self.count = count
  }

  init(_ values: [Element]) {
    let base = UnsafeMutablePointer<Element>.allocate(capacity: max(1, values.count))
    unsafe values.withUnsafeBufferPointer { own in
      if let first = own.baseAddress {
        unsafe base.initialize(from: first, count: own.count)
      }
    }
    unsafe self.base = base
    count = values.count
  }

  @inline(__always) subscript(index: Int) -> Element {
    get {
      assert(index >= 0 && index < count)
      return unsafe base[index]
    }
    nonmutating _modify {
      assert(index >= 0 && index < count)
      yield unsafe &base[index]
    }
  }

  @inline(__always) subscript(index: Int32) -> Element {
    get { self[Int(index)] }
    nonmutating _modify { yield &self[Int(index)] }
  }

  /// Sets every value.
  func fill(_ value: Element) {
    unsafe base.update(repeating: value, count: count)
  }

  /// The values as an array.
  var values: [Element] { (0..<count).map { self[$0] } }

  /// Ends the use of the memory.
  func free() { unsafe base.deallocate() }
}
