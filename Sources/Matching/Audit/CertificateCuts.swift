import ThreeLists

/// The cuts of a certificate by the lists' indexes, as the format says they are.
struct CertificateCuts {
  /// What a cut says of a resource in a session, of a resource, of a unit or of an area.
  struct Entry {
    let cut: Int
    let index: Int
    let factor: Int
    let account: Int
  }

  /// What a cut says of a need.
  struct Share {
    let need: Int
    let account: Int
    let visit: Int
    /// What a visit on each day has besides, Monday first.
    let days: [Int]
  }

  /// One cut; what does nothing in it is left out.
  struct Cut {
    let modulus: Int
    fileprivate(set) var slots: [Entry] = []
    fileprivate(set) var resources: [Entry] = []
    fileprivate(set) var units: [Entry] = []
    fileprivate(set) var areas: [Entry] = []
    fileprivate(set) var needs: [Share] = []
    /// Earlier cuts and their factors, at least 1.
    fileprivate(set) var earlier: [(cut: Int, factor: Int)] = []
    /// What the values of all items come to at most in every plan; nil beyond what can be reckoned.
    fileprivate(set) var most: Int128?
    /// What no item's value is beyond, on either side of 0; nil beyond what can be reckoned.
    fileprivate(set) var reach: Int128?
  }

  private(set) var all: [Cut] = []

  /// No sum of a bound may go beyond this by what cuts add to it; far below where 128 bits end.
  static let largestTotal = Int128(1) << 120

  /// A certificate without cuts.
  init() {}

  /// - Throws: the first place that is not as the format says.
  init(_ cuts: [Certificate.Cut], lists: CertificateLists) throws(CertificateFault) {
    all.reserveCapacity(cuts.count)
    for (number, cut) in cuts.enumerated() {
      guard Certificate.Cut.moduli.contains(cut.modulus) else {
        throw .cutModulus(cut: number, cut.modulus)
      }
      var own = Cut(modulus: cut.modulus)
      own.slots = try CertificateCuts.entries(cut.resourceSessions, number, "resourceSessions") {
        lists.slot(named: $0)
      }
      own.resources = try CertificateCuts.entries(cut.resources, number, "resources") {
        lists.view.resourceIndex[$0]
      }
      own.units = try CertificateCuts.entries(cut.units, number, "units") { lists.unitIndex[$0] }
      own.areas = try CertificateCuts.entries(cut.areas, number, "areas") { lists.areaIndex[$0] }
      for (name, share) in cut.needs.sorted(by: { $0.key < $1.key }) {
        own.needs.append(try CertificateCuts.share(share, of: name, cut: number, lists: lists))
      }
      for (name, factor) in cut.cuts.sorted(by: { $0.key < $1.key }) {
        guard let earlier = CertificateCuts.number(name), earlier < number else {
          throw .cutEarlier(cut: number, named: name)
        }
        guard Certificate.Cut.counts.contains(factor) else {
          throw .cutFactor(cut: number, named: name, factor)
        }
        if factor > 0 { own.earlier.append((earlier, factor)) }
      }
      own.most = most(own)
      own.reach = reach(own, places: lists.mostOfAnything)
      all.append(own)
    }
  }

  /// The number that a text is, if it is written as plainly as can be.
  static func number(_ text: String) -> Int? {
    guard let number = Int(text), number >= 0, String(number) == text else { return nil }
    return number
  }

  private static func entries(
    _ pairs: [String: [Int]], _ cut: Int, _ key: String, _ index: (String) -> Int?
  ) throws(CertificateFault) -> [Entry] {
    var entries: [Entry] = []
    for (name, pair) in pairs.sorted(by: { $0.key < $1.key }) {
      guard let index = index(name) else { throw .cutName(cut: cut, key: key, name: name) }
      guard pair.count == 2, pair.allSatisfy(Certificate.Cut.range.contains) else {
        throw .cutPair(cut: cut, key: key, name: name)
      }
      if pair != [0, 0] {
        entries.append(Entry(cut: cut, index: index, factor: pair[0], account: pair[1]))
      }
    }
    return entries
  }

