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

@Suite struct GridCodesAgainstText {
  /// Codes compare as their digits do, also beyond the digits that are kept packed.
  @Test func comparisonsAreThoseOfTheDigits() throws {
    var state: UInt64 = 7
    func below(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
    let codes = try (0..<200).map { _ in
      let text = (0..<(1 + below(22))).map { _ in String(below(8) == 0 ? 1 : 0) }.joined()
      return try #require(GridCode(text))
    }
    var agreeing = 0
    // Side by side they compare as one by one; where there is none, nothing is shared.
    let row = GridCodes(codes + [nil])
    for other in codes {
      for (place, code) in codes.enumerated() {
        #expect(row.sharedLength(at: place, with: other) == code.sharedLength(with: other))
      }
      #expect(row.sharedLength(at: codes.count, with: other) == nil)
    }
    for left in codes {
      for right in codes {
        #expect(left.contains(right) == right.digits.hasPrefix(left.digits))
        #expect((left == right) == (left.digits == right.digits))
        if left == right { #expect(left.hashValue == right.hashValue) }
        let shared = left.sharedLength(with: right)
        #expect(shared == zip(left.digits, right.digits).prefix { $0 == $1 }.count)
        for count in [0, 1, 6, 15, 16, 17, 20] {
          let expected =
            count <= min(left.length, right.length)
            && left.digits.prefix(count) == right.digits.prefix(count)
          #expect((shared >= count) == expected)
          if expected, count > 16 { agreeing += 1 }
        }
        #expect(left.prefix(right.length).digits == String(left.digits.prefix(right.length)))
        for count in [0, 1, 6, 15] {
          let isSame = left.digits.prefix(count) == right.digits.prefix(count)
          #expect((left.leading(count) == right.leading(count)) == isSame)
        }
      }
    }
    #expect(agreeing > 100)
    #expect(codes.allSatisfy { ($0.leading(16) == nil) == ($0.length > 15) })
  }
}
