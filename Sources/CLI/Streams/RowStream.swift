internal import Host
internal import Model
internal import Wire

/// Rows on standard output, in large writes: a call for each row would cost more than the row.
struct RowStream {
  private static let limit = 256 << 10

  private let output: Output
  private let collection: String?
  private let vectors: Bool
  private var buffer: [UInt8] = []
  /// A reader may be slow, and nobody else should wait for it.
  private let lane = BlockingLane(label: "plumb.rows")

  init(_ output: Output, collection: String?, vectors: Bool) {
    self.output = output
    self.collection = collection
    self.vectors = vectors
    buffer.reserveCapacity(RowStream.limit * 2)
  }

  mutating func write(_ rows: [SourceRow]) async throws {
    for row in rows {
      RowJSON.append(row, collection: row.collection ?? collection, vectors: vectors, to: &buffer)
      buffer.append(0x0A)
      if buffer.count >= RowStream.limit { try await flush() }
    }
  }

  mutating func finish() async throws {
    if !buffer.isEmpty { try await flush() }
  }

  private mutating func flush() async throws {
    try Task.checkCancellation()
    let text = String(decoding: buffer, as: UTF8.self)
    buffer.removeAll(keepingCapacity: true)
    let output = output
    try await lane.run { () throws(Output.Failure) in try output.write(text) }
  }
}
