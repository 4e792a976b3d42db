import ThreeLists

/// One thing that is wrong, or odd, in a file: facts only; the sentence is the command's job.
public struct ListDefect: Hashable, Sendable {
  /// Whether a file can be used all the same.
  public enum Severity: String, Hashable, Sendable {
    /// The file cannot be used.
    case error
    /// The file can be used; somebody should look.
    case warning
  }

  /// A column by its number, from 1, and its header as the file has it.
  public struct Column: Hashable, Sendable {
    /// From 1.
    public var number: Int
    /// As in the file; empty in the header row itself.
    public var header: String

    /// A column by its parts.
    public init(number: Int, header: String) {
      self.number = number
      self.header = header
    }
  }

  /// Error or warning.
  public var severity: Severity
  /// The file as the user named it.
  public var file: String
  /// The sheet of a workbook; nil in a text.
  public var sheet: String?
  /// The line, from 1; nil when the whole file is meant.
  public var line: Int?
  /// The column; nil when the whole line is meant.
  public var column: Column?
  /// The option of a command that is meant, such as `--level`; nil in a file.
  public var option: String?
  /// What was found; nil where a cell must not be quoted.
  public var found: String?
  /// What is wrong.
  public var kind: Kind

  /// A defect by its parts.
  public init(
    _ kind: Kind, severity: Severity = .error, file: String, line: Int? = nil,
    column: Column? = nil, option: String? = nil, found: String? = nil
  ) {
    self.kind = kind
    self.severity = severity
    self.file = file
    self.line = line
    self.column = column
    self.option = option
    self.found = found
  }

