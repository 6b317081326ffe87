internal import Model

/// Puts parsed chunks into one sequence of rows: counts on, compares dimensions, remembers places.
struct Delivery {
  private let version: StoreVersion
  private let parts: Parts
  private(set) var index = RowIndex()
  /// The first vector's, and where it was.
  private(set) var dimensions: Int?
  private var measured = (row: 0, line: 0)
  private var vectors = 0
  private var part = 0
  /// Lines before the current chunk in its part.
  private var lines = 0

  init(_ version: StoreVersion, _ parts: Parts) {
    self.version = version
    self.parts = parts
  }

  /// How many rows come before the next chunk, in which nothing is wrong.
  mutating func base<Digest>(of parsed: ParsedChunk<Digest>) throws(JSONLinesError) -> Int {
    if parsed.part != part {
      part = parsed.part
      lines = 0
    }
    let base = index.count
    vectors += parsed.vectors.count
    if let first = parsed.vectors.first { try measure(first, parsed.lines, base) }
    if let other = parsed.vectors.other { try measure(other, parsed.lines, base) }
    for start in parsed.starts { index.append(part: part, offset: parsed.offset + UInt64(start)) }
    if let failure = parsed.failure { throw error(failure, offset: parsed.offset, base: base) }
    lines += parsed.lineCount
    return base
  }

  private mutating func measure(
    _ vector: (row: Int, dimensions: Int), _ places: [UInt32], _ base: Int
  ) throws(JSONLinesError) {
    let (row, line) = (base + vector.row, lines + Int(places[vector.row]) + 1)
    guard let dimensions else {
      dimensions = vector.dimensions
      measured = (row, line)
      return
    }
    guard vector.dimensions == dimensions else {
      throw JSONLinesError(
        .wrongDimensions, parts.path(part), row: row, line: line,
        "the vector has \(vector.dimensions) dimensions, that of row \(measured.row) (line \(measured.line)) has "
          + "\(dimensions); all vectors of a store have as many as the first")
    }
  }

  private func error(_ failure: ChunkFailure, offset: UInt64, base: Int) -> JSONLinesError {
    let row = base + failure.row
    let byte = offset + UInt64(failure.byte)
    let message =
      failure.code == .truncated
      ? "the file ends in the middle of row \(row) at byte \(byte); the upload or download was cut "
        + "short, publish it again"
      : failure.message
    return JSONLinesError(
      failure.code, parts.path(part), row: row, line: lines + failure.line + 1, byte: byte, message)
  }

  /// Compares what was read with what the catalog says.
  func finish() throws(JSONLinesError) {
    guard let entry = version.entry else { return }
    try compare("documents", entry.documents, index.count)
    try compare("vectors", entry.vectors, vectors)
    if let dimensions { try compare("dimensions", entry.dimensions, dimensions) }
  }

  private func compare(_ word: String, _ said: Int?, _ found: Int) throws(JSONLinesError) {
    guard let said, said != found else { return }
    throw JSONLinesError(
      .catalogMismatch, version.name,
      "the catalog says \(said) \(word) for version \(version.version ?? ""), the files have "
        + "\(found); publish the version again")
  }
}
