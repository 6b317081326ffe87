import Host
import Model
import TestSupport
import Testing

@testable import JSONLines

extension StoreScratch {
  /// A pinned version of files of this folder, as a store would open it.
  func version(_ names: [String] = ["rows.jsonl"], entry: CatalogFacts? = nil) throws
    -> StoreVersion
  {
    let files = try names.map { name in
      let facts = try Files.facts(path + "/" + name)
      return StoreFile(
        name: name, path: path + "/" + name, size: facts.size, identity: facts.identity)
    }
    return StoreVersion(name: "s", version: entry.map { _ in "v1" }, files: files, entry: entry)
  }

  func version(of text: String) throws -> StoreVersion {
    write("rows.jsonl", text)
    return try version()
  }
}

extension JSONLinesSource {
  func rows() async throws -> [SourceRow] {
    var rows: [SourceRow] = []
    try await read { rows += $0 }
    return rows
  }
}

@Suite struct `A line becomes a row` {
  private let scratch = StoreScratch()

  @Test(arguments: [
    (#"{}"#, SourceRow(position: 0)),
    (
      #"{"id":"a","text":"t","metadata":{"k":1},"vector":[1,2.5]}"#,
      SourceRow(position: 0, id: .text("a"), text: "t", metadata: ["k": .int(1)], vector: [1, 2.5])
    ),
    (
      #"{"_id":18446744073709551615,"page_content":"t","meta":{},"embedding":[0.1]}"#,
      SourceRow(position: 0, id: .number(.max), text: "t", vector: [0.1])
    ),
    (
      #"{"doc_id":0,"content":"t","payload":{"k":null},"embeddings":[-1]}"#,
      SourceRow(position: 0, id: .number(0), text: "t", metadata: ["k": .null], vector: [-1])
    ),
    (
      #"{"document_id":"a","document":"t","values":[1]}"#,
      SourceRow(position: 0, id: .text("a"), text: "t", vector: [1])
    ),
    (
      #"{"uuid":"a","chunk":"t","dense":[1]}"#,
      SourceRow(position: 0, id: .text("a"), text: "t", vector: [1])
    ),
    (
      #"{"point_id":"a","body":"t","dense_vector":[1]}"#,
      SourceRow(position: 0, id: .text("a"), text: "t", vector: [1])
    ),
    (#"{"id":null,"text":null,"metadata":null,"vector":null}"#, SourceRow(position: 0)),
    (
      #"{"source":"a.md","id":"x","page":{"n":2}}"#,
      SourceRow(
        position: 0, id: .text("x"),
        metadata: ["page": .object(["n": .int(2)]), "source": .string("a.md")])
    ),
    (
      #"{"source":"a","metadata":{"k":1}}"#,
      SourceRow(position: 0, metadata: ["k": .int(1), "source": .string("a")])
    ),
    // Words that rows use for other things too have their role only with a value that fits it.
    (
      #"{"text":"t","chunk":3,"values":{"a":1},"document":{"n":1}}"#,
      SourceRow(
        position: 0, text: "t",
        metadata: [
          "chunk": .int(3), "values": .object(["a": .int(1)]), "document": .object(["n": .int(1)]),
        ])
    ),
    (
      #"{"\u0069d":"a"}"#, SourceRow(position: 0, id: .text("a"))
    ),
  ])
  func `by the common spellings`(line: String, row: SourceRow) async throws {
    #expect(try await JSONLinesSource(scratch.version(of: line + "\n")).rows() == [row])
  }

  @Test(arguments: [
    (
      #"{"id":"a","_id":"b"}"#, 10,
      #"both "id" and "_id" could be the row's id; rename or remove one"#
    ),
    (
      #"{"text":"a","content":"b"}"#, 12,
      #"both "text" and "content" could be the row's text; rename or remove one"#
    ),
    (
      #"{"vector":[1],"embedding":[1]}"#, 14,
      #"both "vector" and "embedding" could be the row's vector; rename or remove one"#
    ),
    (
      #"{"metadata":{},"payload":{}}"#, 15,
      #"both "metadata" and "payload" could be the row's metadata; rename or remove one"#
    ),
    (#"{"id":"a","id":"b"}"#, 10, #"the key "id" comes twice"#),
    (#"{"k":1,"k":2}"#, 7, #"the key "k" comes twice"#),
    (
      #"{"k":1,"metadata":{"k":2}}"#, 0,
      #"the key "k" is both beside and inside "metadata"; rename or remove one"#
    ),
    (
      #"{"id":-1}"#, 6,
      #"in "id": an id is a string or a whole number from 0 to 18446744073709551615"#
    ),
    (
      #"{"id":1.5}"#, 6,
      #"in "id": an id is a string or a whole number from 0 to 18446744073709551615"#
    ),
    (
      #"{"id":18446744073709551616}"#, 6,
      #"in "id": an id is a string or a whole number from 0 to 18446744073709551615"#
    ),
    (
      #"{"id":true}"#, 6,
      #"in "id": an id is a string or a whole number from 0 to 18446744073709551615"#
    ),
    (#"{"text":5}"#, 8, #"in "text": expected a string, found "5""#),
    (#"{"metadata":[]}"#, 12, #"in "metadata": expected an object, found a list"#),
    (#"{"vector":"AAAA"}"#, 10, #"in "vector": a vector is a list of numbers"#),
    (#"{"vector":{"dense":[1]}}"#, 10, #"in "vector": a vector is a list of numbers"#),
    (
      #"{"vector":[]}"#, 10,
      #"in "vector": an empty vector; write null, or leave the key out, where there is none"#
    ),
    (
      #"{"vector":[1,NaN]}"#, 13,
      #"in "vector": a number that is not finite (NaN or Infinity); leave the vector out, or repair it"#
    ),
    (
      #"{"metadata":{"price":NaN}}"#, 21,
      #"in "metadata": a number that is not finite (NaN or Infinity); write null where there is no number"#
    ),
    (
      #"{"price":-Infinity}"#, 9,
      #"in "price": a number that is not finite (NaN or Infinity); write null where there is no number"#
    ),
    (
      #"{"vector":[-Infinity]}"#, 11,
      #"in "vector": a number that is not finite (NaN or Infinity); leave the vector out, or repair it"#
    ),
    (
      #"{"vector":[1e39]}"#, 11,
      #"in "vector": a number beyond the range of 32-bit floats; leave the vector out, or repair it"#
    ),
    (#"[1]"#, 0, #"expected an object, found a list"#),
    (#"{"a":1} {"b":2}"#, 8, #"an object after the end of the value"#),
    (#"{"a":1"#, 6, "the text ends in the middle of a value; a row has to be on one line"),
    (#"{"text":"\ud800"}"#, 9, #"in "text": half of a surrogate pair"#),
  ])
  func `or is refused with its row, line and byte`(line: String, byte: Int, message: String)
    async
    throws
  {
    let before = "{\"id\":\"fine\"}\n\n"
    let source = JSONLinesSource(try scratch.version(of: before + line + "\n{}\n"))
    let error = await #expect(throws: JSONLinesError.self) { try await source.rows() }
    #expect(error?.code == .badRow)
    #expect(
      error?.description
        == "cannot read \(scratch.path)/rows.jsonl: row 1, line 3, byte \(before.utf8.count + byte): "
        + message)
  }

  @Test func `unless its text is not UTF-8`() async throws {
    scratch.write("rows.jsonl", Array("{}\n{\"text\":\"".utf8) + [0xE9] + Array("\"}\n".utf8))
    let source = JSONLinesSource(try scratch.version())
    let error = await #expect(throws: JSONLinesError.self) { try await source.rows() }
    #expect(
      error?.description
        == "cannot read \(scratch.path)/rows.jsonl: row 1, line 2, byte 11: in \"text\": a string that is "
        + "not valid UTF-8; write the file as UTF-8")
  }

  @Test func `unless it is a bomb`() async throws {
    let bomb = #"{"k":"# + String(repeating: "[", count: 100_000)
    let source = JSONLinesSource(try scratch.version(of: bomb + "\n"))
    let error = await #expect(throws: JSONLinesError.self) { try await source.rows() }
    #expect(error?.message == "in \"k\": nested deeper than 128 levels")
  }
}
