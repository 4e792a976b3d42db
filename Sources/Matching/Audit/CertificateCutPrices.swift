/// The cuts that a leaf prices and those that they build on, with the parts that they touch.
struct CertificateCutPrices {
  /// One of them.
  struct Priced {
    let modulus: Int
    /// Earlier ones by their place among these, and their factors.
    let earlier: [(cut: Int, factor: Int)]
    /// Nil for one that others build on and that has no price of its own.
    let price: CertificateVector?
  }

  /// In the certificate's order, so that each comes after those that it builds on.
  private var cuts: [Priced] = []
  /// By resource and session (resource · 21 + session), what cuts say of them.
  ///
  /// Here and below, cuts are told by their place among these.
  private(set) var slots: [Int: [CertificateCuts.Entry]] = [:]
  private(set) var resources: [Int: [CertificateCuts.Entry]] = [:]
  private(set) var units: [Int: [CertificateCuts.Entry]] = [:]
  private(set) var areas: [Int: [CertificateCuts.Entry]] = [:]
  private var needs: [Int: [(cut: Int, share: CertificateCuts.Share)]] = [:]
  /// By resource, the factors of a place it fills, its own and its unit's.
  private var placeFactors: [Int: [(cut: Int, factor: Int)]] = [:]
  /// By resource, whether a place it fills has a factor, be it in one session alone.
  private var hasFactor: [Bool]
  /// The sum of what the priced cuts come to at most, each times its price.
  private(set) var most: CertificateVector
  private let width: Int

  /// Prices of cuts; nil when sums could go beyond what can be reckoned.
  ///
  /// - Parameters:
  ///   - prices: by the number of a cut, none below zero.
  ///   - all: the certificate's cuts.
  ///   - lists: the lists whose indexes they use.
  ///   - width: the components of a price.
  init?(
    _ prices: [Int: CertificateVector], of all: CertificateCuts, lists: CertificateLists, width: Int
  ) {
    self.width = width
    most = CertificateVector(width: width)
    hasFactor = Array(repeating: false, count: lists.view.resources.count)
    var isUsed = all.all.indices.map { prices[$0] != nil }
    for index in all.all.indices.reversed() where isUsed[index] {
      for (earlier, _) in all.all[index].earlier { isUsed[earlier] = true }
    }
    let used = all.all.indices.filter { isUsed[$0] }
    let place = Dictionary(uniqueKeysWithValues: used.enumerated().map { ($1, $0) })
    var total: Int128 = 0
    for index in used {
      let cut = all.all[index]
      if let price = prices[index] {
        guard let most = cut.most, let reach = cut.reach,
          let sum = CertificateCuts.sum(
            Int128(most.magnitude), reach, times: Int128(lists.mostItems)),
          let next = CertificateCuts.sum(total, sum, times: price.largest)
        else { return nil }
        total = next
        self.most.add(price, by: most)
      }
      cuts.append(
        Priced(
          modulus: cut.modulus,
          earlier: cut.earlier.compactMap { one in place[one.cut].map { ($0, one.factor) } },
          price: prices[index]))
      take(cut, as: cuts.count - 1)
    }
    for (slot, entries) in slots where entries.contains(where: { $0.factor != 0 }) {
      hasFactor[slot / 21] = true
    }
    for entry in resources.values.joined() where entry.factor != 0 {
      placeFactors[entry.index, default: []].append((entry.cut, entry.factor))
    }
    for entry in units.values.joined() where entry.factor != 0 {
      for resource in lists.units[entry.index].resources {
        placeFactors[resource, default: []].append((entry.cut, entry.factor))
      }
    }
    for resource in placeFactors.keys { hasFactor[resource] = true }
  }

  private mutating func take(_ cut: CertificateCuts.Cut, as number: Int) {
    func renumbered(_ entry: CertificateCuts.Entry) -> CertificateCuts.Entry {
      .init(cut: number, index: entry.index, factor: entry.factor, account: entry.account)
    }
    for entry in cut.slots { slots[entry.index, default: []].append(renumbered(entry)) }
    for entry in cut.resources { resources[entry.index, default: []].append(renumbered(entry)) }
    for entry in cut.units { units[entry.index, default: []].append(renumbered(entry)) }
    for entry in cut.areas { areas[entry.index, default: []].append(renumbered(entry)) }
    for share in cut.needs { needs[share.need, default: []].append((number, share)) }
  }

  /// Those of the cuts that touch a part, by an entry of its own or through one they build on.
  private func touching(_ own: Set<Int>) -> (cuts: CertificateCutValues, place: [Int: Int]) {
    var place: [Int: Int] = [:]
    var chosen: [Priced] = []
    guard let first = own.min() else { return (CertificateCutValues(cuts: [], width: width), [:]) }
    for index in first..<cuts.count {
      let cut = cuts[index]
      let earlier = cut.earlier.compactMap { one in
        place[one.cut].map { (cut: $0, factor: one.factor) }
      }
      guard own.contains(index) || !earlier.isEmpty else { continue }
      place[index] = chosen.count
      chosen.append(Priced(modulus: cut.modulus, earlier: earlier, price: cut.price))
    }
    return (CertificateCutValues(cuts: chosen, width: width), place)
  }

  /// What some entries make of a number of places or visits.
  func item(_ entries: [CertificateCuts.Entry]) -> CertificateCutItem {
    let (values, place) = touching(Set(entries.map(\.cut)))
    var item = CertificateCutItem(values)
    for entry in entries {
      if let cut = place[entry.cut] {
        item.add(account: entry.account, factor: entry.factor, to: cut)
      }
    }
    return item
  }

