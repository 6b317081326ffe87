import Host
import Manifests
import Model
import TestSupport

@testable import Engine

/// A reconciler over a store and a target in a folder of its own.
struct Bench {
  let scratch = StoreScratch()
  var manifest: Manifest

  init(dedupe: [DedupeRule] = [], prune: Bool = true, distance: String = "Cosine") throws {
    let text = """
      apiVersion: plumb/v1
      kind: Collection
      metadata: { name: docs }
      spec:
        source: { store: local, name: rows.jsonl }
        target: { connection: local, collection: docs, alias: docs-live }
        collection: { vectors: { size: 2, distance: \(distance) } }
        sync: { prune: \(prune), maxDelete: { count: 1000000, percent: 100 } }
      """
    let set = ManifestReader.read(files: [SourceFile(path: "docs.yaml", bytes: Array(text.utf8))])
    guard let entry = set.manifests.first else { throw NoManifest(problems: set.problems) }
    manifest = entry.manifest
    manifest.dedupe = dedupe
  }

  struct NoManifest: Error { let problems: [Problem] }

  var reconciler: Reconciler {
    let connections = Connections(
      stores: ["local": .files(path: scratch.path)],
      targets: ["local": .local(path: scratch.path + "/plumb.db")])
    let workshop = Workshop(
      connections: connections, identity: ProcessIdentity.current(), clock: SystemClock(),
      lockID: { String(repeating: "a", count: 32) })
    return Reconciler(
      manifest, canonical: manifest.canonical, workshop: workshop, approvals: [.replace])
  }

  func write(_ rows: [BenchRow]) {
    scratch.write("rows.jsonl", rows.map(\.line).joined())
  }
}

/// A small row: few values for everything, so that copies and ties are everywhere.
struct BenchRow: Hashable {
  var id: Int
  var text: String?
  var source: String?
  var at: Int?
  var angle: Int

  init(id: Int, angle: Int = 1) {
    self.id = id
    self.angle = angle
  }

  init(_ random: inout SeededGenerator, ids: Int) {
    id = random.below(ids)
    text = random.chance(85) ? String(repeating: "t", count: 1 + random.below(4)) : nil
    source = random.chance(85) ? "s\(random.below(3))" : nil
    at = random.chance(80) ? random.below(4) : nil
    angle = random.below(5)
  }

  var line: String {
    let text = text.map { "\"\($0)\"" } ?? "null"
    let metadata = [source.map { "\"source\":\"\($0)\"" }, at.map { "\"at\":\($0)" }]
    return "{\"id\":\(id),\"text\":\(text),\"metadata\":{"
      + metadata.compactMap(\.self).joined(separator: ",") + "},\"vector\":[1,\(angle)]}\n"
  }
}
