public import Model

/// What one item of a list or dictionary says about a row.
public struct PickledRow: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    case nothing, text, integer, dictionary, document, vector
  }

  public internal(set) var kind: Kind
  /// The key, in a dictionary.
  public internal(set) var key: SourceID?
  public internal(set) var id: SourceID?
  public internal(set) var text: String?
  public internal(set) var metadata = PayloadObject()
  public internal(set) var vector: [Float]?
  /// Whether a dictionary has a text or a vector under one of their usual names.
  public internal(set) var hasContent = false

  init(_ kind: Kind) { self.kind = kind }
}

/// The usual names of what a row is made of; of several that are there, the first one counts.
enum RowNames {
  static let id = ["id", "_id", "uuid", "doc_id", "chunk_id"]
  static let text = ["text", "page_content", "content", "document", "chunk"]
  static let metadata = ["metadata", "meta"]
  static let vector = ["embedding", "vector", "embeddings", "values"]
}
