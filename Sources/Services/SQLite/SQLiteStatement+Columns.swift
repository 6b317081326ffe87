internal import CSQLite

/// Values of the current row; the first column has index 0. Nothing is converted: a value of another
/// kind than asked for is an error that names the column.
extension SQLiteStatement {
  public enum Kind: String, Hashable, Sendable { case integer, real, text, blob, null }

  public borrowing func kind(at index: Int) -> Kind {
    switch unsafe sqlite3_column_type(raw, Int32(index)) {
    case SQLITE_INTEGER: .integer
    case SQLITE_FLOAT: .real
    case SQLITE_TEXT: .text
    case SQLITE_BLOB: .blob
    default: .null
    }
  }

  public borrowing func isNull(at index: Int) -> Bool {
    unsafe sqlite3_column_type(raw, Int32(index)) == SQLITE_NULL
  }

  public borrowing func int64(at index: Int) throws(SQLiteError) -> Int64 {
    try require(SQLITE_INTEGER, .integer, at: index)
    return unsafe sqlite3_column_int64(raw, Int32(index))
  }

  public borrowing func uint64(at index: Int) throws(SQLiteError) -> UInt64 {
    UInt64(bitPattern: try int64(at: index))
  }

  public borrowing func double(at index: Int) throws(SQLiteError) -> Double {
    try require(SQLITE_FLOAT, .real, at: index)
    return unsafe sqlite3_column_double(raw, Int32(index))
  }

  /// The text, byte for byte. Text that is not UTF-8 is an error, never repaired.
  public borrowing func text(at index: Int) throws(SQLiteError) -> String {
    try require(SQLITE_TEXT, .text, at: index)
    guard let start = unsafe sqlite3_column_text(raw, Int32(index)) else { throw outOfMemory() }
    let count = Int(unsafe sqlite3_column_bytes(raw, Int32(index)))
    let bytes = unsafe UnsafeBufferPointer(start: start, count: count)
    guard let text = unsafe String(validating: bytes, as: UTF8.self) else {
      throw wrong("the text in column \(columnName(at: index)) is not UTF-8")
    }
    return text
  }

  /// Lends the bytes of a blob until `body` returns.
  public borrowing func withBlob<Value, Failure: Error>(
    at index: Int, _ body: (Span<UInt8>) throws(Failure) -> Value
  ) throws -> Value {
    try require(SQLITE_BLOB, .blob, at: index)
    let bytes = unsafe blob(at: index).bindMemory(to: UInt8.self)
    return try body(unsafe bytes.span)
  }

  public borrowing func bytes(at index: Int) throws(SQLiteError) -> [UInt8] {
    try require(SQLITE_BLOB, .blob, at: index)
    return unsafe [UInt8](blob(at: index))
  }

  /// The floats that `bind` stored: their four bytes each as they lay in memory.
  public borrowing func floats(at index: Int) throws(SQLiteError) -> [Float] {
    try require(SQLITE_BLOB, .blob, at: index)
    let bytes = unsafe blob(at: index)
    guard bytes.count.isMultiple(of: 4) else {
      throw wrong("column \(columnName(at: index)) has \(bytes.count) bytes, not whole floats")
    }
    return unsafe [Float](unsafeUninitializedCapacity: bytes.count / 4) { floats, count in
      unsafe UnsafeMutableRawBufferPointer(floats).copyMemory(from: bytes)
      count = bytes.count / 4
    }
  }

  // MARK: - Private

  /// Valid until the next call on this statement; no bytes at all for an empty blob.
  private borrowing func blob(at index: Int) -> UnsafeRawBufferPointer {
    let start = unsafe sqlite3_column_blob(raw, Int32(index))
    let count = Int(unsafe sqlite3_column_bytes(raw, Int32(index)))
    return unsafe UnsafeRawBufferPointer(start: start, count: unsafe start == nil ? 0 : count)
  }

  private borrowing func require(_ type: Int32, _ kind: Kind, at index: Int) throws(SQLiteError) {
    guard unsafe sqlite3_column_type(raw, Int32(index)) == type else {
      let found = self.kind(at: index)
      let name = index < columnCount ? columnName(at: index) : "number \(index)"
      throw wrong("column \(name) holds \(found.rawValue), not \(kind.rawValue)")
    }
  }

  private borrowing func wrong(_ message: String) -> SQLiteError {
    SQLiteError(.readColumn, .mismatch, message, path: handle.path, sql: sql)
  }

  private borrowing func outOfMemory() -> SQLiteError {
    SQLiteError(
      .readColumn, .init(rawValue: SQLITE_NOMEM), "out of memory", path: handle.path, sql: sql)
  }
}
