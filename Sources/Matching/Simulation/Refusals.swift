import ThreeLists

/// Who refuses what in one run: fixed by seed and run before anything is planned, so that every
/// policy meets the same refusals (common random numbers).
struct Refusals {
  private let rates: RefusalRates
  private let start: UInt64

  /// The refusals of a run, numbered from 0.
  init(_ rates: RefusalRates, seed: UInt64, run: Int) {
    self.rates = rates
    var generator = SplitMix64(seed: seed &+ UInt64(run) &* 0xD134_2543_DE82_EF95)
    start = generator.next()
  }

  /// Whether a resource, asked to come to a visit of a need, refuses.
  ///
  /// Asked twice it says the same. The answer is read from the bits that SplitMix64 makes of the
  /// FNV-1a hash (Fowler, Noll & Vo) of the names, begun from the run's own number.
  func isRefused(need: String, visit: Int, resource: String, unit: String) -> Bool {
    let rate = rates.rate(of: resource, unit: unit)
    guard rate.numerator > 0 else { return false }
    guard rate.numerator < rate.denominator else { return true }
    var hash = 0xCBF2_9CE4_8422_2325 ^ start
    for part in [need, "\(visit)", resource] {
      for byte in part.utf8 {
        hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
      }
      // Ends a name, as no byte of UTF-8 does.
      hash = (hash ^ 0xFF) &* 0x0000_0100_0000_01B3
    }
    var generator = SplitMix64(seed: hash)
    return rate.contains(generator.next())
  }

  /// Whether whoever is to do a service refuses.
  func isRefused(_ service: Service) -> Bool {
    isRefused(
      need: service.need, visit: service.visit, resource: service.resource, unit: service.unit)
  }
}
