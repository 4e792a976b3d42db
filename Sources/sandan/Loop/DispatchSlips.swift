import Foundation
import Ledger
import ListFiles
import Reports
import ThreeLists

/// The orders of a week as the units get them, a table for each unit.
struct DispatchSlips {
  /// A file for each unit, and one for each unit from which orders were taken back or away.
  let files: [OutputFile]

  /// Slips of the orders that are out.
  ///
  /// - Parameters:
  ///   - state: the ledger.
  ///   - week: the week.
  ///   - contacts: personal fields, as far as they are kept.
  ///   - inFull: whether they are shown in full.
  ///   - workbooks: the language of errors where slips are to be workbooks; nil makes them CSV.
  /// - Throws: a ``Failure`` when a workbook's scratch files cannot be written.
  init(
    _ state: LedgerState, week: Week, contacts: [ContactSubject: PersonalFields], inFull: Bool,
    workbooks: Language? = nil
  ) throws {
    let open = state.cases.flatMap(\.currentOrders)
      .filter { $0.week == week && $0.state.isOpen }
      .sorted { ($0.session, $0.service) < ($1.session, $1.service) }
    let recalled = DispatchSlips.recalled(state, week: week)
    // What `respond` takes.
    let reasons = (state.rules?.loop ?? LoopRules()).refusalReasons
    var files: [OutputFile] = []
    var names: Set<String> = []
    for (kind, orders) in [("派单", open), ("撤单", recalled)] {
      let units = Dictionary(grouping: orders, by: \.unit)
      for unit in units.keys.sorted() {
        let rows = (units[unit] ?? []).map { order in
          var row = DispatchSlips.row(
            order, state.needs[order.need], contacts[.need(order.need)],
            isPurged: state.purgedContacts.contains(order.need), inFull: inFull)
          if kind == "撤单" {
            row["answer"] = "撤回"
            row["respond_by"] = ""
          }
          return row
        }
        let base = (inFull ? "内部资料_" : "") + kind + "_" + DispatchSlips.fileName(unit)
        var name = base
        var number = 1
        while !names.insert(name).inserted {
          number += 1
          name = "\(base)_\(number)"
        }
        let sheets = ListWorkbooks.slip(
          rows, name: kind, reasons: kind == "派单" ? reasons : nil)
        files.append(
          try workbooks.map {
            OutputFile(name: name + ".xlsx", bytes: try PlanWorkbook.bytes(sheets, $0))
          } ?? OutputFile(name: name + ".csv", bytes: ListWriter.slip(rows)))
      }
    }
    self.files = files
  }

  /// The orders for which a resource is to come no more, though it had not given them back.
  private static func recalled(_ state: LedgerState, week: Week) -> [Order] {
    var recalled: [Order] = []
    for known in state.cases {
      var orders: [String: (order: Order, isOpen: Bool)] = [:]
      for event in known.events where event.entry.week == week {
        guard let service = event.entry.service else { continue }
        let before = orders[service]
        switch event.entry.kind {
        case .dispatched:
          if let before, before.isOpen { recalled.append(before.order) }
          orders[service] = (try? Order(event, respondBy: nil)).map { ($0, true) }
        case .withdrawn:
          if let before, before.isOpen { recalled.append(before.order) }
          orders[service]?.isOpen = false
        case .refused, .done: orders[service]?.isOpen = false
        default: break
        }
      }
    }
    // Who has the place again has nothing to leave out.
    return recalled.filter { order in
      let now = state.order(order.service)
      return now.map {
        $0.isWithdrawn || !$0.state.isOpen || $0.resource != order.resource
          || $0.session != order.session
      } ?? true
    }.sorted { ($0.session, $0.service) < ($1.session, $1.service) }
  }

  /// Whether a folder holds these files, byte for byte, and nothing else: a run that was killed
  /// right before its orders were recorded leaves them behind.
  func stand(at folder: String) -> Bool {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
      return false
    }
    return !files.isEmpty && names.sorted() == files.map(\.name).sorted()
      && files.allSatisfy {
        FileManager.default.contents(atPath: "\(folder)/\($0.name)").map(Array.init) == $0.bytes
      }
  }

  private static func row(
    _ order: Order, _ known: NeedCase?, _ fields: PersonalFields?, isPurged: Bool, inFull: Bool
  ) -> [String: String] {
    var contact = fields.map { inFull ? $0.contact : $0.contact.masked } ?? Contact()
    // What lists hold is Chinese whatever the language of messages.
    if isPurged, contact == Contact() { contact.name = ReportLanguage.zh.contactPurged }
    return [
      "service_id": order.service, "need_id": order.need, "unit": order.unit,
      "resource_id": order.resource, "role": order.role ?? "", "lead": order.leads ? "是" : "否",
      "date": order.date.description, "session": order.session.description,
      "grid": known?.need.grid.digits ?? "", "category": known?.need.category ?? "",
      "description": inFull ? fields?.description ?? "" : "",
      "contact_name": contact.name, "contact_phone": contact.phone, "address": contact.address,
      "first_responsible": known?.firstResponsible ?? "",
      "respond_by": order.respondBy?.description.replacing("T", with: " ") ?? "",
      "answer": order.state == .accepted ? "接单" : "",
    ]
  }

  /// The longest name a file gets, in characters.
  private static let longest = 40

  /// A unit's name without what a file's name must not hold.
  private static func fileName(_ unit: String) -> String {
    let allowed = unit.unicodeScalars.map { scalar -> Character in
      switch scalar.properties.generalCategory {
      case .uppercaseLetter, .lowercaseLetter, .otherLetter, .decimalNumber: Character(scalar)
      default: "-"
      }
    }
    return String(allowed.prefix(longest))
  }
}