  /// What of the cuts touches a need; nil when nothing does.
  func need(_ need: CertificateNeed) -> CertificateNeedCuts? {
    let shares = needs[need.index] ?? []
    let visits = (areas[need.area] ?? []).filter { $0.factor != 0 }
    guard
      !shares.isEmpty || !visits.isEmpty || need.able.contains(where: { hasFactor[$0.resource] })
    else { return nil }
    var own = Set(shares.map(\.cut) + visits.map(\.cut))
    var inSession: [Int: [CertificateCuts.Entry]] = [:]
    for (position, resource) in need.able.map(\.resource).enumerated() where hasFactor[resource] {
      own.formUnion((placeFactors[resource] ?? []).map(\.cut))
      for session in 0..<21 {
        let entries = (slots[resource * 21 + session] ?? []).filter { $0.factor != 0 }
        if entries.isEmpty { continue }
        inSession[position * 21 + session] = entries
        own.formUnion(entries.map(\.cut))
      }
    }
    let (values, place) = touching(own)
    var found = CertificateNeedCuts(values, resources: need.able.count)
    for (cut, share) in shares {
      if let cut = place[cut] { found.add(share, to: cut) }
    }
    for entry in visits {
      if let cut = place[entry.cut] { found.add(ofVisit: entry.factor, to: cut) }
    }
    for (position, resource) in need.able.map(\.resource).enumerated() {
      for (cut, factor) in placeFactors[resource] ?? [] {
        if let cut = place[cut] { found.add(factor, of: position, to: cut) }
      }
    }
    for (key, entries) in inSession {
      for entry in entries {
        if let cut = place[entry.cut] { found.add(entry.factor, inSession: key, to: cut) }
      }
    }
    return found
  }
}

/// What priced cuts make of one item after another.
struct CertificateCutValues {
  let cuts: [CertificateCutPrices.Priced]
  let width: Int

  /// Adds the item's value in each cut, times the cut's price.
  ///
  /// - Parameters:
  ///   - inner: by cut, what is divided, earlier cuts apart.
  ///   - cost: what is added to.
  func add(_ inner: [Int128], to cost: inout CertificateVector) {
    var values = inner
    for (index, cut) in cuts.enumerated() {
      for (earlier, factor) in cut.earlier { values[index] += Int128(factor) * values[earlier] }
      values[index] = values[index].dividedDown(by: cut.modulus)
      if let price = cut.price, values[index] != 0 { cost.add(price, by: values[index]) }
    }
  }
}

/// An item whose value depends on a number of places or visits.
struct CertificateCutItem {
  private let values: CertificateCutValues
  private var accounts: [Int128]
  private var factors: [Int128]

  fileprivate init(_ values: CertificateCutValues) {
    self.values = values
    accounts = values.cuts.map { _ in 0 }
    factors = accounts
  }

  fileprivate mutating func add(account: Int, factor: Int, to cut: Int) {
    accounts[cut] += Int128(account)
    factors[cut] += Int128(factor)
  }

  /// Adds what so many places or visits have.
  func add(_ number: Int, to cost: inout CertificateVector) {
    values.add(zip(accounts, factors).map { $0 - Int128(number) * $1 }, to: &cost)
  }
}

/// What of a leaf's cuts touches one need.
struct CertificateNeedCuts {
  private let values: CertificateCutValues
  private var accounts: [Int128]
  /// By cut, what each visit takes from the need's account.
  private var visits: [Int128]
  /// By cut, the factor of the need's area.
  private var areas: [Int128]
  /// By day and cut.
  private var days: [[Int128]]
  /// By resource's position and cut.
  private var places: [[Int128]]
  /// By resource's position and session (position · 21 + session), what a place has there besides.
  private var inSession: [Int: [Int128]] = [:]

  fileprivate init(_ values: CertificateCutValues, resources: Int) {
    self.values = values
    accounts = values.cuts.map { _ in 0 }
    visits = accounts
    areas = accounts
    days = Array(repeating: accounts, count: 7)
    places = Array(repeating: accounts, count: resources)
  }

  fileprivate mutating func add(_ share: CertificateCuts.Share, to cut: Int) {
    accounts[cut] += Int128(share.account)
    visits[cut] += Int128(share.visit)
    for (day, number) in share.days.enumerated() { days[day][cut] += Int128(number) }
  }

  fileprivate mutating func add(ofVisit factor: Int, to cut: Int) { areas[cut] += Int128(factor) }

  fileprivate mutating func add(_ factor: Int, of position: Int, to cut: Int) {
    places[position][cut] += Int128(factor)
  }

  fileprivate mutating func add(_ factor: Int, inSession key: Int, to cut: Int) {
    inSession[key, default: values.cuts.map { _ in 0 }][cut] += Int128(factor)
  }

  /// Adds what the need's own item has when it gets so many visits.
  func add(visits number: Int, to cost: inout CertificateVector) {
    let inner = values.cuts.indices.map { cut in
      var inner = accounts[cut] - Int128(number) * visits[cut]
      if number > 0 { for day in days { inner -= day[cut] } }
      return inner
    }
    values.add(inner, to: &cost)
  }

  /// By cut, what is divided for a visit in a session before any place is filled.
  func empty(in session: Int) -> [Int128] {
    values.cuts.indices.map { areas[$0] + visits[$0] + days[session / 3][$0] }
  }

  /// Counts a place that a resource fills in a session.
  func fill(_ position: Int, in session: Int, _ inner: inout [Int128]) {
    for cut in inner.indices { inner[cut] += places[position][cut] }
    guard let besides = inSession[position * 21 + session] else { return }
    for cut in inner.indices { inner[cut] += besides[cut] }
  }

  /// Adds the value of a visit by what is divided for it.
  func add(visit inner: [Int128], to cost: inout CertificateVector) { values.add(inner, to: &cost) }
}
