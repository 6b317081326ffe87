internal import Model
internal import Wire

enum MapShape {
  static let shape = ObjectShape(
    "Map", "How a row of the store becomes a point.",
    [
      Field(
        "id", .object(id), "Where the id of a point comes from.", example: ["from": "id"],
        default: ["from": "id"]),
      Field(
        "text", .either([.pattern(.payloadKey), .null]),
        "The payload key that receives the document text; null leaves the text out.",
        example: "page_content", default: "page_content"),
      Field(
        "vector", .name,
        "The vector of the collection that receives a row's vector without a name; needed only where"
          + " there are several. Named vectors of a row go to those of equal names.",
        example: "title"),
      Field("payload", .object(payload), "Which metadata become payload."),
    ])

  static let id = ObjectShape(
    "IdRule",
    "Where the id of a point comes from. Numbers and UUIDs are kept; other texts become UUIDv5.",
    [
      Field("from", .name, "`id` for the row's own id, or a metadata key.", example: "id"),
      Field(
        "fields", .texts(minimum: 1), "UUIDv5 over the values of these metadata keys.",
        example: ["source", "chunk"]),
      Field(
        "content", .yes, "UUIDv5 over text, metadata and vector.", example: true),
    ], constraints: [.exactlyOne(["from", "fields", "content"])])

  static let payload = ObjectShape(
    "PayloadRule", "Which metadata become payload, under which keys, and what is added.",
    [
      Field(
        "include", .list(ListShape(.pattern(.payloadKey), minimum: 1, unique: true)),
        "Only these metadata keys.", example: ["source", "page"]),
      Field(
        "exclude", .list(ListShape(.pattern(.payloadKey), minimum: 1, unique: true)),
        "All metadata keys but these.", example: ["internal_notes"]),
      Field(
        "rename",
        .map(DictionaryShape("metadata key", keys: .payloadKey, of: .pattern(.payloadKey))),
        "Old key to new key.", example: ["src": "source"], default: .object([])),
      Field(
        "constants", .map(DictionaryShape("payload key", keys: .payloadKey, of: .anything)),
        "Fixed values, written on every point.", example: ["corpus": "handbook"],
        default: .object([])),
      Field(
        "provenance",
        .map(DictionaryShape("payload key", keys: .payloadKey, of: .words(of: Provenance.self))),
        "Payload keys that receive a fact about where the row came from. `version` and `row` change"
          + " with every version, and so rewrite every payload.",
        example: ["origin": "store"], default: .object([])),
    ],
    constraints: [
      .forbids(
        ["exclude"], when: .has("include"),
        "what `include` does not name is left out anyway",
        hint: "keep one of the two")
    ])
}
