internal import Host
internal import Model
internal import RowIndexes

/// Rows that are read without their vectors, each with what its publisher wrote down of them.
struct IndexedRows: RowSource {
  /// The index is not of these rows.
  struct Mismatch: Error {}

  private let source: any VectorlessSource
  private let index: RowIndexDocument

  var isSequential: Bool { source.isSequential }

  init(_ source: any VectorlessSource, _ index: RowIndexDocument) {
    self.source = source
    self.index = index
  }

  func read(_ batch: ([SourceRow]) async throws -> Void) async throws {
    var next = 0
    try await source.readWithoutVectors { rows in
      var rows = rows
      for place in rows.indices {
        guard next < index.rows.count, index.rows[next].fits(rows[place]) else { throw Mismatch() }
        rows[place].leftOut = index.rows[next].vectorFacts
        next += 1
      }
      try await batch(rows)
    }
    guard next == index.rows.count else { throw Mismatch() }
  }

  func fetch(_ positions: [Int]) async throws -> [SourceRow] { try await source.fetch(positions) }
}

/// The row index of a version, as its publisher left it.
enum PublishedIndex {
  /// A hundred million rows.
  private static let limit: UInt64 = 6_400_000_048

  /// Nil where there is none, or none that is whole: then the vectors are read, which only takes longer.
  static func read(_ version: StoreVersion) async -> RowIndexDocument? {
    guard let file = version.rowIndex, file.size <= limit else { return nil }
    let lane = BlockingLane(label: "row index")
    return await lane.run {
      guard (try? file.supply?.ensure(0..<file.size)) != nil || file.supply == nil else {
        return nil
      }
      return (try? Files.read(file.path, limit: Int(limit))).flatMap { RowIndexDocument($0) }
    }
  }
}
