import Foundation
import Matching
import Synchronization

/// Tells on standard error how long each stage of `match` took, a line at the end of each.
///
/// The lines come as the stages end, so that whoever measures one stage need not wait for the next.
final class StageClock: Sendable {
  /// The stages of `match`, in their order.
  enum Stage: String, CaseIterable {
    case reading, candidates, solving, proof, reasons, changes, audit, writing

    init(_ stage: PlanningStage) {
      self =
        switch stage {
        case .candidates: .candidates
        case .solving: .solving
        case .proof: .proof
        case .reasons: .reasons
        }
    }
  }

  /// What a line says, as JSON.
  private struct Document: Encodable {
    var formatVersion = 1
    var stage: String
    /// The tier whose solving began after so many seconds; absent when the stage ended.
    var tier: String?
    var seconds: Double
  }

  private struct Running {
    var stage: Stage
    var begin: ContinuousClock.Instant
  }

  private let format: OutputFormat
  private let language: Language
  private let isTelling: Bool
  private let running = Mutex<Running?>(nil)

  /// A clock that tells in the language and format of some options, or nothing at all.
  init(telling common: CommonOptions?) {
    isTelling = common != nil
    format = common?.format ?? .text
    language = common?.lang ?? .zh
  }

  /// The stage that runs has ended, another begins.
  func begin(_ stage: Stage) {
    end()
    running.withLock { $0 = Running(stage: stage, begin: .now) }
  }

  /// The solving of a tier begins.
  func begin(tier: String) {
    guard let running = running.withLock({ $0 }) else { return }
    tell(running, tier: tier)
  }

  /// The stage that runs has ended.
  func end() {
    let ended = running.withLock { running in
      defer { running = nil }
      return running
    }
    if let ended { tell(ended, tier: nil) }
  }

  private func tell(_ running: Running, tier: String?) {
    guard isTelling else { return }
    let seconds = (ContinuousClock.now - running.begin) / .seconds(1)
    switch format {
    case .text, .csv:
      Console.error(
        PlainText.timing(running.stage, tier: tier, seconds: seconds, language: language))
    case .json:
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys]
      let document = Document(stage: running.stage.rawValue, tier: tier, seconds: seconds)
      guard let data = try? encoder.encode(document) else { return }
      Console.error(String(decoding: data, as: UTF8.self))
    }
  }
}
