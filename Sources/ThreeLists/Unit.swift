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
  public static func units(of resources: [Resource]) -> [Unit] { indexed(resources).units }

  /// The units of a resource list, sorted by name, and the index among them of each resource's.
  public static func indexed(_ resources: [Resource]) -> (units: [Unit], ofResource: [Int]) {
    // Names by their bytes first, as rows by the thousand share few; of these, equal ones are one.
    var numbers = TextNumbers()
    var sums: [(history: Int, weight: Int?)] = []
    let ofResource = resources.indices.map { index in
      let number = numbers.number(of: resources[index].unit)
      if number == sums.count { sums.append((0, nil)) }
      sums[number].history += resources[index].history
      if let weight = resources[index].weight {
        sums[number].weight = min(sums[number].weight ?? weight, weight)
      }
      return number
    }
    let units = Dictionary(grouping: sums.indices) { numbers.texts[$0] }.map { name, alike in
      Unit(
        name: name, history: alike.reduce(0) { $0 + sums[$1].history },
        weight: alike.compactMap { sums[$0].weight }.min() ?? 100)
    }.sorted { $0.name < $1.name }
    let places = Dictionary(uniqueKeysWithValues: units.enumerated().map { ($1.name, $0) })
    let placeOf = numbers.texts.map { places[$0] ?? 0 }
    return (units, ofResource.map { placeOf[$0] })
  }
}
