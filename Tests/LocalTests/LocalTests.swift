import Conformance
import Foundation
import Model
import Testing

@testable import Local

/// A folder of one test; gone with it.
final class Folder: Sendable {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "plumb-local-\(Foundation.UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    try? FileManager.default.removeItem(atPath: path)
  }

  var file: String { path + "/plumb.db" }
  var target: LocalTarget { LocalTarget(path: file) }

  var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
  }

  func bytes(_ path: String? = nil) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: path ?? file))
  }

  func changed() throws -> Date? {
    try FileManager.default.attributesOfItem(atPath: file)[.modificationDate] as? Date
  }

  func allow(_ mode: Int, _ path: String) throws {
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
  }
}

@Suite struct `The local target` {
  @Test(arguments: Conformance.cases)
  func `does what every target must do`(_ one: Conformance.Case) async throws {
    let folder = try Folder()
    let target = folder.target
    try await one.run(
      Subject(target: target) { try await target.insertUnmanaged($0, in: $1) })
    withExtendedLifetime(folder) {}
  }

  @Test func `keeps one file, and nothing beside it, when nobody has it open`() async throws {
    let folder = try Folder()
    try await fill(folder.target, 500)
    #expect(folder.names == ["plumb.db"])
    try await readEverything(folder.target)
    #expect(folder.names == ["plumb.db"])
  }

  @Test func `is not created by reading`() async throws {
    let folder = try Folder()
    let reader = try await folder.target.reader()
    #expect(try await reader.aliases().isEmpty)
    #expect(folder.names.isEmpty)
    try await reader.close()
  }

  @Test func `is not changed by reading, to the byte and the time`() async throws {
    let folder = try Folder()
    try await fill(folder.target, 500)
    let (bytes, time) = (try folder.bytes(), try folder.changed())
    try await readEverything(folder.target)
    #expect(try folder.bytes() == bytes)
    #expect(try folder.changed() == time)
  }

  @Test func `has the same content whatever the order in which it was written`() async throws {
    let (first, second) = (try Folder(), try Folder())
    try await fill(first.target, 1000)
    try await fill(second.target, 1000, reversed: true)
    #expect(try await first.target.dumpDigest() == second.target.dumpDigest())
    #expect(try await first.target.dumpText() == second.target.dumpText())
    #expect(try await first.target.verifyStored("docs") == [])
  }

  @Test func `is dumped line by line`() async throws {
    let folder = try Folder()
    try await fill(folder.target, 2)
    #expect(
      try await folder.target.dumpText() == """
        collection docs {"vectors":{"distance":"Dot","size":3}}
        points 2
        index n "integer"
        point 0 {"owner":"alpha","payload":"00000000000000000000000000000002","vector":"00000000000000000000000000000001"} \
        00000003000000000000000000803f00000040 {"n":0}
        point 1 {"owner":"alpha","payload":"00000000000000010000000000000002","vector":"00000000000000010000000000000001"} \
        000000030000000000803f0000803f00000040 {"n":1}
        alias live docs

        """)
  }
}

let alpha = Lock(
  owner: "alpha", id: String(repeating: "a", count: 32), holder: "tester@here",
  takenAt: "2026-01-01T00:00:00Z", expiresAt: "2026-01-01T01:00:00Z")

/// A collection, an index, an alias and points, under a lock that is released in the end.
func fill(_ target: LocalTarget, _ count: Int, reversed: Bool = false) async throws {
  let writer = try await target.writer()
  try await writer.take(alpha, now: alpha.takenAt)
  let spec = CollectionSpec(
    declared: ["vectors": .object(["size": .int(3), "distance": .string("Dot")])],
    vectors: ["": VectorSpace(size: 3, distance: .dot)])
  try await writer.create("docs", spec, under: alpha)
  try await writer.createIndex("n", .string("integer"), in: "docs", under: alpha)
  let points = (0..<count).map { number in
    Point(
      id: .number(UInt64(number)), vectors: Vectors(dense: [Float(number), 1, 2]),
      payload: ["n": .int(Int64(number))],
      fingerprint: Fingerprint(
        vector: Hash128(high: UInt64(number), low: 1),
        payload: Hash128(high: UInt64(number), low: 2)))
  }
  let ordered = reversed ? points.reversed() : points
  for start in stride(from: 0, to: count, by: 100) {
    try await writer.upsert(
      Array(ordered[start..<min(start + 100, count)]), in: "docs", under: alpha)
  }
  try await writer.point(alias: "live", to: "docs", under: alpha)
  try await writer.release(alpha)
  try await writer.close()
}

func readEverything(_ target: LocalTarget) async throws {
  let reader = try await target.reader()
  _ = try await reader.collection("docs")
  _ = try await reader.aliases()
  _ = try await reader.owners()
  try await reader.scan("docs") { _ = try await reader.points($0.map(\.id), in: "docs") }
  _ = try await reader.nearest(to: [1, 2, 3], named: "", in: "docs", limit: 3)
  try await reader.close()
}
