/// Resident identity numbers (GB 11643: 17 digits and a check digit) and numbers a spreadsheet ate.
enum IdentityNumber {
  /// Whether 18 characters with a right check digit stand somewhere in a text, no digit beside.
  static func occurs(in text: String) -> Bool {
    var run = 0
    // Without a run of 17 digits, as in nearly every cell, there is nothing to fold or check.
    var longest = 0
    for byte in text.utf8 {
      run = (48...57).contains(byte) || byte == 0xEF ? run + 1 : byte >= 0x80 ? run : 0
      longest = max(longest, run)
    }
    return longest >= 17 && occurs(in: Array(Folding.folded(text).utf8))
  }

  private static func occurs(in bytes: [UInt8]) -> Bool {
    var run = 0
    for (index, byte) in (bytes + [0]).enumerated() {
      if (48...57).contains(byte) {
        run += 1
        continue
      }
      if run == 18, isValid(bytes[(index - 18)..<index]) { return true }
      if run == 17, byte == 88 || byte == 120, isValid(bytes[(index - 17)...index]) { return true }
      run = 0
    }
    return false
  }

  private static func isValid(_ digits: ArraySlice<UInt8>) -> Bool {
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    let sum = zip(digits, weights).reduce(0) { $0 + (Int($1.0) - 48) * $1.1 }
    let check = Array("10X98765432".utf8)[sum % 11]
    guard let last = digits.last else { return false }
    return last == check || (check == 88 && last == 120)
  }

  /// Whether a text is a number in scientific notation, such as 2.30723E+14.
  static func isMangled(_ text: String) -> Bool {
    // The sign is rare: look for it first.
    guard text.utf8.contains(UInt8(ascii: "+")) else { return false }
    let parts = text.uppercased().split(separator: "E", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[1].hasPrefix("+") else { return false }
    return parts[0].contains { $0.isNumber }
      && parts[0].allSatisfy { $0.isNumber || $0 == "." }
      && parts[1].dropFirst().allSatisfy(\.isNumber)
  }
}
