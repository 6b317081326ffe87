import Model

/// Plans of every kind, by the names of their golden files.
enum PlanScenes {
  static let all: [(name: String, plan: Plan)] =
    (creations + points + settings + replacements + guards + states + oddities).map {
      (name: $0.0, plan: $0.1)
    }
  static let names = all.map(\.name)

  static func plan(_ name: String) -> Plan? { all.first { $0.name == name }?.plan }

  typealias Named = (String, Plan)

  /// A settled scene, changed.
  static func settled(
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
      "dedupe-by-an-index",
      settled {
        let recall = DedupeReport.Recall(sampled: 2000, missed: 3, share: 0.997)
        $0.dedupe = [
          DedupeReport.Rule(name: "text", dropped: 2),
          DedupeReport.Rule(name: "similarity 0.98", dropped: 41_327, recall: recall),
        ]
      }
    ),
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

  static func declaring(_ more: PayloadObject) -> Manifest {
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
}
