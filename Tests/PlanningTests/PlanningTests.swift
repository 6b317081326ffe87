import Model
import TestSupport
import Testing

@testable import Planning

@Suite struct `The merge of desired and live points` {
  /// The same answer from dictionaries, without any order.
  private struct Oracle {
    var steps: [PointID: PlanWork.Step] = [:]
    var deletions: Set<PointID> = []
    var unmanaged = 0
    var foreign = 0
    var owned = 0

    init(_ desired: DesiredSet, _ live: [LivePoint], prune: Bool) {
      let wanted = Dictionary(
        uniqueKeysWithValues: desired.points.map { ($0.id, $0.fingerprint) })
      for (id, _) in wanted { steps[id] = .insert }
      for point in live {
        guard let mark = point.mark else {
          unmanaged += 1
          steps[point.id] = steps[point.id].map { _ in .keep }
          continue
        }
        guard mark.owner == "docs" else {
          foreign += 1
          steps[point.id] = steps[point.id].map { _ in .keep }
          continue
        }
        owned += 1
        guard let fingerprint = wanted[point.id] else {
          if prune { deletions.insert(point.id) }
          continue
        }
        if fingerprint == mark.fingerprint {
          steps[point.id] = .keep
        } else {
          steps[point.id] = fingerprint.vector == mark.fingerprint.vector ? .payloadOnly : .rewrite
        }
      }
    }
  }

  private func generated(_ seed: UInt64) -> (DesiredSet, [LivePoint]) {
    var random = SeededGenerator(seed: seed)
    func id() -> PointID {
      random.chance(70)
        ? .number(UInt64(random.below(60))) : .uuid(UUID(high: 0, low: UInt64(random.below(20))))
    }
    var wanted: [PointID: Fingerprint] = [:]
    for _ in 0..<random.below(60) {
      wanted[id()] = Samples.fingerprint(random.below(3), payload: random.below(3))
    }
    var live: [PointID: LivePoint] = [:]
    for _ in 0..<random.below(60) {
      let id = id()
      let owner = ["docs", "docs", "docs", "other"][random.below(4)]
      let fingerprint = Samples.fingerprint(random.below(3), payload: random.below(3))
      let mark = LivePoint.Mark(owner: owner, fingerprint: fingerprint)
      live[id] = LivePoint(id: id, mark: random.chance(15) ? nil : mark)
    }
    return (
      Samples.desired(wanted.map { ($0.key, $0.value) }), live.values.sorted { $0.id < $1.id }
    )
  }

  private func merged(
    _ desired: DesiredSet, _ live: [LivePoint], prune: Bool, batch: Int = 7
  ) -> PointDifference {
    var differ = PointDiffer(
      owner: "docs", desired: desired, prune: prune, insertion: .new, samples: 5)
    for start in stride(from: 0, to: live.count, by: batch) {
      differ.take(Array(live[start..<min(start + batch, live.count)]))
    }
    return differ.finish()
  }

  @Test(arguments: 0..<400, [true, false])
  func `agrees with dictionaries on every point`(seed: UInt64, prune: Bool) {
    let (desired, live) = generated(seed)
    let oracle = Oracle(desired, live, prune: prune)
    let found = merged(desired, live, prune: prune)
    for (point, step) in zip(desired.points, found.steps) {
      #expect(step == oracle.steps[point.id], "\(point.id)")
    }
    #expect(Set(found.deletions) == oracle.deletions)
    #expect(found.deletions == found.deletions.sorted())
    #expect(found.changes.unmanaged == oracle.unmanaged)
    #expect(found.changes.foreign == oracle.foreign)
    #expect(found.changes.ownedBefore == oracle.owned)
  }

