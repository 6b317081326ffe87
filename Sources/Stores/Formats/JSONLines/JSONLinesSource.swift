internal import Host
public import Model
internal import Synchronization

/// The rows of one store version that is written as JSON Lines.
///
/// Reading is spread over the processor's cores: one lane reads blocks, tasks parse them, and rows are
/// handed over in order. At most `width` blocks are in memory, whatever the size of the store.
public final class JSONLinesSource: StoreReader {
  let version: StoreVersion
  let lane = BlockingLane(label: "json lines")
  /// Beside it, where two can work at once.
  let second = BlockingLane(label: "json lines, too")
  private let block: Int
  private let index = Mutex<RowIndex?>(nil)

  /// Parsed, being parsed, and being handed over.
  private static let width = 3

  /// `block` is for tests: how many bytes are read at once. What is read is parsed from the processor's
  /// cache then, which takes a tenth off.
  public init(_ version: StoreVersion, block: Int = 512 << 10) {
    self.version = version
    self.block = max(1, block)
  }

  public func read(_ batch: ([SourceRow]) async throws -> Void) async throws {
    let reader = try await reader()
    var delivery = Delivery(version, reader.parts)
    try await withThrowingTaskGroup(of: ParsedChunk.self) { group in
      var cursor: ChunkReader.Cursor? = ChunkReader.Cursor()
      var waiting: [Int: ParsedChunk] = [:]
      var sent = 0
      var delivered = 0
      repeat {
        while let place = cursor, sent - delivered < JSONLinesSource.width {
          try Task.checkCancellation()
          let (chunk, next) = try await step(reader, place)
          cursor = chunk == nil ? nil : next
          guard let chunk else { break }
          let (number, dimensions) = (sent, delivery.dimensions ?? 0)
          group.addTask { ChunkParser.parsed(chunk, number: number, dimensions: dimensions) }
          sent += 1
        }
        while delivered < sent, waiting[delivered] == nil, let parsed = try await group.next() {
          waiting[parsed.number] = parsed
        }
        if let parsed = waiting.removeValue(forKey: delivered) {
          for rows in try delivery.rows(parsed) { try await batch(rows) }
          delivered += 1
        }
      } while cursor != nil || delivered < sent
    }
    try await lane.run { () throws(JSONLinesError) in try reader.parts.check() }
    try delivery.finish()
    keep(delivery.index)
  }

  private func step(_ reader: ChunkReader, _ place: ChunkReader.Cursor) async throws(JSONLinesError)
    -> (Chunk?, ChunkReader.Cursor)
  {
    try await lane.run { () throws(JSONLinesError) in
      var cursor = place
      let chunk = try reader.next(&cursor)
      return (chunk, cursor)
    }
  }

  func reader() async throws(JSONLinesError) -> ChunkReader {
    let (version, block) = (version, block)
    return try await lane.run { () throws(JSONLinesError) in
      ChunkReader(parts: try Parts(version), block: block)
    }
  }

  private func keep(_ found: RowIndex) {
    index.withLock { $0 = found }
  }

  /// Where the rows are: as the last reading found them, else by looking for line ends now.
  func rowIndex(_ reader: ChunkReader) async throws(JSONLinesError) -> RowIndex {
    if let known = index.withLock({ $0 }) { return known }
    let found = try await lane.run { () throws(JSONLinesError) in try RowIndex.scanned(reader) }
    keep(found)
    return found
  }
}
