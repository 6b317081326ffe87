internal import Wire

/// Where every row begins: eight bytes a row.
struct RowIndex: Sendable {
  /// The part is in the upper 16 bits, the offset in it in the lower 48.
  private(set) var places: [UInt64] = []

  var count: Int { places.count }

  mutating func append(part: Int, offset: UInt64) {
    places.append(UInt64(part) << 48 | offset)
  }

  subscript(row: Int) -> (part: Int, offset: UInt64) {
    (Int(places[row] >> 48), places[row] & (1 << 48 - 1))
  }

  /// Finds the rows without looking into them. It blocks.
  static func scanned(_ reader: ChunkReader) throws(JSONLinesError) -> RowIndex {
    var index = RowIndex()
    var cursor = ChunkReader.Cursor()
    while let chunk = try reader.next(&cursor) {
      let bytes = chunk.bytes.span.extracting(first: chunk.count)
      var start = 0
      while start < bytes.count {
        let end = LineFeed.first(in: bytes, from: start) ?? bytes.count
        if !ChunkParser.isBlank(bytes.extracting(start..<end)) {
          index.append(part: chunk.part, offset: chunk.offset + UInt64(start))
        }
        start = end + 1
      }
    }
    return index
  }
}
