import Foundation
import ThreeLists

/// The files of one past week.
struct BacktestFiles: Hashable {
  /// The week that was planned.
  var week: Week
  /// The needs list.
  var needs: String
  /// The resource list: the week's own, or that of all weeks.
  var resources: String
  /// What was dispatched; nil where the needs list says it itself.
  var dispatched: String?
}

/// Finds the lists of past weeks in a folder by their names.
enum BacktestFolder {
  /// The beginnings of names: `needs-2018-W38.csv`, `dispatched-2018-W38.csv`,
  /// `resources-2018-W38.csv`, and `resources.csv` for every week that has none of its own.
  private static let kinds: [(kind: Kind, names: [String])] = [
    (.needs, ["needs", "需求清单"]), (.dispatched, ["dispatched", "实际派单"]),
    (.resources, ["resources", "资源清单"]),
  ]

  private enum Kind { case needs, resources, dispatched }

  /// The weeks of a folder, earliest first, and what is wrong with its names: a list that cannot be
  /// placed, or that lacks its fellow.
  static func files(in folder: String) -> (weeks: [BacktestFiles], defects: [ListDefect]) {
    let found: [String]
    do {
      found = try lists(in: folder)
    } catch {
      return ([], [ListDefect(error.kind, file: folder)])
    }
    let path = folder.hasSuffix("/") ? folder : folder + "/"
    var byKind: [Kind: [Week: String]] = [:]
    var common: String?
    var defects: [ListDefect] = []
    for name in found {
      let stem = stem(of: name)
      guard let (kind, rest) = part(of: stem) else {
        defects.append(ListDefect(.notWeekName, severity: .warning, file: path + name))
        continue
      }
      if rest.isEmpty, kind == .resources {
        if let common {
          defects.append(ListDefect(.secondList(other: common), file: path + name))
        }
        common = common ?? path + name
        continue
      }
      guard rest.hasPrefix("-"), let week = Week(String(rest.dropFirst())) else {
        defects.append(ListDefect(.notWeekName, file: path + name))
        continue
      }
      if let other = byKind[kind]?[week] {
        defects.append(ListDefect(.secondList(other: other), file: path + name))
      } else {
        byKind[kind, default: [:]][week] = path + name
      }
    }
    var weeks: [BacktestFiles] = []
    for (week, needs) in (byKind[.needs] ?? [:]).sorted(by: { $0.key < $1.key }) {
      guard let resources = byKind[.resources]?[week] ?? common else {
        defects.append(ListDefect(.noSuchFile, file: path + "resources.csv"))
        continue
      }
      weeks.append(
        BacktestFiles(
          week: week, needs: needs, resources: resources,
          dispatched: byKind[.dispatched]?[week]))
    }
    for kind in [Kind.dispatched, .resources] {
      for (week, file) in (byKind[kind] ?? [:]).sorted(by: { $0.key < $1.key })
      where byKind[.needs]?[week] == nil {
        defects.append(ListDefect(.noNeedsOfWeek(week), file: file))
      }
    }
    if byKind[.needs] == nil { defects.append(ListDefect(.noWeeks, file: folder)) }
    return (weeks, defects)
  }

  private static func lists(in folder: String) throws(FileFault) -> [String] {
    var isFolder: ObjCBool = false
    let exists = unsafe FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder)
    guard exists else { throw FileFault(.noSuchFile) }
    guard isFolder.boolValue else { throw FileFault(.noWeeks) }
    guard let all = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
      throw FileFault(.unreadable)
    }
    // What begins so is a lock that Excel or WPS keeps beside an open workbook.
    return all.filter { !$0.hasPrefix(".") && !$0.hasPrefix("~$") }.filter { name in
      stem(of: name) != name || part(of: name) != nil
    }.sorted()
  }

  /// A name without the ending of a list; the name itself when it has none.
  private static func stem(of name: String) -> String {
    for ending in [".csv"] + ListContent.workbooks where name.lowercased().hasSuffix(ending) {
      return String(name.dropLast(ending.count))
    }
    return name
  }

  private static func part(of stem: String) -> (Kind, Substring)? {
    for (kind, names) in kinds {
      for name in names where stem == name || stem.hasPrefix(name + "-") {
        return (kind, stem.dropFirst(name.count))
      }
    }
    return nil
  }
}
