/// The resources that share a 单位, with what the tier `units` needs to know of them.
public struct Unit: Hashable, Sendable {
  /// The unit's name.
  public let name: String
  /// Visits carried in past weeks, summed over all its resources, expired ones included.
  public let history: Int
  /// Fair share in hundredths: the weight its rows state, else 100.
  public let weight: Int

  /// A unit by its parts.
  public init(name: String, history: Int, weight: Int) {
    self.name = name
    self.history = history
    self.weight = weight
  }

  /// The units of a resource list, sorted by name.
  ///
  /// Rows that state different weights for one unit are a defect that reading the list reports;
  /// here the smallest stands.
  public static func units(of resources: [Resource]) -> [Unit] {
    Dictionary(grouping: resources, by: \.unit).map { name, rows in
      Unit(
        name: name, history: rows.reduce(0) { $0 + $1.history },
        weight: rows.compactMap(\.weight).min() ?? 100)
    }.sorted { $0.name < $1.name }
  }
}
