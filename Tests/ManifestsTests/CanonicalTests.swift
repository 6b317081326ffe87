import Model
import Testing
import Wire

@testable import Manifests

@Suite struct `The canonical tree` {
  static func manifest(_ text: String) throws -> Manifest {
    let set = ManifestReader.read(files: [SourceFile(path: "x", bytes: Array(text.utf8))])
    try #require(!set.hasErrors, "\(set.problems.map(\.text))")
    return try #require(set.manifests.first).manifest
  }

  static let short = """
    apiVersion: plumb/v1
    kind: Collection
    metadata: { name: docs }
    spec:
      source: { store: lake, name: handbook }
      dedupe: [{ by: id }]
      target: { connection: prod, collection: docs }
      collection:
        vectors: { size: 3, distance: Dot }
        quantization_config: { scalar: { type: int8, quantile: 1 } }
        payload_indexes: { source: keyword }
      sync: { prune: true }
    """

  /// The same with every default written out, in another order, with comments.
  static let long = """
    # a comment
    kind: "Collection"
    spec:
      sync:
        allow: []
        minRows: 1
        unmanaged: ignore
        drift: correct
        keep: 1
        replace: blueGreen
        maxDelete: { percent: 10.0, count: 1000 }
        prune: true
      dependsOn: []
      collection:
        payload_indexes: { source: { type: keyword } }
        quantization_config: { scalar: { quantile: 1.0, type: int8 } }
        vectors: { distance: Dot, size: 3 }
      target: { collection: docs, connection: prod }
      dedupe: [{ missing: drop, keep: any, by: id }]
      map:
        payload: { rename: {}, constants: {}, provenance: {} }
        text: page_content
        id: { from: id }
      source: { allowLossy: false, format: auto, version: latest, name: handbook, store: lake }
    metadata: { labels: {}, name: docs }
    apiVersion: plumb/v1
    """

  @Test func `is the same whatever the order, the comments and the defaults`() throws {
    let short = try Self.manifest(Self.short)
    let long = try Self.manifest(Self.long)
    #expect(JSONWriter.text(short.canonical) == JSONWriter.text(long.canonical))
    #expect(short.canonical == long.canonical)
  }

  @Test(arguments: [
    ("name: docs", "name: docs2"), ("size: 3", "size: 4"), ("store: lake", "store: pond"),
    ("prune: true", "prune: false"), ("by: id", "by: text"), ("source: keyword", "source: uuid"),
    ("name: handbook }", "name: handbook, version: a }"), ("quantile: 1", "quantile: 0.99"),
    ("prune: true }", "prune: true, keep: 2 }"), ("[{ by: id }]", "[]"),
    ("{ name: docs }", "{ name: docs, labels: { a: b } }"),
    ("collection: docs }", "collection: docs, alias: live }"),
  ])
  func `differs when anything differs`(_ old: String, _ new: String) throws {
    let text = Self.short.replacing(old, with: new)
    #expect(text != Self.short)
    #expect(try Self.manifest(Self.short).canonical != Self.manifest(text).canonical)
  }

  @Test func `reads every part of a manifest`() throws {
    let manifest = try Self.manifest(
      """
      apiVersion: plumb/v1
      kind: Collection
      metadata: { name: docs, labels: { team: search } }
      spec:
        source: { store: lake, name: handbook, version: v7, collection: c, format: chroma, allowLossy: true }
        map:
          id: { fields: [a, b] }
          text: null
          payload: { include: [x], rename: { x: y }, constants: { k: [1, 2.5, null] }, provenance: { r: row } }
        dedupe:
          - { by: { similarity: 0.9 }, keep: newest, order: at, missing: drop, exact: true }
          - { by: text, normalize: [trim, nfc] }
        target: { connection: prod, collection: docs, alias: live }
        collection:
          vectors: { a: { size: 3, distance: Dot, datatype: uint8 }, b: { size: 4, distance: Cosine, multivector_config: { comparator: max_sim } } }
          sparse_vectors: { s: {} }
        sync: { prune: true, maxDelete: { count: 1, percent: 2.5 }, replace: forbid, keep: 0, drift: report, unmanaged: report, minRows: 9, allow: [deletes] }
        dependsOn: [docs-2]
        suspend: { reason: because, until: "2026-12-01T00:00:00+01:00" }
      ---
      apiVersion: plumb/v1
      kind: Collection
      metadata: { name: docs-2 }
      spec:
        source: { store: lake, name: handbook }
        target: { connection: prod, collection: docs-2 }
        collection: { vectors: { size: 3, distance: Dot } }
        sync: { prune: true }
      """)
    let expected = Manifest(
      name: "docs", labels: ["team": "search"],
      source: SourceSpec(
        store: "lake", name: "handbook", version: "v7", collection: "c", format: .chroma,
        allowLossy: true),
      map: MapSpec(
        id: .fields(["a", "b"]), text: nil,
        payload: PayloadRule(
          include: ["x"], rename: ["x": "y"],
          constants: ["k": .list([.int(1), .double(2.5), .null])], provenance: ["r": .row])),
      dedupe: [
        DedupeRule(
          by: .similarity(0.9), keep: .newest, order: "at", missing: .drop, exact: true),
        DedupeRule(by: .text, normalize: [.trim, .nfc]),
      ],
      target: TargetSpec(connection: "prod", collection: "docs", alias: "live"),
      collection: CollectionSpec(
        declared: manifest.collection.declared,
        vectors: [
          "a": VectorSpace(size: 3, distance: .dot, datatype: .uint8),
          "b": VectorSpace(size: 4, distance: .cosine, isMulti: true),
        ], sparseVectors: ["s"]),
      sync: SyncSpec(
        prune: true, maxDelete: DeleteLimit(count: 1, percent: 2.5), replace: .forbid, keep: 0,
        drift: .report, unmanaged: .report, minRows: 9, allow: [.deletes]),
      dependsOn: ["docs-2"],
      suspend: Suspension(reason: "because", until: "2026-12-01T00:00:00+01:00"))
    #expect(manifest == expected)
    #expect(manifest.collection.declared.map(\.0) == ["sparse_vectors", "vectors"])
  }
}