  /// What can be wrong, with the facts a sentence needs.
  public enum Kind: Hashable, Sendable {
    /// There is no such file.
    case noSuchFile
    /// The system does not let us read it.
    case unreadable
    /// A folder without any list.
    case emptyFolder
    /// Neither a text nor a workbook that can be read.
    case foreignFormat(ForeignFormat)
    /// A workbook that does not unpack, or lacks one of its parts.
    case damagedWorkbook
    /// More entries in a workbook's archive than the limit.
    case crowdedWorkbook(limit: Int)
    /// A workbook that unpacks to more bytes than the limit.
    case largeWorkbook(limit: Int)
    /// A workbook that unpacks to more times its size than the limit.
    case denseWorkbook(limit: Int)
    /// More cells in a sheet than the limit, the empty ones before a row's last value counted.
    case manyCells(limit: Int)
    /// More bytes of text in a sheet than the limit, a shared text counted as often as it is used.
    case longText(limit: Int)
    /// A header to the right of the last column in which one may stand.
    case farHeader(limit: Int)
    /// A cell that stands twice in its row.
    case repeatedCell
    /// A workbook without a sheet of the name asked for.
    case noSuchSheet(sheets: [String])
    /// A sheet was asked for, and a text has none.
    case sheetOfText
    /// Other sheets have all headers, too, and were not read.
    case otherSheets(read: String, [String])
    /// The content is a workbook under the name of a text, or the other way round.
    case misnamed(isWorkbook: Bool)
    /// The value of a cell is an error such as #REF!.
    case errorValue
    /// A formula whose value was never saved.
    case noValue
    /// More bytes than the limit.
    case tooLarge(limit: Int)
    /// More rows than the limit.
    case tooManyRows(limit: Int)
    /// As many errors as the limit above the line, which is the first that was not read.
    case manyErrors(limit: Int)
    /// More characters in a cell than the limit.
    case cellTooLong(limit: Int)
    /// A byte that the encoding does not have: the character's place in the line and the byte's in
    /// the file, both from 1.
    case badByte(encoding: String, character: Int, offset: Int)
    /// An encoding that this system cannot read.
    case missingDecoder(encoding: String)
    /// A NUL character.
    case nul
    /// Columns are divided by something else than a comma.
    case wrongDelimiter
    /// A file without a line.
    case emptyFile
    /// A first line that holds no headers; with the line on which they seem to stand.
    case noHeader(seemsOn: Int?)
    /// A required column is absent.
    case missingHeader(chinese: String, english: String)
    /// A column stands there twice.
    case duplicateHeader(first: Int)
    /// No column of ours; its cells are not used.
    case unknownHeader(nearest: String?)
    /// More or fewer cells than headers.
    case raggedRow(cells: Int, headers: Int)
    /// A quote that never ends.
    case unterminatedQuote
    /// Characters after a closing quote, or a quote within an unquoted cell.
    case strayQuote
    /// An empty cell in a required column; where a count belongs, a zero must be written.
    case emptyRequired(isCount: Bool)
    /// An identifier that stands there twice.
    case duplicateIdentifier(first: Origin)
    /// A resource whose identifier no other cell could name, for it holds a sign that joins values.
    case reservedSign
    /// Not a whole number, or outside what is allowed.
    case notCount(least: Int, most: Int)
    /// A number in a form that lost digits, such as 2.30723E+14.
    case mangledNumber
    /// No date in one of the three forms.
    case notDate
    /// No date in one of the three forms, but what is meant can be seen.
    case nearlyDate(DateSlip)
    /// A date that no calendar has.
    case impossibleDate
    /// Not digits only.
    case notGrid
    /// Not the length of a level.
    case gridLength(allowed: [Int])
    /// Not in the dictionary; without near words where they would give a masked cell away.
    case unknownCode(nearest: [String])
    /// None of a few words that no policy can change.
    case notOneOf(allowed: [String])
    /// No session code.
    case unknownSession(nearest: String?)
    /// Neither 是 nor 否.
    case notBoolean
    /// No number above zero with at most two places.
    case notWeight
    /// Not `角色:数`.
    case notRole
    /// A role twice in one team.
    case repeatedRole
    /// Skills beside roles.
    case skillsBesideRoles
    /// Neither `R003` nor `R003@三上`.
    case notPin
    /// The last date lies before the date of report.
    case dueBeforeReported(reported: Day)
    /// The last date lies before the week planned; the need is served all the same.
    case overdue(monday: Day)
    /// Reported after the week planned.
    case reportedAfterWeek(last: Day)
    /// No such resource.
    case unknownResource(nearest: String?)
    /// A unit that has no resource.
    case unknownUnit(nearest: String?)
    /// A pin whose pair no rule lets through.
    case pinNeverAllowed(rules: [Rule])
    /// More pins than visits and places can hold.
    case tooManyPins(places: Int)
    /// 每周至少 above 每周可用.
    case minimumAboveWeekly(weekly: Int)
    /// A resource with neither category nor role.
    case noCategoryNorRole
    /// Two weights in one unit.
    case weightsDiffer(other: Origin)
    /// Looks like an ID-card number; the cell is dropped.
    case identityNumber
    /// The same grid, category and text as another need.
    case probableDuplicate(other: Origin)
    /// The resource has expired before the week.
    case expired(last: Day)
    /// Not the number of a service of the week, the need and the visit.
    case notServiceID(start: String)
    /// No such need.
    case unknownNeed(nearest: String?)
    /// A place of a resource that is not listed any more.
    case absentResource(nearest: String?)
    /// Not a role of the need; none when it is no team's.
    case notRoleOfNeed(roles: [String])
    /// A visit beyond those that the need asks for.
    case tooManyVisits(visits: Int)
    /// A firm place that the rules do not let through any more.
    case firmNotAllowed(rules: [Rule])
    /// A place that cannot stand beside another.
    case standingClash(StandingClash, other: Origin)
    /// A visit of which the rows do not name each place once.
    case incompleteVisit(places: Int)
    /// A row of a service list edited by hand that cannot be taken.
    case editedService(EditedServiceFault)
    /// Nothing in the ledger bears the identifier.
    case unknownEntry(nearest: [String])
    /// A shortened identifier that fits several.
    case ambiguousEntry(candidates: [String])
    /// Neither a date nor a date with a time.
    case notMoment
    /// What the ledger holds does not permit the entry.
    case againstLedger(Obstacle)
    /// The policy is no YAML.
    case notYAML(reason: String)
    /// A key the policy does not have.
    case unknownKey(nearest: String?)
    /// A value of the wrong kind.
    case wrongValue(expected: String)
    /// A value that stands there already.
    case repeatedValue
    /// Keys without which a mapping says nothing.
    case missingKeys([String])
    /// An identifier that no row of the lists bears.
    case noSuchRow(nearest: String?)
    /// A unit that no resource belongs to.
    case noSuchUnit(nearest: String?)
    /// A filter, or a grid code, that no row matches.
    case matchesNothing
    /// A row that an earlier change of the scenario has left out or changed likewise.
    case againstChange(ScenarioClash, line: Int)
    /// A number that a change would take out of its range.
    case leavesRange(least: Int, most: Int)
    /// A list in a folder of past weeks whose name says no kind or no week.
    case notWeekName
    /// A second list of the same kind for the same week.
    case secondList(other: String)
    /// A list of a week whose needs list is not there.
    case noNeedsOfWeek(Week)
    /// No folder, or none that holds a week's needs list.
    case noWeeks
    /// A unit with several resources, where one has to be meant.
    case severalResources([String])
    /// Whoever came is neither a resource of the list nor its unit.
    case unlistedResource(nearest: String?)
    /// Neither a decimal from 0 to 1 with at most six places nor a percentage.
    case notProbability
  }
}

