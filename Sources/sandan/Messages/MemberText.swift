import ThreeLists

/// Sentences about members and statements.
enum MemberText {
  static func registered(_ count: Int, entered: Int, _ language: Language) -> String {
    language.text(
      "成员清单 \(count) 人，其中新报到或有变化的 \(entered) 人，已记入台账。",
      "\(count) members in the list; \(entered) of them are new or changed, and are in the ledger.")
  }

  static func checked(_ count: Int, _ language: Language) -> String {
    language.text("成员清单没有错误：\(count) 人。", "No error in the members list: \(count) members.")
  }
}
