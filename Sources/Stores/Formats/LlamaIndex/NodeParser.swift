public import Model
public import Wire

/// Reads a node as LlamaIndex and LlamaCloud write it.
public struct NodeParser {
  /// A node with the vector it has, which in a docstore it has not.
  public struct Node: Sendable {
    public var id: SourceID?
    public var text: String?
    public var metadata = PayloadObject()
    public var vector: [Float]?
  }

  private var scanner: JSONScanner
  private var node = Node()

  /// Begins at `offset` of the text that it will be lent.
  public init(at offset: Int) { scanner = JSONScanner(offset: offset) }

  /// Behind the last byte that was read.
  public var offset: Int { scanner.offset }

  public mutating func node(in bytes: Span<UInt8>) throws(JSONError) -> Node {
    var members = try scanner.begin(UInt8(ascii: "{"), in: bytes)
    while try scanner.next(&members, until: UInt8(ascii: "}"), in: bytes) {
      try member(try scanner.key(in: bytes), in: bytes)
    }
    return node
  }

  /// Old names are beside the new ones: extra_info for metadata, doc_id for id_.
  private mutating func member(_ key: String, in bytes: Span<UInt8>) throws(JSONError) {
    let first = try scanner.peek(in: bytes)
    switch (key, first) {
    case ("id_", UInt8(ascii: "\"")): node.id = .text(try scanner.string(in: bytes))
    case ("doc_id", UInt8(ascii: "\"")):
      let id = try scanner.string(in: bytes)
      node.id = node.id ?? .text(id)
    case ("text", UInt8(ascii: "\"")): node.text = try scanner.string(in: bytes)
    case ("text_resource", UInt8(ascii: "{")):
      let resource = try scanner.object(in: bytes, depth: 2)
      if case .string(let text) = resource["text"] { node.text = node.text ?? text }
    case ("metadata", UInt8(ascii: "{")), ("extra_info", UInt8(ascii: "{")):
      let metadata = try scanner.object(in: bytes, depth: 2)
      if node.metadata.isEmpty { node.metadata = metadata }
    case ("embedding", UInt8(ascii: "[")):
      let vector = try scanner.floats(in: bytes)
      node.vector = vector.isEmpty ? nil : vector
    default: _ = try scanner.value(in: bytes, depth: 2)
    }
  }
}
