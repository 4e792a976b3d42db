import ThreeLists
import Yams

/// The change that only planning can make.
extension ScenarioReader {
  /// Notes how many visits more there are, which come after all other changes of the scenario.
  mutating func bestVisits(_ node: Node) {
    if let earlier = history.altered["best_visits"] {
      note(.againstChange(.altered, line: earlier), node, key: "best_visits")
      return
    }
    history.altered["best_visits"] = line(node)
    bestVisits = number(node, key: "best_visits", in: 1...ScenarioFile.mostBestVisits)
    effects.append(
      ScenarioEffect(.bestVisits, line: line(node), terms: .bestVisits(bestVisits ?? 0)))
  }
}
