internal import Host
internal import JSONRows
public import Model
internal import StoreBytes
internal import Wire

/// Tells JSON Lines from other formats by their content.
public struct JSONLinesFormat: FormatReader {
  public let format = StoreFormat.jsonl

  public init() {}

  /// A first row longer than this is taken on trust, if its file is named as rows.
  private static let headLimit = 1 << 20

  /// Whether the first line that is not blank is one whole object. A file that is not named as rows
  /// must also have a text or a vector in it, because many formats begin with an object.
  ///
  /// A file that is named as rows and cannot be read is taken for them: reading it says why.
  public func claim(_ version: StoreVersion) async -> FormatClaim? {
    let lane = BlockingLane(label: "json lines")
    guard await lane.run({ JSONLinesFormat.looksRight(version) }) else { return nil }
    let named = version.files.map(\.name).filter(Parts.isNamedAsRows)
    return FormatClaim(.jsonl, files: named.isEmpty ? version.files.map(\.name) : named)
  }

  public func open(_ version: StoreVersion, _ selection: RowSelection) async throws
    -> any StoreReader
  {
    try selection.requireNoCollection(in: version)
    return JSONLinesSource(version)
  }

  private static func looksRight(_ version: StoreVersion) -> Bool {
    let parts: Parts
    do throws(JSONLinesError) { parts = try Parts(version) } catch {
      let isHidden = error.code == .unreadable || error.code == .changed
      return isHidden && version.files.contains { Parts.isNamedAsRows($0.path) }
    }
    let named = Parts.isNamedAsRows(parts.path(0))
    let reader = ChunkReader(parts: parts, block: headLimit)
    var cursor = ChunkReader.Cursor()
    let first: Chunk?
    do throws(JSONLinesError) { first = try reader.next(&cursor) } catch { return false }
    // A store with no row in it has nothing but its name to go by.
    guard let chunk = first else { return named }
    let bytes = chunk.bytes.span.extracting(first: chunk.count)
    var start = 0
    while start < bytes.count {
      let end = LineFeed.first(in: bytes, from: start) ?? bytes.count
      let line = bytes.extracting(start..<end)
      if !ChunkParser.isBlank(line) { return isRow(line, named: named) }
      start = end + 1
    }
    return named
  }

  private static func isRow(_ line: Span<UInt8>, named: Bool) -> Bool {
    var scanner = JSONScanner()
    if named {
      // A broken row is still a row, and its reader explains better what is wrong with it.
      scanner.skipSpace(in: line)
      guard line[scanner.offset] == UInt8(ascii: "{") else { return false }
      scanner.offset += 1
      scanner.skipSpace(in: line)
      return scanner.offset < line.count
    }
    var parser = RowParser(position: 0, dimensions: 0)
    guard let row = try? parser.row(in: line) else { return false }
    return row.text != nil || row.vector != nil
  }
}
