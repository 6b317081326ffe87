internal import JSONRows
internal import Model
internal import StoreBytes

/// Goes through the rows of an array and of everything beside it.
struct NumPyWalk: RowWalk {
  var layout: NumPyParts
  private let withVectors: Bool
  private var next = 0

  static let batchSize = 256

  init(_ layout: NumPyLayout, withVectors: Bool = true) {
    self.layout = NumPyParts(layout)
    self.withVectors = withVectors
  }

  mutating func batch() throws -> [SourceRow] {
    let count = layout.vectors.count
    let end = min(count, next + NumPyWalk.batchSize)
    let rows = try layout.rows(next..<end, withVectors: withVectors)
    next = end
    if rows.isEmpty { try layout.finish() }
    return rows
  }
}

/// The parts of a layout, as one reader of them goes through them. Its calls block.
struct NumPyParts: Sendable {
  var vectors: VectorReader
  var columns: [ArrayColumn]
  var companions: JSONColumns
  private let hasCompanions: Bool

  init(_ layout: NumPyLayout) {
    vectors = layout.vectors
    columns = layout.columns
    companions = layout.companions
    hasCompanions = layout.hasCompanions
  }

  /// Rows that follow each other, and follow those that were read before.
  mutating func rows(
    _ range: Range<Int>, withVectors: Bool
  ) throws(FormatError) -> [SourceRow] {
    guard !range.isEmpty else { return [] }
    var rows: [SourceRow] = []
    rows.reserveCapacity(range.count)
    for position in range {
      guard hasCompanions else {
        rows.append(SourceRow(position: position))
        continue
      }
      guard let row = try companions.row() else { throw uneven(position) }
      rows.append(row)
    }
    try fill(&rows, withVectors ? range : nil)
    return rows
  }

  /// Has the vectors of ascending positions brought here before they are read.
  func prepare(_ positions: [Int]) throws(FormatError) { try vectors.prepare(positions) }

  /// One row that is anywhere; its companions were passed before.
  mutating func row(at position: Int) throws(FormatError) -> SourceRow {
    var rows = [SourceRow(position: position)]
    if hasCompanions {
      guard position < companions.count else { throw uneven(position) }
      rows = [try companions.row(at: position)]
    }
    try fill(&rows, position..<position + 1)
    return rows[0]
  }

  private mutating func fill(
    _ rows: inout [SourceRow], _ vectors: Range<Int>?
  ) throws(FormatError) {
    let floats = try vectors.map { range throws(FormatError) in try self.vectors.rows(range) } ?? []
    for (place, vector) in floats.enumerated() { rows[place].vector = vector }
    for number in columns.indices { try columns[number].fill(&rows) }
  }

  /// Makes sure that the companions end with the array.
  mutating func finish() throws(FormatError) {
    guard hasCompanions else { return }
    if try companions.row() != nil {
      throw FormatError(
        .mismatch, companions.path, row: vectors.count,
        "there are more entries than the \(vectors.count) rows of the array")
    }
  }

  private func uneven(_ position: Int) -> FormatError {
    FormatError(
      .mismatch, companions.path, row: position,
      "there are \(position) entries for the \(vectors.count) rows of the array")
  }
}
