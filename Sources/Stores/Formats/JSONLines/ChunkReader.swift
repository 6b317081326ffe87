internal import Host
internal import Model
internal import Wire

/// Cuts the parts of a store into chunks of whole lines. Its calls block.
struct ChunkReader: Sendable {
  static let lineLimit = 64 << 20

  let parts: Parts
  /// How much is read at once; a longer line is read as a chunk of its own.
  let block: Int

  /// Where the next chunk begins.
  struct Cursor: Sendable {
    var part = 0
    var offset: UInt64 = 0
  }

  /// The chunk at the cursor, which moves behind it; nil at the end of the last part.
  func next(_ cursor: inout Cursor) throws(JSONLinesError) -> Chunk? {
    while cursor.part < parts.count && cursor.offset >= parts.size(cursor.part) {
      cursor = Cursor(part: cursor.part + 1)
    }
    guard cursor.part < parts.count else { return nil }
    if cursor.offset == 0 { cursor.offset = try beginning(of: cursor.part) }
    let left = parts.size(cursor.part) - cursor.offset
    var wanted = block
    while true {
      let count = Int(min(left, UInt64(wanted)))
      let bytes = try parts.read(cursor.part, at: cursor.offset, count: count)
      let feed = LineFeed.last(in: bytes.span)
      if feed != nil || UInt64(count) == left {
        let end = UInt64(count) == left ? count : (feed ?? 0) + 1
        let chunk = Chunk(
          bytes: bytes, count: end, part: cursor.part, offset: cursor.offset,
          endsOpen: UInt64(end) == left && feed != count - 1)
        cursor.offset += UInt64(end)
        return chunk
      }
      guard count < ChunkReader.lineLimit else { throw tooLong(cursor) }
      wanted = min(count * 4, ChunkReader.lineLimit)
    }
  }

  private func tooLong(_ cursor: Cursor) -> JSONLinesError {
    JSONLinesError(
      .lineTooLong, parts.path(cursor.part), byte: cursor.offset,
      "a line of more than \(ChunkReader.lineLimit >> 20) MB; each row is a line of its own")
  }

  /// Steps over a byte order mark, and refuses what cannot be rows before a parser stumbles over it.
  private func beginning(of part: Int) throws(JSONLinesError) -> UInt64 {
    let count = Int(min(parts.size(part), 64))
    let head = try parts.read(part, at: 0, count: count)
    if head.starts(with: [0xEF, 0xBB, 0xBF]) { return 3 }
    if let reason = ChunkReader.refusal(head) {
      throw JSONLinesError(.wrongContent, parts.path(part), reason)
    }
    return 0
  }

  private static func refusal(_ head: [UInt8]) -> String? {
    if head.starts(with: [0x1F, 0x8B]) { return "the file is compressed with gzip; unpack it" }
    if head.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) {
      return "the file is compressed with zstd; unpack it"
    }
    if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) {
      return "the file is UTF-16; save it as UTF-8"
    }
    if head.starts(with: "version https://git-lfs".utf8) {
      return "the file is a pointer of Git LFS, not the rows; fetch it with git lfs pull"
    }
    switch head.first {
    case UInt8(ascii: "<"): return "the file is a web page or XML, not JSON Lines"
    case UInt8(ascii: "["): return "the file is one JSON list; write each row on a line of its own"
    default: return nil
    }
  }
}
