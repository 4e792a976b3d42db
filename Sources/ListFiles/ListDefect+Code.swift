extension ListDefect.Kind {
  /// The name of a kind for programs: stable, and without the facts.
  public enum Code: String, CaseIterable, Hashable, Sendable {
    case noSuchFile = "no-such-file"
    case unreadable
    case emptyFolder = "empty-folder"
    case foreignFormat = "foreign-format"
    case damagedWorkbook = "damaged-workbook"
    case crowdedWorkbook = "crowded-workbook"
    case largeWorkbook = "large-workbook"
    case denseWorkbook = "dense-workbook"
    case manyCells = "many-cells"
    case longText = "long-text"
    case farHeader = "far-header"
    case repeatedCell = "repeated-cell"
    case noSuchSheet = "no-such-sheet"
    case sheetOfText = "sheet-of-text"
    case otherSheets = "other-sheets"
    case misnamed
    case errorValue = "error-value"
    case noValue = "no-value"
    case tooLarge = "too-large"
    case tooManyRows = "too-many-rows"
    case manyErrors = "many-errors"
    case cellTooLong = "cell-too-long"
    case badByte = "bad-byte"
    case missingDecoder = "missing-decoder"
    case nul
    case wrongDelimiter = "wrong-delimiter"
    case emptyFile = "empty-file"
    case noHeader = "no-header"
    case missingHeader = "missing-header"
    case duplicateHeader = "duplicate-header"
    case unknownHeader = "unknown-header"
    case raggedRow = "ragged-row"
    case unterminatedQuote = "unterminated-quote"
    case strayQuote = "stray-quote"
    case emptyRequired = "empty-required"
    case duplicateIdentifier = "duplicate-identifier"
    case reservedSign = "reserved-sign"
    case notCount = "not-count"
    case mangledNumber = "mangled-number"
    case notDate = "not-date"
    case impossibleDate = "impossible-date"
    case notGrid = "not-grid"
    case gridLength = "grid-length"
    case unknownCode = "unknown-code"
    case notOneOf = "not-one-of"
    case unknownSession = "unknown-session"
    case notBoolean = "not-boolean"
    case notWeight = "not-weight"
    case notRole = "not-role"
    case repeatedRole = "repeated-role"
    case skillsBesideRoles = "skills-beside-roles"
    case notPin = "not-pin"
    case dueBeforeReported = "due-before-reported"
    case overdue
    case reportedAfterWeek = "reported-after-week"
    case unknownResource = "unknown-resource"
    case pinNeverAllowed = "pin-never-allowed"
    case tooManyPins = "too-many-pins"
    case minimumAboveWeekly = "minimum-above-weekly"
    case noCategoryNorRole = "no-category-nor-role"
    case weightsDiffer = "weights-differ"
    case identityNumber = "identity-number"
    case unknownUnit = "unknown-unit"
    case probableDuplicate = "probable-duplicate"
    case expired
    case notServiceID = "not-service-id"
    case unknownNeed = "unknown-need"
    case absentResource = "absent-resource"
    case notRoleOfNeed = "not-role-of-need"
    case tooManyVisits = "too-many-visits"
    case firmNotAllowed = "firm-not-allowed"
    case standingClash = "standing-clash"
    case incompleteVisit = "incomplete-visit"
    case editedService = "edited-service"
    case unknownEntry = "unknown-entry"
    case ambiguousEntry = "ambiguous-entry"
    case notMoment = "not-moment"
    case againstLedger = "against-ledger"
    case notYAML = "not-yaml"
    case unknownKey = "unknown-key"
    case wrongValue = "wrong-value"
    case repeatedValue = "repeated-value"
    case missingKeys = "missing-keys"
    case noSuchRow = "no-such-row"
    case noSuchUnit = "no-such-unit"
    case matchesNothing = "matches-nothing"
    case againstChange = "against-change"
    case leavesRange = "leaves-range"
    case notWeekName = "not-week-name"
    case secondList = "second-list"
    case noNeedsOfWeek = "no-needs-of-week"
    case noWeeks = "no-weeks"
    case severalResources = "several-resources"
    case unlistedResource = "unlisted-resource"
    case notProbability = "not-probability"
  }

  /// The kind's name.
  public var code: Code {
    switch self {
    case .noSuchFile: .noSuchFile
    case .unreadable: .unreadable
    case .emptyFolder: .emptyFolder
    case .foreignFormat: .foreignFormat
    case .damagedWorkbook: .damagedWorkbook
    case .crowdedWorkbook: .crowdedWorkbook
    case .largeWorkbook: .largeWorkbook
    case .denseWorkbook: .denseWorkbook
    case .manyCells: .manyCells
    case .longText: .longText
    case .farHeader: .farHeader
    case .repeatedCell: .repeatedCell
    case .noSuchSheet: .noSuchSheet
    case .sheetOfText: .sheetOfText
    case .otherSheets: .otherSheets
    case .misnamed: .misnamed
    case .errorValue: .errorValue
    case .noValue: .noValue
    case .tooLarge: .tooLarge
    case .tooManyRows: .tooManyRows
    case .manyErrors: .manyErrors
    case .cellTooLong: .cellTooLong
    case .badByte: .badByte
    case .missingDecoder: .missingDecoder
    case .nul: .nul
    case .wrongDelimiter: .wrongDelimiter
    case .emptyFile: .emptyFile
    case .noHeader: .noHeader
    case .missingHeader: .missingHeader
    case .duplicateHeader: .duplicateHeader
    case .unknownHeader: .unknownHeader
    case .raggedRow: .raggedRow
    case .unterminatedQuote: .unterminatedQuote
    case .strayQuote: .strayQuote
    case .emptyRequired: .emptyRequired
    case .duplicateIdentifier: .duplicateIdentifier
    case .reservedSign: .reservedSign
    case .notCount: .notCount
    case .mangledNumber: .mangledNumber
    case .notDate, .nearlyDate: .notDate
    case .impossibleDate: .impossibleDate
    case .notGrid: .notGrid
    case .gridLength: .gridLength
    case .unknownCode: .unknownCode
    case .notOneOf: .notOneOf
    case .unknownSession: .unknownSession
    case .notBoolean: .notBoolean
    case .notWeight: .notWeight
    case .notRole: .notRole
    case .repeatedRole: .repeatedRole
    case .skillsBesideRoles: .skillsBesideRoles
    case .notPin: .notPin
    case .dueBeforeReported: .dueBeforeReported
    case .overdue: .overdue
    case .reportedAfterWeek: .reportedAfterWeek
    case .unknownResource: .unknownResource
    case .pinNeverAllowed: .pinNeverAllowed
    case .tooManyPins: .tooManyPins
    case .minimumAboveWeekly: .minimumAboveWeekly
    case .noCategoryNorRole: .noCategoryNorRole
    case .weightsDiffer: .weightsDiffer
    case .identityNumber: .identityNumber
    case .probableDuplicate: .probableDuplicate
    case .unknownUnit: .unknownUnit
    case .expired: .expired
    case .notServiceID: .notServiceID
    case .unknownNeed: .unknownNeed
    case .absentResource: .absentResource
    case .notRoleOfNeed: .notRoleOfNeed
    case .tooManyVisits: .tooManyVisits
    case .firmNotAllowed: .firmNotAllowed
    case .standingClash: .standingClash
    case .incompleteVisit: .incompleteVisit
    case .editedService: .editedService
    case .unknownEntry: .unknownEntry
    case .ambiguousEntry: .ambiguousEntry
    case .notMoment: .notMoment
    case .againstLedger: .againstLedger
    case .notYAML: .notYAML
    case .unknownKey: .unknownKey
    case .wrongValue: .wrongValue
    case .repeatedValue: .repeatedValue
    case .missingKeys: .missingKeys
    case .noSuchRow: .noSuchRow
    case .noSuchUnit: .noSuchUnit
    case .matchesNothing: .matchesNothing
    case .againstChange: .againstChange
    case .leavesRange: .leavesRange
    case .notWeekName: .notWeekName
    case .secondList: .secondList
    case .noNeedsOfWeek: .noNeedsOfWeek
    case .noWeeks: .noWeeks
    case .severalResources: .severalResources
    case .unlistedResource: .unlistedResource
    case .notProbability: .notProbability
    }
  }
}
