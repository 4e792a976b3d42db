import Testing

@testable import ThreeLists

@Suite struct GridNumbersTests {
  /// Areas have the numbers that looking their codes up one by one gives them: short, long and those that differ beyond
  /// what one number holds; shorter codes than the area's, too.
  @Test(arguments: [0, 1, 2, 6, 9, 12, 15, 16, 17, 20])
  func codesShareANumberWhereTheyShareAnArea(length: Int) throws {
    var random = SplitMix64(seed: 1 + UInt64(length))
    var numbers = GridNumbers()
    var known: [GridCode: Int] = [:]
    var order: [GridCode] = []
    for round in 0..<3000 {
      // Few digits differ, so that many areas are shared.
      let digits = (0..<1 + random.next(below: 20)).map { place in
        let isFree = place.isMultiple(of: 5) && !round.isMultiple(of: 3)
        return "\(random.next(below: isFree ? 2 : 1))"
      }
      let code = try #require(GridCode(digits.joined()))
      let area = code.prefix(length)
      if known[area] == nil {
        known[area] = order.count
        order.append(area)
      }
      #expect(numbers.number(of: code, first: length) == known[area], "\(code) by \(length)")
    }
    #expect(numbers.codes == order)
  }

  /// Codes with the same digits but one zero more are different areas.
  @Test func zerosAtTheEndCount() throws {
    var numbers = GridNumbers()
    for (index, text) in ["1", "10", "100", "0", "00", "000000000000000", "0000000000000000"]
      .enumerated()
    {
      #expect(numbers.number(of: try #require(GridCode(text)), first: 20) == index)
    }
    #expect(numbers.codes.map(\.digits).last == "0000000000000000")
  }
}
