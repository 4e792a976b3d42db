extension Contact {
  /// The contact as it may be shown to anybody: 张*, 138****5678, the first three characters of an
  /// address.
  public var masked: Contact {
    Contact(
      name: Contact.maskedName(name), phone: Contact.maskedPhone(phone),
      address: address.isEmpty ? "" : String(address.prefix(3)) + "***")
  }

  /// Surnames of two characters, which stay whole.
  private static let compoundSurnames: Set<String> = [
    "欧阳", "太史", "端木", "上官", "司马", "东方", "独孤", "南宫", "万俟", "闻人", "夏侯", "诸葛", "尉迟", "公羊",
    "赫连", "澹台", "皇甫", "宗政", "濮阳", "公冶", "太叔", "申屠", "公孙", "慕容", "仲孙", "钟离", "长孙", "宇文",
    "司徒", "鲜于", "司空", "闾丘", "子车", "亓官", "司寇", "令狐", "轩辕", "呼延", "完颜", "拓跋", "夹谷",
  ]

  /// The surname, and a star for each character after it; one star when there is none.
  private static func maskedName(_ name: String) -> String {
    guard !name.isEmpty else { return "" }
    let isCompound = name.count > 2 && compoundSurnames.contains(String(name.prefix(2)))
    let shown = isCompound ? 2 : 1
    return String(name.prefix(shown)) + String(repeating: "*", count: max(1, name.count - shown))
  }

  /// The first three and the last four of eleven digits; of any other number the last two.
  private static func maskedPhone(_ phone: String) -> String {
    guard !phone.isEmpty else { return "" }
    let digits = phone.filter { $0.isASCII && $0.isNumber }
    guard digits.count == 11, digits.count == phone.count else {
      return "****" + (digits.count > 4 ? String(digits.suffix(2)) : "")
    }
    return String(phone.prefix(3)) + "****" + String(phone.suffix(4))
  }
}
