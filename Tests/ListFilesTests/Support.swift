import Foundation
import Testing
import ThreeLists

@testable import ListFiles

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers from the same seed, everywhere.
struct SeededNumbers: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func isOne(in count: Int) -> Bool { Int.random(in: 0..<count, using: &self) == 0 }

  mutating func some<Value>(of values: [Value], atMost most: Int) -> [Value] {
    Array(values.shuffled(using: &self).prefix(Int.random(in: 0...most, using: &self)))
  }

  mutating func one<Value>(of values: [Value]) -> Value {
    values[Int.random(in: 0..<values.count, using: &self)]
  }
}

/// A folder of its own for one test, with the two lists in it.
final class ListFolder {
  static let needsHeader = "需求编号,网格编码,类别,提出日期"
  static let need = "N001,230799001001001,理发,2026-11-20"
  static let resourcesHeader = "资源编号,单位,类别,服务范围,每周可用"
  static let resource = "R001,理发志愿服务队,理发,*,5"

  private let folder: URL
  var needs: String { folder.path + "/needs.csv" }
  var resources: String { folder.path + "/resources.csv" }

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "lists-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try write(needs: [ListFolder.needsHeader, ListFolder.need])
    try write(resources: [ListFolder.resourcesHeader, ListFolder.resource])
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func write(needs lines: [String]) throws { try write(bytes(lines), to: "needs.csv") }

  func write(resources lines: [String]) throws { try write(bytes(lines), to: "resources.csv") }

  func write(_ bytes: [UInt8], to name: String) throws {
    let url = folder.appending(path: name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
  }

  func remove(_ name: String) throws {
    try FileManager.default.removeItem(at: folder.appending(path: name))
  }

  func path(_ name: String) -> String { folder.path + "/" + name }

  private func bytes(_ lines: [String]) -> [UInt8] { lines.flatMap { Array(($0 + "\n").utf8) } }

  func read(
    policy: Policy = .standard, week: String? = "2026-W48", encoding: TextEncoding? = nil,
    limits: ListLimits = ListLimits()
  ) throws(ListDefects) -> ListBundle {
    try ListReader.read(
      needs: needs, resources: resources, policy: policy, week: week.flatMap { Week($0) },
      encoding: encoding, limits: limits)
  }

  /// Every defect, warnings of a good reading too.
  func defects(
    policy: Policy = .standard, week: String? = "2026-W48", encoding: TextEncoding? = nil,
    limits: ListLimits = ListLimits()
  ) -> [ListDefect] {
    do {
      return try read(policy: policy, week: week, encoding: encoding, limits: limits).warnings
    } catch {
      return error.defects
    }
  }
}
