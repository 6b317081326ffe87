import Model
import Testing

extension Conformance {
  static let locks: [Case] = [
    Case("a lock that is held is refused to another, with its holder") { subject in
      let stage = try await Stage(subject)
      let second = Stage.lock("alpha", 2)
      let refusal = await lockRefusal { try await stage.writer.take(second, now: Stage.now) }
      #expect(refusal == LockRefusal(owner: "alpha", held: stage.lock))
      #expect(try await stage.reader.lock(of: "alpha") == stage.lock)
      #expect(try await stage.reader.lock(of: "beta") == nil)
    },
    Case("a released lock is free, and releasing a lost one takes nothing from others") { subject in
      let stage = try await Stage(subject)
      try await stage.writer.release(stage.lock)
      #expect(try await stage.reader.lock(of: "alpha") == nil)
      let second = try await stage.taken("alpha", 2)
      try await stage.writer.release(stage.lock)
      #expect(try await stage.reader.lock(of: "alpha") == second)
    },
    Case("an expired lock is taken over, and its old holder can write no more") { subject in
      let stage = try await Stage(subject)
      let second = Stage.lock("alpha", 2, until: "2026-01-01T02:00:00Z")
      _ = await lockRefusal { try await stage.writer.take(second, now: "2026-01-01T00:59:59Z") }
      try await stage.writer.take(second, now: "2026-01-01T01:00:01Z")
      #expect(try await stage.reader.lock(of: "alpha") == second)
      let refusal = await lockRefusal { try await stage.upsert(Stage.points(1...3)) }
      #expect(refusal == LockRefusal(owner: "alpha", held: second))
      #expect(try await stage.scanned().isEmpty)
    },
    Case("a renewed lock lasts longer, and a lost one is not renewed") { subject in
      let stage = try await Stage(subject)
      try await stage.writer.renew(stage.lock, until: "2026-01-01T03:00:00Z")
      #expect(try await stage.reader.lock(of: "alpha")?.expiresAt == "2026-01-01T03:00:00Z")
      let second = Stage.lock("alpha", 2)
      _ = await lockRefusal { try await stage.writer.take(second, now: "2026-01-01T02:59:59Z") }
      #expect(try await stage.writer.breakLock(of: "alpha", id: stage.lock.id))
      let refusal = await lockRefusal {
        try await stage.writer.renew(stage.lock, until: "2026-01-01T04:00:00Z")
      }
      #expect(refusal == LockRefusal(owner: "alpha", held: nil))
    },
    Case("a lock is broken by its id alone") { subject in
      let stage = try await Stage(subject)
      #expect(try await !stage.writer.breakLock(of: "alpha", id: Stage.lock("alpha", 9).id))
      #expect(try await !stage.writer.breakLock(of: "beta", id: stage.lock.id))
      #expect(try await stage.reader.lock(of: "alpha") == stage.lock)
      #expect(try await stage.writer.breakLock(of: "alpha", id: stage.lock.id))
      #expect(try await stage.reader.lock(of: "alpha") == nil)
    },
    Case("nothing at all is written under a lock that was broken") { subject in
      let stage = try await Stage(subject)
      try await stage.upsert(Stage.points(1...2))
      try await stage.writer.createIndex("a", .string("keyword"), in: "docs", under: stage.lock)
      let before = try await stage.reader.collection("docs")
      #expect(try await stage.writer.breakLock(of: "alpha", id: stage.lock.id))
      for (what, write) in writes(stage) {
        let refusal = await lockRefusal { try await write() }
        #expect(refusal == LockRefusal(owner: "alpha", held: nil), "\(what)")
      }
      #expect(try await stage.reader.collection("docs") == before)
      #expect(try await stage.reader.collection("more") == nil)
      #expect(try await stage.reader.aliases().isEmpty)
      #expect(try await stage.reader.ledger(of: "alpha") == nil)
      #expect(
        try await stage.scanned() == Stage.points(1...2).map { Stage.live($0, owner: "alpha") })
    },
  ]

  /// Every change that needs the lock.
  private static func writes(_ stage: Stage) -> [(String, () async throws -> Void)] {
    let (writer, lock) = (stage.writer, stage.lock)
    return [
      ("upsert", { try await stage.upsert(Stage.points(2...3, version: 2)) }),
      (
        "payload",
        {
          try await writer.overwritePayload(
            Stage.points([1], version: 2), in: "docs", under: lock)
        }
      ),
      ("delete", { try await writer.delete([.number(1)], in: "docs", under: lock) }),
      ("create", { try await writer.create("more", Stage.spec(Stage.plain), under: lock) }),
      (
        "alter",
        {
          try await writer.alter(
            "docs", ["hnsw_config": .object(["m": .int(7)])], under: lock)
        }
      ),
      ("drop", { try await writer.drop("docs", under: lock) }),
      (
        "index",
        { try await writer.createIndex("b", .string("keyword"), in: "docs", under: lock) }
      ),
      ("no index", { try await writer.dropIndex("a", in: "docs", under: lock) }),
      ("alias", { try await writer.point(alias: "live", to: "docs", under: lock) }),
      (
        "record",
        { try await writer.record(LedgerEntry(owner: "alpha", serial: 1), nil, under: lock) }
      ),
    ]
  }

  static let ledger: [Case] = [
    Case("a ledger entry comes back as it was recorded") { subject in
      let stage = try await Stage(subject)
      try await stage.writer.record(fullEntry, nil, under: stage.lock)
      #expect(try await stage.reader.ledger(of: "alpha") == fullEntry)
      let plain = LedgerEntry(owner: "alpha", serial: 2)
      try await stage.writer.record(plain, nil, under: stage.lock)
      #expect(try await stage.reader.ledger(of: "alpha") == plain)
      let beta = try await stage.taken("beta", 2)
      let other = LedgerEntry(owner: "beta", serial: 1)
      try await stage.writer.record(other, nil, under: beta)
      #expect(try await stage.reader.owners() == [plain, other])
      #expect(try await stage.reader.history(of: "alpha", limit: 10).isEmpty)
    },
    Case("an entry is recorded only right after the one before it, with its history or not at all")
    {
      subject in
      let stage = try await Stage(subject)
      let first = LedgerEntry(owner: "alpha", serial: 1)
      try await stage.writer.record(first, history(1), under: stage.lock)
      for serial in [0, 1, 3] {
        await refusal("serial \(serial)") {
          try await stage.writer.record(
            LedgerEntry(owner: "alpha", serial: serial), history(9), under: stage.lock)
        }
      }
      #expect(try await stage.reader.ledger(of: "alpha") == first)
      #expect(try await stage.reader.history(of: "alpha", limit: 10).count == 1)
    },
    Case("a lock lets nobody write the ledger of another owner") { subject in
      let stage = try await Stage(subject)
      await refusal("another owner's entry") {
        try await stage.writer.record(
          LedgerEntry(owner: "beta", serial: 1), nil, under: stage.lock)
      }
      #expect(try await stage.reader.owners().isEmpty)
    },
    Case("history is numbered for each owner and comes newest first") { subject in
      let stage = try await Stage(subject)
      let beta = try await stage.taken("beta", 2)
      for serial in 1...3 {
        try await stage.writer.record(
          LedgerEntry(owner: "alpha", serial: serial), history(serial), under: stage.lock)
      }
      var other = history(1)
      other.owner = "beta"
      try await stage.writer.record(LedgerEntry(owner: "beta", serial: 1), other, under: beta)
      let expected = [3, 2, 1].map { number in
        var entry = history(number)
        entry.number = number
        return entry
      }
      #expect(try await stage.reader.history(of: "alpha", limit: 10) == expected)
      #expect(
        try await stage.reader.history(of: "alpha", limit: 2) == Array(expected.prefix(2)))
      #expect(try await stage.reader.history(of: "beta", limit: 10).map(\.number) == [1])
    },
  ]

  private static var fullEntry: LedgerEntry {
    LedgerEntry(
      owner: "alpha", serial: 1,
      applied: AppliedState(
        manifestDigest: "m1", gitCommit: "c1", sourceVersion: "v1", points: 12, setDigest: "s1",
        at: Stage.now),
      generations: [
        Generation(number: 1, collection: "docs", isComplete: true),
        Generation(number: 2, collection: "docs__g2", isComplete: false),
      ], hold: RollbackHold(generation: 1, manifestDigest: "m0", at: Stage.now),
      guards: StandingGuards(prune: true, maxDelete: DeleteLimit(count: 5, percent: 12.5)))
  }

  private static func history(_ number: Int) -> HistoryEntry {
    HistoryEntry(
      owner: "alpha", kind: HistoryEntry.Kind.allCases[number % 3], at: Stage.now,
      by: "tester@here", manifestDigest: "m\(number)",
      sourceVersion: number == 1 ? nil : "v\(number)", gitCommit: number == 2 ? nil : "c",
      inserted: number, rewritten: number + 1, payloadOnly: number + 2, deleted: number + 3,
      note: "entry \"\(number)\"")
  }

  static let concurrency: [Case] = [
    Case("of many that take a free lock at once exactly one has it") { subject in
      var taken: [Lock] = []
      try await withThrowingTaskGroup(of: Lock?.self) { group in
        for number in 1...8 {
          group.addTask {
            let writer = try await subject.target.writer()
            let lock = Stage.lock("alpha", number)
            do {
              try await writer.take(lock, now: Stage.now)
            } catch is LockRefusal {
              return nil
            }
            return lock
          }
        }
        for try await lock in group { if let lock { taken.append(lock) } }
      }
      #expect(taken.count == 1)
      let reader = try await subject.target.reader()
      #expect(try await reader.lock(of: "alpha") == taken.first)
    },
    Case("a reader sees whole alias switches only") { subject in
      let stage = try await Stage(subject)
      try await stage.writer.create("docs__g2", Stage.spec(Stage.plain), under: stage.lock)
      try await stage.writer.point(alias: "live", to: "docs", under: stage.lock)
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
          for step in 0..<40 {
            try await stage.writer.point(
              alias: "live", to: step.isMultiple(of: 2) ? "docs__g2" : "docs", under: stage.lock)
          }
        }
        group.addTask {
          for _ in 0..<80 {
            let aliases = try await stage.reader.aliases()
            #expect(aliases == ["live": "docs"] || aliases == ["live": "docs__g2"])
          }
        }
        try await group.waitForAll()
      }
    },
    Case("two owners write into one collection at once and lose nothing") { subject in
      let stage = try await Stage(subject)
      let beta = try await stage.taken("beta", 2)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for (lock, first) in [(stage.lock, 0), (beta, 1000)] {
          group.addTask {
            let writer = try await subject.target.writer()
            for start in stride(from: first, to: first + 500, by: 50) {
              try await writer.upsert(
                Stage.points(start..<start + 50), in: "docs", under: lock)
            }
          }
        }
        try await group.waitForAll()
      }
      let found = try await stage.scanned()
      #expect(found.count == 1000)
      #expect(found.filter { $0.mark?.owner == "beta" }.count == 500)
      #expect(try await stage.reader.collection("docs")?.points == 1000)
    },
    Case("a scan goes on while points are written, in order and each id once") { subject in
      let stage = try await Stage(subject)
      try await stage.upsert(Stage.points(0..<6000))
      var found: [PointID] = []
      try await stage.reader.scan("docs") { batch in
        found += batch.map(\.id)
        try await stage.upsert(Stage.points(0..<20, version: 2))
      }
      #expect(found == (0..<6000).map { PointID.number(UInt64($0)) })
    },
  ]
}
