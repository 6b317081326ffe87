import Model
import Planning

/// What a manifest wants, what is live, and the plan that the planner makes of it.
struct PlanScene {
  var manifest = PlanScene.manifest()
  var desired: [(PointID, Fingerprint)] = []
  var dedupe: [DedupeReport.Rule] = []
  var dropped: [PointID] = []
  var collections: [String: Int] = [:]
  var config: PayloadObject = PlanScene.schema(size: 4)
  var indexes = PayloadObject()
  var live: [LivePoint] = []
  var entry: LedgerEntry?
  var aliases: [String: String] = [:]
  var others: [String: String] = [:]
  var approvals: Set<SyncSpec.Approval> = []
  var promised: Int?
  var isSuspended = false
  var samples = 5

  /// The digest of the manifest of every scene.
  static let digest = "8e08b79d3381ecb0cdfc3f76c763352c285019513bbfab0db4549afda6f18d7d"

  var plan: Plan {
    let layout = request.layout
    var differ = request.differ(layout)
    var losses = request.losses(layout)
    if layout.exists { differ.take(layout.physical == layout.live ? live : []) }
    losses?.take(live)
    return Planner.plan(request, layout, differ.finish(), losses: losses.map { $0.finish() }).plan
  }

  private var request: PlanRequest {
    let source = StoreVersion(
      name: "handbook", version: "2026-11-20", isLatest: manifest.source.version == nil,
      files: [
        StoreFile(name: "a.jsonl", path: "/a.jsonl", size: 150_000_000, identity: "1"),
        StoreFile(name: "b.jsonl", path: "/b.jsonl", size: 46_500_000, identity: "2"),
      ], entry: promised.map { CatalogFacts(documents: $0) })
    let set = desiredSet
    return PlanRequest(
      manifest: manifest, source: source, desired: set, state: state,
      base: PlanBase(
        manifest: Self.digest, source: "s1", desired: set.digest.description, config: "c1",
        live: "l1", serial: entry?.serial ?? 0),
      approvals: approvals, isSuspended: isSuspended, samples: samples)
  }

  private var desiredSet: DesiredSet {
    let sorted = desired.sorted { $0.0 < $1.0 }
    let rows = desired.count + dedupe.reduce(0) { $0 + $1.dropped }
    return DesiredSet(
      points: ContiguousArray(
        sorted.enumerated().map { DesiredPoint(id: $1.0, fingerprint: $1.1, row: $0) }),
      digest: Hash128(high: 7, low: UInt64(desired.count)),
      dedupe: DedupeReport(input: rows, rules: dedupe), rows: rows, dropped: dropped)
  }

  private var state: LiveState {
    var state = LiveState(
      facts: TargetFacts(kind: "local", address: "./plumb.db"), others: others, aliases: aliases)
    state.entry = entry
    for (name, points) in collections {
      state.collections[name] = LiveCollection(
        name: name, config: config, indexes: indexes, points: points)
    }
    return state
  }
}

// Small building blocks.
extension PlanScene {
  static func schema(size: Int64) -> PayloadObject {
    ["vectors": .object(["size": .int(size), "distance": .string("Cosine")])]
  }

  static func manifest(
    alias: String? = "docs-live", sync: SyncSpec = SyncSpec(prune: true),
    declared: PayloadObject = schema(size: 4), version: String? = "2026-11-20"
  ) -> Manifest {
    Manifest(
      name: "docs", source: SourceSpec(store: "lake", name: "handbook", version: version),
      target: TargetSpec(connection: "local", collection: "docs", alias: alias),
      collection: CollectionSpec(
        declared: declared, vectors: ["": VectorSpace(size: 4, distance: .cosine)]),
      sync: sync)
  }

  /// An applied collection "docs" with these points, behind the alias.
  static func settled(_ manifest: Manifest = manifest(), live: [LivePoint]) -> PlanScene {
    var scene = PlanScene(manifest: manifest)
    scene.live = live
    scene.collections = ["docs": live.count]
    scene.entry = LedgerEntry(
      owner: "docs", serial: 3, applied: applied(points: -1),
      generations: [Generation(number: 1, collection: "docs", isComplete: true)])
    if let alias = manifest.target.alias { scene.aliases = [alias: "docs"] }
    return scene
  }

  /// What the ledger remembers; a scene wants the same again when `points` is its count.
  static func applied(points: Int) -> AppliedState {
    AppliedState(
      manifestDigest: digest, sourceVersion: "2026-11-19", points: max(0, points),
      setDigest: Hash128(high: 7, low: UInt64(bitPattern: Int64(points))).description,
      at: "2026-11-19T08:00:00Z")
  }

  static func content(_ vector: Int, payload: Int? = nil) -> Fingerprint {
    Fingerprint(
      vector: Hash128(high: 1, low: UInt64(vector)),
      payload: Hash128(high: 2, low: UInt64(payload ?? vector)))
  }

  static func wanted(_ range: Range<Int>) -> [(PointID, Fingerprint)] {
    range.map { (.number(UInt64($0)), content($0)) }
  }

  static func owned(_ range: Range<Int>, by owner: String = "docs") -> [LivePoint] {
    range.map { owned(.number(UInt64($0)), content($0), by: owner) }
  }

  static func owned(_ id: PointID, _ content: Fingerprint, by owner: String = "docs") -> LivePoint {
    LivePoint(id: id, mark: LivePoint.Mark(owner: owner, fingerprint: content))
  }
}
