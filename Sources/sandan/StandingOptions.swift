import ArgumentParser
import ListFiles
import ThreeLists

/// What a command takes that plans a week again.
struct StandingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      Language.asked.text(
        "本周已派的服务清单（上次的 services.csv，加一列“状态”：已派、已接、拒单）：已接的不动，拒了的另派，其余尽量不动。",
        "What was dispatched this week: services.csv with one more column, state, which says dispatched, accepted or refused (see the README). What is accepted stays, what is refused goes elsewhere, the rest moves as little as can be."
      ),
      valueName: "file"),
    completion: .file(extensions: ["csv"]))
  var standing: String?

  @Option(
    help: ArgumentHelp(
      Language.asked.text(
        "现在的时间，如 2026-11-25 或 2026-11-25T13:00；已开始的时段（上午 8 点、下午 13 点、晚上 18 点起）不再派单。不给则按本周尚未开始计。",
        "The time now, such as 2026-11-25 or 2026-11-25T13:00; sessions that have begun (8:00, 13:00, 18:00) are closed. Without it no session has begun."
      ),
      valueName: "moment"))
  var asOf: Moment?

  /// Where the week stands; nil for a first plan.
  func read(
    _ bundle: ListBundle, _ policy: Policy, week: Week, _ common: CommonOptions,
    encoding: TextEncoding?
  ) throws -> Standing? {
    guard standing != nil || asOf != nil else { return nil }
    let begun = asOf.map { Standing.begun(in: week, at: $0) } ?? 0
    guard let standing else { return Standing(places: [], begun: begun) }
    return try common.readStanding(
      standing, bundle: bundle, policy: policy, week: week, begun: begun, encoding: encoding)
  }
}
