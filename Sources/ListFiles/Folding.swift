import Foundation
import ThreeLists

/// Full-width forms of ASCII, made plain; spaces too; what nobody sees, left out.
public enum Folding {
  /// The text in composed characters (Unicode's form NFC), so that what looks the same is written the
  /// same: some programs write é as e and an accent.
  static func composed(_ text: String) -> String {
    guard !text.utf8.allSatisfy({ $0 < 0xCC }),
      !text.unicodeScalars.allSatisfy({ isComposed($0.value) })
    else { return text }
    return text.precomposedStringWithCanonicalMapping
  }

  /// Whether a character is the same in composed text whatever stands beside it; the others, of
  /// which our lists have few, are left to Foundation's tables.
  private static func isComposed(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0..<0x300, 0x3001...0x3029, 0x3041...0x3098, 0x3400...0x9FFF, 0xFF01...0xFF9D: true
    default: false
    }
  }

  /// The text with such forms made plain.
  public static func folded(_ text: String) -> String {
    // U+200B begins with the byte E2, U+3000 with E3, U+FEFF and U+FF01...U+FF5E with EF; most
    // texts have none of them.
    guard text.utf8.contains(where: { $0 == 0xE2 || $0 == 0xE3 || $0 == 0xEF }) else { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0xFF01...0xFF5E: result.append(Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar)
      case 0x3000: result.append(" ")
      case 0x200B, 0xFEFF: break
      default: result.append(scalar)
      }
    }
    return String(result)
  }
}

/// Whole numbers and dates, strictly: digits and nothing else.
enum Numerals {
  /// A number of ASCII digits, at most 18 of them; nil for anything else.
  static func number(_ digits: some StringProtocol) -> Int? {
    guard !digits.isEmpty, digits.utf8.count <= 18,
      digits.utf8.allSatisfy({ (48...57).contains($0) })
    else { return nil }
    return Int(digits)
  }

  /// What a text says of a date.
  enum DateReading: Hashable {
    case day(Day)
    case impossible
    case noDate
  }

  /// A date as 2026-11-23, 2026/11/3 or 2026年11月3日.
  static func date(_ text: String) -> DateReading {
    var parts = [0, 0, 0]
    var digits = [0, 0, 0]
    var signs: [Unicode.Scalar] = []
    for scalar in text.unicodeScalars {
      if (48...57).contains(scalar.value) {
        guard signs.count < 3, digits[signs.count] < 4 else { return .noDate }
        parts[signs.count] = parts[signs.count] * 10 + Int(scalar.value - 48)
        digits[signs.count] += 1
      } else {
        signs.append(scalar)
      }
    }
    guard [["-", "-"], ["/", "/"], ["年", "月", "日"]].contains(signs), digits[0] == 4,
      (1...2).contains(digits[1]), (1...2).contains(digits[2]), Day.years.contains(parts[0])
    else { return .noDate }
    return Day(year: parts[0], month: parts[1], day: parts[2]).map(DateReading.day) ?? .impossible
  }
}
