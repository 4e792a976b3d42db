import GRDB
import ThreeLists

/// Whose personal fields are meant.
public enum ContactSubject: Hashable, Sendable {
  /// A need, by its identifier.
  case need(String)
  /// A resource, by its identifier.
  case resource(String)
  /// A member, by its identifier.
  case member(String)

  fileprivate init?(kind: String, id: String) {
    switch kind {
    case "need": self = .need(id)
    case "resource": self = .resource(id)
    case "member": self = .member(id)
    default: return nil
    }
  }

  fileprivate var kind: String {
    switch self {
    case .need: "need"
    case .resource: "resource"
    case .member: "member"
    }
  }

  fileprivate var id: String {
    switch self {
    case .need(let id), .resource(let id), .member(let id): id
    }
  }
}

/// What the ledger keeps apart from its events, because it has to be removable.
public struct PersonalFields: Hashable, Sendable {
  /// 联系人 联系电话 地址.
  public var contact: Contact
  /// 内容: a resident's own words.
  public var description: String

  /// Personal fields by their parts.
  public init(contact: Contact, description: String = "") {
    self.contact = contact
    self.description = description
  }

  /// Whether there is nothing to keep.
  public var isEmpty: Bool { contact == Contact() && description.isEmpty }
}

/// The table of personal fields, which no hash covers.
enum ContactTable {
  static func all(_ database: Database) throws -> [ContactSubject: PersonalFields] {
    var result: [ContactSubject: PersonalFields] = [:]
    let cursor = try Row.fetchCursor(
      database, sql: "SELECT subject, id, name, phone, address, description FROM contact")
    while let row = try cursor.next() {
      let kind: String = row[0]
      let id: String = row[1]
      guard let subject = ContactSubject(kind: kind, id: id) else { continue }
      result[subject] = fields(row, from: 2)
    }
    return result
  }

  /// The fields of a row, from the column of the name on.
  private static func fields(_ row: Row, from column: Int) -> PersonalFields {
    PersonalFields(
      contact: Contact(name: row[column], phone: row[column + 1], address: row[column + 2]),
      description: row[column + 3])
  }

  static func keep(
    _ fields: PersonalFields, of subject: ContactSubject, _ database: Database
  ) throws {
    guard !fields.isEmpty else { return }
    let statement = try database.cachedStatement(
      sql: """
        INSERT OR REPLACE INTO contact (subject, id, name, phone, address, description)
        VALUES (?, ?, ?, ?, ?, ?)
        """)
    try statement.execute(arguments: [
      subject.kind, subject.id, fields.contact.name, fields.contact.phone, fields.contact.address,
      fields.description,
    ])
  }

  /// Removes the personal fields of subjects; those that have none are no error.
  ///
  /// - Returns: what was removed, of those who had any.
  static func remove(
    _ subjects: [ContactSubject], _ database: Database
  ) throws -> [ContactSubject: PersonalFields] {
    let selection = try database.cachedStatement(
      sql: "SELECT name, phone, address, description FROM contact WHERE subject = ? AND id = ?")
    let statement = try database.cachedStatement(
      sql: "DELETE FROM contact WHERE subject = ? AND id = ?")
    var removed: [ContactSubject: PersonalFields] = [:]
    for subject in subjects {
      let key: StatementArguments = [subject.kind, subject.id]
      guard let row = try Row.fetchOne(selection, arguments: key) else { continue }
      removed[subject] = fields(row, from: 0)
      try statement.execute(arguments: key)
    }
    return removed
  }
}
