import LlamaCloud
import Model
import StoreBytes
import TestSupport
import Testing

@Suite struct `Exported nodes` {
  private let scratch = StoreScratch()

  private func open(_ text: String) async throws -> any StoreReader {
    scratch.write("a.json", text)
    return try await LlamaCloudFormat().open(
      try scratch.pinned(), RowSelection(format: .llamacloud))
  }

  @Test func `without embeddings are read and said to need some`() async throws {
    let reader = try await open(
      #"[{"id_":"a","embedding":null,"extra_info":{"p":1},"text":"T","relationships":{}},"#
        + #"{"id_":"b","metadata":{"p":2},"text":"U","embedding":[0.5],"class_name":"TextNode"}]"#)
    #expect(
      try await reader.allRows() == [
        SourceRow(position: 0, id: .text("a"), text: "T", metadata: ["p": .int(1)]),
        SourceRow(position: 1, id: .text("b"), text: "U", metadata: ["p": .int(2)], vector: [0.5]),
      ])
    #expect(try await reader.fetch([1]).map(\.text) == ["U"])
    let report = try await reader.inspect(full: false)
    #expect(report.rows == 2 && report.vectors == 1 && report.dimensions == 1)
    #expect(
      report.problems.last
        == StoreProblem(
          .warning, code: "PS142",
          "1 of 2 nodes have a text and no embedding; they have to be embedded before they can be applied"
        ))
  }

  @Test func `of LlamaParse are refused with the reason`() async throws {
    let error = await #expect(throws: FormatError.self) {
      try await open(#"[{"pages":[{"page":1,"text":"t"}],"job_metadata":{},"job_id":"j"}]"#)
    }
    #expect(error?.code == .unsupported)
    #expect(
      error?.message
        == "these are pages as LlamaParse gives them back; they have neither chunks nor vectors")
  }

  @Test(arguments: [
    ("[]", FormatError.Code.wrongContent), (#"[{"text":"a"}]"#, .wrongContent),
    ("{}", .wrongContent),
    (#"{"retrieval_nodes":[{"node":{"id_":"a"}}"#, .truncated),
    (#"{"retrieval_nodes":[{"node":{"id_":"a"}},1]}"#, .corrupt),
    (
      #"[{"id_":"a","extra_info":{},"embedding":[1]},{"id_":"b","embedding":[1,2]}]"#, .mismatch
    ),
  ])
  func `that are broken are refused`(text: String, code: FormatError.Code) async throws {
    let error = await #expect(throws: FormatError.self) { try await open(text).allRows() }
    #expect(error?.code == code, "\(error?.description ?? "")")
  }
}
