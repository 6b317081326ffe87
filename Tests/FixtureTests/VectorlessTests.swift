import Model
import Testing

@testable import Engine

@Suite(.timeLimit(.minutes(15))) struct `Rows without their vectors` {
  @Test func `are the same rows, of every library that keeps vectors apart`() async throws {
    var formats: Set<StoreFormat> = []
    for fixture in StoreFixture.readable {
      let look = try await fixture.look()
      let format = try await look.report(full: false).format
      let rows = try await Registry.rows(
        look.version,
        RowSelection(
          format: format, collection: fixture.collection, allowsLossy: fixture.allowsLossy))
      guard let source = rows as? any VectorlessSource else { continue }
      var (all, bare): ([SourceRow], [SourceRow]) = ([], [])
      try await rows.read { all += $0 }
      try await source.readWithoutVectors { bare += $0 }
      for place in all.indices { all[place].vector = nil }
      #expect(bare == all, "\(fixture)")
      formats.insert(format)
    }
    #expect(formats == [.faiss, .langchain, .llamaindex, .numpy])
  }
}
