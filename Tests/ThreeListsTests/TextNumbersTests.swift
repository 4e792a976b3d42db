import Testing

@testable import ThreeLists

@Suite struct TextNumbersTests {
  @Test func sameTextsHaveTheSameNumberAndNoOthers() {
    var numbers = TextNumbers()
    var known: [String: Int] = [:]
    for round in 0..<3 {
      for number in 0..<2000 {
        let text = number % 2 == 0 ? "类别\(number)" : "\(number)"
        let own = numbers.number(of: text)
        if round == 0 {
          #expect(own == known.count)
          known[text] = own
        } else {
          #expect(own == known[text])
        }
      }
    }
    #expect(numbers.texts.count == 2000)
    #expect(numbers.texts.enumerated().allSatisfy { known[$1] == $0 })
  }

  /// Texts are told apart by their bytes, and the empty one is a text.
  @Test func bytesDecide() {
    var numbers = TextNumbers()
    let all = ["", "é", "e\u{301}", "e", "\u{0}"].map { numbers.number(of: $0) }
    #expect(all == [0, 1, 2, 3, 4])
  }
}
