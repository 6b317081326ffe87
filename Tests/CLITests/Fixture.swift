import Glibc
import TestSupport

@testable import CLI

/// A folder with a store, its connections and a manifest, for commands that contact something.
struct Fixture {
  let scratch = StoreScratch()

  static let first = """
    {"id":1,"text":"one","metadata":{"page":1,"updated_at":"2026-01-01"},"vector":[1,0,0]}
    {"id":1,"text":"one b","metadata":{"page":2,"updated_at":"2026-02-01"},"vector":[1,0.5,0]}
    {"id":"intro#3","text":"two","metadata":{"page":3},"vector":[0,1,0]}
    {"id":3,"text":"two","metadata":{"page":4},"vector":[0,0,0.1]}

    """
  static let second = """
    {"id":1,"text":"one b","metadata":{"page":5,"updated_at":"2026-02-01","new":"x"},"vector":[1,0.5,0]}
    {"id":7,"text":"seven","metadata":{"page":4},"vector":[0,0,0.1]}

    """

  init() {
    scratch.write(
      "plumb.yaml",
      """
      apiVersion: plumb/v1
      kind: Connections
      stores: { local: { files: { path: ./stores } } }
      targets: { local: { local: { path: ./plumb.db } } }

      """)
    scratch.write("stores/docs/v1/rows.jsonl", Fixture.first)
    scratch.write("stores/docs/v2/rows.jsonl", Fixture.second)
    scratch.write(
      "stores/metadata.json",
      """
      {"docs":[
        {"version":"v2","timestamp":"2026-11-20T09:00:00Z","path":"docs/v2/"},
        {"version":"v1","timestamp":"2026-11-19T09:00:00Z","path":"docs/v1/","format":"jsonl",
         "documents":4,"dimensions":3,"metric":"cosine","embedding_model":"small",
         "files":[{"name":"rows.jsonl","size":\(Fixture.first.utf8.count)}]}]}
      """)
    use(version: "v1")
  }

  func use(
    version: String,
    dedupe: [String] = ["{ by: id, keep: newest, order: updated_at }", "{ by: text }"]
  ) {
    scratch.write(
      "docs.yaml",
      """
      apiVersion: plumb/v1
      kind: Collection
      metadata: { name: docs }
      spec:
        source: { store: local, name: docs, version: \(version) }
        dedupe: [\(dedupe.joined(separator: ", "))]
        target: { connection: local, collection: docs, alias: docs-live }
        collection:
          vectors: { size: 3, distance: Cosine }
        sync: { prune: true, maxDelete: { count: 100, percent: 100 } }

      """)
  }

  func path(_ name: String) -> String { scratch.path + "/" + name }

  /// Runs a command on the manifest.
  func run(_ arguments: String...) async -> Session {
    await Session.run(
      arguments + [path("docs.yaml"), "--connections", path("plumb.yaml")],
      environment: ["PLUMB_CACHE": path("cache")])
  }
}
