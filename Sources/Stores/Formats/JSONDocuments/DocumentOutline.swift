internal import JSONRows
internal import StoreBytes

/// Where the rows are in a document.
struct DocumentOutline: Sendable {
  enum Shape: Hashable, Sendable {
    /// A list of row objects; whether it is the whole document.
    case rows(at: UInt64, isWhole: Bool)
    /// Lists beside each other.
    case columns([Column])
  }

  struct Column: Hashable, Sendable {
    let role: JSONColumn.Role
    let name: String
    let place: UInt64
  }

  let shape: Shape

  /// Nil where the document is something else. Looks no further than `limit` bytes, if it is given.
  static func look(_ file: PinnedFile, limit: UInt64? = nil) throws(FormatError) -> DocumentOutline?
  {
    var cursor = try JSONCursor.behindMark(file)
    switch try cursor.peek() {
    case UInt8(ascii: "["):
      let place = cursor.offset
      guard try holdsObjects(&cursor) else { return nil }
      return DocumentOutline(shape: .rows(at: place, isWhole: true))
    case UInt8(ascii: "{"): return try object(&cursor, limit: limit)
    default: return nil
    }
  }

  /// Whether the list here is empty or begins with an object; the cursor is behind its first bracket.
  private static func holdsObjects(_ cursor: inout JSONCursor) throws(FormatError) -> Bool {
    guard try cursor.take(UInt8(ascii: "[")) else { return false }
    let first = try cursor.peek()
    return first == UInt8(ascii: "{") || first == UInt8(ascii: "]")
  }

  private static func object(_ cursor: inout JSONCursor, limit: UInt64?) throws(FormatError)
    -> DocumentOutline?
  {
    var columns: [Column] = []
    _ = try cursor.take(UInt8(ascii: "{"))
    while try cursor.peek() != UInt8(ascii: "}") {
      let key = try cursor.key()
      if try cursor.peek() == UInt8(ascii: "[") {
        let place = cursor.offset
        if wrappers.contains(key) {
          var inside = cursor
          if try holdsObjects(&inside) {
            return DocumentOutline(shape: .rows(at: place, isWhole: false))
          }
        }
        if let role = role(of: key) { columns.append(Column(role: role, name: key, place: place)) }
      } else if RowKeys.role(of: key) == .text || RowKeys.role(of: key) == .vector {
        // A row by itself: one line of JSON Lines.
        if columns.isEmpty { return nil }
      }
      if let limit, cursor.offset > limit { return outline(columns) }
      try cursor.skip()
      if try !cursor.take(UInt8(ascii: ",")) { break }
    }
    try cursor.require(UInt8(ascii: "}"), "the end of the object")
    return outline(columns)
  }

  /// Columns are rows if each is there once and there is something to tell rows by.
  private static func outline(_ columns: [Column]) -> DocumentOutline? {
    let roles = Set(columns.map(\.role))
    guard roles.count == columns.count, roles.contains(.id) || roles.contains(.vector) else {
      return nil
    }
    return DocumentOutline(shape: .columns(columns))
  }

  /// Keys under which exports put their list of rows.
  private static let wrappers: Set<String> = [
    "rows", "data", "documents", "docs", "records", "items", "points", "vectors", "results",
    "chunks",
  ]

  private static func role(of key: String) -> JSONColumn.Role? {
    switch key {
    case "ids": .id
    case "embeddings", "vectors": .vector
    case "documents", "texts", "contents", "chunks": .text
    case "metadatas", "payloads", "metadata": .metadata
    default: nil
    }
  }
}

extension DocumentOutline {
  /// The rows, from the first one on.
  func columns(_ file: PinnedFile) throws(FormatError) -> JSONColumns {
    switch shape {
    case .rows(let place, _):
      let elements = try JSONElements(JSONCursor(file, at: place), .list)
      return JSONColumns([JSONColumn(.row, name: "rows", elements)])
    case .columns(let columns):
      var lists: [JSONColumn] = []
      for column in columns {
        let elements = try JSONElements(JSONCursor(file, at: column.place), .list)
        lists.append(JSONColumn(column.role, name: column.name, elements))
      }
      return JSONColumns(lists)
    }
  }

  var isWhole: Bool {
    if case .rows(_, let isWhole) = shape { isWhole } else { false }
  }
}