  private static func share(
    _ share: Certificate.Cut.Share, of name: String, cut: Int, lists: CertificateLists
  ) throws(CertificateFault) -> Share {
    guard let need = lists.view.needIndex[name] else {
      throw .cutName(cut: cut, key: "needs", name: name)
    }
    for (key, number) in [("account", share.account), ("visit", share.visit)] {
      guard Certificate.Cut.range.contains(number) else {
        throw .cutShare(cut: cut, need: name, key: key, number)
      }
    }
    let days = share.days ?? Array(repeating: 0, count: 7)
    guard days.count == 7, days.allSatisfy(Certificate.Cut.counts.contains) else {
      throw .cutDays(cut: cut, need: name)
    }
    return Share(need: need, account: share.account, visit: share.visit, days: days)
  }

  /// All accounts and what earlier cuts come to at most, divided and rounded down.
  private func most(_ cut: Cut) -> Int128? {
    var sum: Int128 = 0
    for entry in cut.slots + cut.resources + cut.units + cut.areas { sum += Int128(entry.account) }
    for share in cut.needs { sum += Int128(share.account) }
    for (earlier, factor) in cut.earlier {
      guard let most = all[earlier].most,
        let next = CertificateCuts.sum(sum, most, times: Int128(factor))
      else { return nil }
      sum = next
    }
    return sum.dividedDown(by: cut.modulus)
  }

  /// A number that no value of an item is beyond: each factor counts at most so many places, a
  /// visit's too.
  private func reach(_ cut: Cut, places: Int) -> Int128? {
    func largest(_ numbers: [Int]) -> Int128 { Int128(numbers.map { abs($0) }.max() ?? 0) }
    let groups = [cut.slots, cut.resources, cut.units, cut.areas]
    var sum = largest(groups.joined().map(\.account) + cut.needs.map(\.account))
    for group in groups { sum += largest(group.map(\.factor)) * Int128(places) }
    sum += 7 * largest(cut.needs.map(\.visit)) + largest(cut.needs.map { $0.days.reduce(0, +) })
    for (earlier, factor) in cut.earlier {
      guard let reach = all[earlier].reach,
        let next = CertificateCuts.sum(sum, reach, times: Int128(factor))
      else { return nil }
      sum = next
    }
    return sum / Int128(cut.modulus) + 1
  }

  /// A sum that stays where 128 bits can hold it; nil when it does not.
  static func sum(_ start: Int128, _ value: Int128, times factor: Int128) -> Int128? {
    let (product, isTooLarge) = value.multipliedReportingOverflow(by: factor)
    if isTooLarge { return nil }
    let (sum, isBeyond) = start.addingReportingOverflow(product)
    return isBeyond || sum.magnitude > largestTotal.magnitude ? nil : sum
  }
}

extension CertificateLists {
  /// The resource and session that a name like `R003@三上` stands for, as resource · 21 + session.
  func slot(named name: String) -> Int? {
    guard let at = name.lastIndex(of: "@"),
      let resource = view.resourceIndex[String(name[..<at])],
      let session = Session(String(name[name.index(after: at)...]))
    else { return nil }
    return resource * 21 + session.index
  }

  /// What no number of places or visits is above that is counted anywhere.
  var mostOfAnything: Int { max(7, max(allPlaces, areas.map(\.requested).max() ?? 0)) }

  /// What no number of items is above that a cut can have.
  var mostItems: Int { 22 * view.resources.count + units.count + areas.count + 8 * needs.count }
}

extension Int128 {
  /// The quotient, rounded down whatever the sign.
  func dividedDown(by divisor: Int) -> Int128 {
    // Divisions of 64 bits are several times as fast, and hardly a value needs more.
    if let small = Int(exactly: self) {
      let (quotient, rest) = small.quotientAndRemainder(dividingBy: divisor)
      return Int128(rest < 0 ? quotient - 1 : quotient)
    }
    let (quotient, rest) = quotientAndRemainder(dividingBy: Int128(divisor))
    return rest < 0 ? quotient - 1 : quotient
  }
}