  @Test(arguments: 0..<400, [true, false])
  func `deletes only what the owner owns, and its numbers add up`(seed: UInt64, prune: Bool) {
    let (desired, live) = generated(seed)
    let found = merged(desired, live, prune: prune)
    let owned = Set(live.filter { $0.mark?.owner == "docs" }.map(\.id))
    #expect(Set(found.deletions).isSubset(of: owned))
    let counts = found.changes
    #expect(
      counts.ownedBefore
        == counts.rewritten + counts.payloadOnly + counts.unchanged + counts.deleted
        + counts.retained)
    #expect(counts.deleted == found.deletions.count)
    #expect(prune || counts.deleted == 0)
    for reason in counts.reasons {
      #expect(reason.samples.count == min(5, reason.count))
    }
  }

  @Test(arguments: 0..<100)
  func `does not depend on how the live points are cut into batches`(seed: UInt64) {
    let (desired, live) = generated(seed)
    let whole = merged(desired, live, prune: true, batch: 1000)
    let single = merged(desired, live, prune: true, batch: 1)
    #expect(whole.changes == single.changes)
    #expect(whole.steps == single.steps)
  }

  @Test(arguments: 0..<100)
  func `is empty against what an apply would leave`(seed: UInt64) {
    let (desired, live) = generated(seed)
    let foreign = live.filter { $0.mark?.owner != "docs" }
    let taken = Set(foreign.map(\.id))
    let own = desired.points.filter { !taken.contains($0.id) }.map {
      LivePoint(id: $0.id, mark: LivePoint.Mark(owner: "docs", fingerprint: $0.fingerprint))
    }
    let after = (foreign + own).sorted { $0.id < $1.id }
    #expect(merged(desired, after, prune: true).changes.writes == 0)
  }

  @Test func `tells rows that lost to another copy from rows that left`() {
    let desired = Samples.desired([(.number(1), Samples.fingerprint(1))], dropped: [.number(2)])
    let found = merged(desired, Samples.owned(1..<4), prune: true)
    #expect(found.changes.reasons.map(\.reason) == [.leftSource, .lostDedupe])
    #expect(found.changes.reasons.map(\.samples) == [[.number(3)], [.number(2)]])
  }
}

@Suite struct `The layout of collections` {
  private func layout(_ manifest: Manifest, _ state: LiveState) -> CollectionLayout {
    CollectionLayout.decide(manifest, state)
  }

  private let complete = Generation(number: 1, collection: "docs", isComplete: true)

  @Test func `is created under its own name with its alias`() {
    let found = layout(Samples.manifest(), Samples.state())
    #expect(found.change == .create)
    #expect(found.physical == "docs")
    #expect(found.alias == AliasChange(alias: "docs-live", before: nil, after: "docs"))
    #expect(found.live == nil)
  }

  @Test func `is kept when everything declared is live`() {
    let state = Samples.state(
      ["docs": 3], generations: [complete], aliases: ["docs-live": "docs"],
      config: [
        "vectors": ["size": .int(4), "distance": .string("Cosine"), "on_disk": .bool(false)],
        "hnsw_config": ["m": .int(16)],
      ])
    let found = layout(Samples.manifest(), state)
    #expect(found.change == .keep)
    #expect(found.alias == nil)
    #expect(found.schema.isEmpty)
  }

