import Testing
import ThreeLists

/// Changes of lists, one by one.
@Suite struct ScenarioListsTests {
  private let origin = Origin(file: "s.yaml", line: 1)

  private func need(_ id: String, _ category: String = "理发", grid: String = "330723001001001")
    throws
    -> Need
  {
    Need(
      id: id, origin: origin, grid: try #require(GridCode(grid)), category: category,
      reportedOn: Day(ordinal: 20_000))
  }

  private func resource(_ id: String, _ unit: String) -> Resource {
    var resource = Resource(id: id, origin: origin, unit: unit, areas: [.everywhere], weekly: 3)
    resource.minimum = 1
    return resource
  }

  /// The first numbers of two seeds, from the authors' own program.
  @Test func theGeneratorIsSplitMix64() {
    var zero = SplitMix64(seed: 0)
    #expect([zero.next(), zero.next()] == [0xE220_A839_7B1D_CDAF, 0x6E78_9E6A_A1B9_65F4])
    var other = SplitMix64(seed: 1_234_567)
    #expect(
      [other.next(), other.next(), other.next()] == [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
      ])
  }

  @Test func numbersBelowABoundAreEven() {
    var generator = SplitMix64(seed: 7)
    var counts = [0, 0, 0]
    for _ in 0..<3000 { counts[generator.next(below: 3)] += 1 }
    #expect(counts.allSatisfy { (900...1100).contains($0) })
  }

  @Test func growthCopiesNeedsOfTheCategory() throws {
    var pinned = try need("N1")
    pinned.pinned = [Pin(resource: "R1")]
    pinned.contact = Contact(name: "某", phone: "1", address: "2")
    let lists = ScenarioLists(
      needs: [pinned, try need("N2"), try need("N3", "义诊"), try need("N1+1", "义诊")],
      resources: [], policy: .standard)
    var grown = lists
    let added = grown.grow(category: "理发", by: 5, seed: 42, origin: origin)
    #expect(added.count == 5 && Set(added).count == 5)
    #expect(grown.needs.count == 9)
    // N1+1 is taken by another need.
    #expect(!added.contains("N1+1"))
    #expect(added.allSatisfy { $0.hasPrefix("N1+") || $0.hasPrefix("N2+") })
    for id in added {
      let copy = try #require(grown.need(id))
      #expect(copy.category == "理发" && copy.pinned.isEmpty && copy.contact == Contact())
    }
    var again = lists
    #expect(again.grow(category: "理发", by: 5, seed: 42, origin: origin) == added)
    #expect(again == grown)
    var other = lists
    let drawn = (0..<20).map { seed in
      other = lists
      return other.grow(category: "理发", by: 5, seed: UInt64(seed), origin: origin)
    }
    #expect(Set(drawn).count > 1)
  }

  @Test func aUnitThatStaysAwayKeepsItsRowsAndGivesUpPins() throws {
    var asked = try need("N1")
    asked.requested = ["R1"]
    asked.pinned = [Pin(resource: "R1"), Pin(resource: "R2")]
    var lists = ScenarioLists(
      needs: [asked], resources: [resource("R1", "甲"), resource("R2", "乙")], policy: .standard)
    let (out, unpinned) = lists.takeOut(units: ["甲"])
    #expect(out == ["R1"] && unpinned == ["N1"])
    #expect(lists.resource("R1")?.weekly == 0 && lists.resource("R1")?.minimum == 0)
    #expect(lists.resource("R2")?.weekly == 3)
    #expect(lists.need("N1")?.requested == ["R1"])
    #expect(lists.need("N1")?.pinned == [Pin(resource: "R2")])
  }

  @Test func aResourceLeftOutIsNamedByNoNeed() throws {
    var asked = try need("N1")
    asked.requested = ["R2", "R1"]
    asked.previous = "R1"
    asked.banned = ["R1"]
    asked.pinned = [Pin(resource: "R1")]
    var lists = ScenarioLists(
      needs: [asked], resources: [resource("R1", "甲"), resource("R2", "乙")], policy: .standard)
    #expect(lists.remove(resources: ["R1"]) == ["N1"])
    let left = try #require(lists.need("N1"))
    #expect(left.requested == ["R2"] && left.previous == nil)
    #expect(left.banned.isEmpty && left.pinned.isEmpty)
    #expect(lists.resource("R1") == nil)
  }

  @Test func sessionsCloseInSomeGridsOnly() throws {
    var lists = ScenarioLists(
      needs: [try need("N1"), try need("N2", grid: "330723002001001")], resources: [],
      policy: .standard)
    let area = try #require(GridCode("330723002"))
    let closed = SessionSet([Session(index: 6), Session(index: 7)])
    #expect(lists.close(closed, in: [area]) == ["N2"])
    #expect(lists.need("N1")?.sessions == .all)
    #expect(lists.need("N2")?.sessions == SessionSet.all.subtracting(closed))
    #expect(lists.close(closed, in: [area]).isEmpty)
  }
}
