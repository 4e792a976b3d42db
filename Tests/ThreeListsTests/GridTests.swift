import Testing

@testable import ThreeLists

@Suite struct GridTests {
  private func code(_ digits: String) throws -> GridCode { try #require(GridCode(digits)) }

  @Test(arguments: ["", "23079A", "２３０７９９", "230 799", "-1", "2.3"])
  func codesThatAreNone(text: String) { #expect(GridCode(text) == nil) }

  @Test func oneCodeContainsAnotherWhenItIsItsPrefix() throws {
    let county = try code("230799")
    let grid = try code("230799001001001")
    #expect(county.contains(grid))
    #expect(county.contains(county))
    #expect(!grid.contains(county))
    #expect(try !code("230798").contains(grid))
    #expect(grid.length == 15)
    #expect(grid.prefix(9).digits == "230799001")
    #expect(county.prefix(9) == county)
  }

  @Test func levelsHaveLengths() throws {
    let levels = GridLevels()
    #expect(GridLevel.allCases.map(levels.length) == [6, 9, 12, 15])
    #expect(GridLevel.allCases.map(\.depth) == [0, 1, 2, 3])
    #expect(GridLevel.allCases.map(\.chineseName) == ["县", "街道", "社区", "网格"])
    #expect(levels.level(of: try code("230799001001")) == .community)
    #expect(levels.level(of: try code("2307990010")) == nil)
    let grid = try code("230799001002003")
    #expect(levels.area(of: grid, at: .community).digits == "230799001002")
    #expect(levels.area(of: try code("230799"), at: .community).digits == "230799")
    let own = GridLevels(county: 2, town: 4, community: 6, grid: 8)
    #expect(own.area(of: grid, at: .town).digits == "2307")
  }

  @Test func areasAreEverywhereOrAPrefixOfAnyLength() throws {
    let grid = try code("230799001001001")
    #expect(Area.everywhere.contains(grid))
    #expect(Area.prefix(try code("2307990010")).contains(grid))
    #expect(!Area.prefix(try code("230799002")).contains(grid))
    #expect(Area.everywhere.description == "*")
    #expect(Area.prefix(try code("23")).description == "23")
  }

  @Test(arguments: [
    ("230799001001001", 0), ("230799001001002", 1), ("230799001001", 1), ("230799001002001", 2),
    ("230799001", 2), ("230799002001001", 3), ("230799", 3), ("230798001001001", 4), ("2307", 4),
  ])
  func distanceIsByTheNarrowestSharedLevel(home: String, level: Int) throws {
    let grid = try code("230799001001001")
    #expect(Distance.level(from: try code(home), to: grid, levels: GridLevels()) == level)
  }

  @Test func distanceOfUnknownAndShortCodes() throws {
    let grid = try code("230799001001001")
    #expect(Distance.level(from: nil, to: grid, levels: GridLevels()) == 3)
    // A need placed by its community only: the same grid cannot be claimed.
    #expect(
      Distance.level(from: grid, to: try code("230799001001"), levels: GridLevels()) == 1)
  }
}
