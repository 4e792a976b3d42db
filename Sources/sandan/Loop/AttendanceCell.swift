import Ledger
import ListFiles
import ThreeLists

/// Who came on a visit and for how long, as a row of `done` says.
enum AttendanceCell {
  /// The most hours that one visit may take, in hundredths: a week.
  static let longest = 168 * 100

  /// What the row says of members and hours, as members of the event's body.
  ///
  /// - Throws: a member that is not registered, or with another unit, or named twice; hours that
  ///   are none.
  static func body(
    _ row: EntryRow, of order: Order, in state: LedgerState
  ) throws(EntryFault) -> [String: JSONValue] {
    var hours: Int?
    if !row["hours"].isEmpty {
      hours = AttendanceCell.hundredths(row["hours"])
      if hours == nil { throw EntryFault(.notWeight, "hours", of: row) }
    }
    var attendances: [Attendance] = []
    for text in row["members"].split(whereSeparator: { $0 == ";" || $0 == "、" }) {
      let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        .map { $0.trimmingPrefix(" ") }
      guard parts.count <= 2, !parts[0].isEmpty else {
        throw EntryFault(.wrongValue(expected: "M001;M002:1.5"), "members", of: row)
      }
      let id = String(parts[0])
      guard let known = state.members[id] else {
        let nearest = Nearest.words(to: id, among: state.members.keys.sorted())
        throw EntryFault(.unknownEntry(nearest: nearest), "members", of: row)
      }
      guard known.member.unit == order.unit else {
        throw EntryFault(.againstLedger(.otherUnit(known.member.unit)), "members", of: row)
      }
      guard !attendances.contains(where: { $0.member == id }) else {
        throw EntryFault(.repeatedValue, "members", of: row)
      }
      var own = hours ?? 0
      if parts.count == 2 {
        guard let stated = AttendanceCell.hundredths(String(parts[1])) else {
          throw EntryFault(.notWeight, "members", of: row)
        }
        own = stated
      }
      attendances.append(Attendance(member: id, hours: own))
    }
    return Attendance.body(attendances, hours: attendances.isEmpty ? hours : nil)
  }

  /// Hours above zero with at most two places, in hundredths; nil for anything else.
  static func hundredths(_ text: String) -> Int? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), let whole = parts.first, (1...3).contains(whole.count),
      parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } })
    else { return nil }
    let places = parts.count == 2 ? String(parts[1]) : "0"
    guard (1...2).contains(places.count), let hours = Int(whole),
      let rest = Int(places.count == 1 ? places + "0" : places)
    else { return nil }
    let result = hours * 100 + rest
    return (1...longest).contains(result) ? result : nil
  }
}
