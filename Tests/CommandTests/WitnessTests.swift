import Testing

/// Witnesses of smallest changes move nobody for nothing.
@Suite struct WitnessTests {
  /// Lists of which the search moved a need that could have stayed: the plan is written, and right.
  @Test(arguments: [("one", "2026-W53"), ("two", "2026-W53")])
  func nobodyIsMovedForNothing(name: String, week: String) throws {
    let scratch = try ScratchFolder()
    let folder = "Fixtures/idle-moves/\(name)"
    let match = try SandanProcess.run(
      [
        "match", "\(folder)/needs.csv", "\(folder)/resources.csv", "--policy",
        "\(folder)/policy.yaml", "--week", week, "--open-dictionaries", "--out", "week",
      ], in: scratch)
    #expect(match.status == 0, "\(match.errors)")
    #expect(try SandanProcess.run(["verify", "week"], in: scratch).status == 0)
    #expect(try scratch.text("week/plan.json").contains("\"witness\""))
  }
}
