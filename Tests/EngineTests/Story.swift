import Conformance
import Engine
import Glibc
import Host
import Local
import Manifests
import Model
import Synchronization
import TestSupport
import Testing

/// A scene that is reconciled in this process, by a clock that the test sets.
struct Story: Sendable {
  let scene = Scene()
  var clock: any WallClock = ManualClock()
  var keepsCache = false
  /// What the target is handed through; see `RecordingTarget`.
  var through: @Sendable (any Target) -> any Target = { $0 }

  var target: LocalTarget { LocalTarget(path: scene.database) }

  func reconciler(_ text: ManifestText) throws -> Reconciler {
    let file = SourceFile(path: "docs.yaml", bytes: Array(text.text.utf8))
    let set = ManifestReader.read(files: [file])
    let manifest = try #require(set.manifests.first?.manifest, "\(set.problems)")
    try #require(!set.hasErrors, "\(set.problems)")
    let connections = Connections(
      stores: ["local": .files(path: scene.stores)],
      targets: ["local": .local(path: scene.database)])
    var workshop = Workshop(
      connections: connections, identity: .current(), clock: clock,
      cache: keepsCache ? scene.cache : nil, lockID: { Story.nextLockID() })
    workshop.through = through
    return Reconciler(manifest, canonical: manifest.canonical, workshop: workshop)
  }

  func plan(_ text: ManifestText) async throws -> PlannedWork {
    try await reconciler(text).plan()
  }

  @discardableResult
  func apply(_ text: ManifestText) async throws -> Receipt {
    let reconciler = try reconciler(text)
    return try await reconciler.apply(try await reconciler.plan())
  }

  func recorded(by recording: Recording) -> Story {
    var story = self
    story.through = { RecordingTarget($0, recording) }
    return story
  }

  func alias() async throws -> String? {
    let reader = try await target.reader()
    let found = try await reader.aliases()["docs-live"]
    try await reader.close()
    return found
  }

  /// The id and mark of every point of one collection.
  func live(_ collection: String) async throws -> [LivePoint] {
    let reader = try await target.reader()
    var found: [LivePoint] = []
    try await reader.scan(collection) { found += $0 }
    try await reader.close()
    return found
  }

  private static func nextLockID() -> String {
    let digits = String(
      counter.withLock { count -> UInt64 in
        count += 1
        return count
      }, radix: 16)
    return String(repeating: "0", count: 32 - digits.count) + digits
  }

  private static let counter = Mutex<UInt64>(0)
}

/// A wall clock that a test moves, and that may move by itself with every look at it.
final class ManualClock: WallClock {
  private let seconds: Mutex<Int>
  private let step: @Sendable (Int) -> Int
  private let looks = Mutex(0)

  /// `step` gives by how much the clock jumps at its n-th look.
  init(at seconds: Int = 1_772_323_200, step: @escaping @Sendable (Int) -> Int = { _ in 0 }) {
    self.seconds = Mutex(seconds)
    self.step = step
  }

  func advance(by amount: Int) { seconds.withLock { $0 += amount } }

  func now(adding amount: Int) -> String {
    let look = looks.withLock { looks in
      looks += 1
      return looks
    }
    var moment = seconds.withLock { seconds in
      seconds += step(look)
      return seconds + amount
    }
    var parts = tm()
    gmtime_r(&moment, &parts)
    let numbers = [
      parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min,
      parts.tm_sec,
    ].map { $0 < 10 ? "0\($0)" : "\($0)" }
    return numbers[..<3].joined(separator: "-") + "T" + numbers[3...].joined(separator: ":") + "Z"
  }
}

extension Story {
  /// Inserts points of another owner and points of nobody into `docs`, as it is now.
  func settleStrangers(_ numbers: Range<Int>, dimensions: Int) async throws {
    let writer = try await target.writer()
    let lock = Story.otherLock(until: "2999-01-01T00:00:00Z", owner: "others")
    try await writer.take(lock, now: lock.takenAt)
    let points = numbers.map { number in
      Point(
        id: .number(UInt64(9_000_000 + number)),
        vectors: Vectors(dense: (0..<dimensions).map { Float(number + $0) }),
        payload: ["text": .string("stranger \(number)")],
        fingerprint: Fingerprint(
          vector: Hash128(high: 1, low: UInt64(number)),
          payload: Hash128(high: 2, low: UInt64(number))))
    }
    let half = points.count / 2
    try await writer.upsert(Array(points[..<half]), in: "docs", under: lock)
    try await writer.release(lock)
    try await writer.close()
    try await target.insertUnmanaged(Array(points[half...]), in: "docs")
  }

  /// Changes owned points behind the program's back: some are gone, some are not what they were.
  func drift(_ text: ManifestText, seed: UInt64) async throws {
    var random = SeededGenerator(seed: seed)
    let writer = try await target.writer()
    let lock = Story.otherLock(until: "2999-01-01T00:00:00Z", owner: "docs")
    try await writer.take(lock, now: lock.takenAt)
    let ids = try await live("docs").filter { $0.mark?.owner == "docs" }.map(\.id)
    try await writer.delete(ids.filter { _ in random.chance(10) }, in: "docs", under: lock)
    let left = try await live("docs").filter { $0.mark?.owner == "docs" }.map(\.id)
    let changed = left.filter { _ in random.chance(10) }.map { id in
      Point(
        id: id, vectors: Vectors(dense: (0..<text.size).map { Float($0 + 7) }),
        payload: ["text": .string("drifted")],
        fingerprint: Fingerprint(
          vector: Hash128(high: 7, low: 7), payload: Hash128(high: 7, low: 8)))
    }
    try await writer.upsert(changed, in: "docs", under: lock)
    try await writer.release(lock)
    try await writer.close()
  }

  /// A lock that a process on another machine holds.
  static func otherLock(until expiry: String, owner: String = "docs") -> Lock {
    Lock(
      owner: owner, id: String(repeating: "e", count: 32),
      holder: "elsewhere, process 7 (00000000/4026531836/99)", takenAt: "2026-02-28T23:59:00Z",
      expiresAt: expiry)
  }
}
