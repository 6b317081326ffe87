import Model
import Testing

/// A target with one collection and one held lock: where most cases begin.
struct Stage {
  let subject: Subject
  let writer: any TargetWriter
  let reader: any TargetReader
  let lock: Lock

  static let now = "2026-01-01T00:00:00Z"
  static let later = "2026-01-01T01:00:00Z"

  init(
    _ subject: Subject, collection: String? = "docs", _ declared: PayloadObject = Stage.plain
  ) async throws {
    self.subject = subject
    writer = try await subject.target.writer()
    lock = Stage.lock("alpha", 1)
    try await writer.take(lock, now: Stage.now)
    if let collection { try await writer.create(collection, Stage.spec(declared), under: lock) }
    reader = try await subject.target.reader()
  }

  static let plain: PayloadObject = [
    "vectors": .object(["size": .int(3), "distance": .string("Dot")])
  ]

  static let manySpaces: PayloadObject = [
    "vectors": .object([
      "title": .object(["size": .int(2), "distance": .string("Euclid")]),
      "body": .object([
        "size": .int(2), "distance": .string("Dot"),
        "multivector_config": .object(["comparator": .string("max_sim")]),
      ]),
    ]),
    "sparse_vectors": .object(["words": .object([:])]),
  ]

  static func spec(_ declared: PayloadObject) -> CollectionSpec {
    guard declared != plain else {
      return CollectionSpec(
        declared: declared, vectors: ["": VectorSpace(size: 3, distance: .dot)])
    }
    return CollectionSpec(
      declared: declared,
      vectors: [
        "title": VectorSpace(size: 2, distance: .euclid),
        "body": VectorSpace(size: 2, distance: .dot, isMulti: true),
      ], sparseVectors: ["words"])
  }

  static func lock(_ owner: String, _ number: Int, until: String = later) -> Lock {
    let digits = String(number, radix: 16)
    return Lock(
      owner: owner, id: String(repeating: "0", count: 32 - digits.count) + digits,
      holder: "tester@here, process \(number)", takenAt: now, expiresAt: until)
  }

  /// A lock of somebody else, taken.
  func taken(_ owner: String, _ number: Int) async throws -> Lock {
    let lock = Stage.lock(owner, number)
    try await writer.take(lock, now: Stage.now)
    return lock
  }

  /// A point whose content follows from its id and a version.
  static func point(_ id: PointID, version: Int = 1) -> Point {
    let seed: UInt64 =
      switch id {
      case .number(let number): number
      case .uuid(let uuid): uuid.high ^ uuid.low
      }
    let x = Float(seed % 1000)
    return Point(
      id: id, vectors: Vectors(dense: [x, Float(version), 0.1]),
      payload: ["title": .string("point \(id)"), "version": .int(Int64(version))],
      fingerprint: Fingerprint(
        vector: Hash128(high: seed, low: UInt64(version)),
        payload: Hash128(high: ~seed, low: UInt64(version))))
  }

  static func points(_ numbers: some Sequence<Int>, version: Int = 1) -> [Point] {
    numbers.map { point(.number(UInt64($0)), version: version) }
  }

  static func stored(_ point: Point, owner: String?) -> StoredPoint {
    StoredPoint(
      id: point.id, vectors: point.vectors, payload: point.payload,
      mark: owner.map { LivePoint.Mark(owner: $0, fingerprint: point.fingerprint) })
  }

  static func live(_ point: Point, owner: String?) -> LivePoint {
    LivePoint(
      id: point.id,
      mark: owner.map { LivePoint.Mark(owner: $0, fingerprint: point.fingerprint) })
  }

  func scanned(_ collection: String = "docs") async throws -> [LivePoint] {
    var found: [LivePoint] = []
    try await reader.scan(collection) { found += $0 }
    return found
  }

  func indexes() async throws -> PayloadObject {
    let live = try await reader.collection("docs")
    return try #require(live).indexes
  }

  func upsert(_ points: [Point], as lock: Lock? = nil) async throws {
    try await writer.upsert(points, in: "docs", under: lock ?? self.lock)
  }
}

/// Runs what must be refused, and returns the words of the refusal.
@discardableResult
func refusal(
  _ what: String, location: SourceLocation = #_sourceLocation, _ body: () async throws -> Void
) async -> String {
  do {
    try await body()
  } catch {
    return "\(error)"
  }
  Issue.record("\(what) was not refused", sourceLocation: location)
  return ""
}

/// Runs what must fail because the lock is not held, and returns who holds it.
func lockRefusal(
  location: SourceLocation = #_sourceLocation, _ body: () async throws -> Void
) async -> LockRefusal? {
  do {
    try await body()
    Issue.record("not refused without the lock", sourceLocation: location)
  } catch let refusal as LockRefusal {
    return refusal
  } catch {
    Issue.record("\(error) instead of a lock refusal", sourceLocation: location)
  }
  return nil
}
