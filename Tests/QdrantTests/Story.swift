import Model
import TestSupport

@testable import Qdrant

/// Everything that an apply does, once, and what is there afterwards, as text.
enum Story {
  static let lock = Lock(
    owner: "alpha", id: String(repeating: "a", count: 32), holder: "tester@here, process 1",
    takenAt: "2026-01-01T00:00:00Z", expiresAt: "2026-01-01T01:00:00Z")

  static let spec = CollectionSpec(
    declared: [
      "vectors": .object(["size": .int(3), "distance": .string("Dot")]),
      "hnsw_config": .object(["m": .int(8)]),
    ], vectors: ["": VectorSpace(size: 3, distance: .dot)])

  static func point(_ number: Int, version: Int = 1) -> Point {
    Point(
      id: .number(UInt64(number)), vectors: Vectors(dense: [Float(number), Float(version), 0.5]),
      payload: ["n": .int(Int64(number)), "version": .int(Int64(version))],
      fingerprint: Fingerprint(
        vector: Hash128(high: UInt64(number), low: UInt64(version)),
        payload: Hash128(high: 7, low: UInt64(version))))
  }

  static func points(_ numbers: some Sequence<Int>, version: Int = 1) -> [Point] {
    numbers.map { point($0, version: version) }
  }

  /// Takes the lock and creates the collection.
  static func begun(_ target: QdrantTarget) async throws -> any TargetWriter {
    let writer = try await target.writer()
    try await writer.take(lock, now: lock.takenAt)
    try await writer.create("docs", spec, under: lock)
    return writer
  }

  static func tell(_ target: QdrantTarget, count: Int = 500) async throws {
    let writer = try await begun(target)
    try await writer.record(LedgerEntry(owner: "alpha", serial: 1), nil, under: lock)
    try await writer.createIndex("n", .string("integer"), in: "docs", under: lock)
    try await writer.upsert(points(0..<count), in: "docs", under: lock)
    try await writer.alter(
      "docs", ["hnsw_config": .object(["m": .int(12)])], under: lock)
    try await writer.overwritePayload(points(0..<20, version: 2), in: "docs", under: lock)
    try await writer.renew(lock, until: "2026-01-01T02:00:00Z")
    try await writer.delete((10..<30).map { .number(UInt64($0)) }, in: "docs", under: lock)
    try await writer.settle("docs")
    try await writer.point(alias: "live", to: "docs", under: lock)
    let history = HistoryEntry(
      owner: "alpha", kind: .apply, at: lock.takenAt, by: "tester", manifestDigest: "m")
    try await writer.record(LedgerEntry(owner: "alpha", serial: 2), history, under: lock)
    try await writer.record(LedgerEntry(owner: "alpha", serial: 3), history, under: lock)
    try await writer.release(lock)
    try await writer.close()
  }

  static func end(_ target: QdrantTarget) async throws -> String {
    let reader = try await target.reader()
    var lines: [String] = []
    let collection = try await reader.collection("docs")
    lines.append("\(collection?.points ?? -1) \(collection?.indexes ?? [:])")
    lines.append("\(collection?.config["hnsw_config"] ?? .null)")
    lines.append("\(try await reader.aliases())")
    lines.append("\(String(describing: try await reader.lock(of: "alpha")))")
    lines.append("\(String(describing: try await reader.ledger(of: "alpha")))")
    lines.append("\(try await reader.history(of: "alpha", limit: 9))")
    try await reader.scan("docs") { page in
      for point in try await reader.points(page.map(\.id), in: "docs") { lines.append("\(point)") }
    }
    return lines.joined(separator: "\n")
  }

  static func lines(_ points: [Point]) -> [String] { points.map { "\($0.id)" } }
}
