import Host
import Model
import StoreBytes
import TestSupport
import Testing

@testable import FAISS

@Suite(.timeLimit(.minutes(15))) struct `A store that is one index` {
  private let scratch = IndexScratch()

  private func version(_ files: [StoreFile], _ entry: CatalogFacts? = nil) -> StoreVersion {
    StoreVersion(name: "docs", version: entry == nil ? nil : "v1", files: files, entry: entry)
  }

  @Test func `is known by its content, whatever its name`() async throws {
    let index = try scratch.file(.flat([[1, 2]]), "vectors.bin")
    let text = try scratch.file(Array("IxFlooded with text".utf8), "notes.md")
    let claim = await FAISSFormat().claim(version([text, index]))
    #expect(claim == FormatClaim(.faiss, files: ["vectors.bin"]))
    #expect(await FAISSFormat().claim(version([text])) == nil)
    let null = try scratch.file(Array("null    ".utf8), "null.faiss")
    #expect(await FAISSFormat().claim(version([null])) == nil)
  }

  @Test func `has rows with the ids that the index gives`() async throws {
    var bytes = IndexBytes()
    bytes.header("IxM2", 2, 2, metric: 0)
    bytes.add(.flat([[1, 2], [3, 4]]))
    bytes.list([Int64(9), -1])
    let store = try await FAISSFormat().open(version([scratch.file(bytes)]), RowSelection())
    var rows: [SourceRow] = []
    try await store.read { rows += $0 }
    #expect(
      rows == [
        SourceRow(position: 0, id: .number(9), vector: [1, 2]),
        SourceRow(position: 1, id: .text("-1"), vector: [3, 4]),
      ])
    #expect(try await store.fetch([1]) == [rows[1]])
    let report = try await store.inspect(full: false)
    #expect(
      report
        == StoreReport(format: .faiss, rows: 2, vectors: 2, dimensions: 2, metric: "ip"))
  }

  @Test func `tells what is doubtful`() async throws {
    var bytes = IndexBytes()
    bytes.header("IxM2", 2, 4)
    bytes.add(.flat([[1, 2], [0, -0.0], [.nan, 1], [3, -.infinity]]))
    bytes.list([Int64(9), 4, 9, 4])
    let store = try await FAISSFormat().open(version([scratch.file(bytes)]), RowSelection())
    let report = try await store.inspect(full: true)
    #expect(
      report.problems.map { "\($0.code) \($0.message)" } == [
        "PS102 2 of 4 rows repeat the id of an earlier row, first \"9\"",
        "PS104 1 of 4 rows have a vector of zeros, first row 1; it has no direction for cosine",
        "PS121 2 of 4 rows have a vector with a component that is no finite number, first row 2",
        "PS105 4 of 4 rows have no text",
      ])
  }

  @Test func `with codes is read only by who accepts them`() async throws {
    var bytes = IndexBytes()
    bytes.header("IxSQ", 2, 1)
    bytes.number(Int32(5))
    bytes.number(UInt64(0))
    bytes.number(UInt64(2))
    bytes.number(UInt64(2))
    bytes.floats([])
    bytes.list([UInt8(1), 255])
    let files = version([try scratch.file(bytes)])
    let exact = try await FAISSFormat().open(files, RowSelection())
    let report = try await exact.inspect(full: true)
    #expect(!report.isLossless)
    let error = await #expect(throws: FormatError.self) { try await exact.read { _ in } }
    #expect(error?.code == .lossy)
    let lossy = try await FAISSFormat().open(files, RowSelection(allowsLossy: true))
    #expect(try await lossy.fetch([0])[0].vector == [1, 255])
  }

  @Test func `that is not what its catalog says is refused`() async throws {
    let files = [try scratch.file(.flat([[1, 2]]))]
    for (facts, message) in [
      (CatalogFacts(vectors: 2), "the catalog says 2 vectors for version v1, the index has 1"),
      (
        CatalogFacts(dimensions: 3), "the catalog says 3 dimensions for version v1, the index has 2"
      ),
    ] {
      let store = try await FAISSFormat().open(version(files, facts), RowSelection())
      let error = await #expect(throws: FormatError.self) { try await store.read { _ in } }
      #expect(error?.code == .mismatch && error?.message == message)
    }
  }

  @Test func `that changes meanwhile is refused`() async throws {
    let store = try await FAISSFormat().open(
      version([try scratch.file(.flat([[1, 2]]))]), RowSelection())
    _ = try scratch.file(.flat([[3, 2]]))
    let error = await #expect(throws: FormatError.self) { try await store.read { _ in } }
    #expect(error?.code == .changed)
  }

  @Test func `must be one`() async throws {
    let files = [
      try scratch.file(.flat([[1, 2]]), "a.faiss"), try scratch.file(.flat([[1, 2]]), "b.faiss"),
    ]
    let error = await #expect(throws: FormatError.self) {
      try await FAISSFormat().open(version(files), RowSelection())
    }
    #expect(
      error?.description == "cannot read docs: it has 2 index files: a.faiss, b.faiss")
    let none = await #expect(throws: FormatError.self) {
      try await FAISSFormat().open(
        version([]), RowSelection(collection: "other"))
    }
    #expect(none?.code == .noSuchCollection)
  }
}
