internal import JSONRows
internal import Model
internal import Wire

/// Whole lines of one part, as they were read.
struct Chunk: Sendable {
  /// More than `count` bytes may be here: the rest is the beginning of the next chunk.
  let bytes: [UInt8]
  let count: Int
  let part: Int
  /// Of the first byte, in the part.
  let offset: UInt64
  /// Whether the last line lacks its line feed, which only the end of a part may do.
  let endsOpen: Bool
}

/// What was made of the rows of one chunk, with positions, lines and offsets from the chunk's start.
struct ParsedChunk<Digest: Sendable>: Sendable {
  /// The place of the chunk in the order of reading.
  let number: Int
  let part: Int
  let offset: UInt64
  var digests: [Digest] = []
  /// Where each row begins.
  var starts: [UInt32] = []
  /// 0-based.
  var lines: [UInt32] = []
  var lineCount = 0
  var vectors = VectorTally()
  /// What ended the chunk early.
  var failure: ChunkFailure?
}

/// How many rows have a vector, and which is the first that has other dimensions than one before it.
struct VectorTally: Sendable {
  private(set) var count = 0
  private(set) var first: (row: Int, dimensions: Int)?
  private(set) var other: (row: Int, dimensions: Int)?

  mutating func take(_ row: SourceRow) {
    guard let vector = row.vector else {
      if row.vectors != nil { count += 1 }
      return
    }
    count += 1
    guard let first else {
      first = (row.position, vector.count)
      return
    }
    if vector.count != first.dimensions && other == nil { other = (row.position, vector.count) }
  }
}

/// A row that cannot be read.
struct ChunkFailure: Sendable {
  let code: JSONLinesError.Code
  let message: String
  let row: Int
  let line: Int
  let byte: Int
}

enum ChunkParser {
  static let batchSize = 512

  static func parsed<Digest>(
    _ chunk: Chunk, number: Int, dimensions: Int, _ digest: ([SourceRow]) -> Digest
  ) -> ParsedChunk<Digest> {
    var parsed = ParsedChunk<Digest>(number: number, part: chunk.part, offset: chunk.offset)
    let bytes = chunk.bytes.span.extracting(first: chunk.count)
    var batch: [SourceRow] = []
    batch.reserveCapacity(batchSize)
    var dimensions = dimensions
    var start = 0
    while start < bytes.count {
      let end = LineFeed.first(in: bytes, from: start) ?? bytes.count
      let line = bytes.extracting(start..<end)
      if !isBlank(line) {
        var parser = RowParser(position: parsed.starts.count, dimensions: dimensions)
        do throws(JSONError) {
          let row = try parser.row(in: line)
          dimensions = row.vector?.count ?? dimensions
          parsed.vectors.take(row)
          batch.append(row)
        } catch {
          let isCutOff = chunk.endsOpen && end == bytes.count && isCut(line, error)
          parsed.failure = failure(
            error, in: parser.openKey, isCutOff: isCutOff, row: parsed.starts.count,
            line: parsed.lineCount, byte: isCutOff ? end : start + error.offset)
          break
        }
        parsed.starts.append(UInt32(start))
        parsed.lines.append(UInt32(parsed.lineCount))
        if batch.count == batchSize {
          parsed.digests.append(digest(batch))
          batch.removeAll(keepingCapacity: true)
        }
      }
      parsed.lineCount += 1
      start = end + 1
    }
    if !batch.isEmpty { parsed.digests.append(digest(batch)) }
    return parsed
  }

  /// JSON's white space, of which a carriage return before the line feed is the usual one.
  static func isBlank(_ line: Span<UInt8>) -> Bool {
    var scanner = JSONScanner()
    scanner.skipSpace(in: line)
    return scanner.offset == line.count
  }

  /// A cut row stops before its bracket closes, whatever the reader stumbled over last.
  private static func isCut(_ line: Span<UInt8>, _ error: JSONError) -> Bool {
    line[0] == UInt8(ascii: "{")
      && (error.kind == .endedEarly || line[line.count - 1] != UInt8(ascii: "}"))
  }

  private static func failure(
    _ error: JSONError, in key: String?, isCutOff: Bool, row: Int, line: Int, byte: Int
  ) -> ChunkFailure {
    let place = key.map { "in \"\($0)\": " } ?? ""
    return ChunkFailure(
      code: isCutOff ? .truncated : .badRow,
      message: isCutOff ? "" : place + error.message + hint(error, in: key), row: row, line: line,
      byte: byte)
  }

  private static func hint(_ error: JSONError, in key: String?) -> String {
    switch error.kind {
    case .notFinite where key.map(RowKeys.isVector) ?? false:
      "; leave the vector out, or repair it"
    case .notFinite: "; write null where there is no number"
    case .endedEarly: "; a row has to be on one line"
    case .badText: "; write the file as UTF-8"
    case .unexpectedByte, .badNumber, .numberTooLarge, .badEscape, .tooDeep, .duplicateKey,
      .trailingText, .wrongKind:
      ""
    }
  }
}
