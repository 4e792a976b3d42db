/// The proof of a plan's tiers: prices, and the tree of the search that needed them.
///
/// The format and its meaning are in <doc:CertificateFormat>. A certificate is a claim like any other: it
/// proves what a checker recomputes from it and the lists, nothing more.
public struct Certificate: Codable, Hashable, Sendable {
  /// The version of the format that this program reads and writes.
  public static let currentFormatVersion = 1
  /// The largest absolute value of a price's component.
  ///
  /// What the kernel takes on has path costs, and so prices, within it.
  public static let largestPrice = 1 << 60
  /// The largest scale.
  public static let largestScale = 1 << 40

  /// The format's version.
  public var formatVersion: Int
  /// The fingerprint of the plan it belongs to.
  public var fingerprint: String
  /// The tiers' names, in the order of the vectors.
  public var tiers: [String]
  /// Node 0 is the root; empty when nothing is proved.
  public var nodes: [Node]
  /// Prices under which no plan is better that serves the coupled needs as this one does; only
  /// where tiers were closed by search.
  public var alike: Leaf?
  /// What leaves may price besides; nil for none.
  public var cuts: [Cut]?

  /// A node of the tree: a branch or a leaf.
  public struct Node: Codable, Hashable, Sendable {
    /// What the node splits by; nil for a leaf.
    public var branch: Branch?
    /// The node with less than `branch.at`; nil for a leaf.
    public var low: Int?
    /// The node with `branch.at` or more; nil for a leaf.
    public var high: Int?
    /// The prices; nil for a branch.
    public var leaf: Leaf?

    /// A node that splits.
    public init(branch: Branch, low: Int, high: Int) {
      self.branch = branch
      self.low = low
      self.high = high
    }

    /// A node with prices.
    public init(leaf: Leaf) { self.leaf = leaf }
  }

  /// A quantity of one need by which plans are split.
  public struct Branch: Codable, Hashable, Sendable {
    /// What is counted.
    public enum Quantity: String, Codable, Hashable, Sendable {
      /// The need's visits.
      case visits
      /// The need's visits in a session.
      case session
      /// Places of a kind that a resource fills in a session.
      case service
    }

    /// The need.
    public var need: String
    /// What is counted.
    public var quantity: Quantity
    /// The session's code, for `session` and `service`.
    public var session: String?
    /// The resource, for `service`.
    public var resource: String?
    /// The kind of place, from 0, for `service`.
    public var place: Int?
    /// The smallest number that belongs to `high`; at least 1.
    public var at: Int

    /// A branch by its parts.
    public init(
      need: String, quantity: Quantity, session: String? = nil, resource: String? = nil,
      place: Int? = nil, at: Int
    ) {
      self.need = need
      self.quantity = quantity
      self.session = session
      self.resource = resource
      self.place = place
      self.at = at
    }
  }

  /// Prices as vectors of 1 + tiers components; what is absent has no price.
  public struct Leaf: Codable, Hashable, Sendable {
    /// By tier, at least 1: what one unit of the tier's cost is in these prices.
    public var scales: [Int]
    /// By `R003@三上`.
    public var resourceSessions: [String: [Int]]
    /// By resource.
    public var resources: [String: [Int]]
    /// By unit.
    public var units: [String: [Int]]
    /// By the code of a fairness area.
    public var areas: [String: [Int]]
    /// By the number of a cut: lexicographically at least 0; nil for none.
    public var cuts: [String: [Int]]?

    /// A leaf by its parts.
    public init(
      scales: [Int], resourceSessions: [String: [Int]], resources: [String: [Int]],
      units: [String: [Int]], areas: [String: [Int]], cuts: [String: [Int]]? = nil
    ) {
      self.scales = scales
      self.resourceSessions = resourceSessions
      self.resources = resources
      self.units = units
      self.areas = areas
      self.cuts = cuts
    }
  }

  /// A combination of what needs compete for that is rounded down, part by part.
  ///
  /// Each entry is a pair: the factor of a place (of a visit, for areas), and the account.
  public struct Cut: Codable, Hashable, Sendable {
    /// The largest modulus, and the largest absolute value of any other number.
    public static let largest = 1 << 40