  @Test func `changes in place what a server changes in place`() {
    let manifest = Samples.manifest(declared: [
      "vectors": ["size": .int(4), "distance": .string("Cosine")],
      "hnsw_config": ["m": .int(32), "ef_construct": .double(100)],
      "on_disk_payload": .bool(true),
    ])
    let state = Samples.state(
      ["docs": 3], generations: [complete], aliases: ["docs-live": "docs"],
      config: [
        "vectors": ["size": .int(4), "distance": .string("Cosine")],
        "hnsw_config": ["m": .int(16), "ef_construct": .int(100)],
        "on_disk_payload": .bool(false),
      ])
    let found = layout(manifest, state)
    #expect(found.change == .update)
    #expect(
      found.schema == [
        SchemaChange(path: "hnsw_config.m", before: .int(16), after: .int(32), effect: .rebuild),
        SchemaChange(
          path: "on_disk_payload", before: .bool(false), after: .bool(true), effect: .inPlace),
      ])
  }

  @Test func `builds a new generation when the size changes`() {
    let manifest = Samples.manifest(declared: [
      "vectors": ["size": .int(8), "distance": .string("Cosine")]
    ])
    let state = Samples.state(
      ["docs": 3], generations: [complete], aliases: ["docs-live": "docs"])
    let found = layout(manifest, state)
    #expect(found.change == .replace(because: ["vectors.size"]))
    #expect(found.physical == "docs__g2")
    #expect(found.live == "docs")
    #expect(found.alias == AliasChange(alias: "docs-live", before: "docs", after: "docs__g2"))
    #expect(found.retired.isEmpty)
  }

  @Test func `goes on with a generation that a killed apply left half built`() {
    let manifest = Samples.manifest(declared: [
      "vectors": ["size": .int(8), "distance": .string("Cosine")]
    ])
    var state = Samples.state(
      ["docs": 3],
      generations: [
        complete, Generation(number: 2, collection: "docs__g2", isComplete: false),
      ], aliases: ["docs-live": "docs"])
    state.collections["docs__g2"] = LiveCollection(
      name: "docs__g2", config: manifest.collection.declared, points: 1)
    let found = layout(manifest, state)
    #expect(found.physical == "docs__g2")
    #expect(found.exists)
    #expect(found.retired.isEmpty)
  }

  @Test func `takes the number of a generation that was announced and never made`() {
    let manifest = Samples.manifest(declared: [
      "vectors": ["size": .int(16), "distance": .string("Cosine")]
    ])
    let state = Samples.state(
      ["docs": 3],
      generations: [
        complete, Generation(number: 2, collection: "docs__g2", isComplete: false),
      ], aliases: ["docs-live": "docs"])
    let found = layout(manifest, state)
    #expect(found.physical == "docs__g2")
    #expect(!found.exists)
    #expect(found.retired.isEmpty)
  }

  @Test func `drops a half built generation whose schema is no longer wanted`() {
    let manifest = Samples.manifest(declared: [
      "vectors": ["size": .int(16), "distance": .string("Cosine")]
    ])
    var state = Samples.state(
      ["docs": 3],
      generations: [
        complete, Generation(number: 2, collection: "docs__g2", isComplete: false),
      ], aliases: ["docs-live": "docs"])
    state.collections["docs__g2"] = LiveCollection(
      name: "docs__g2", config: ["vectors": ["size": .int(8), "distance": .string("Cosine")]],
      points: 1)
    let found = layout(manifest, state)
    #expect(found.physical == "docs__g3")
    #expect(found.retired == ["docs__g2"])
  }

  @Test(arguments: [(0, ["docs", "docs__g2"]), (1, ["docs"]), (2, [])])
  func `keeps as many older generations as asked`(keep: Int, retired: [String]) {
    let generations = (1...3).map {
      Generation(number: $0, collection: Generation.name("docs", $0), isComplete: true)
    }
    let state = Samples.state(
      ["docs": 3, "docs__g2": 3, "docs__g3": 3], generations: generations,
      aliases: ["docs-live": "docs__g3"])
    let manifest = Samples.manifest(sync: SyncSpec(prune: true, keep: keep))
    #expect(layout(manifest, state).retired == retired)
  }

  @Test func `never drops a generation that another alias uses`() {
    let generations = (1...2).map {
      Generation(number: $0, collection: Generation.name("docs", $0), isComplete: true)
    }
    let state = Samples.state(
      ["docs": 3, "docs__g2": 3], generations: generations,
      aliases: ["docs-live": "docs__g2", "canary": "docs"])
    let manifest = Samples.manifest(sync: SyncSpec(prune: true, keep: 0))
    #expect(layout(manifest, state).retired.isEmpty)
  }

  @Test func `drops a payload index only if a manifest declared it before`() {
    var state = Samples.state(
      ["docs": 1], generations: [complete], aliases: ["docs-live": "docs"])
    state.entry?.indexes = ["brand"]
    state.collections["docs"]?.indexes = [
      "brand": .string("keyword"), "by_hand": .string("integer"),
    ]
    #expect(
      layout(Samples.manifest(), state).indexes == [
        IndexChange(field: "brand", before: .string("keyword"), after: nil)
      ])
  }

  @Test func `takes a short and a long spelling of an index for the same`() {
    var state = Samples.state(
      ["docs": 1], generations: [complete], aliases: ["docs-live": "docs"])
    state.collections["docs"]?.indexes = ["brand": ["type": .string("keyword")]]
    let manifest = Samples.manifest(declared: [
      "vectors": ["size": .int(4), "distance": .string("Cosine")],
      "payload_indexes": ["brand": .string("keyword")],
    ])
    #expect(layout(manifest, state).indexes.isEmpty)
  }
}
