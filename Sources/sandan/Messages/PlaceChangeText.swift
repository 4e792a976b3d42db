import Matching
import ThreeLists

/// What a re-dispatch changed, line by line.
enum PlaceChangeText {
  static func lines(_ changes: [PlaceChange], plan: Plan, _ language: Language) -> [String] {
    let kept = plan.services.count { $0.method == .kept }
    let moved = changes.count { $0.kind == .moved || $0.kind == .dropped }
    let isProved = plan.tiers.first { $0.name == .kept }?.provedBy == .certificate
    let proof =
      isProved
      ? language.text("，已证不能再少", ", proved to be the fewest") : ""
    return [
      language.text(
        "与已派的相比：维持 \(kept) 个名额，变动 \(moved) 个\(proof)。",
        "Against what was dispatched: \(kept) places stay, \(moved) move\(proof).")
    ] + changes.map { "  " + line($0, language) }
  }

  static func line(_ change: PlaceChange, _ language: Language) -> String {
    let need = change.before?.need ?? change.after?.need ?? ""
    let visit = change.before?.visit ?? change.after?.visit ?? 0
    let before = change.before.map { "\($0.resource)@\($0.session)" } ?? ""
    let after = change.after.map { "\($0.resource)@\($0.session)" } ?? ""
    let about = language.text("\(need) 第\(visit)次：", "\(need) visit \(visit): ")
    switch change.kind {
    case .added:
      return about + language.text("新派 \(after)。", "newly given to \(after).")
    case .replaced:
      return about
        + broken(before, change, language) + language.text("改派 \(after)。", "now \(after).")
    case .lost:
      return about
        + broken(before, change, language)
        + (change.price == .notAsked
          ? language.text("没有别的资源可派。", "and nobody else is to be had.")
          : language.text(
            "没有别的资源可派（原因见 unmet.csv）。", "and nobody else is to be had (see unmet.csv)."))
    case .moved:
      return about
        + language.text("\(before) 改为 \(after)；", "\(before) becomes \(after); ")
        + why(change.price, language)
    case .dropped:
      return about
        + language.text("\(before) 不再派；", "\(before) is no longer given; ")
        + why(change.price, language)
    }
  }

  private static func broken(
    _ place: String, _ change: PlaceChange, _ language: Language
  ) -> String {
    change.before?.state == .lapsed
      ? language.text("\(place) 超时未接，", "\(place) did not answer in time, ")
      : language.text("\(place) 拒单，", "\(place) refused, ")
  }

  private static func why(_ price: PlaceChange.Price?, _ language: Language) -> String {
    switch price {
    case .costs(let price):
      language.text("若维持：", "if it stayed: ") + ExplainText.price(price, language)
        + language.text("。", ".")
    case .impossible:
      language.text(
        "无法维持：时段已开始、不再合规则（拒过这件需求的也算）、单位已退出，或同去的人凑不齐。",
        "it could not stay: begun, outside the rules by now (who refused the need is), dropped out, or its team is not to be had."
      )
    case .notAsked:
      language.text("没有算维持的代价（只要了方案）。", "what keeping it costs was not asked for.")
    case .timeUp, nil:
      language.text("时间已到，没有算维持的代价。", "the time is up: what keeping it costs is not known.")
    }
  }
}

/// A change as JSON.
struct PlaceChangeDocument: Encodable {
  struct Place: Encodable {
    var resource: String
    var session: String
  }

  var kind: String
  var need: String
  var visit: Int
  var role: String?
  var before: Place?
  var after: Place?
  /// The first tier that is worse when the place stays; absent when none is, or it cannot stay.
  var tier: String?
  /// By how much.
  var by: Int?
  /// Whether the place could have stayed; absent unless it was moved or dropped, or when the time
  /// was up.
  var couldStay: Bool?
  var message: String

  init(_ change: PlaceChange, _ language: Language) {
    kind = change.kind.rawValue
    need = change.before?.need ?? change.after?.need ?? ""
    visit = change.before?.visit ?? change.after?.visit ?? 0
    role = change.before?.role ?? change.after?.role
    before = change.before.map { Place(resource: $0.resource, session: $0.session.description) }
    after = change.after.map { Place(resource: $0.resource, session: $0.session.description) }
    switch change.price {
    case .costs(let price):
      tier = price.tier?.description
      by = price.by
      couldStay = true
    case .impossible: couldStay = false
    case .timeUp, .notAsked, nil: break
    }
    message = PlaceChangeText.line(change, language)
  }
}
