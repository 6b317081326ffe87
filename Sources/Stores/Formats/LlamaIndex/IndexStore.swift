internal import JSONRows
internal import StoreBytes
internal import Wire

/// The vector indexes of a folder, with the nodes of each. Its calls block.
struct IndexStore: Sendable {
  struct Index: Sendable {
    let id: String
    /// From what the vector store calls a vector to the node it is of.
    var nodes: [String: String] = [:]
  }

  private(set) var indexes: [Index] = []

  /// The lists of nodes are held: a hundred bytes for each, of which the file is nothing else.
  private static let limit = 2 << 30

  init(_ file: PinnedFile) throws(FormatError) {
    var cursor = try JSONCursor.behindMark(file)
    cursor.limit = IndexStore.limit
    try cursor.require(UInt8(ascii: "{"), "an object")
    while try cursor.peek() != UInt8(ascii: "}") {
      if try cursor.key() == "index_store/data" {
        try collect(&cursor)
      } else {
        try cursor.skip()
      }
      guard try cursor.take(UInt8(ascii: ",")) else { break }
    }
    try cursor.require(UInt8(ascii: "}"), "the end of the object")
  }

  private mutating func collect(_ cursor: inout JSONCursor) throws(FormatError) {
    try cursor.require(UInt8(ascii: "{"), "an object")
    while try cursor.peek() != UInt8(ascii: "}") {
      let id = try cursor.key()
      let index = try cursor.parse { (scanner, bytes) throws(JSONError) in
        try IndexStore.index(id, &scanner, bytes)
      }
      if let index { indexes.append(index) }
      guard try cursor.take(UInt8(ascii: ",")) else { break }
    }
    try cursor.require(UInt8(ascii: "}"), "the end of the object")
  }

  /// Nil for an index of another type, which has no vectors.
  private static func index(
    _ id: String, _ scanner: inout JSONScanner, _ bytes: Span<UInt8>
  ) throws(JSONError) -> Index? {
    var index = Index(id: id)
    var type: String?
    var members = try scanner.begin(UInt8(ascii: "{"), in: bytes)
    while try scanner.next(&members, until: UInt8(ascii: "}"), in: bytes) {
      let key = try scanner.key(in: bytes)
      let first = try scanner.peek(in: bytes)
      switch (key, first) {
      case ("__type__", UInt8(ascii: "\"")): type = try scanner.string(in: bytes)
      case ("__data__", UInt8(ascii: "\"")):
        // JSON inside a string of JSON.
        let start = scanner.offset
        let text = Array(try scanner.string(in: bytes).utf8)
        var inner = JSONScanner()
        do throws(JSONError) { index.nodes = try nodes(&inner, text.span) } catch {
          throw JSONError(
            error.kind == .endedEarly ? .wrongKind : error.kind, error.message, at: start)
        }
      case ("__data__", UInt8(ascii: "{")): index.nodes = try nodes(&scanner, bytes)
      default: _ = try scanner.value(in: bytes, depth: 2)
      }
    }
    return type == nil || type == "vector_store" || type == "dict" ? index : nil
  }

  private static func nodes(_ scanner: inout JSONScanner, _ bytes: Span<UInt8>) throws(JSONError)
    -> [String: String]
  {
    var nodes: [String: String] = [:]
    var members = try scanner.begin(UInt8(ascii: "{"), in: bytes)
    while try scanner.next(&members, until: UInt8(ascii: "}"), in: bytes) {
      let key = try scanner.key(in: bytes)
      guard key == "nodes_dict", try scanner.peek(in: bytes) == UInt8(ascii: "{") else {
        _ = try scanner.value(in: bytes, depth: 2)
        continue
      }
      var entries = try scanner.begin(UInt8(ascii: "{"), in: bytes)
      while try scanner.next(&entries, until: UInt8(ascii: "}"), in: bytes) {
        let vector = try scanner.key(in: bytes)
        nodes[vector] = try scanner.string(in: bytes)
      }
    }
    return nodes
  }
}
