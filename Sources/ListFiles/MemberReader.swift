import ThreeLists

/// Reads the members list and judges it whole.
public enum MemberReader {
  /// Reads members.
  ///
  /// - Parameters:
  ///   - path: a file, CSV or workbook, or a folder all of whose lists are read as one.
  ///   - policy: dictionaries and code lengths.
  ///   - units: the units of the resource list; a member of none of them is warned of. Nil leaves
  ///     that out.
  ///   - encoding: of texts; nil recognises it.
  ///   - sheets: names of sheets to read of workbooks; without one, the first that has the headers.
  ///   - limits: what a file may hold.
  /// - Returns: the members, sorted by identifier, with warnings.
  /// - Throws: every defect, in order; at least one is an error.
  public static func read(
    _ path: String, policy: Policy, units: Set<String>? = nil, encoding: TextEncoding? = nil,
    sheets: [String] = [], limits: ListLimits = ListLimits()
  ) throws(ListDefects) -> (members: [Member], warnings: [ListDefect]) {
    let form = ListForm(encoding: encoding, sheets: sheets, limits: limits)
    let known = units.map { $0.sorted() }
    let rows = ListReader.rows(at: path, Columns.members, form) {
      member(&$0, policy, units: known)
    }
    let defects = ListReader.sorted(
      rows.placed(rows.defects) + rows.duplicates(), files: rows.files)
    guard !defects.contains(where: { $0.severity == .error }) else { throw ListDefects(defects) }
    return (rows.values.sorted { $0.id < $1.id }, defects)
  }

  private static let nowhere = GridCode("0")!

  private static func member(
    _ reader: inout RowReader, _ policy: Policy, units: [String]?
  ) -> Member {
    let id = reader.identifier("member_id")
    if id.contains(where: { ";、:".contains($0) }) { reader.note(.reservedSign, "member_id") }
    let name = reader.verbatim("member_name")
    let unit = reader.required("unit")
    if let units, !unit.isEmpty, !units.contains(unit) {
      reader.note(
        .unknownUnit(nearest: Nearest.word(to: unit, among: units)), "unit", severity: .warning)
    }
    let length = [policy.levels.community]
    let work = reader.grid("work_community", lengths: length, isRequired: true)
    let home = reader.grid("home_community", lengths: length, isRequired: true)
    let skills = reader.codes("skills", policy.skills, open: policy.openDictionaries)
    let group = reader.text("grid_group")
    var member = Member(
      id: id, origin: reader.origin, unit: unit,
      workCommunity: reader.value(work, orStandIn: nowhere),
      homeCommunity: reader.value(home, orStandIn: nowhere))
    member.name = name
    member.skills = skills.sorted()
    member.group = group
    return member
  }
}
