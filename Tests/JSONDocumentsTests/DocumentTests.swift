import JSONDocuments
import Model
import StoreBytes
import TestSupport
import Testing

@Suite struct `A JSON document` {
  private let scratch = StoreScratch()

  private func claim(_ text: String, as name: String = "a.json") async throws -> FormatClaim? {
    scratch.write(name, text)
    return await JSONDocumentsFormat().claim(try scratch.pinned([name]))
  }

  @Test(arguments: [
    #"[{"id":1,"text":"a"}]"#, "[]", " [ { } ] ", #"{"count":1,"rows":[{"text":"a"}]}"#,
    #"{"ids":["a"],"documents":["b"]}"#, #"{"embeddings":[[1]]}"#, "\u{FEFF}[{\"a\":1}]",
  ])
  func `of rows is claimed`(text: String) async throws {
    #expect(try await claim(text) == FormatClaim(.json, files: ["a.json"]))
    #expect(try await claim(text, as: "rows") == FormatClaim(.json, files: ["rows"]))
  }

  @Test(arguments: [
    "", "[", "[1,2]", "{}", #"{"text":"a"}"#, #"{"text":"a","vector":[1]}"#, #""rows""#, "<html>",
    #"{"documents":["a"]}"#, #"{"rows":[1]}"#,
    // Nodes, and pages of LlamaParse.
    #"[{"id_":"a","relationships":{},"text":"b"}]"#, #"[{"node":{},"score":1}]"#,
    #"[{"pages":[],"job_id":"a"}]"#,
  ])
  func `of something else is not`(text: String) async throws {
    #expect(try await claim(text) == nil)
  }

  @Test func `is not taken for lines`() async throws {
    #expect(try await claim(#"[{"text":"a"}]"#, as: "a.jsonl") == nil)
  }

  @Test(arguments: [
    (#"[{"id":1,"vector":[1]},{"id":2,"vector":[1,2]}]"#, FormatError.Code.mismatch),
    (#"[{"id":1},{"id":2]"#, .corrupt), (#"[{"id":1},{"id":2}"#, .truncated),
    (#"[{"id":-1}]"#, .corrupt), (#"[{"text":"a","page_content":"b"}]"#, .corrupt),
    (#"[{"vector":[1e99]}]"#, .corrupt), (#"{"ids":[1,2],"documents":["a"]}"#, .mismatch),
    (#"{"ids":[[1]],"documents":[["a"]]}"#, .corrupt),
    (#"{"ids":[1],"documents":["a"]"#, .truncated),
    (#"[{"text":"\#(String(repeating: "[", count: 400))"}] x"#, .corrupt),
    (#"[{"a":\#(String(repeating: "[", count: 400))}]"#, .corrupt), ("[1]", .wrongContent),
  ])
  func `that is broken is refused`(text: String, code: FormatError.Code) async throws {
    scratch.write("a.json", text)
    let version = try scratch.pinned(["a.json"])
    let error = await #expect(throws: FormatError.self) {
      try await JSONDocumentsFormat().open(version, RowSelection(format: .json)).allRows()
    }
    #expect(error?.code == code, "\(error?.description ?? "")")
  }

  @Test func `that changes while it is read is refused`() async throws {
    scratch.write("a.json", #"[{"id":1},{"id":2}]"#)
    let reader = try await JSONDocumentsFormat().open(
      try scratch.pinned(["a.json"]), RowSelection(format: .json))
    #expect(try await reader.fetch([1]).map(\.id) == [.number(2)])
    scratch.write("a.json", #"[{"id":1},{"id":3}] "#)
    let error = await #expect(throws: FormatError.self) { try await reader.fetch([1]) }
    #expect(error?.code == .changed)
  }

  @Test func `has only the rows it has`() async throws {
    scratch.write("a.json", "[{\"id\":1}]")
    let reader = try await JSONDocumentsFormat().open(
      try scratch.pinned(["a.json"]), RowSelection(format: .json))
    let error = await #expect(throws: FormatError.self) { try await reader.fetch([1]) }
    #expect(error?.code == .noSuchRow)
  }
}
