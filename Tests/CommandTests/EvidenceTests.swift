import Matching
import Testing
import ThreeLists

@testable import sandan

@Suite struct EvidenceTests {
  /// A tight set of a whole district must not make a cell that no list may hold.
  @Test func longEvidenceStaysWithinACell() {
    let slots = (0..<4000).map {
      ResourceSession(resource: "R\($0)", session: Session(index: $0 % Session.count))
    }
    let text = ReasonText.evidence(
      .weeksFull(slots: slots, resources: slots.map(\.resource), holders: slots.map(\.resource)))
    #expect(text.count < 10_000)
    #expect(text.contains("… (4000)"))
    #expect(text.hasPrefix("slots=R0@一上 R1@一下"))
  }
}
