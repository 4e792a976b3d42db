import ThreeLists

/// The base of a comparison and its what-ifs, read without an error.
public struct ScenarioSet: Hashable, Sendable {
  /// The base's lists, with warnings.
  public var bundle: ListBundle
  /// The base's policy.
  public var policy: Policy
  /// The week planned.
  public var week: Week
  /// The what-ifs in the order of the file, their changes made.
  public var scenarios: [Scenario]
}

/// How a scenario file is read.
public struct ScenarioForm: Sendable {
  /// The policy of a base that names none.
  public var policy: Policy
  /// Whether codes outside the dictionaries are taken at their word, whatever the policy says.
  public var openDictionaries: Bool
  /// The encoding of the lists; nil finds it out.
  public var encoding: TextEncoding?
  /// Names of sheets of workbooks.
  public var sheets: [String]

  /// A form by its parts.
  public init(
    policy: Policy = .standard, openDictionaries: Bool = false, encoding: TextEncoding? = nil,
    sheets: [String] = []
  ) {
    self.policy = policy
    self.openDictionaries = openDictionaries
    self.encoding = encoding
    self.sheets = sheets
  }
}

/// Reads scenario files: a base and named changes, in YAML.
public enum ScenarioFile {
  /// What-ifs that one file may hold.
  public static let mostScenarios = 100
  /// Needs that one change may add.
  public static let mostAdded = 100_000
  /// Visits that one scenario may put where they count most.
  public static let mostBestVisits = 1000

  /// Reads a file and its lists, and makes the changes.
  ///
  /// - Parameters:
  ///   - path: the file; what it names is looked for from its folder.
  ///   - form: how.
  /// - Returns: the base and the what-ifs.
  /// - Throws: every defect of the file, of its policy and of its lists. Where the lists cannot be
  ///   read, what depends on them is not judged.
  public static func read(_ path: String, form: ScenarioForm = ScenarioForm()) throws(ListDefects)
    -> ScenarioSet
  {
    let node = try YAMLFile.node(of: path)
    var reader = ScenarioReader(file: path)
    let outline = reader.outline(node)
    var defects: [ListDefect] = []
    var files = [path]
    var policy = form.policy
    var isSound = true
    if let file = outline.policy {
      files.append(file)
      do {
        policy = try PolicyFile.read(file)
      } catch {
        defects += error.defects
        isSound = false
      }
    }
    if form.openDictionaries { policy.openDictionaries = true }
    var bundle: ListBundle?
    if isSound, let needs = outline.needs, let resources = outline.resources {
      do {
        let read = try ListReader.read(
          needs: needs, resources: resources, policy: policy, week: outline.week,
          encoding: form.encoding, sheets: form.sheets)
        bundle = read
        defects += read.warnings
      } catch {
        defects += error.defects
      }
    }
    let base = ScenarioLists(
      needs: bundle?.needs ?? [], resources: bundle?.resources ?? [], policy: policy)
    let scenarios = reader.scenarios(
      outline.scenarios, base: base, week: outline.week, hasLists: bundle != nil)
    // The file's own defects first, then those of what it names, in their order.
    defects = ListReader.sorted(reader.defects, files: files) + defects
    guard !defects.contains(where: { $0.severity == .error }), let week = outline.week,
      var bundle
    else { throw ListDefects(defects) }
    bundle.warnings = defects
    return ScenarioSet(bundle: bundle, policy: policy, week: week, scenarios: scenarios)
  }

  /// Whether a file names a policy of its own; false where it cannot be read.
  public static func namesPolicy(_ path: String) -> Bool {
    guard let node = try? YAMLFile.node(of: path) else { return false }
    return node.mapping?["base"]?.mapping?["policy"] != nil
  }
}
