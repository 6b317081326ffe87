import Engine
import Model
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(15))) struct `Stores of the real libraries` {
  @Test(arguments: StoreFixture.readable)
  func `are dumped exactly as their library reads them`(fixture: StoreFixture) async throws {
    let (expected, rows) = (try fixture.expected(), try await fixture.rows())
    #expect(rows.count == expected.count)
    for (row, wanted) in zip(rows, expected) {
      try #require(row == wanted, "\(fixture)")
    }
  }

  @Test(arguments: StoreFixture.readable)
  func `give single rows as they give all`(fixture: StoreFixture) async throws {
    let look = try await fixture.look()
    var all: [SourceRow] = []
    _ = try await look.read { all += $0 }
    let some = all.indices.filter { $0 % 3 == 1 || $0 == all.count - 1 }
    let fetched = try await look.fetch(some.map { all[$0].position })
    #expect(fetched.count == some.count)
    for (row, index) in zip(fetched, some) { #expect(row == all[index], "\(fixture)") }
  }

  @Test(arguments: StoreFixture.readable)
  func `are inspected as they are`(fixture: StoreFixture) async throws {
    for isFull in [false, true] {
      let report = try await fixture.look().report(full: isFull)
      let found = facts(report)
      for (key, wanted) in fixture.inspection {
        #expect(found[key] == wanted, "\(fixture), \(key)")
      }
    }
  }

  @Test(arguments: StoreFixture.all.filter { $0.refusal != nil })
  func `are refused by name where they cannot be read`(fixture: StoreFixture) async throws {
    do {
      _ = try await fixture.rows()
      Issue.record("\(fixture) was read")
    } catch {
      let explained = try #require(error as? any ExplainedError, "\(fixture): \(error)")
      #expect(explained.word == "store_" + (fixture.refusal ?? ""), "\(explained.sentence)")
    }
  }

  private func facts(_ report: StoreReport) -> [String: PayloadValue] {
    [
      "format": .string(report.format.rawValue), "rows": .int(Int64(report.rows)),
      "vectors": .int(Int64(report.vectors)), "lossless": .bool(report.isLossless),
      "dimensions": report.dimensions.map { .int(Int64($0)) } ?? .null,
      "metric": report.metric.map { .string($0) } ?? .null,
      "embedding_model": report.embeddingModel.map { .string($0) } ?? .null,
      "collections": .list(report.collections.map { .string($0) }),
      "problems": .list(report.problems.map { .string($0.code) }),
    ]
  }
}
