/// What a key at the top of a row means.
public enum RowKeys {
  public enum Role: Int, CaseIterable, Sendable {
    case id, text, metadata, vector
  }

  /// The role of a key, by the spellings of the common exports; nil for a key of the row's own.
  public static func role(of key: String) -> Role? {
    switch key {
    case "id", "_id", "id_", "custom_id", "point_id", "doc_id", "document_id", "uuid": .id
    case "text", "page_content", "pageContent", "content", "document", "chunk", "body": .text
    case "metadata", "meta", "payload", "properties": .metadata
    case "vector", "embedding", "embeddings", "values", "dense", "dense_vector": .vector
    default: nil
    }
  }

  /// Words that a row's own fields use too: they have their role only with a value that fits it.
  public static func isAmbiguous(_ key: String) -> Bool {
    switch key {
    case "content", "document", "chunk", "body", "values", "dense", "embeddings", "properties",
      "meta":
      true
    default: false
    }
  }
}
