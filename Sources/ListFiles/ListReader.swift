import Foundation
import ThreeLists

/// Both lists, read without an error.
public struct ListBundle: Hashable, Sendable {
  /// Sorted by identifier.
  public var needs: [Need]
  /// Sorted by identifier.
  public var resources: [Resource]
  /// What somebody should look at.
  public var warnings: [ListDefect]
  /// Needs, two or more, that share a telephone number or a grid and address.
  public var households: [[String]]
}

/// Reads the two lists and judges them whole.
public enum ListReader {
  /// Reads needs and resources.
  ///
  /// - Parameters:
  ///   - needs: a file, or a folder all of whose `.csv` files are read as one.
  ///   - resources: as above.
  ///   - policy: dictionaries and code lengths.
  ///   - week: the week planned; nil leaves out what depends on it.
  ///   - encoding: nil recognises it.
  ///   - limits: what a file may hold.
  /// - Returns: the lists, sorted, with warnings.
  /// - Throws: every defect of both, in order; at least one is an error.
  public static func read(
    needs: String, resources: String, policy: Policy, week: Week?,
    encoding: TextEncoding? = nil, limits: ListLimits = ListLimits()
  ) throws(ListDefects) -> ListBundle {
    var defects: [ListDefect] = []
    var needRows: [Need] = []
    var columns: [String: ListTable] = [:]
    for file in files(at: needs, &defects) {
      let table = ListTable(
        file: file, definitions: Columns.needs, encoding: encoding, limits: limits)
      columns[file] = table
      defects += table.defects
      for row in table.rows {
        var reader = RowReader(table: table, row: row)
        if let need = NeedReader(policy: policy, week: week).read(&reader) {
          needRows.append(need)
        }
        defects += reader.defects
      }
    }
    var resourceRows: [Resource] = []
    for file in files(at: resources, &defects) {
      let table = ListTable(
        file: file, definitions: Columns.resources, encoding: encoding, limits: limits)
      columns[file] = table
      defects += table.defects
      for row in table.rows {
        var reader = RowReader(table: table, row: row)
        if let resource = ResourceReader(policy: policy, week: week).read(&reader) {
          resourceRows.append(resource)
        }
        defects += reader.defects
      }
    }
    let check = CrossCheck(
      needs: needRows, resources: resourceRows, policy: policy, week: week, tables: columns)
    defects += check.defects()
    defects = sorted(defects)
    guard !defects.contains(where: { $0.severity == .error }) else {
      throw ListDefects(defects)
    }
    return ListBundle(
      needs: needRows.sorted { $0.id < $1.id }, resources: resourceRows.sorted { $0.id < $1.id },
      warnings: defects, households: check.households())
  }

  /// The files of a list: the file itself, or those of a folder by name.
  private static func files(at path: String, _ defects: inout [ListDefect]) -> [String] {
    var isFolder: ObjCBool = false
    let exists = unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    guard exists, isFolder.boolValue else { return [path] }
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [])
      .filter { $0.lowercased().hasSuffix(".csv") && !$0.hasPrefix(".") }.sorted()
    if names.isEmpty { defects.append(ListDefect(.emptyFolder, file: path)) }
    return names.map { path + "/" + $0 }
  }

  /// By file in the order read, then line and column; the order found decides the rest.
  static func sorted(_ defects: [ListDefect]) -> [ListDefect] {
    var fileOrder: [String: Int] = [:]
    for defect in defects where fileOrder[defect.file] == nil {
      fileOrder[defect.file] = fileOrder.count
    }
    return defects.enumerated().sorted { left, right in
      let keys = [left, right].map { entry in
        [
          fileOrder[entry.element.file] ?? 0, entry.element.line ?? 0,
          entry.element.column?.number ?? 0, entry.offset,
        ]
      }
      return keys[0].lexicographicallyPrecedes(keys[1])
    }.map(\.element)
  }
}
