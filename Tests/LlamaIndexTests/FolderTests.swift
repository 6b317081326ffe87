import LlamaIndex
import Model
import StoreBytes
import TestSupport
import Testing

@Suite struct `A persisted folder` {
  private let scratch = StoreScratch()

  init() {
    scratch.write(
      "docstore.json",
      #"{"docstore/metadata":{},"docstore/data":{"a":{"__data__":{"id_":"a","text":"old"},"__type__":"1"},"#
        + #""b":{"__type__":"1","__data__":{"extra_info":{"k":1},"doc_id":"b","text":"B"}},"#
        + #""a":{"__data__":{"id_":"a","text":"A","metadata":{"p":null}}}}}"#)
    scratch.write(
      "index_store.json",
      #"{"index_store/data":{"i":{"__type__":"vector_store","__data__":"{\"nodes_dict\":{\"a\":\"a\",\"z\":\"z\"}}"}}}"#
    )
    scratch.write(
      "default__vector_store.json",
      #"{"metadata_dict":{},"embedding_dict":{"b":[1,2],"a":[3,4.5],"x":[5,6]},"text_id_to_ref_doc_id":{}}"#
    )
  }

  private func open(_ collection: String? = nil) async throws -> any StoreReader {
    try await LlamaIndexFormat().open(
      try scratch.pinned(), RowSelection(format: .llamaindex, collection: collection))
  }

  private func refusal() async throws -> FormatError? {
    await #expect(throws: FormatError.self) { try await open().allRows() }
  }

  @Test func `gives vectors with their nodes, in the order of the vectors`() async throws {
    let reader = try await open()
    #expect(
      try await reader.allRows() == [
        SourceRow(
          position: 0, id: .text("b"), text: "B", metadata: ["k": .int(1)], vector: [1, 2]),
        SourceRow(
          position: 1, id: .text("a"), text: "A", metadata: ["p": .null], vector: [3, 4.5]),
        SourceRow(position: 2, id: .text("x"), vector: [5, 6]),
      ])
    #expect(try await reader.fetch([0, 2]).map(\.id) == [.text("b"), .text("x")])
    let report = try await reader.inspect(full: false)
    #expect(report.rows == 3 && report.dimensions == 2 && report.collections.isEmpty)
    #expect(
      report.problems.map(\.message) == [
        "1 of 3 vectors have no node in docstore.json, so no text",
        "1 of 2 nodes of the index \"i\" have no vector",
      ])
    #expect(report.problems.map(\.code) == ["PS141", "PS140"])
  }

  @Test func `is claimed with everything that the library wrote`() async throws {
    scratch.write("graph_store.json", "{}")
    scratch.write("notes.txt", "n")
    #expect(
      await LlamaIndexFormat().claim(try scratch.pinned())
        == FormatClaim(
          .llamaindex,
          files: [
            "docstore.json", "index_store.json", "default__vector_store.json", "graph_store.json",
          ]))
  }

  @Test func `of another library is not claimed`() async throws {
    scratch.write("docstore.json", #"{"documents":[]}"#)
    scratch.write("default__vector_store.json", #"{"vectors":[]}"#)
    #expect(await LlamaIndexFormat().claim(try scratch.pinned()) == nil)
  }

  @Test func `without vectors is refused with the reason`() async throws {
    let version = try scratch.pinned(["docstore.json", "index_store.json"])
    let error = await #expect(throws: FormatError.self) {
      try await LlamaIndexFormat().open(version, RowSelection(format: .llamaindex))
    }
    #expect(
      error?.description
        == "cannot read s: it has nodes and no vector store: the vectors of this index are in a database"
    )
  }

  @Test func `names its collections where another is asked for`() async throws {
    let error = await #expect(throws: FormatError.self) { try await open("j") }
    #expect(error?.code == .noSuchCollection && error?.hints == [#"it holds "i""#])
  }

  @Test(arguments: [
    (#"{"embedding_dict":{"a":[1],"b":[1,2]}}"#, FormatError.Code.mismatch),
    (#"{"embedding_dict":{"a":[1],"b":[2]}"#, .truncated),
    (#"{"embedding_dict":{"a":[1,"#, .truncated),
    (#"{"embedding_dict":{"a":{"b":1}}}"#, .corrupt),
    (#"{"embedding_dict":{"a":[NaN]}}"#, .corrupt),
    (#"{"embedding_dict":[1]}"#, .corrupt), (#"{"embedding_dict":{"a":[1]}"b":2}"#, .corrupt),
  ])
  func `with a broken vector store is refused`(text: String, code: FormatError.Code) async throws {
    scratch.write("default__vector_store.json", text)
    #expect(try await refusal()?.code == code)
  }

  @Test(arguments: [
    #"{"index_store/data":{"i":{"__type__":"vector_store","__data__":"{\"nodes_dict\":{"}}}"#,
    #"{"index_store/data":{"i":{"__type__":"vector_store","__data__":"{\"nodes_dict\":{\"a\":1}}"}}}"#,
    #"{"index_store/data":{"i":[]}}"#,
  ])
  func `with a broken index store is refused`(text: String) async throws {
    scratch.write("index_store.json", text)
    #expect(try await refusal()?.code == .corrupt)
  }
}

@Suite struct `A map of ids` {
  private let scratch = StoreScratch()

  /// An index of faiss with ids: IDMap over Flat, two rows of one dimension.
  private func index(_ ids: [UInt8]) -> [UInt8] {
    func words(_ values: [UInt64]) -> [UInt8] {
      values.flatMap { value in (0..<8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
    }
    let header = { (kind: String) in
      Array(kind.utf8) + [1, 0, 0, 0] + words([2, 1 << 20, 1 << 20]) + [1, 1, 0, 0, 0]
    }
    return header("IxMp") + header("IxF2") + words([2]) + [0, 0, 0x80, 0x3F, 0, 0, 0, 0x40]
      + words([2] + ids.map { UInt64($0) })
  }

  private func rows(_ map: String) async throws -> [SourceRow] {
    scratch.write("docstore.json", #"{"docstore/data":{"né'w":{"__data__":{"text":"T"}}}}"#)
    scratch.write("default__vector_store.json", index([7, 9]))
    scratch.write("id_map.json", map)
    return try await LlamaIndexFormat().open(
      try scratch.pinned(), RowSelection(format: .llamaindex)
    ).allRows()
  }

  @Test(arguments: [
    #"{"node_id_to_faiss_id_map": {"n\u00e9'w": 7}, "faiss_id_to_node_id_map": {"7": "n\u00e9'w"}}"#,
    #"{'node_id_to_faiss_id_map': {"né'w": 7}, 'faiss_id_to_node_id_map': {7: "né'w"}}"#,
    #"{'faiss_id_to_node_id_map': {7: 'n\xe9\'w'}}"#, #"{'node_id_to_faiss_id_map': {'né\'w': 7}}"#,
  ])
  func `is read as JSON and as Python wrote it`(map: String) async throws {
    #expect(
      try await rows(map) == [
        SourceRow(position: 0, id: .text("né'w"), text: "T", vector: [1]),
        SourceRow(position: 1, vector: [2]),
      ])
  }

  @Test(arguments: [
    "__import__('os').system('true')", "{'a': open('x')}", "{'a': {1: b'x'}}", "{'a': {1: 'b'}",
    "{'a': {1: 'b'}} or x", "{'a': {'b': 99999999999999999999}}", #"{"a": {"b": "\ud800"}}"#, "",
    "{'a': {1: 2 3: 4}}",
  ])
  func `that is more than data is refused and never run`(map: String) async throws {
    let error = await #expect(throws: FormatError.self) { try await rows(map) }
    #expect(error?.code == .corrupt)
  }
}
