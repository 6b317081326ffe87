internal import JSONRows
internal import LlamaIndex
internal import Model
internal import StoreBytes
internal import Wire

/// Goes through exported nodes, and remembers where each begins. Its calls block.
struct NodeWalk: RowWalk {
  static let batchSize = 256

  private var elements: JSONElements
  private let isWhole: Bool
  private(set) var places: [UInt64] = []
  private var measured: (row: Int, dimensions: Int)?

  init(_ outline: NodeOutline) throws(FormatError) {
    elements = try JSONElements(JSONCursor(outline.file, at: outline.list), .list)
    isWhole = outline.isWhole
  }

  mutating func batch() throws -> [SourceRow] {
    var rows: [SourceRow] = []
    while rows.count < NodeWalk.batchSize, try elements.advance() {
      places.append(try elements.place())
      rows.append(try row(places.count - 1))
    }
    if rows.isEmpty && isWhole { try elements.finish() }
    return rows
  }

  /// Finds all nodes without reading them.
  mutating func index() throws(FormatError) {
    while try elements.advance() {
      places.append(try elements.place())
      try elements.skip()
    }
  }

  mutating func row(at position: Int) throws(FormatError) -> SourceRow {
    try elements.move(to: places[position])
    return try row(position)
  }

  private mutating func row(_ position: Int) throws(FormatError) -> SourceRow {
    let node = try elements.parse(row: position) { (scanner, bytes) throws(JSONError) in
      try NodeWalk.node(&scanner, bytes)
    }
    if let vector = node.vector {
      measured = measured ?? (position, vector.count)
      if let measured, measured.dimensions != vector.count {
        throw elements.cursor.failure(
          .mismatch, row: position,
          "the embedding has \(vector.count) dimensions, that of row \(measured.row) has "
            + "\(measured.dimensions)")
      }
    }
    return SourceRow(
      position: position, id: node.id, text: node.text, metadata: node.metadata,
      vector: node.vector)
  }

  /// A node, or a result with a node in it.
  private static func node(_ scanner: inout JSONScanner, _ bytes: Span<UInt8>) throws(JSONError)
    -> NodeParser.Node
  {
    let start = scanner.offset
    var members = try scanner.begin(UInt8(ascii: "{"), in: bytes)
    var found: NodeParser.Node?
    while try scanner.next(&members, until: UInt8(ascii: "}"), in: bytes) {
      let key = try scanner.key(in: bytes)
      if key == "node", try scanner.peek(in: bytes) == UInt8(ascii: "{") {
        var parser = NodeParser(at: scanner.offset)
        found = try parser.node(in: bytes)
        scanner.offset = parser.offset
      } else {
        _ = try scanner.value(in: bytes, depth: 2)
      }
    }
    if let found { return found }
    var parser = NodeParser(at: start)
    return try parser.node(in: bytes)
  }
}
