import JSONDocuments
import JSONLines
import LlamaCloud
import LlamaIndex
import Model

/// Every reader of JSON stores: the first byte says whether of a document, lines, nodes, or a persisted
/// folder whose vectors or docstore they are.
enum JSONTarget: FuzzTarget {
  private static let nodes = #"{"docstore/data":{"a":{"__data__":{"text":"T"},"__type__":"1"}}}"#
  private static let vectors = #"{"embedding_dict":{"a":[1,2],"b":[3,4]}}"#

  static func feed(_ bytes: [UInt8], in folder: String) async throws {
    guard let first = bytes.first else { return }
    let content = Array(bytes.dropFirst())
    switch first {
    case UInt8(ascii: "l"):
      try await prove(JSONLinesFormat(), version(folder, ["rows.jsonl": content]))
    case UInt8(ascii: "n"):
      try await prove(LlamaCloudFormat(), version(folder, ["nodes.json": content]))
    case UInt8(ascii: "v"):
      try await proveRows(
        LlamaIndexFormat(),
        version(
          folder,
          ["default__vector_store.json": content, "docstore.json": Array(nodes.utf8)]))
    case UInt8(ascii: "i"):
      try await proveRows(
        LlamaIndexFormat(),
        version(
          folder,
          ["default__vector_store.json": Array(vectors.utf8), "docstore.json": content]))
    default:
      try await prove(JSONDocumentsFormat(), version(folder, ["rows.json": content]))
    }
  }

  private static func prove(_ format: any FormatReader, _ version: StoreVersion) async throws {
    _ = await format.claim(version)
    try await proveRows(format, version)
  }
}
