import Glibc
import Host
import Local
import Model
import TestSupport
import Testing

/// Two processes, one database.
@Suite(.timeLimit(.minutes(30))) struct `Two applies` {
  private let scene = Scene()
  private let calm = Scene()

  init() throws {
    let first = GeneratedRows(seed: 51, count: 2000, dimensions: 8)
    for scene in [scene, calm] {
      scene.write([first, first.bumped(seed: 51)])
      scene.write(ManifestText(version: 1))
      try #require(try Program.run("apply", "--yes", "docs.yaml", in: scene).status == 0)
    }
  }

  /// Several at once, several times: at most one writes, and the others say who does.
  @Test func `at once end as one alone`() async throws {
    calm.write(ManifestText(version: 2))
    #expect(try Program.run("apply", "--yes", "docs.yaml", in: calm).status == 0)
    let expected = try await LocalTarget(path: calm.database).dumpDigest()
    let base = Scene()
    try base.takeDatabase(of: scene)
    scene.write(ManifestText(version: 2))
    var refused = 0
    for round in 0..<8 {
      try scene.takeDatabase(of: base)
      let programs = try (0..<3).map {
        try Program.start(["apply", "--yes", "docs.yaml"], in: scene, name: "\(round)-\($0)")
      }
      let ends = programs.map { $0.end() }
      // One that comes late finds nothing to do; one that planned before and waited finds it stale.
      #expect(ends.contains { $0.status == 0 })
      for end in ends where end.status != 0 {
        #expect([4, 5].contains(end.status), "\(end.status): \(end.errors)")
        guard end.status == 5 else { continue }
        refused += 1
        #expect(end.errors.contains("docs is locked by "), "\(end.errors)")
        #expect(end.errors.contains("plumb unlock PATH --id "), "\(end.errors)")
      }
      #expect(try await LocalTarget(path: scene.database).dumpDigest() == expected)
    }
    #expect(refused > 0)
  }

  @Test func `one of which was killed leave a lock that is taken over at once`() async throws {
    scene.write(ManifestText(version: 2))
    let base = Scene()
    try base.takeDatabase(of: scene)
    var left = 0
    for _ in 0..<40 where left < 3 {
      try scene.takeDatabase(of: base)
      let program = try Program.start(["apply", "--yes", "docs.yaml"], in: scene)
      // As soon as the lock is there, however long a busy machine takes to come so far.
      program.wait { lockIsTaken() }
      program.signal(SIGKILL)
      guard program.end().wasKilled, lockIsTaken() else { continue }
      left += 1
      let end = try Program.run("apply", "--yes", "docs.yaml", in: scene)
      #expect(end.status == 0, "\(end.errors)")
    }
    #expect(left > 0)
  }

  private func lockIsTaken() -> Bool {
    Sight.finds("SELECT 1 FROM locks WHERE owner = 'docs'", in: scene.database)
  }

  @Test func `one of which is on another machine exclude each other`() async throws {
    let lock = Lock(
      owner: "docs", id: String(repeating: "e", count: 32),
      holder: "elsewhere, process 7 (00000000/4026531836/99)",
      takenAt: "2026-01-01T00:00:00Z", expiresAt: "2999-01-01T00:00:00Z")
    let writer = try await LocalTarget(path: scene.database).writer()
    try await writer.take(lock, now: lock.takenAt)
    try await writer.close()
    scene.write(ManifestText(version: 2))
    let refused = try Program.run("apply", "--yes", "docs.yaml", in: scene)
    #expect(refused.status == 5)
    #expect(
      refused.errors.contains("docs is locked by elsewhere, process 7"), "\(refused.errors)")
    let freed = try Program.run("unlock", "docs.yaml", "--id", lock.id, in: scene)
    #expect(freed.status == 0, "\(freed.errors)")
    #expect(try Program.run("apply", "--yes", "docs.yaml", in: scene).status == 0)
  }
}
