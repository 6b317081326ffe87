import Host
import Intake
import Manifests
import Model
import TestSupport
import Testing

@testable import Engine

@Suite struct `Rules by similarity, from a store to a plan` {
  private let scratch = StoreScratch()

  private func bench() throws -> Bench {
    let bench = try Bench(dedupe: [DedupeRule(by: .similarity(0.99)), DedupeRule(by: .text)])
    bench.write((0..<9).map { BenchRow(id: $0, angle: $0) })
    return bench
  }

  @Test func `stars, and not chains, are taken away`() async throws {
    let bench = try bench()
    let preview = try await bench.reconciler.dedupePreview(limit: 100)
    #expect(preview.report.rules.map(\.dropped) == [expected.count, 0])
    #expect(expected.count > 2)
    #expect(preview.drops.map { [$0.row.position, $0.survivor.position] } == expected)
  }

  private var expected: [[Int]] {
    func cosine(_ a: Double, _ b: Double) -> Double {
      (1 + a * b) / ((1 + a * a) * (1 + b * b)).squareRoot()
    }
    var pairs: [[Int]] = []
    for best in 0..<9 where !pairs.contains(where: { $0[0] == best }) {
      for worse in best + 1..<9 where !pairs.contains(where: { $0[0] == worse }) {
        if cosine(Double(best), Double(worse)) >= 0.99 { pairs.append([worse, best]) }
      }
    }
    return pairs.sorted { $0[0] < $1[0] }
  }

  @Test func `a plan from the row index counts what the first one counted`() async throws {
    let bench = try bench()
    var workshop = bench.reconciler.workshop
    workshop.cache = scratch.path
    func plan() async throws -> Plan {
      try await Reconciler(
        bench.manifest, canonical: bench.manifest.canonical, workshop: workshop
      ).plan().plan
    }
    let first = try await plan()
    let files = try Files.list(scratch.path)
    #expect(files.count == 1, "there is a row index: \(files)")
    let second = try await plan()
    #expect(second.source.dedupe == first.source.dedupe)
    #expect(second.source.dedupe.dropped == expected.count)
    #expect(second == first)
  }

  @Test func `no vector is left behind in the scratch folder`() async throws {
    let bench = try bench()
    var workshop = bench.reconciler.workshop
    workshop.scratch = scratch.path
    _ = try await Reconciler(
      bench.manifest, canonical: bench.manifest.canonical, workshop: workshop
    ).plan()
    #expect(try Files.list(scratch.path).isEmpty)
  }

  @Test func `a scratch folder that is not there is told by name`() async throws {
    let bench = try bench()
    var workshop = bench.reconciler.workshop
    workshop.scratch = "/no/such/folder"
    let reconciler = Reconciler(
      bench.manifest, canonical: bench.manifest.canonical, workshop: workshop)
    let error = await #expect(throws: ScratchError.self) { try await reconciler.plan() }
    let text = error?.description ?? ""
    #expect(
      text.hasPrefix(
        "cannot set aside the vectors that a dedupe rule compares: cannot create /no/such/folder/"))
    #expect(
      text.hasSuffix(
        "no such file or directory; set TMPDIR to a folder on a disk that has room for all of them")
    )
  }

  @Test func `approximate vectors are refused`() async throws {
    let reconciler = try bench().reconciler
    let version = StoreVersion(name: "docs", files: [])
    let error = await #expect(throws: EngineError.self) {
      try await reconciler.refuseLossyVectors(LossyStore(isLossless: false), version)
    }
    #expect(
      error?.sentence
        == "dedupe rule 1 (similarity 0.99): the store \"docs\" holds approximate vectors in every "
        + "row, and their similarities are not those of the texts")
    try await reconciler.refuseLossyVectors(LossyStore(isLossless: true), version)
    let other = try Bench(dedupe: [DedupeRule(by: .vector)]).reconciler
    try await other.refuseLossyVectors(LossyStore(isLossless: false), version)
  }

  private struct LossyStore: StoreReader {
    let isLossless: Bool

    func read(_ batch: nonisolated(nonsending) ([SourceRow]) async throws -> Void) async throws {}
    func fetch(_ positions: [Int]) async throws -> [SourceRow] { [] }

    func inspect(full: Bool, progress: any ProgressSink) async throws -> StoreReport {
      StoreReport(format: .faiss, rows: 1, vectors: 1, dimensions: 2, isLossless: isLossless)
    }
  }
}
