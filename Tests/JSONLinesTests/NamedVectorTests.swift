import Model
import TestSupport
import Testing
import Wire

@testable import JSONLines

@Suite struct `A row with several vectors` {
  private let scratch = StoreScratch()

  private func sparse(_ indices: [UInt32], _ values: [Float]) throws -> Vector {
    .sparse(try #require(SparseVector(indices: indices, values: values)))
  }

  private func multi(_ dimensions: Int, _ values: [Float]) throws -> Vector {
    .multi(try #require(MultiVector(dimensions: dimensions, values: values)))
  }

  private func row(_ line: String) async throws -> SourceRow {
    let rows = try await JSONLinesSource(try scratch.version(of: line + "\n")).rows()
    return try #require(rows.first)
  }

  private let everything =
    #"{"position":0,"id":"a","text":"t","metadata":{"k":1},"vector":[1.0,2.5],"vectors":{"#
    + #""body":[[1.0,2.0],[3.0,4.25]],"title":[0.1],"words":{"indices":[3,9],"values":[0.5,-1.0]}}}"#

  @Test func `has them by name, beside the one without`() async throws {
    let row = try await row(
      #"{"id":"a","text":"t","metadata":{"k":1},"vector":[1,2.5],"vectors":{"title":[0.1],"words":{"values":[-1,0.5],"indices":[9,3]},"body":[[1,2],[3,4.25]],"none":null}}"#
    )
    #expect(row.vector == [1, 2.5])
    #expect(
      row.vectors
        == Vectors([
          ("title", .dense([0.1])), ("words", try sparse([3, 9], [0.5, -1])),
          ("body", try multi(2, [1, 2, 3, 4.25])),
        ]))
    var dumped: [UInt8] = []
    RowJSON.append(row, to: &dumped)
    #expect(String(decoding: dumped, as: UTF8.self) == everything)
  }

  @Test func `comes back from its dump`() async throws {
    var line = everything
    line.replace(#""position":0,"#, with: "")
    let first = try await row(line)
    var dumped: [UInt8] = []
    RowJSON.append(first, to: &dumped)
    #expect(String(decoding: dumped, as: UTF8.self) == everything)
  }

  @Test func `may have a multivector without a name, and nothing of it`() async throws {
    #expect(
      try await row(#"{"vector":[[1],[2]]}"#).vectors == Vectors([("", try multi(1, [1, 2]))]))
    #expect(try await row(#"{"vector":[1]}"#).vectors == nil)
    #expect(try await row(#"{"vectors":{}}"#).vectors == nil)
    #expect(try await row(#"{"vectors":null}"#).hasVector == false)
    // A list under this key is a field of the row's own, as it always was.
    #expect(try await row(#"{"vectors":[1,2]}"#).metadata["vectors"] == .list([.int(1), .int(2)]))
  }

  @Test(arguments: [
    (
      #"{"vectors":{"a":5}}"#,
      #"in "vectors": a vector is a list of numbers, a list of such lists, or {"indices", "values"}"#
    ),
    (#"{"vectors":{"a":[]}}"#, #"in "vectors": an empty vector; write null where there is none"#),
    (#"{"vectors":{"a":[1],"a":[2]}}"#, #"in "vectors": the vector "a" comes twice"#),
    (
      #"{"vectors":{"a":[[1,2],[3]]}}"#,
      #"in "vectors": the lists of a multivector have one length, which is not 0"#
    ),
    (
      #"{"vectors":{"a":{"indices":[1,1],"values":[1,2]}}}"#,
      #"in "vectors": a sparse vector has as many "indices" as "values", each index once"#
    ),
    (
      #"{"vectors":{"a":{"indices":[1],"values":[1,2]}}}"#,
      #"in "vectors": a sparse vector has as many "indices" as "values", each index once"#
    ),
    (
      #"{"vectors":{"a":{"indices":[-1],"values":[1]}}}"#,
      #"in "vectors": an index is a whole number from 0 to 4294967295"#
    ),
    (
      #"{"vectors":{"a":{"size":1}}}"#,
      #"in "vectors": a sparse vector has "indices" and "values", once each, not "size""#
    ),
    (
      #"{"vectors":{"a":[1e39]}}"#,
      #"in "vectors": a number beyond the range of 32-bit floats; leave the vector out, or repair it"#
    ),
  ])
  func `is refused with the reason`(line: String, message: String) async throws {
    let error = await #expect(throws: JSONLinesError.self) { try await row(line) }
    #expect(error.map { "\($0)".contains(message) } == true, "\(error.map { "\($0)" } ?? "")")
  }

  @Test func `counts as one with a vector`() async throws {
    let text = #"{"id":1,"text":"a","vectors":{"t":[1]}}"# + "\n"
    let source = JSONLinesSource(try scratch.version(of: text + text))
    let report = try await source.inspect(full: true)
    #expect(report.vectors == 2)
    #expect(!report.problems.contains { $0.code == "PS103" })
    #expect(try await source.inspect(full: false).vectors == 2)
  }
}
