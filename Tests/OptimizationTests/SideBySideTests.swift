import Synchronization
import Testing

@testable import Optimization

@Suite struct SideBySideTests {
  @Test func piecesMakeUpTheRange() {
    for count in [0, 1, 7, 1000] {
      for pieces in 1...16 {
        let seen = Mutex<[Int]>(Array(repeating: 0, count: count))
        SideBySide.run(count, pieces: pieces) { _, range in
          seen.withLock { for index in range { $0[index] += 1 } }
        }
        #expect(seen.withLock { $0.allSatisfy { $0 == 1 } }, "\(count) in \(pieces)")
      }
    }
  }

  /// A week so dense that all that can be cut into pieces is.
  @Test func aDenseWeekIsSolvedInPieces() throws {
    let program = SideBySideTests.dense
    #expect(SideBySide.pieces(program.arcs.count) > 1)
    #expect(program.fault() == nil)
    let solution = try AssignmentSolver.solve(program)
    #expect(PlanValue.violation(of: solution.chosen, in: program) == nil)
    #expect(solution.tiers[0].value == -234)
    #expect(solution.tiers[1].value == -166)
    let solved = try #require(SolvedNetwork(program, solution: solution))
    #expect(solved.network.isBest)
    #expect(solved.tiers == solution.tiers.map(\.value))
  }

  @Test func faultsAreFoundInEveryPiece() {
    let program = SideBySideTests.dense
    for place in [1, program.arcs.count / 2, program.arcs.count / 2 + 1, program.arcs.count - 1] {
      var broken = program
      broken.arcs.swapAt(place, place - 1)
      #expect(broken.fault() == "arcs are not in ascending order", "\(place)")
      broken = program
      broken.arcs[place].supply = 200
      #expect(broken.fault() == "an arc's indexes", "\(place)")
      broken = program
      broken.tiers[2].perArc[place] = -1 << 44
      #expect(broken.fault() == "tier distance: a cost beyond 2^44", "\(place)")
      broken.tiers[2].perArc[place] = 1 << 44 - 1
      #expect(broken.fault() == nil, "\(place)")
    }
  }

  /// Parts are given to whoever shares them out, each once, and the answer is the same in whatever order they are
  /// solved; one part is nobody's to share.
  @Test(arguments: [1, 2, 5, 50], [0, 3000])
  func partsAreSharedOut(parts: Int, alone: Int) throws {
    let program = SideBySideTests.apart(parts, alone: alone)
    #expect(program.fault() == nil)
    let network = try #require(NetworkSolver(program))
    let asked = Mutex<[Int]>([])
    let answer = network.solve(deadline: Deadline(in: nil)) { pieces, work in
      asked.withLock { $0.append(pieces) }
      for piece in (0..<pieces).reversed() { work(piece) }
    }
    #expect(answer.chosen.count == 2 * parts)
    #expect(answer.chosen == network.solve(deadline: Deadline(in: nil)).chosen)
    #expect(asked.withLock { $0 } == (parts + alone > 1 ? [parts + alone] : []))
  }

  /// Parts of three demands and two supplies each, and demands that nobody can serve.
  private static func apart(_ parts: Int, alone: Int) -> AssignmentProgram {
    let demands = (0..<3 * parts + alone).map { _ in
      AssignmentProgram.Demand(visits: 1, wholly: false, places: [1], group: 0)
    }
    let supplies = (0..<2 * parts).map { _ in
      AssignmentProgram.Supply(weekly: 1, perSession: 1, minimum: 0, pool: 0)
    }
    var arcs: [AssignmentProgram.Arc] = []
    for demand in Int32(0)..<Int32(3 * parts) {
      for own in Int32(0)..<2 {
        arcs.append(
          AssignmentProgram.Arc(
            demand: demand, place: 0, supply: demand / 3 * 2 + own, session: 0))
      }
    }
    var served = Tier(name: "served")
    served.perVisit = demands.map { _ in -1 }
    return AssignmentProgram(
      demands: demands, supplies: supplies, groupCount: 1, poolCount: 1, arcs: arcs, pins: [],
      demandClass: demands.map { _ in 0 }, tiers: [served])
  }

  /// 700 demands, each of which 200 supplies with two visits could serve, every third in the first
  /// class.
  private static let dense: AssignmentProgram = {
    let demands = (0..<700).map { _ in
      AssignmentProgram.Demand(visits: 1, wholly: false, places: [1], group: 0)
    }
    let supplies = (0..<200).map { _ in
      AssignmentProgram.Supply(weekly: 2, perSession: 2, minimum: 0, pool: 0)
    }
    var arcs: [AssignmentProgram.Arc] = []
    var distance = Tier(name: "distance")
    for demand in demands.indices {
      for supply in supplies.indices {
        arcs.append(
          AssignmentProgram.Arc(
            demand: Int32(demand), place: 0, supply: Int32(supply), session: Int32(supply % 21)))
        distance.perArc.append((demand * 7 + supply * 13) % 5)
      }
    }
    var first = Tier(name: "first")
    first.perVisit = demands.indices.map { $0 % 3 == 0 ? -1 : 0 }
    var second = Tier(name: "second")
    second.perVisit = demands.indices.map { $0 % 3 == 0 ? 0 : -1 }
    return AssignmentProgram(
      demands: demands, supplies: supplies, groupCount: 1, poolCount: 1, arcs: arcs, pins: [],
      demandClass: demands.indices.map { $0 % 3 == 0 ? 0 : 1 }, tiers: [first, second, distance])
  }()
}
