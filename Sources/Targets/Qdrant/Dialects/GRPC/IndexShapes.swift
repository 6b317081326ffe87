/// The mapping table of payload indexes.
enum IndexShapes {
  typealias Kind = ProtoShape.Kind

  private static let memory = Kind.word(["", "cold", "cached", "pinned"])

  /// By the number of `PayloadSchemaType`; a `FieldType` is one less.
  static let types = [
    "", "keyword", "integer", "float", "geo", "text", "bool", "datetime", "uuid",
  ]

  private static let keyword = ProtoShape([
    (1, "is_tenant", .bool), (2, "on_disk", .bool), (3, "enable_hnsw", .bool),
    (4, "prefix", .presence), (5, "memory", memory),
  ])
  private static let integer = ProtoShape([
    (1, "lookup", .bool), (2, "range", .bool), (3, "is_principal", .bool), (4, "on_disk", .bool),
    (5, "enable_hnsw", .bool), (6, "memory", memory),
  ])
  private static let float = ProtoShape([
    (1, "on_disk", .bool), (2, "is_principal", .bool), (3, "enable_hnsw", .bool),
    (4, "memory", memory),
  ])
  private static let plain = ProtoShape([
    (1, "on_disk", .bool), (2, "enable_hnsw", .bool), (3, "memory", memory),
  ])
  private static let uuid = ProtoShape([
    (1, "is_tenant", .bool), (2, "on_disk", .bool), (3, "enable_hnsw", .bool),
    (4, "memory", memory),
  ])
  private static let text = ProtoShape([
    (1, "tokenizer", .word(["", "prefix", "whitespace", "word", "multilingual", "code"])),
    (2, "lowercase", .bool), (3, "min_token_len", .uint), (4, "max_token_len", .uint),
    (5, "on_disk", .bool),
    (
      6, "stopwords",
      .textsOrShape(
        ProtoShape([(1, "languages", .texts), (2, "custom", .texts)]), key: "languages")
    ),
    (7, "phrase_matching", .bool),
    (
      8, "stemmer",
      .tagged([(number: 1, type: "snowball", shape: ProtoShape([(1, "language", .text)]))])
    ),
    (9, "ascii_folding", .bool), (10, "enable_hnsw", .bool), (11, "memory", memory),
  ])

  static let parameters = Kind.tagged([
    (number: 1, type: "text", shape: text), (number: 2, type: "integer", shape: integer),
    (number: 3, type: "keyword", shape: keyword), (number: 4, type: "float", shape: float),
    (number: 5, type: "geo", shape: plain), (number: 6, type: "bool", shape: plain),
    (number: 7, type: "datetime", shape: float), (number: 8, type: "uuid", shape: uuid),
  ])

  /// PayloadSchemaInfo.
  static let information = ProtoShape([
    (1, "data_type", .word(types)), (2, "params", parameters), (3, "points", .uint),
  ])

  /// The part of CreateFieldIndexCollection that is the schema, as field `schema`.
  static let creation = ProtoShape([(5, "schema", parameters)])
}
