import Host
import Model
import StoreBytes
import TestSupport
import Testing

@testable import PickleStores

@Suite(.timeLimit(.minutes(15))) struct `Pickles of a script` {
  private let scratch = StoreScratch()

  private func version(_ files: [(String, String)]) throws -> StoreVersion {
    StoreVersion(
      name: "docs",
      files: try files.map { name, text in
        let bytes = Array(text.utf8)
        let path = scratch.write(name, bytes)
        return StoreFile(
          name: name, path: path, size: UInt64(bytes.count), identity: try Files.identity(path))
      })
  }

  private func rows(_ files: [(String, String)]) async throws -> [SourceRow] {
    let store = try await PickleStoreFormat().open(try version(files), RowSelection())
    var rows: [SourceRow] = []
    try await store.read { rows += $0 }
    return rows
  }

  private func refusal(_ files: [(String, String)]) async -> FormatError? {
    await #expect(throws: FormatError.self) { _ = try await rows(files) }
  }

  @Test func `are joined by position`() async throws {
    let rows = try await rows([
      ("ids.pkl", "(lp0\nI7\naI8\na."), ("text.pkl", "(lp0\nVx\naNa."),
    ])
    #expect(
      rows == [
        SourceRow(position: 0, id: .number(7), text: "x"), SourceRow(position: 1, id: .number(8)),
      ])
  }

  @Test func `are claimed by how they begin`() async throws {
    let files = [("text.pkl", "(lp0\nVx\na."), ("notes.md", "(look at this)")]
    let claim = await PickleStoreFormat().claim(try version(files))
    #expect(claim == FormatClaim(.pickle, files: ["text.pkl"]))
  }

  @Test func `are refused where two could be the text`() async throws {
    let error = await refusal([("a.pkl", "(lp0\nVx\na."), ("b.pkl", "(lp0\nVx\na.")])
    #expect(
      error?.message == "both \"a.pkl\" and \"b.pkl\" could be the texts of the rows")
  }

  @Test func `are refused where counts differ`() async throws {
    let error = await refusal([("ids.pkl", "(lp0\nVx\na."), ("text.pkl", "(lp0\n.")])
    #expect(error?.code == .mismatch)
  }

  @Test func `are refused where a row is something else`() async throws {
    let error = await refusal([("text.pkl", "(lp0\nVx\naI1\na.")])
    #expect(error?.row == 1)
    #expect(error?.message == "expected a text in \"text.pkl\", found something else")
  }

  @Test func `may be one dictionary of columns`() async throws {
    let rows = try await rows([
      ("all.pkl", "(dp0\nVtexts\n(lVx\nasVembeddings\n(l(lF1.5\naI2\naas.")
    ])
    #expect(rows == [SourceRow(position: 0, text: "x", vector: [1.5, 2])])
  }
}