/// What an earlier change of a scenario has done that a later one contradicts.
public enum ScenarioClash: Hashable, Sendable {
  /// It left the row out.
  case removed
  /// It set the same column of the row.
  case altered
  /// It has the unit stay away.
  case unitOut
}

/// Why two places of a standing cannot both stand.
public enum StandingClash: Hashable, Sendable {
  /// The same place of the same visit.
  case samePlace
  /// One visit in two sessions.
  case twoSessions
  /// One resource at two places of a visit.
  case resourceTwice
  /// Two visits of a need on one day.
  case sameDay
}

/// What in a ledger stands in the way of an entry; states and events by their codes.
public enum Obstacle: Hashable, Sendable {
  /// The need's state, the event that it does not permit, and others that are legal in it.
  case state(String, event: String, possible: [String])
  /// The order's state.
  case orderState(String)
  /// The order has gone to another resource or session since.
  case moved(resource: String, session: Session)
  /// An order of the need that is still open.
  case openOrder(service: String)
  /// The need was found solved.
  case solved
  /// The need's last entry is of a later time.
  case earlierThanLast(Moment)
  /// The time is later than the present.
  case inFuture(now: Moment)
  /// The day has to be after that one.
  case notAfter(Day)
  /// The need lies at that level and can only go above it.
  case notAbove(GridLevel)
  /// The order is one of that need.
  case otherNeed(String)
  /// The need has no order that counts.
  case withoutOrder
  /// The table says something of the order above, too.
  case saidAbove(line: Int)
  /// The need came in before, in that week.
  case known(week: Week, state: String)
  /// The entry cannot be taken back, or was taken back before.
  case notUndoable
  /// A later entry of that kind rests on the one to be taken back.
  case restsOn(later: String)
  /// Members can be named of an order only.
  case noOrder
  /// The member is registered with that unit, and not with the order's.
  case otherUnit(String)
}

/// All defects of one reading, in the order of files, lines and columns; at least one is an error.
public struct ListDefects: Error, Hashable, Sendable {
  /// Errors and warnings.
  public var defects: [ListDefect]

  /// Defects in their order.
  public init(_ defects: [ListDefect]) { self.defects = defects }
}
