import Crypto
import ThreeLists

/// A hash of what a plan depends on.
///
/// That is: the columns the model reads, the policy, the week and the program's version; not the
/// files' bytes, the order of rows or the clock.
public enum Fingerprint {
  /// The fingerprint, 64 hexadecimal digits of SHA-256.
  ///
  /// Fields are written with their length before them, so no two different inputs share a text.
  ///
  /// - Parameters:
  ///   - needs: in any order.
  ///   - resources: in any order.
  ///   - policy: all of it; closures only as far as they close a session of the week.
  ///   - week: the week planned.
  ///   - version: the program's version.
  ///   - standing: where the week stands when it is planned again; nil in a first plan.
  /// - Returns: lower-case hexadecimal digits.
  public static func of(
    needs: [Need], resources: [Resource], policy: Policy, week: Week, version: String,
    standing: Standing? = nil
  ) -> String {
    var text = FieldWriter()
    text.add("sandan \(version)")
    text.add(week.description)
    add(policy, week: week, to: &text)
    let (needs, resources) = (needs.byIdentifier, resources.byIdentifier)
    for need in needs {
      add(need, to: &text)
      text.flush()
    }
    text.add("resources")
    for resource in resources {
      add(resource, to: &text)
      text.flush()
    }
    if let standing { add(standing, to: &text) }
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: text.hash().flatMap {
        [digits[Int($0 >> 4)], digits[Int($0 & 15)]]
      },
      as: UTF8.self)
  }

  private static func add(_ policy: Policy, week: Week, to text: inout FieldWriter) {
    let levels = policy.levels
    text.add(list: [levels.county, levels.town, levels.community, levels.grid].map(String.init))
    text.add("\(policy.openSessions(in: week).rawValue)")
    let classes = policy.classes
    text.add(
      list: (classes.byUrgency
        + [classes.specialGroupGain, classes.carriedGain, classes.carriedFrom]).map(String.init))
    text.add(list: policy.tiers.map(\.description))
    text.add(policy.fairnessLevel.rawValue)
  }

  private static func add(_ standing: Standing, to text: inout FieldWriter) {
    text.add("standing")
    text.add("\(standing.begun)")
    for place in standing.places {
      text.add(place.need)
      text.add("\(place.visit)")
      text.add("\(place.place)")
      text.add(place.role ?? "")
      text.add(place.resource)
      text.add("\(place.session.index)")
      text.add(place.state.rawValue)
    }
  }

  private static func add(_ need: Need, to text: inout FieldWriter) {
    text.add(need.id)
    text.add(need.grid.digits)
    text.add(need.category)
    text.add(need.urgency.code)
    text.add(need.reportedOn)
    text.add(need.dueOn)
    text.add(Int(need.sessions.rawValue))
    text.add(need.visits)
    text.add(list: need.roles.map(\.description))
    text.add(list: need.skills.inOrder)
    text.add(list: need.without.inOrder)
    text.add(need.specialGroups.isEmpty ? "" : "1")
    text.add(list: need.requested)
    text.add(need.previous ?? "")
    text.add(list: need.pinned.isEmpty ? [] : need.pinned.sorted().map(\.description))
    text.add(list: need.banned.inOrder)
    text.add(need.allowsPartial ? "1" : "0")
    text.add(need.carried)
  }

  private static func add(_ resource: Resource, to text: inout FieldWriter) {
    text.add(resource.id)
    text.add(resource.unit)
    text.add(list: resource.categories.inOrder)
    text.add(list: resource.roles.inOrder)
    text.add(list: resource.skills.inOrder)
    text.add(list: resource.areas.map(\.description).inOrder)
    text.add(resource.home?.digits ?? "")
    text.add(Int(resource.sessions.rawValue))
    text.add(4)
    text.add(resource.weekly)
    text.add(resource.perSession)
    text.add(resource.minimum)
    text.add(resource.history)
    text.add(resource.weight.map(String.init) ?? "")
    text.add(resource.validTo)
  }
}

/// Texts one after another, each with its length in bytes before it.
private struct FieldWriter {
  /// What has not been hashed yet.
  private var bytes: [UInt8] = []
  private var hashed = SHA256()
  /// Texts of the days so far: a list has few of them, each in many rows.
  private var days: [Day: String] = [:]

  mutating func add(_ text: String) {
    var text = text
    text.withUTF8 { own in
      put(own.count)
      bytes.append(UInt8(ascii: ":"))
      unsafe bytes.append(contentsOf: own)
    }
  }

  /// Hashes what was written: a list's whole text would take memory that nobody reads twice.
  mutating func flush() {
    guard bytes.count >= 1 << 16 else { return }
    hashed.update(data: bytes)
    bytes.removeAll(keepingCapacity: true)
  }

  /// The hash of all that was written.
  func hash() -> SHA256.Digest {
    var all = hashed
    all.update(data: bytes)
    return all.finalize()
  }

  /// The number's digits as a text.
  mutating func add(_ number: Int) {
    if (0...9).contains(number) {
      bytes.append(UInt8(ascii: "1"))
      bytes.append(UInt8(ascii: ":"))
      bytes.append(UInt8(ascii: "0") + UInt8(number))
    } else {
      add(String(number))
    }
  }

  /// The day's date as a text; an empty one for none.
  mutating func add(_ day: Day?) {
    guard let day else { return add("") }
    if let known = days[day] { return add(known) }
    let text = day.description
    days[day] = text
    add(text)
  }

  mutating func add(list: [String]) {
    add(list.count)
    for text in list { add(text) }
  }

  private mutating func put(_ number: Int) {
    if number < 100 {
      if number >= 10 { bytes.append(UInt8(ascii: "0") + UInt8(number / 10)) }
      bytes.append(UInt8(ascii: "0") + UInt8(number % 10))
    } else {
      bytes.append(contentsOf: String(number).utf8)
    }
  }
}
