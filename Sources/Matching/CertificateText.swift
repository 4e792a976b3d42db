/// The text of certificate.json, byte for byte as `JSONEncoder` writes it with sorted keys.
///
/// A week of ten thousand needs has prices by the thousand; through the containers of `Codable` they
/// took longer than to find. Written here key by key, in the order of the sorted keys.
struct CertificateText {
  private(set) var bytes: [UInt8] = []

  init(_ certificate: Certificate) {
    object {
      if let alike = certificate.alike {
        $0.key("alike")
        $0.write(alike)
      }
      if let cuts = certificate.cuts {
        $0.key("cuts")
        $0.list(cuts) { $0.write($1) }
      }
      $0.key("fingerprint")
      $0.bytes.append(json: certificate.fingerprint)
      $0.key("formatVersion")
      $0.bytes.append(json: certificate.formatVersion)
      $0.key("nodes")
      $0.list(certificate.nodes) { $0.write($1) }
      $0.key("tiers")
      $0.list(certificate.tiers) { $0.bytes.append(json: $1) }
    }
    bytes.append(10)
  }

  private mutating func write(_ node: Certificate.Node) {
    object {
      if let branch = node.branch {
        $0.key("branch")
        $0.write(branch)
      }
      if let high = node.high {
        $0.key("high")
        $0.bytes.append(json: high)
      }
      if let leaf = node.leaf {
        $0.key("leaf")
        $0.write(leaf)
      }
      if let low = node.low {
        $0.key("low")
        $0.bytes.append(json: low)
      }
    }
  }

  private mutating func write(_ branch: Certificate.Branch) {
    object {
      $0.key("at")
      $0.bytes.append(json: branch.at)
      $0.key("need")
      $0.bytes.append(json: branch.need)
      if let place = branch.place {
        $0.key("place")
        $0.bytes.append(json: place)
      }
      $0.key("quantity")
      $0.bytes.append(json: branch.quantity.rawValue)
      if let resource = branch.resource {
        $0.key("resource")
        $0.bytes.append(json: resource)
      }
      if let session = branch.session {
        $0.key("session")
        $0.bytes.append(json: session)
      }
    }
  }

  private mutating func write(_ leaf: Certificate.Leaf) {
    object {
      $0.key("areas")
      $0.write(leaf.areas)
      if let cuts = leaf.cuts {
        $0.key("cuts")
        $0.write(cuts)
      }
      $0.key("resourceSessions")
      $0.write(leaf.resourceSessions)
      $0.key("resources")
      $0.write(leaf.resources)
      $0.key("scales")
      $0.list(leaf.scales) { $0.bytes.append(json: $1) }
      $0.key("units")
      $0.write(leaf.units)
    }
  }

  private mutating func write(_ cut: Certificate.Cut) {
    object {
      $0.key("areas")
      $0.write(cut.areas)
      $0.key("cuts")
      $0.object {
        for (number, factor) in cut.cuts.sorted(by: { $0.key < $1.key }) {
          $0.key(number)
          $0.bytes.append(json: factor)
        }
      }
      $0.key("modulus")
      $0.bytes.append(json: cut.modulus)
      $0.key("needs")
      $0.object {
        for (need, share) in cut.needs.sorted(by: { $0.key < $1.key }) {
          $0.key(need)
          $0.write(share)
        }
      }
      $0.key("resourceSessions")
      $0.write(cut.resourceSessions)
      $0.key("resources")
      $0.write(cut.resources)
      $0.key("units")
      $0.write(cut.units)
    }
  }

  private mutating func write(_ share: Certificate.Cut.Share) {
    object {
      $0.key("account")
      $0.bytes.append(json: share.account)
      if let days = share.days {
        $0.key("days")
        $0.list(days) { $0.bytes.append(json: $1) }
      }
      $0.key("visit")
      $0.bytes.append(json: share.visit)
    }
  }

  private mutating func write(_ prices: [String: [Int]]) {
    object {
      for (name, price) in prices.sorted(by: { $0.key < $1.key }) {
        $0.key(name)
        $0.list(price) { $0.bytes.append(json: $1) }
      }
    }
  }
}

/// The form of the text.
extension CertificateText {
  private mutating func object(_ members: (inout CertificateText) -> Void) {
    bytes.append(123)
    members(&self)
    bytes.append(125)
  }

  private mutating func list<Value>(
    _ values: [Value], _ write: (inout CertificateText, Value) -> Void
  ) {
    bytes.append(91)
    for (index, value) in values.enumerated() {
      if index > 0 { bytes.append(44) }
      write(&self, value)
    }
    bytes.append(93)
  }

  /// Begins a member of an object; what stands before it is its object's bracket or another member.
  private mutating func key(_ name: String) {
    if bytes.last != 123 { bytes.append(44) }
    bytes.append(json: name)
    bytes.append(58)
  }
}
