/// What a key at the top of a row means.
public enum RowKeys {
  public enum Role: Int, CaseIterable, Sendable {
    case id, text, metadata, vector, vectors
  }

  /// The role of a key, by the spellings of the common exports; nil for a key of the row's own.
  public static func role(of key: String) -> Role? {
    // Lengths are compared at once, texts are not.
    switch (key.utf8.count, key) {
    case (2, "id"), (3, "_id"), (3, "id_"), (4, "uuid"), (6, "doc_id"), (8, "point_id"),
      (9, "custom_id"), (11, "document_id"):
      .id
    case (4, "text"), (4, "body"), (5, "chunk"), (7, "content"), (8, "document"),
      (11, "pageContent"), (12, "page_content"):
      .text
    case (4, "meta"), (7, "payload"), (8, "metadata"), (10, "properties"): .metadata
    case (5, "dense"), (6, "vector"), (6, "values"), (9, "embedding"), (10, "embeddings"),
      (12, "dense_vector"):
      .vector
    case (7, "vectors"): .vectors
    default: nil
    }
  }

  public static func isVector(_ key: String) -> Bool {
    [.vector, .vectors].contains(role(of: key))
  }

  /// Words that a row's own fields use too: they have their role only with a value that fits it.
  public static func isAmbiguous(_ key: String) -> Bool {
    switch key {
    case "content", "document", "chunk", "body", "values", "dense", "embeddings", "properties",
      "meta", "vectors":
      true
    default: false
    }
  }
}
