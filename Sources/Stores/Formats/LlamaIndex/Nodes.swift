internal import JSONRows
internal import Model
internal import StoreBytes
internal import Wire

/// The nodes of a docstore, by their ids. Its calls block.
struct Nodes: Sendable {
  private let places: EntryPlaces
  private var cursor: JSONCursor

  init(_ file: PinnedFile) throws(FormatError) {
    places = try EntryPlaces(of: "docstore/data", in: file)
    cursor = JSONCursor(file)
  }

  var count: Int { places.count }

  func mayHold(_ id: String) -> Bool { !places.candidates(id.hashValue).isEmpty }
  func mayHold(hash: Int) -> Bool { !places.candidates(hash).isEmpty }

  /// Gives the row the text and the metadata of the node that has its id.
  mutating func fill(_ row: inout SourceRow) throws(FormatError) {
    guard case .text(let id) = row.id else { return }
    for number in places.candidates(id.hashValue) {
      try cursor.move(to: places.places[Int(number)])
      guard try cursor.key() == id else { continue }
      let position = row.position
      let node = try cursor.parse(row: position) { (scanner, bytes) throws(JSONError) in
        try Nodes.node(&scanner, bytes)
      }
      row.text = node.text
      row.metadata = node.metadata
      return
    }
  }

  /// An entry: {"__data__": {…}, "__type__": "1"}, or the node itself in the oldest stores.
  private static func node(_ scanner: inout JSONScanner, _ bytes: Span<UInt8>) throws(JSONError)
    -> NodeParser.Node
  {
    let start = scanner.offset
    var node: NodeParser.Node?
    var members = try scanner.begin(UInt8(ascii: "{"), in: bytes)
    while try scanner.next(&members, until: UInt8(ascii: "}"), in: bytes) {
      let key = try scanner.key(in: bytes)
      if key == "__data__", try scanner.peek(in: bytes) == UInt8(ascii: "{") {
        var parser = NodeParser(at: scanner.offset)
        node = try parser.node(in: bytes)
        scanner.offset = parser.offset
      } else {
        _ = try scanner.value(in: bytes, depth: 2)
      }
    }
    if let node { return node }
    var parser = NodeParser(at: start)
    return try parser.node(in: bytes)
  }
}
