import Foundation
import ListFiles
import Matching
import Reports

/// JSON as every command prints it: keys sorted, one text.
enum JSONText {
  static func of(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }
}

/// Errors that are no defects of a list.
struct ErrorDocument: Encodable {
  struct Pin: Encodable {
    var file: String
    var line: Int
    var need: String
    var pin: String
    var count: Int
    /// 服务单号 of an accepted or begun place, where that is the pin; absent for those of the list.
    var promise: String?
    /// The set in conflict to which it belongs, from 1.
    var set: Int

    init(_ reference: PinReference, set: Int) {
      self.set = set
      file = reference.origin.file
      line = reference.origin.line
      need = reference.need
      pin = reference.pin.description
      count = reference.count
      promise = reference.promise
    }
  }

  var formatVersion = 1
  var exitCode: Int
  var errors: [String]
  /// Pins that cannot all hold, set by set; absent for other errors.
  var conflictingPins: [Pin]?
}

/// What `init --format json` prints.
struct InitDocument: Encodable {
  var formatVersion = 1
  var folder: String
  var files: [String]
}

/// What `check --format json` prints when the lists hold no error.
struct CheckDocument: Encodable {
  var formatVersion = 1
  var needs: Int
  var resources: Int
  /// Absent where no members list was named.
  var members: Int?
  var defects: [DefectDocument.Entry]

  init(_ bundle: ListBundle, members: Int?, warnings: [ListDefect], language: Language) {
    self.members = members
    needs = bundle.needs.count
    resources = bundle.resources.count
    defects = DefectDocument(warnings, language: language).defects
  }
}

/// What `match --format json` prints.
struct SummaryDocument: Encodable {
  struct Share: Encodable {
    var name: String
    var requested: Int
    var served: Int
  }

  var formatVersion = 1
  var folder: String
  var plan: PlanDocument
  var classes: [Share]
  var services: Int
  /// Pins, all of which hold.
  var pins: Int
  var warnings: [DefectDocument.Entry]
  var doubleBookings: [DoubleBooking]
  /// Against what was dispatched; absent in a first plan.
  var changes: [PlaceChangeDocument]?

  init(
    _ plan: Plan, figures: WeekFigures, pins: Int, folder: String, warnings: [ListDefect],
    bookings: [DoubleBooking], changes: [PlaceChange]?, language: Language
  ) {
    self.folder = folder
    self.pins = pins
    self.plan = PlanDocument(plan, programVersion: programVersion)
    classes = figures.classes.map {
      Share(name: $0.name, requested: $0.requested, served: $0.served)
    }
    services = plan.services.count
    self.warnings = DefectDocument(warnings, language: language).defects
    doubleBookings = bookings
    self.changes = changes?.map { PlaceChangeDocument($0, language) }
  }
}

/// What `verify --format json` prints.
struct VerifyDocument: Encodable {
  struct Finding: Encodable {
    var rule: String
    var need: String?
    var resource: String?
    var service: String?
    var session: String?
    var expected: String
    var found: String
    var message: String
  }

  var formatVersion = 1
  var isRight: Bool
  var week: String
  var findings: [Finding]

  init(_ findings: [AuditFinding], plan: Plan, language: Language) {
    isRight = findings.isEmpty
    week = plan.week.description
    self.findings = findings.map {
      Finding(
        rule: $0.rule.rawValue, need: $0.need, resource: $0.resource, service: $0.service,
        session: $0.session?.description, expected: $0.expected, found: $0.found,
        message: AuditText.line($0, language: language))
    }
  }
}
