/// What a certificate proves of a plan's tier values.
public struct CertificateProof: Hashable, Sendable {
  /// The number of leading tiers whose values are proved best.
  public var proved: Int
  /// The bound of the first tier that is not proved, in the tier's own direction; nil when all are
  /// proved or nothing is known of it.
  public var bound: Int?
  /// The number of leading tiers in which no plan is better that serves the coupled needs alike;
  /// 0 when the certificate does not say.
  public var alike: Int

  /// A proof by its parts.
  public init(proved: Int, bound: Int?, alike: Int = 0) {
    self.proved = proved
    self.bound = bound
    self.alike = alike
  }
}

/// Why a certificate is none: the first place that is not as the format says.
///
/// Nodes and cuts are named by their index; node −1 stands for the prices under `alike`.
public enum CertificateFault: Error, Hashable, Sendable {
  /// The format's version is not one this program reads.
  case formatVersion(Int)
  /// It belongs to another plan.
  case fingerprint(String)
  /// Its tiers are not those of the plan, or of the policy.
  case tiers([String])
  /// Prices under `alike`, though no tier is closed by search.
  case alikeWithoutSearch
  /// A node is neither a branch with two nodes below it nor a leaf.
  case neitherBranchNorLeaf(node: Int)
  /// A node names one below it that does not come after it, does not exist, or was named before.
  case child(node: Int, named: Int)
  /// No node names this one.
  case unreached(node: Int)
  /// A branch at less than 1.
  case at(node: Int, Int)
  /// A branch names a need that the list does not have.
  case need(node: Int, String)
  /// A branch has no session, or one that no week has.
  case session(node: Int, String?)
  /// A branch has no resource, or one that the list does not have.
  case resource(node: Int, String?)
  /// A branch has no kind of place, or one that its need does not have.
  case place(node: Int, Int?)
  /// Scales are not one for each tier, each from 1 to 2⁴⁰.
  case scales(node: Int)
  /// A price of something that the lists do not have.
  case priced(node: Int, key: String, name: String)
  /// A price has another number of components than 1 + tiers, or one beyond 2⁶⁰.
  case price(node: Int, key: String, name: String)
  /// A leaf prices a cut that the certificate does not have, or whose number is not written plainly.
  case pricedCut(node: Int, name: String)
  /// The price of a cut is below zero.
  case cutPrice(node: Int, name: String)
  /// With these prices of cuts, sums could go beyond what can be reckoned.
  case cutTotal(node: Int)
  /// The modulus of a cut is below 2 or above 2⁴⁰.
  case cutModulus(cut: Int, Int)
  /// A cut names something that the lists do not have.
  case cutName(cut: Int, key: String, name: String)
  /// A cut has something else than a factor and an account within ±2⁴⁰.
  case cutPair(cut: Int, key: String, name: String)
  /// A number of a need in a cut is beyond ±2⁴⁰.
  case cutShare(cut: Int, need: String, key: String, Int)
  /// The days of a need in a cut are not seven numbers from 0 to 2⁴⁰.
  case cutDays(cut: Int, need: String)
  /// A cut builds on one that does not come before it, or whose number is not written plainly.
  case cutEarlier(cut: Int, named: String)
  /// The factor of an earlier cut is below 0 or above 2⁴⁰.
  case cutFactor(cut: Int, named: String, Int)

  /// The path of keys to the place at fault.
  public var path: String {
    switch self {
    case .formatVersion: "formatVersion"
    case .fingerprint: "fingerprint"
    case .tiers: "tiers"
    case .alikeWithoutSearch: "alike"
    case .neitherBranchNorLeaf(let node), .child(let node, _), .unreached(let node):
      "nodes[\(node)]"
    case .at(let node, _): "nodes[\(node)].branch.at"
    case .need(let node, _): "nodes[\(node)].branch.need"
    case .session(let node, _): "nodes[\(node)].branch.session"
    case .resource(let node, _): "nodes[\(node)].branch.resource"
    case .place(let node, _): "nodes[\(node)].branch.place"
    case .scales(let node): "\(leaf(node)).scales"
    case .priced(let node, let key, let name), .price(let node, let key, let name):
      "\(leaf(node)).\(key).\(name)"
    case .pricedCut(let node, let name), .cutPrice(let node, let name):
      "\(leaf(node)).cuts.\(name)"
    case .cutTotal(let node): "\(leaf(node)).cuts"
    case .cutModulus(let cut, _): "cuts[\(cut)].modulus"
    case .cutName(let cut, let key, let name), .cutPair(let cut, let key, let name):
      "cuts[\(cut)].\(key).\(name)"
    case .cutShare(let cut, let need, let key, _): "cuts[\(cut)].needs.\(need).\(key)"
    case .cutDays(let cut, let need): "cuts[\(cut)].needs.\(need).days"
    case .cutEarlier(let cut, let name), .cutFactor(let cut, let name, _):
      "cuts[\(cut)].cuts.\(name)"
    }
  }

  private func leaf(_ node: Int) -> String { node < 0 ? "alike" : "nodes[\(node)].leaf" }

  /// What the format asks for.
  public var expected: String {
    switch self {
    case .formatVersion: "\(Certificate.currentFormatVersion)"
    case .fingerprint: "the plan's"
    case .tiers: "the plan's, in the policy's order"
    case .alikeWithoutSearch: "none, since no tier is closed by search"
    case .neitherBranchNorLeaf: "a branch with low and high, or a leaf"
    case .child: "later nodes, each named once"
    case .unreached: "named once"
    case .at: "at least 1"
    case .need: "a need of the list"
    case .session: "a session"
    case .resource: "a resource of the list"
    case .place: "a kind of place of the need"
    case .scales: "one for each tier, from 1 to \(Certificate.largestScale)"
    case .priced, .cutName: "a name of the lists"
    case .price: "1 + tiers components within ±\(Certificate.largestPrice)"
    case .pricedCut: "the number of a cut"
    case .cutPrice: "a price of at least 0"
    case .cutTotal: "no more in all than ±2^120"
    case .cutModulus: "from 2 to \(Certificate.Cut.largest)"
    case .cutPair: "a factor and an account within ±\(Certificate.Cut.largest)"
    case .cutShare: "within ±\(Certificate.Cut.largest)"
    case .cutDays: "7 numbers from 0 to \(Certificate.Cut.largest)"
    case .cutEarlier: "the number of an earlier cut"
    case .cutFactor: "from 0 to \(Certificate.Cut.largest)"
    }
  }

  /// What stands there.
  public var found: String {
    switch self {
    case .formatVersion(let number), .at(_, let number), .child(_, let number),
      .cutModulus(_, let number), .cutShare(_, _, _, let number), .cutFactor(_, _, let number):
      "\(number)"
    case .fingerprint(let text), .need(_, let text): text
    case .tiers(let names): names.joined(separator: ";")
    case .session(_, let text), .resource(_, let text): text ?? "none"
    case .place(_, let place): place.map(String.init) ?? "none"
    case .priced(_, _, let name), .pricedCut(_, let name), .cutName(_, _, let name),
      .cutEarlier(_, let name):
      name
    case .unreached: "never named"
    case .alikeWithoutSearch: "a leaf"
    case .cutPrice: "one below 0"
    case .cutTotal: "what could be more"
    case .neitherBranchNorLeaf, .scales, .price, .cutPair, .cutDays: "something else"
    }
  }
}
