import Model

/// Plans of every kind, by the names of their golden files.
enum PlanScenes {
  static let all: [(name: String, plan: Plan)] =
    (creations + points + settings + replacements + guards + states + oddities).map {
      (name: $0.0, plan: $0.1)
    }
  static let names = all.map(\.name)

  static func plan(_ name: String) -> Plan? { all.first { $0.name == name }?.plan }

  private typealias Named = (String, Plan)

  /// A settled scene, changed.
  private static func settled(
    _ live: Range<Int> = 0..<100, _ manifest: Manifest = PlanScene.manifest(),
    _ change: (inout PlanScene) -> Void = { _ in }
  ) -> Plan {
    var scene = PlanScene.settled(manifest, live: PlanScene.owned(live))
    scene.desired = PlanScene.wanted(live)
    change(&scene)
    return scene.plan
  }

  private static let creations: [Named] = [
    (
      "create",
      PlanScene(manifest: PlanScene.manifest(alias: nil), desired: PlanScene.wanted(0..<3)).plan
    ),
    (
      "create-with-everything",
      PlanScene(
        manifest: PlanScene.manifest(
          declared: [
            "vectors": .object([
              "title": .object(["size": .int(384), "distance": .string("Dot")]),
              "body": .object([
                "size": .int(768), "distance": .string("Cosine"),
                "hnsw_config": .object(["m": .int(32)]),
              ]),
            ]),
            "hnsw_config": .object(["m": .int(16), "ef_construct": .int(100)]),
            "on_disk_payload": .bool(true),
            "payload_indexes": .object([
              "brand": .string("keyword"),
              "price": .object(["type": .string("float"), "on_disk": .bool(true)]),
            ]),
          ], version: nil),
        desired: PlanScene.wanted(0..<1200),
        dedupe: [
          DedupeReport.Rule(name: "id", dropped: 17),
          DedupeReport.Rule(name: "text", dropped: 1650),
          DedupeReport.Rule(name: "fields source, chunk", dropped: 0),
        ]
      ).plan
    ),
    (
      "create-with-old-generations",
      {
        var scene = PlanScene(desired: PlanScene.wanted(0..<3))
        scene.manifest.sync.keep = 0
        scene.collections = ["docs__g2": 5, "docs__g3": 6]
        scene.entry = LedgerEntry(
          owner: "docs", serial: 9,
          generations: [
            Generation(number: 2, collection: "docs__g2", isComplete: true),
            Generation(number: 3, collection: "docs__g3", isComplete: false),
          ])
        scene.manifest.target.alias = nil
        return scene.plan
      }()
    ),
  ]

  private static let points: [Named] = [
    ("no-changes", settled()),
    (
      "no-changes-after-dedupe",
      settled { $0.dedupe = [DedupeReport.Rule(name: "text", dropped: 2)] }
    ),
    ("inserts", settled { $0.desired = PlanScene.wanted(0..<107) }),
    (
      "inserts-many-samples",
      settled {
        $0.desired = PlanScene.wanted(0..<200); $0.samples = 60
      }
    ),
    (
      "inserts-no-samples",
      settled {
        $0.desired = PlanScene.wanted(0..<107); $0.samples = 0
      }
    ),
    (
      "rewrites",
      settled { scene in
        for i in 0..<6 { scene.desired[i].1 = PlanScene.content(1000, payload: i) }
        for i in 6..<9 { scene.desired[i].1 = PlanScene.content(1000, payload: 1000) }
      }
    ),
    (
      "payload-only",
      settled { scene in
        for i in 0..<6 { scene.desired[i].1 = PlanScene.content(i, payload: 1000) }
      }
    ),
    ("deletes", settled { $0.desired = PlanScene.wanted(7..<100) }),
    ("deletes-one", settled { $0.desired = PlanScene.wanted(1..<100) }),
    (
      "lost-to-dedupe",
      settled { scene in
        scene.desired = PlanScene.wanted(7..<100)
        scene.dedupe = [DedupeReport.Rule(name: "similar text", dropped: 5)]
        scene.dropped = (0..<5).map { .number($0) }
      }
    ),
    (
      "mixed",
      settled { scene in
        scene.desired = PlanScene.wanted(4..<120)
        for i in 0..<6 { scene.desired[i].1 = PlanScene.content(4 + i, payload: 1000) }
        for i in 6..<9 { scene.desired[i].1 = PlanScene.content(1000, payload: 4 + i) }
        scene.live += [LivePoint(id: .number(500), mark: nil)]
      }
    ),
    (
      "retained",
      settled(0..<100, PlanScene.manifest(sync: SyncSpec(prune: false))) {
        $0.desired = PlanScene.wanted(30..<100)
      }
    ),
    (
      "unmanaged",
      settled(0..<100, PlanScene.manifest(sync: SyncSpec(prune: true, unmanaged: .report))) {
        $0.live += (500..<509).map { LivePoint(id: .number($0), mark: nil) }
      }
    ),
    (
      "other-owners",
      settled {
        $0.desired = PlanScene.wanted(0..<101)
        $0.live +=
          PlanScene.owned(500..<503, by: "papers") + PlanScene.owned(503..<505, by: "mails")
      }
    ),
    (
      "contested",
      settled {
        $0.desired = PlanScene.wanted(0..<104)
        $0.live +=
          PlanScene.owned(100..<102, by: "papers")
          + [102, 103, 500].map { LivePoint(id: .number($0), mark: nil) }
      }
    ),
  ]

  private static func declaring(_ more: PayloadObject) -> Manifest {
    var declared = PlanScene.schema(size: 4)
    for (key, value) in more { declared[key] = value }
    return PlanScene.manifest(declared: declared)
  }

  private static let settings: [Named] = [
    (
      "settings-in-place",
      settled(
        0..<100, declaring(["optimizers_config": .object(["indexing_threshold": .int(20000)])]))
    ),
    (
      "settings-that-rebuild",
      settled(0..<100, declaring(["hnsw_config": .object(["m": .int(32)])])) {
        $0.config["hnsw_config"] = .object(["m": .int(16)])
      }
    ),
    (
      "indexes",
      settled(
        0..<100,
        declaring([
          "payload_indexes": .object(["brand": .string("keyword"), "price": .string("float")])
        ])
      ) {
        $0.indexes = [
          "price": .object(["type": .string("integer")]),
          "old": .object(["type": .string("keyword")]),
          "by_hand": .object(["type": .string("keyword")]),
        ]
        $0.entry?.indexes = ["price", "old"]
      }
    ),
    (
      "alias-alone",
      settled { $0.aliases = [:] }
    ),
  ]

  private static func resized(
    _ sync: SyncSpec = SyncSpec(prune: true, allow: [.replace]), alias: String? = "docs-live"
  ) -> Manifest {
    PlanScene.manifest(alias: alias, sync: sync, declared: PlanScene.schema(size: 8))
  }

  private static let replacements: [Named] = [
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

  private static let guards: [Named] = [
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

  private static let states: [Named] = [
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

  private static let oddities: [Named] = [
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
