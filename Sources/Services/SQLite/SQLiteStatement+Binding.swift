internal import CSQLite

/// Values for the parameters of a statement; the first parameter has position 1, as in `?1`.
extension SQLiteStatement {
  public borrowing func bind(_ value: Int64, at position: Int) throws(SQLiteError) {
    try check(unsafe sqlite3_bind_int64(raw, Int32(position), value))
  }

  /// An unsigned id as the signed number of the same bits; `uint64(at:)` reads it back.
  public borrowing func bind(_ value: UInt64, at position: Int) throws(SQLiteError) {
    try bind(Int64(bitPattern: value), at: position)
  }

  /// Not a number is refused: SQLite would store NULL.
  public borrowing func bind(_ value: Double, at position: Int) throws(SQLiteError) {
    guard !value.isNaN else {
      let message = "parameter \(position) is not a number"
      throw SQLiteError(.bind, .mismatch, message, path: handle.path, sql: sql)
    }
    try check(unsafe sqlite3_bind_double(raw, Int32(position), value))
  }

  public borrowing func bind(_ value: String, at position: Int) throws(SQLiteError) {
    var value = value
    try check(
      value.withUTF8 { bytes in
        unsafe bytes.withMemoryRebound(to: CChar.self) { characters in
          unsafe csqlite_bind_text(
            raw, Int32(position), characters.baseAddress, UInt64(characters.count))
        }
      })
  }

  public borrowing func bind(_ bytes: [UInt8], at position: Int) throws(SQLiteError) {
    try unsafe bind(bytes.span.bytes, at: position)
  }

  public borrowing func bind(_ bytes: RawSpan, at position: Int) throws(SQLiteError) {
    try check(unsafe SQLiteStatement.bind(bytes, to: raw, at: position, copied: true))
  }

  /// The floats as they lie in memory, four bytes each.
  public borrowing func bind(_ values: Span<Float>, at position: Int) throws(SQLiteError) {
    try unsafe bind(values.bytes, at: position)
  }

  public borrowing func bind(_ values: [Float], at position: Int) throws(SQLiteError) {
    try unsafe bind(values.span.bytes, at: position)
  }

  public borrowing func bind(_ bytes: Span<UInt8>, at position: Int) throws(SQLiteError) {
    try unsafe bind(bytes.bytes, at: position)
  }

  public borrowing func bindNull(at position: Int) throws(SQLiteError) {
    try check(unsafe sqlite3_bind_null(raw, Int32(position)))
  }

  /// Runs to the end with `bytes` at `position`, without copying them. Afterwards NULL is bound there.
  public borrowing func run(lending bytes: RawSpan, at position: Int) throws(SQLiteError) {
    try check(unsafe SQLiteStatement.bind(bytes, to: raw, at: position, copied: false))
    defer {
      // A statement that failed is reset too: it must not look at the bytes again.
      unsafe sqlite3_reset(raw)
      unsafe sqlite3_bind_null(raw, Int32(position))
    }
    try run()
  }

  public borrowing func run(lending values: Span<Float>, at position: Int) throws(SQLiteError) {
    try unsafe run(lending: values.bytes, at: position)
  }

  /// The same for the bytes of an array.
  public borrowing func run(lending bytes: [UInt8], at position: Int) throws(SQLiteError) {
    try run(lending: unsafe bytes.span.bytes, at: position)
  }

  private static func bind(
    _ bytes: RawSpan, to raw: OpaquePointer, at position: Int, copied: Bool
  ) -> Int32 {
    unsafe bytes.withUnsafeBytes { buffer in
      unsafe csqlite_bind_blob(
        raw, Int32(position), buffer.baseAddress, UInt64(buffer.count), copied ? 1 : 0)
    }
  }

  private borrowing func check(_ code: Int32) throws(SQLiteError) {
    guard code != SQLITE_OK else { return }
    throw handle.lastError(.bind, code, sql: sql)
  }
}
