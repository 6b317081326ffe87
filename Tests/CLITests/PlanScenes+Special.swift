import Model

/// Replacements, guards, and whatever else is not every day's.
extension PlanScenes {
  private static func resized(
    _ sync: SyncSpec = SyncSpec(prune: true, allow: [.replace]), alias: String? = "docs-live"
  ) -> Manifest {
    PlanScene.manifest(alias: alias, sync: sync, declared: PlanScene.schema(size: 8))
  }

  static let replacements: [Named] = [
    (
      "replacement",
      settled(0..<100, resized()) {
        $0.desired = PlanScene.wanted(0..<120)
        $0.dedupe = [DedupeReport.Rule(name: "id", dropped: 3)]
      }
    ),
    ("replacement-unapproved", settled(0..<100, resized(SyncSpec(prune: true)))),
    ("replacement-forbidden", settled(0..<100, resized(SyncSpec(prune: true, replace: .forbid)))),
    ("replacement-without-alias", settled(0..<100, resized(alias: nil))),
    (
      "replacement-leaves-others-behind",
      settled(0..<100, resized()) {
        $0.live +=
          [LivePoint(id: .number(500), mark: nil)] + PlanScene.owned(501..<503, by: "papers")
      }
    ),
    (
      "replacement-that-loses",
      settled(0..<100, resized()) { $0.desired = PlanScene.wanted(95..<100) }
    ),
    (
      "replacement-that-retires",
      settled(0..<100, resized()) { scene in
        scene.collections["docs__g2"] = 100
        scene.collections["docs__g3"] = 100
        scene.aliases = ["docs-live": "docs__g3"]
        scene.entry?.generations = (1...3).map {
          Generation(
            number: $0, collection: Generation.name("docs", $0), isComplete: true)
        }
      }
    ),
    (
      "retires-generations",
      settled { scene in
        scene.manifest.sync.keep = 0
        scene.collections["docs__g2"] = 100
        scene.entry?.generations.append(
          Generation(number: 2, collection: "docs__g2", isComplete: false))
      }
    ),
  ]

  static let guards: [Named] = [
    ("too-many-deletes", settled { $0.desired = PlanScene.wanted(50..<100) }),
    (
      "many-deletes-approved",
      settled {
        $0.desired = PlanScene.wanted(50..<100); $0.approvals = [.deletes]
      }
    ),
    ("empty-source", settled { $0.desired = [] }),
    (
      "too-few-rows",
      settled(0..<100, PlanScene.manifest(sync: SyncSpec(prune: true, minRows: 1000)))
    ),
    ("catalog-mismatch", settled { $0.promised = 107 }),
    (
      "suspended",
      settled {
        $0.manifest.suspend = Suspension(
          reason: "the search team measures", until: "2026-12-01T00:00:00Z")
        $0.isSuspended = true
        $0.desired = PlanScene.wanted(0..<107)
      }
    ),
    (
      "alias-of-another",
      settled {
        $0.aliases = ["docs-live": "papers__g2"]
        $0.others = ["papers__g2": "papers"]
      }
    ),
    (
      "collection-of-another",
      {
        var scene = PlanScene(desired: PlanScene.wanted(0..<3))
        scene.collections = ["docs": 5]
        scene.others = ["docs": "papers"]
        scene.live = PlanScene.owned(10..<15, by: "papers")
        return scene.plan
      }()
    ),
  ]

  static let states: [Named] = [
    (
      "drift",
      settled(
        0..<100,
        declaring([
          "hnsw_config": .object(["m": .int(16)]),
          "payload_indexes": .object(["brand": .string("keyword")]),
        ])
      ) { scene in
        scene.entry?.applied = PlanScene.applied(points: 100)
        scene.config["hnsw_config"] = .object(["m": .int(64)])
        scene.live.removeFirst(3)
        scene.live[10].mark?.fingerprint = PlanScene.content(1000, payload: 13)
        scene.live[11].mark?.fingerprint = PlanScene.content(14, payload: 1000)
        scene.live += PlanScene.owned(700..<702) + [LivePoint(id: .number(800), mark: nil)]
      }
    ),
    (
      "drift-of-points",
      settled { scene in
        scene.entry?.applied = PlanScene.applied(points: 100)
        scene.live.removeLast(12)
      }
    ),
    (
      "held",
      settled { scene in
        scene.collections["docs__g2"] = 120
        scene.entry?.generations.append(
          Generation(number: 2, collection: "docs__g2", isComplete: true))
        scene.entry?.hold = RollbackHold(
          generation: 1, manifestDigest: PlanScene.digest, at: "2026-11-20T09:30:00Z")
      }
    ),
    (
      "interrupted",
      settled {
        $0.entry?.pending = PendingApply(
          manifestDigest: PlanScene.digest, at: "2026-11-20T09:30:00Z", by: "ci@runner, process 7")
        $0.desired = PlanScene.wanted(0..<103)
      }
    ),
    (
      "interrupted-at-the-end",
      settled {
        $0.entry?.pending = PendingApply(
          manifestDigest: PlanScene.digest, at: "2026-11-20T09:30:00Z", by: "ci@runner, process 7")
      }
    ),
  ]

  static let oddities: [Named] = [
    (
      "huge-ids",
      settled(0..<0) {
        $0.desired = [
          (.number(1 << 63), PlanScene.content(1)), (.number(.max), PlanScene.content(2)),
          (.number((1 << 63) - 1), PlanScene.content(3)),
          (.uuid(UUID(high: .max, low: 0)), PlanScene.content(4)),
          (.uuid(UUID(high: 0, low: 1)), PlanScene.content(5)),
        ]
      }
    ),
    (
      "huge-numbers",
      {
        // Ten million points would only make the test slow: the planner's counts, times a hundred
        // thousand.
        var plan = settled { scene in
          scene.desired = PlanScene.wanted(4..<120)
          for i in 0..<6 { scene.desired[i].1 = PlanScene.content(4 + i, payload: 1000) }
          for i in 6..<9 { scene.desired[i].1 = PlanScene.content(1000, payload: 4 + i) }
        }
        let factor = 100_000
        plan.points.ownedBefore *= factor
        plan.points.inserted *= factor
        plan.points.rewritten *= factor
        plan.points.payloadOnly *= factor
        plan.points.deleted *= factor
        plan.points.unchanged *= factor
        for i in plan.points.reasons.indices { plan.points.reasons[i].count *= factor }
        plan.source.bytes = 1 << 62
        plan.source.dedupe.input *= factor
        return plan
      }()
    ),
    (
      "odd-names",
      {
        var scene = PlanScene(desired: PlanScene.wanted(0..<2))
        scene.manifest.target.collection = "d\"o`c*s_[x](y) <b>@team| ~#1"
        scene.manifest.target.alias = "文書-naïve"
        scene.manifest.collection.declared["payload_indexes"] = .object([
          "``` \u{202E}evil\u{2066}\n# title": .string("keyword"),
          "größe & <img src=x>": .object(["type": .string("a \"b\" c\u{1B}[31m")]),
        ])
        scene.dedupe = [DedupeReport.Rule(name: "fields a|b, `c`", dropped: 1)]
        scene.manifest.suspend = Suspension(reason: "ask @everyone\n**now**", until: nil)
        scene.isSuspended = true
        return scene.plan
      }()
    ),
  ]
}
