import Foundation
import Testing

@Suite struct EngineTests {
  /// GLPK alone reaches the same value in every tier, and prices prove what it found.
  @Test(arguments: ["first-week", "reasons"]) func bothEnginesReachTheSameTiers(
    _ name: String
  ) throws {
    let scratch = try ScratchFolder()
    for engine in ["auto", "glpk"] {
      let result = try SandanProcess.run(
        Fixture.arguments(name, out: engine) + ["--engine", engine], in: scratch)
      try #require(result.status == 0, "\(result.errors)")
      #expect(try SandanProcess.run(["verify", engine], in: scratch).status == 0)
    }
    let tiers = try ["auto", "glpk"].map { engine in
      let data = try #require(scratch.files(engine)["plan.json"])
      let plan = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
      return try #require(plan["tiers"] as? [[String: Any]])
    }
    #expect(tiers[0].map { $0["value"] as? Int } == tiers[1].map { $0["value"] as? Int })
    #expect(tiers[0].allSatisfy { $0["provedBy"] as? String == "certificate" })
    #expect(tiers[1].allSatisfy { $0["provedBy"] as? String == "certificate" })
  }

  @Test func anUnknownEngineIsAMisuse() throws {
    let scratch = try ScratchFolder()
    let result = try SandanProcess.run(
      Fixture.arguments("first-week", out: "week") + ["--engine", "simplex"], in: scratch)
    #expect(result.status == 64)
    #expect(result.errors.contains("--engine"))
    #expect(scratch.files("week").isEmpty)
  }
}
