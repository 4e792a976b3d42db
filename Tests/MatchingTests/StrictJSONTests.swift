import Testing

@testable import Matching

@Suite struct StrictJSONTests {
  private func path(_ text: String) -> String? {
    path(Array(text.utf8))
  }

  /// The path of the fault; nil when there is none.
  private func path(_ bytes: [UInt8]) -> String? {
    do {
      _ = try StrictJSON.decode([String: [Int]].self, from: bytes)
      return nil
    } catch {
      return error.path
    }
  }

  @Test(arguments: [
    "{}", " {\"a\" : [ ] }\n", "{\"a\":[0,-0,-12,9223372036854775807]}",
    "{\"\\u0061\":[1],\"b\":[]}",
    "{\"\\\"\":[1]}", "{\"三上\":[1]}",
  ])
  func isRead(_ text: String) { #expect(path(text) == nil) }

  @Test(arguments: [
    ("", ""), ("{", ""), ("{}}", ""), ("{} {}", ""), ("[]", ""), ("{\"a\"}", "a"),
    ("{\"a\":[1],}", ""), ("{\"a\":[1,]}", "a[1]"), ("{\"a\":[1 2]}", "a"),
    ("{\"a\":[1.0]}", "a[0]"), ("{\"a\":[2,1e0]}", "a[1]"), ("{\"a\":[1E2]}", "a[0]"),
    ("{\"a\":[01]}", "a[0]"), ("{\"a\":[-]}", "a[0]"), ("{\"a\":[+1]}", "a[0]"),
    ("{\"a\":[NaN]}", "a[0]"), ("{\"a\":[true]}", "a[0]"), ("{\"a\":1}", "a"),
    ("{\"a\":[9223372036854775808]}", "a[0]"), ("{\"a\":[1],\"a\":[1]}", "a"),
    ("{\"a\":[1],\"\\u0061\":[1]}", "a"), ("{\"a\n\":[1]}", ""), ("{\"\\x\":[1]}", ""),
    ("{\"\\ud800\":[1]}", ""), ("{\"a", ""), ("{\"a\\", ""), ("\u{FEFF}{}", ""), ("{a:[]}", ""),
  ])
  func isRefused(_ text: String, _ place: String) { #expect(path(text) == place, "\(text)") }

  @Test func onlyUTF8IsRead() {
    #expect(path([0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x5B, 0x5D, 0x7D]) == "")
    #expect(path([0x7B, 0x00, 0x7D, 0x00]) == "")
  }

  @Test func depthIsBounded() {
    let deep = String(repeating: "[", count: 100_000)
    #expect(path("{\"a\":\(deep)") != nil)
  }
}
