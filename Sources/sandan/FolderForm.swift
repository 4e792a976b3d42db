/// What a kind of folder of ours may hold, so that nothing else is ever replaced.
struct FolderForm: Sendable {
  /// The file without which a folder is none of this kind.
  let mark: String
  /// Whether a file, named from the folder, can be ours.
  let isOurs: @Sendable (String) -> Bool
  /// Whether a folder within the folder can be ours.
  let isFolder: @Sendable (String) -> Bool

  /// What `match` writes.
  static let plan = FolderForm(
    mark: PlanFiles.plan, isOurs: PlanFiles.isOurs, isFolder: PlanFiles.folders.contains)

  /// What `compare` writes.
  static let comparison = FolderForm(
    mark: ComparisonFiles.json, isOurs: ComparisonFiles.isOurs, isFolder: ComparisonFiles.isFolder)

  /// The folders that a file lies in, outermost first.
  static func folders(of name: String) -> [String] {
    name.indices.filter { name[$0] == "/" }.map { String(name[..<$0]) }
  }
}
