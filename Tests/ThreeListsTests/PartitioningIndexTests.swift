import Testing

@testable import ThreeLists

@Suite struct PartitioningIndexTests {
  /// Arrays of every length to nine, and every slice of them, against a search from the front.
  @Test func itIsTheFirstThatASearchFromTheFrontFinds() {
    for count in 0..<10 {
      // Each number twice, so that the first of equal ones is asked for.
      let numbers = (0..<count).map { $0 / 2 }
      for sought in -1...6 {
        let expected = numbers.firstIndex { $0 >= sought } ?? count
        #expect(numbers.partitioningIndex { $0 >= sought } == expected)
        for begin in 0...count {
          let slice = numbers[begin...]
          #expect(
            slice.partitioningIndex { $0 >= sought }
              == slice.firstIndex { $0 >= sought } ?? slice.endIndex)
        }
      }
    }
  }
}
