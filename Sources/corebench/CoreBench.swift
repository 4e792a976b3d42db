import Foundation
import ListFiles
import Matching
import Optimization
import ThreeLists

/// Solves a week as often as it is asked to, in one process: what `scripts/bench` sets beside
/// solvers that are warm in processes of their own.
///
/// `corebench NEEDS RESOURCES POLICY WEEK` reads the lists, finds the candidates and builds the
/// program; `ready` is printed. For each line on standard input the program is solved from nothing,
/// and the seconds from the program built to the arcs filled and their prices are printed, with the
/// values of the tiers and whether all are decided. Not for planning: `sandan match` is.
@main enum CoreBench {
  private struct Answer: Encodable {
    var seconds: Double
    /// In the tiers' own direction, by name.
    var values: [String: Int]
    var isClosed: Bool
  }

  static func main() throws {
    let words = CommandLine.arguments
    guard words.count == 5, let week = Week(words[4]) else {
      throw Fault("corebench NEEDS RESOURCES POLICY WEEK")
    }
    let policy = try PolicyFile.read(words[3])
    let lists = try ListReader.read(
      needs: words[1], resources: words[2], policy: policy, week: week)
    let task = PlanningTask(
      needs: lists.needs, resources: lists.resources, policy: policy, week: week, version: "bench")
    let builder = ProgramBuilder(
      needs: task.needs, resources: task.resources, policy: policy, week: week,
      candidates: Candidates(
        needs: task.needs, resources: task.resources, policy: policy, week: week))
    tell("ready")
    let encoder = JSONEncoder()
    while readLine() != nil {
      let begin = ContinuousClock.now
      let solution = try AssignmentSolver.solve(builder.program)
      let seconds = (ContinuousClock.now - begin) / .seconds(1)
      var values: [String: Int] = [:]
      for (tier, name) in zip(solution.tiers, builder.tierNames) {
        // The program minimises; services are counted up.
        switch name {
        case .served, .kept: values[name.description] = -tier.value
        default: values[name.description] = tier.value
        }
      }
      let answer = Answer(
        seconds: seconds, values: values,
        isClosed: solution.tiers.allSatisfy { $0.proof != .open })
      tell(String(decoding: try encoder.encode(answer), as: UTF8.self))
    }
  }

  /// At once: whoever reads it waits for the line.
  private static func tell(_ line: String) {
    FileHandle.standardOutput.write(Data((line + "\n").utf8))
  }

  private struct Fault: Error, CustomStringConvertible {
    let description: String

    init(_ text: String) { description = text }
  }
}
