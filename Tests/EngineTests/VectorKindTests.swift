import Local
import Manifests
import Model
import TestSupport
import Testing

@testable import Engine

/// Every kind of vector goes all the way, and spaces come and go in place.
@Suite(.timeLimit(.minutes(15))) struct `Vectors of every kind` {
  private func bench(_ collection: String) throws -> Bench {
    var bench = try Bench()
    let text = """
      apiVersion: plumb/v1
      kind: Collection
      metadata: { name: docs }
      spec:
        source: { store: local, name: rows.jsonl }
        target: { connection: local, collection: docs, alias: docs-live }
        collection: \(collection)
        sync: { prune: true }
      """
    let set = ManifestReader.read(files: [SourceFile(path: "docs.yaml", bytes: Array(text.utf8))])
    bench.manifest = try #require(set.manifests.first?.manifest, "\(set.problems)")
    return bench
  }

  private static let rows = (1...20).map { number in
    #"{"id":\#(number),"vectors":{"title":[\#(number),1],"body":[[1,\#(number)],[2,2]],"#
      + #""words":{"indices":[\#(number),99],"values":[0.5,1]}}}"# + "\n"
  }.joined()

  private func apply(_ bench: Bench) async throws -> Receipt {
    try await bench.reconciler.apply(try await bench.reconciler.plan())
  }

  @Test func `are stored, verified, and left alone`() async throws {
    let bench = try bench(
      "{ vectors: { title: { size: 2, distance: Cosine }, body: { size: 2, distance: Dot, "
        + "multivector_config: { comparator: max_sim } } }, sparse_vectors: { words: {} } }")
    bench.scratch.write("rows.jsonl", Self.rows)
    #expect(try await apply(bench).inserted == 20)
    #expect(try await bench.reconciler.plan().plan.isEmpty)
    let found = try await bench.reconciler.verify(.sample(20))
    #expect(found.isClean && found.sampled == 20)
  }

  @Test func `come in place when they are declared, and go when they no longer are`() async throws {
    let one = try bench("{ vectors: { title: { size: 2, distance: Dot } } }")
    one.scratch.write("rows.jsonl", Self.rows)
    _ = try await apply(one)

    var two = one
    two.manifest = try bench(
      "{ vectors: { title: { size: 2, distance: Dot }, body: { size: 2, distance: Dot, "
        + "multivector_config: { comparator: max_sim } } }, sparse_vectors: { words: {} } }"
    ).manifest
    let added = try await two.reconciler.plan()
    #expect(
      added.plan.schema.map { "\($0.path) \($0.effect)" } == [
        "sparse_vectors.words inPlace", "vectors.body inPlace",
      ])
    #expect(added.plan.collection == .update && added.plan.points.rewritten == 20)
    _ = try await two.reconciler.apply(added)
    #expect(try await two.reconciler.verify(.sample(20)).isClean)

    let removed = try await one.reconciler.plan()
    #expect(
      removed.plan.schema.map { "\($0.path) \($0.after)" } == [
        "vectors.body null", "sparse_vectors.words null",
      ])
    _ = try await one.reconciler.apply(removed)
    #expect(try await one.reconciler.plan().plan.isEmpty)
    #expect(try await one.reconciler.verify(.sample(20)).isClean)
  }
}
