import Matching
import ThreeLists

/// What `simulate` prints.
enum SimulationText {
  /// Digits after the point of means and standard errors.
  static let places = 3
  /// The quantiles told, in hundredths.
  static let quantiles = [5, 50, 95]

  static func progress(_ done: Int, of count: Int, _ language: Language) -> String {
    language.text("已抽 \(done)/\(count) 遍……", "\(done) of \(count) runs …")
  }

  static func name(_ number: Int, _ result: SimulationResult, _ language: Language) -> String {
    result.names[number].map { Quotation.of($0) } ?? language.text("内置政策", "built-in policy")
  }

  // MARK: Standard output

  static func lines(_ result: SimulationResult, _ language: Language) -> [String] {
    let runs = result.simulations[0].runs.count
    var lines = [
      language.text(
        "\(result.week)：抽 \(runs) 遍，种子 \(result.seed)，每遍最多改派 \(result.rounds) 轮。",
        "\(result.week): \(runs) runs from seed \(result.seed), at most \(result.rounds) rounds of re-dispatch each."
      )
    ]
    for (number, simulation) in result.simulations.enumerated() {
      lines += member(number, simulation, result, language)
    }
    return lines
  }

  private static func member(
    _ number: Int, _ simulation: Simulation, _ result: SimulationResult, _ language: Language
  ) -> [String] {
    var lines = [
      language.text(
        "\(number + 1). \(name(number, result, .zh))：派出 \(simulation.places) 个名额，"
          + "每遍拒 \(told(simulation.sample(.refusals))) 单，另发 \(told(simulation.sample(.moves))) 单",
        "\(number + 1). \(name(number, result, .en)): \(simulation.places) places sent out; each run "
          + "\(told(simulation.sample(.refusals))) refused, \(told(simulation.sample(.moves))) sent anew"
      )
    ]
    let ranks = quantiles.map { "\($0)%" }.joined(separator: "/")
    let without = language.text("不改派", "without")
    let with = language.text("改派后", "re-dispatched")
    let headings = [
      "", language.text("点单", "asked"), language.text("方案", "plan"), without, ranks, with, ranks,
    ]
    let classes: [Int?] =
      simulation.requested.indices.filter { simulation.requested[$0] > 0 } + [nil]
    lines += TextTable.lines(
      headings,
      classes.map { row($0, simulation, language) })
    guard number > 0 else { return lines }
    let first = result.simulations[0]
    let kept = told(simulation.sample(.kept(nil), beyond: first), signed: true)
    let served = told(simulation.sample(.served(nil), beyond: first), signed: true)
    lines.append(
      language.text(
        "  比 1 多办（同样的拒单，逐遍相减）：不改派 \(kept)，改派后 \(served)",
        "  More than 1 (same refusals, run by run): without \(kept), re-dispatched \(served)"))
    return lines
  }

  private static func row(
    _ number: Int?, _ simulation: Simulation, _ language: Language
  ) -> [String] {
    func sum(_ counts: [Int]) -> String {
      "\(number.map { counts[$0] } ?? counts.reduce(0, +))"
    }
    func ranks(_ sample: Sample) -> String {
      quantiles.map { "\(sample.quantile(percent: $0))" }.joined(separator: "/")
    }
    let kept = simulation.sample(.kept(number))
    let served = simulation.sample(.served(number))
    let name =
      number.map { language.text("第\($0)级", "class \($0)") } ?? language.text("合计", "total")
    return [
      name, sum(simulation.requested), sum(simulation.planned), told(kept), ranks(kept),
      told(served), ranks(served),
    ]
  }

  /// Mean and standard error.
  private static func told(_ sample: Sample, signed: Bool = false) -> String {
    let mean = sample.mean(places: places)
    let sign = signed && sample.sum > 0 ? "+" : ""
    return sign + mean + (sample.standardError(places: places).map { "±\($0)" } ?? "")
  }

  // MARK: Table

  static func table(_ result: SimulationResult) -> DeskTable {
    let headers =
      ["政策", "指标", "级别", "遍数", "点单", "方案", "平均", "标准误", "最少"]
      + quantiles.map { "\($0)%" } + ["最多", "比首份多", "其标准误"]
    var rows: [[String]] = []
    for (number, simulation) in result.simulations.enumerated() {
      for figure in SimulationDocument.figures {
        let sample = simulation.sample(figure.figure)
        let beyond = simulation.sample(figure.figure, beyond: result.simulations[0])
        let isVisits = figure.isVisits
        func sum(_ counts: [Int]) -> String {
          guard isVisits else { return "" }
          return "\(figure.priorityClass.map { counts[$0] } ?? counts.reduce(0, +))"
        }
        rows.append(
          [
            name(number, result, .zh), figure.chinese,
            figure.priorityClass.map(String.init) ?? "",
            "\(sample.values.count)", sum(simulation.requested), sum(simulation.planned),
            sample.mean(places: places), sample.standardError(places: places) ?? "",
            "\(sample.least)",
          ] + quantiles.map { "\(sample.quantile(percent: $0))" } + [
            "\(sample.quantile(percent: 100))",
            number == 0 ? "" : beyond.mean(places: places),
            number == 0 ? "" : beyond.standardError(places: places) ?? "",
          ])
      }
    }
    return DeskTable(headers: headers, rows: rows)
  }
}
