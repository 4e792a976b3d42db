import ThreeLists

/// A past week: its lists, and what was really dispatched.
public struct BacktestLists: Hashable, Sendable {
  /// The week that was planned.
  public var week: Week
  /// The lists.
  public var bundle: ListBundle
  /// The places that people filled, by row.
  public var places: [ActualPlace]
}

/// Reads past weeks whole: both lists of each, and what was really dispatched.
public enum BacktestReader {
  /// Reads the weeks of a folder.
  ///
  /// - Parameters:
  ///   - folder: its path; lists are known by their names, see the README.
  ///   - chosen: the weeks to read; none means all.
  ///   - policy: dictionaries and code lengths.
  ///   - takesUnlisted: whether a unit that the resource list lacks is warned of and not refused.
  ///   - encoding: of texts; nil recognises it.
  ///   - sheets: names of sheets to read of workbooks; without one, the first that has the headers.
  /// - Returns: the weeks, earliest first, and what somebody should look at.
  /// - Throws: every defect of names and lists; at least one is an error.
  public static func read(
    _ folder: String, weeks chosen: [Week] = [], policy: Policy, takesUnlisted: Bool,
    encoding: TextEncoding? = nil, sheets: [String] = []
  ) throws(ListDefects) -> (weeks: [BacktestLists], warnings: [ListDefect]) {
    let found = BacktestFolder.files(in: folder)
    let weeks = found.weeks.filter { chosen.isEmpty || chosen.contains($0.week) }
    let form = ListForm(encoding: encoding, sheets: sheets)
    var lists: [BacktestLists] = []
    var defects = found.defects
    for week in Set(chosen).subtracting(found.weeks.map(\.week)).sorted()
    where !defects.contains(where: { $0.severity == .error }) {
      defects.append(ListDefect(.noNeedsOfWeek(week), file: folder))
    }
    // A list that serves several weeks is told of once.
    var told: Set<ListDefect> = []
    for files in weeks {
      let (bundle, own) = bundle(files, policy: policy, form: form)
      let inNeedsList = files.dispatched == nil
      let read = ActualReader.rows(
        files.dispatched ?? files.needs, form: form, inNeedsList: inNeedsList)
      var week = own.filter { !inNeedsList || !ActualReader.concernsOwnColumn($0) } + read.defects
      if let bundle {
        var check = ActualCheck(
          bundle, tables: read.tables, inNeedsList: inNeedsList, takesUnlisted: takesUnlisted)
        let places = check.places(read.rows)
        week += check.defects
        lists.append(BacktestLists(week: files.week, bundle: bundle, places: places))
      }
      let all = ListReader.sorted(week, files: own.map(\.file) + read.files)
      defects += all.filter { told.insert($0).inserted }
    }
    guard !defects.contains(where: { $0.severity == .error }) else { throw ListDefects(defects) }
    return (lists, defects)
  }

  private static func bundle(
    _ files: BacktestFiles, policy: Policy, form: ListForm
  ) -> (ListBundle?, [ListDefect]) {
    do throws(ListDefects) {
      let bundle = try ListReader.read(
        needs: files.needs, resources: files.resources, policy: policy, week: files.week,
        encoding: form.encoding, sheets: form.sheets)
      return (bundle, bundle.warnings)
    } catch {
      return (nil, error.defects)
    }
  }
}