    /// What is divided by; at least 2.
    public var modulus: Int
    /// By `R003@三上`.
    public var resourceSessions: [String: [Int]]
    /// By resource.
    public var resources: [String: [Int]]
    /// By unit.
    public var units: [String: [Int]]
    /// By the code of a fairness area.
    public var areas: [String: [Int]]
    /// By need.
    public var needs: [String: Share]
    /// By the number of an earlier cut: its factor, at least 0.
    public var cuts: [String: Int]

    /// The part of a need in a cut.
    public struct Share: Codable, Hashable, Sendable {
      /// The need's account.
      public var account: Int
      /// What each visit takes from the account.
      public var visit: Int
      /// What a visit on each day has besides, Monday first, at least 0; nil for nothing.
      public var days: [Int]?

      /// A share by its parts.
      public init(account: Int, visit: Int, days: [Int]? = nil) {
        self.account = account
        self.visit = visit
        self.days = days
      }
    }

    /// A cut by its parts.
    public init(
      modulus: Int, resourceSessions: [String: [Int]], resources: [String: [Int]],
      units: [String: [Int]], areas: [String: [Int]], needs: [String: Share],
      cuts: [String: Int]
    ) {
      self.modulus = modulus
      self.resourceSessions = resourceSessions
      self.resources = resources
      self.units = units
      self.areas = areas
      self.needs = needs
      self.cuts = cuts
    }
  }

  /// A certificate by its parts, in the current format.
  public init(
    fingerprint: String, tiers: [String], nodes: [Node], alike: Leaf? = nil, cuts: [Cut]? = nil
  ) {
    formatVersion = Certificate.currentFormatVersion
    self.fingerprint = fingerprint
    self.tiers = tiers
    self.nodes = nodes
    self.alike = alike
    self.cuts = cuts
  }

  /// The certificate of a plan for which nothing can be shown.
  public init(_ plan: Plan) {
    self.init(
      fingerprint: plan.fingerprint, tiers: plan.tiers.map(\.name.description), nodes: [])
  }

  /// Proves nothing any more.
  mutating func forget() {
    nodes = []
    cuts = nil
  }

  /// Whether every price, scale and number of a cut is one that the format allows.
  var isWithinRange: Bool {
    let range = -Certificate.largestPrice...Certificate.largestPrice
    return (nodes.compactMap(\.leaf) + [alike].compactMap(\.self)).allSatisfy { leaf in
      leaf.scales.allSatisfy { (1...Certificate.largestScale).contains($0) }
        && [leaf.resourceSessions, leaf.resources, leaf.units, leaf.areas, leaf.cuts ?? [:]]
          .allSatisfy { $0.values.allSatisfy { $0.allSatisfy(range.contains) } }
    } && (cuts ?? []).allSatisfy(\.isWithinRange)
  }

  /// Reads a certificate.
  ///
  /// - Parameter bytes: JSON in UTF-8, no key twice, no number but whole ones.
  /// - Throws: ``PlanDocumentError`` naming the place that is wrong.
  public init(bytes: [UInt8]) throws(PlanDocumentError) {
    self = try StrictJSON.decode(Certificate.self, from: bytes)
    guard formatVersion == Certificate.currentFormatVersion else {
      throw PlanDocumentError(path: "formatVersion")
    }
  }

  /// The JSON text: keys sorted, a newline at the end.
  public var bytes: [UInt8] { CertificateText(self).bytes }
}

extension Certificate.Cut {
  /// What may be divided by.
  static let moduli = 2...largest
  /// Factors of places and visits, and accounts.
  static let range = -largest...largest
  /// What visits have on single days, and the factors of earlier cuts.
  static let counts = 0...largest

  /// Whether every number is one that the format allows.
  fileprivate var isWithinRange: Bool {
    Self.moduli.contains(modulus) && cuts.values.allSatisfy(Self.counts.contains)
      && [resourceSessions, resources, units, areas].allSatisfy { pairs in
        pairs.values.allSatisfy { $0.allSatisfy(Self.range.contains) }
      }
      && needs.values.allSatisfy { share in
        Self.range.contains(share.account) && Self.range.contains(share.visit)
          && (share.days ?? []).allSatisfy(Self.counts.contains)
      }
  }
}
