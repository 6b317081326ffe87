internal import SQLite
internal import StoreBytes

/// Which of Chroma's tables and columns are there: they became more with every version.
///
/// A definition can make a reader compute whatever its author likes: a view, a virtual table, a
/// computed column, an index over an expression, a check. None of that is in a store of Chroma.
struct Schema: Sendable {
  enum Table: String, CaseIterable, Sendable {
    case collections, segments
    case rows = "embeddings"
    case queue = "embeddings_queue"
    case metadata = "embedding_metadata"
    case metadataLists = "embedding_metadata_array"
    case collectionMetadata = "collection_metadata"
    case lastNumbers = "max_seq_id"
    case databases

    /// Every version since 0.4 has these.
    var isNeeded: Bool {
      switch self {
      case .collections, .segments, .rows, .queue, .metadata: true
      case .metadataLists, .collectionMetadata, .lastNumbers, .databases: false
      }
    }
  }

  private var columns: [Table: Set<String>] = [:]

  private static let entryLimit = 10_000

  init(_ connection: borrowing SQLiteConnection, path: String) throws {
    let statement = try connection.prepare(
      "SELECT type, tbl_name, rootpage, sql FROM sqlite_schema")
    var entries = 0
    while try statement.step() {
      entries += 1
      guard entries <= Schema.entryLimit, statement.kind(at: 1) == .text else {
        throw FormatError(.tooLarge, path, "the database defines more than any store of Chroma")
      }
      guard let table = Table(rawValue: try statement.text(at: 1).lowercased()) else { continue }
      let type = try statement.text(at: 0)
      let sql = statement.isNull(at: 3) ? "" : try statement.text(at: 3)
      let hasPages = statement.kind(at: 2) == .integer ? try statement.int64(at: 2) > 0 : false
      try Schema.admit(type, sql, hasPages: hasPages, table, path)
      if type == "table" { columns[table] = [] }
    }
    for table in Table.allCases where columns[table] != nil || table.isNeeded {
      guard columns[table] != nil else {
        throw FormatError(
          .wrongContent, path,
          "there is no table \(table.rawValue) in it; it is no database of Chroma")
      }
      columns[table] = try Schema.columns(of: table, connection, path)
    }
  }

  func has(_ table: Table) -> Bool { columns[table] != nil }

  func has(_ column: String, in table: Table) -> Bool { columns[table]?.contains(column) ?? false }

  /// The column, or NULL where this version does not have it yet.
  func column(_ name: String, of table: Table) -> String { has(name, in: table) ? name : "NULL" }

  private static func admit(
    _ type: String, _ sql: String, hasPages: Bool, _ table: Table, _ path: String
  ) throws(FormatError) {
    let isFine =
      switch type {
      case "table": hasPages && !sql.lowercased().contains("check")
      // One parenthesis: the list of columns. More would be expressions.
      case "index": sql.utf8.count { $0 == UInt8(ascii: "(") } <= 1
      // Nothing that fires when something is written is of any consequence here.
      case "trigger": true
      default: false
      }
    guard isFine else {
      throw FormatError(
        .hostile, path,
        "\(table.rawValue) is not a plain table: its \(type) would compute something while it is read"
      )
    }
  }

  private static func columns(
    of table: Table, _ connection: borrowing SQLiteConnection, _ path: String
  ) throws -> Set<String> {
    let statement = try connection.prepare("PRAGMA table_xinfo(\(table.rawValue))")
    var names: Set<String> = []
    while try statement.step() {
      guard try statement.int64(at: 6) == 0 else {
        throw FormatError(
          .hostile, path, "a column of \(table.rawValue) is computed while it is read")
      }
      names.insert(try statement.text(at: 1).lowercased())
    }
    return names
  }

  /// Fails where the tables that rows come from contradict themselves or their indexes: a damaged
  /// index would silently lose rows.
  func verify(_ connection: borrowing SQLiteConnection, path: String) throws {
    for table in Table.allCases where has(table) {
      let statement = try connection.prepare("PRAGMA integrity_check(\(table.rawValue))")
      while try statement.step() {
        let line = try statement.text(at: 0)
        guard line == "ok" else {
          throw FormatError(
            .corrupt, path, "the table \(table.rawValue) is damaged: \(line.prefix(200))")
        }
      }
    }
  }
}
