import Matching
import ThreeLists

/// Where rows stand: their numbers in the files of the plan's folder, the heading being row 1, and
/// the anchors that pages give them.
struct RowIndex {
  /// Rows of lists/needs.csv by need.
  private let needs: [String: Int]
  /// Rows of unmet.csv by need.
  private let unmet: [String: Int]
  /// Rows of services.csv with their services, by need.
  let services: [String: [(row: Int, service: Service)]]
  /// Rows of lists/resources.csv by resource.
  private let resources: [String: Int]
  /// Units in their order.
  private let units: [String: Int]

  init(_ material: PageMaterial) {
    func numbered(_ ids: [String]) -> [String: Int] {
      // A plan that names one twice is the audit's to refuse, which may run beside.
      Dictionary(ids.enumerated().map { ($1, $0 + 2) }) { first, _ in first }
    }
    needs = numbered(material.needs.map(\.id))
    unmet = numbered(material.plan.unmet.map(\.need))
    resources = numbered(material.resources.map(\.id).sorted())
    services = Dictionary(
      grouping: material.plan.services.enumerated().map { (row: $0 + 2, service: $1) },
      by: \.service.need)
    units = numbered(
      Set(material.plan.services.map(\.unit) + material.resources.map(\.unit)).sorted())
  }

  func needAnchor(_ id: String) -> String { "n\(needs[id] ?? 0)" }
  func unmetAnchor(_ id: String) -> String { "u\(unmet[id] ?? 0)" }
  func unmetRow(_ id: String) -> Int { unmet[id] ?? 0 }
  func resourceAnchor(_ id: String) -> String { "r\(resources[id] ?? 0)" }
  /// Where the resources of a unit are.
  func offerAnchor(_ unit: String) -> String { "offer\(units[unit] ?? 0)" }
  func unitAnchor(_ unit: String) -> String { "unit\(units[unit] ?? 0)" }
  static func serviceAnchor(_ row: Int) -> String { "s\(row)" }

  func isUnmet(_ id: String) -> Bool { unmet[id] != nil }

  /// Visits of a need that are served.
  func served(_ id: String) -> Int { Set((services[id] ?? []).map(\.service.visit)).count }
}
