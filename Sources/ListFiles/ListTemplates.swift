/// The lists that an office begins with: every column, and rows to be replaced.
public enum ListTemplates {
  /// The needs list.
  public static let needs = bytes([
    Columns.needs.map(\.chinese).joined(separator: ","),
    "N001,321199001001001,理发,上门理发,一般,2026-11-20,,二上;三上,1,,,,独居老人,R001,,,,是,0,,,,",
    "N002,321199001001002,法律服务,咨询租房合同,重要,2026-11-19,2026-11-27,,1,,,,,,,,,是,0,,,,",
    "N003,321199001001001,社会救助,入户评估,紧急,2026-11-20,,,1,法律:1;社工:1,,,,,,,,是,0,,,,",
  ])

  /// The resource list.
  public static let resources = bytes([
    Columns.resources.map(\.chinese).joined(separator: ","),
    "R001,县理发协会,社会组织,理发,,,321199,321199001001001,,5,2,0,0,1,,,",
    "R002,县司法局,下沉单位,法律服务,法律,律师证,*,321199001,一上;三上,3,1,0,0,1,,,",
    "R003,县民政局,下沉单位,社会救助,社工,,*,321199001,,3,1,1,0,1,,,",
  ])

  /// The members list.
  public static let members = bytes([
    Columns.members.map(\.chinese).joined(separator: ","),
    "M001,,县司法局,321199001001,321199002003,律师证,第一网格组",
    "M002,,县民政局,321199001001,321199001001,,",
  ])

  private static func bytes(_ lines: [String]) -> [UInt8] {
    [0xEF, 0xBB, 0xBF] + lines.flatMap { Array($0.utf8) + [13, 10] }
  }
}
