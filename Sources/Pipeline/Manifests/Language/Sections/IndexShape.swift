internal import Wire

/// Indexes over payload values. One mapping for all types; constraints say which key is whose.
enum IndexShape {
  static let types = ["keyword", "integer", "float", "bool", "geo", "datetime", "text", "uuid"]

  private static let languages = [
    "arabic", "azerbaijani", "basque", "bengali", "catalan", "chinese", "danish", "dutch",
    "english",
    "finnish", "french", "german", "greek", "hebrew", "hinglish", "hungarian", "indonesian",
    "italian", "japanese", "kazakh", "nepali", "norwegian", "portuguese", "romanian", "russian",
    "slovene", "spanish", "swedish", "tajik", "turkish",
  ]
  private static let stemmed = [
    "arabic", "armenian", "danish", "dutch", "english", "finnish", "french", "german", "greek",
    "hungarian", "italian", "norwegian", "portuguese", "romanian", "russian", "spanish", "swedish",
    "tamil", "turkish",
  ]

  static let shape = ObjectShape(
    "PayloadIndex", "The type of an index and its parameters.",
    [
      Field("type", .words(types), required: true, "What the values are.", example: "integer"),
      Field("is_tenant", .boolean, "keyword, uuid: the key divides the points by tenant."),
      Field("prefix", .boolean, "keyword: also match prefixes.", since: "1.19"),
      Field("lookup", .boolean, "integer: support equality."),
      Field("range", .boolean, "integer: support ranges.", example: true),
      Field(
        "is_principal", .boolean, "integer, float, datetime: most searches filter by this key."),
      Field(
        "tokenizer", .words(["prefix", "whitespace", "word", "multilingual"]),
        "text: how text is cut into tokens.", example: "word"),
      Field("min_token_len", .atLeast(1), "text: shorter tokens are ignored.", example: 2),
      Field("max_token_len", .atLeast(1), "text: longer tokens are ignored.", example: 20),
      Field("lowercase", .boolean, "text: ignore case.", example: true),
      Field("ascii_folding", .boolean, "text: ignore accents.", since: "1.16"),
      Field("phrase_matching", .boolean, "text: support phrases.", since: "1.15"),
      Field(
        "stopwords", .either([.words(languages), .object(stopwords)]), "text: words to ignore.",
        example: "english", since: "1.15"),
      Field("stemmer", .object(stemmer), "text: reduce words to their stems.", since: "1.15"),
      Field("on_disk", .boolean, "Keep the index on disk."),
      StorageShape.memory("Where the index is kept."),
      Field("enable_hnsw", .boolean, "Build graph edges for this key.", since: "1.17"),
    ], constraints: constraints)

  static let stopwords = ObjectShape(
    "Stopwords", "Words to ignore.",
    [
      Field(
        "languages", .list(ListShape(.words(languages), unique: true)), "Lists that Qdrant has.",
        example: ["english"]),
      Field("custom", .texts(), "Words of your own.", example: ["plumb"]),
    ])

  static let stemmer = ObjectShape(
    "Stemmer", "How words are reduced to their stems.",
    [
      Field("type", .words(["snowball"]), required: true, "The algorithm.", example: "snowball"),
      Field("language", .words(stemmed), required: true, "The language.", example: "english"),
    ])

  private static let constraints: [Constraint] = [
    only(["is_tenant"], ["keyword", "uuid"]),
    only(["prefix"], ["keyword"]),
    only(["lookup", "range"], ["integer"]),
    only(["is_principal"], ["integer", "float", "datetime"]),
    only(
      [
        "tokenizer", "min_token_len", "max_token_len", "lowercase", "ascii_folding",
        "phrase_matching", "stopwords", "stemmer",
      ], ["text"]),
  ]

  private static func only(_ keys: [String], _ owners: [String]) -> Constraint {
    let noun = owners.count == 1 ? "an index of type" : "indexes of the types"
    let list = owners.joined(separator: ", ")
    return .forbids(
      keys, when: .isOne("type", of: types.filter { !owners.contains($0) }),
      "only \(noun) \(list) \(owners.count == 1 ? "has" : "have") this parameter",
      hint: "remove it, or change `type`",
      code: .otherIndexType)
  }
}
