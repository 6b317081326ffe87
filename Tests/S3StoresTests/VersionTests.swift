import Catalogs
import Host
import Model
import S3
import TestSupport
import Testing

@testable import S3Stores

/// What becomes of objects that were pinned, and are no longer there as they were.
@Suite(.serialized, .timeLimit(.minutes(15)))
struct `Objects that were pinned` {
  private let bytes = Shore.bytes(300_000)
  private let others = Shore.bytes(300_000, seed: 2)

  private func read(_ file: StoreFile, _ range: Range<UInt64>) async throws -> [UInt8] {
    try await BlockingLane(label: "test").run { () throws(any Error) in
      try file.supply?.ensure(range)
      return try OpenFile(file.path).read(at: range.lowerBound, count: range.count)
    }
  }

  private func opened(_ store: S3Store, _ name: String) async throws -> StoreFile {
    try #require(try await store.open(name: name, version: nil).files.first)
  }

  @Test func `and replaced are still read, where the bucket keeps versions`() async throws {
    let shore = Shore(server: try await S3Server.start(.moto))
    defer { shore.stop() }
    try await shore.write(["bare/rows.bin": bytes], to: "annals")
    let file = try await opened(try shore.store(shore.bucket("annals")), "bare")
    #expect(try await read(file, 0..<1000) == Array(bytes[..<1000]))
    try await shore.write(["bare/rows.bin": others], to: "annals")
    #expect(try await read(file, 200_000..<300_000) == Array(bytes[200_000...]))
    #expect(try await read(file, 0..<300_000) == bytes)
    // Whoever opens it now sees what is there now.
    let now = try await opened(try shore.store(shore.bucket("annals")), "bare")
    #expect(try await read(now, 0..<300_000) == others)
  }

  @Test func `by a catalog are read as the catalog says, also when they were replaced long ago`()
    async throws
  {
    let shore = Shore(server: try await S3Server.start(.moto))
    defer { shore.stop() }
    let bucket = try shore.bucket("annals")
    let store = try shore.store(bucket)
    let added = try await store.add(shore.scratch.write("rows", bytes), as: "docs/v2/index.faiss") {
      _ in
    }
    #expect(added.version != nil && added.etag != nil)
    try await shore.write(
      [
        "docs/v2/index.faiss": others,
        "metadata.json": Shore.catalog(bytes, etag: added.etag, version: added.version),
      ], to: "annals")
    let file = try await opened(store, "docs")
    #expect(try await read(file, 1000..<2000) == Array(bytes[1000..<2000]))
    #expect(try await read(file, 0..<300_000) == bytes)
  }

  @Test func `are read by their tag alone by whoever may not name versions`() async throws {
    let shore = Shore(server: try await S3Server.start(.moto))
    defer { shore.stop() }
    let proxy = try await ChaosProxy.start(before: shore.server.peer.port)
    defer { proxy.peer.stop() }
    let store = try shore.store(shore.bucket("annals", endpoint: proxy.endpoint))
    let added = try await store.add(shore.scratch.write("rows", bytes), as: "docs/v2/index.faiss") {
      _ in
    }
    try await shore.write(
      ["metadata.json": Shore.catalog(bytes, etag: added.etag, version: added.version)],
      to: "annals")
    try await proxy.behave("unversioned", every: 1)
    let file = try await opened(store, "docs")
    #expect(try await read(file, 1000..<2000) == Array(bytes[1000..<2000]))
    #expect(try await read(file, 0..<300_000) == bytes)
  }

  @Test(arguments: [nil, "no-such-version"])
  func `and copied to another bucket are known by their bytes`(version: String?) async throws {
    let shore = Shore(server: try await S3Server.start(.moto))
    defer { shore.stop() }
    try await shore.write([
      "docs/v2/index.faiss": bytes,
      "metadata.json": Shore.catalog(bytes, etag: "0123456789abcdef-2", version: version),
    ])
    let store = try shore.store()
    let file = try await opened(store, "docs")
    #expect(try await read(file, 1000..<2000) == Array(bytes[1000..<2000]))
    // Everything was read once for that, to compare its digest.
    #expect(store.bucket.receivedBytes > 300_000 && store.bucket.receivedBytes < 320_000)
    #expect(try await read(file, 0..<300_000) == bytes)
    #expect(store.bucket.receivedBytes < 320_000)
  }

  @Test func `and are other bytes now are refused`() async throws {
    let shore = Shore(server: try await S3Server.start(.moto))
    defer { shore.stop() }
    let store = try shore.store()
    let added = try await store.add(shore.scratch.write("rows", bytes), as: "docs/v2/index.faiss") {
      _ in
    }
    try await shore.write([
      "docs/v2/index.faiss": others, "metadata.json": Shore.catalog(bytes, etag: added.etag),
    ])
    let file = try await opened(store, "docs")
    let error = await #expect(throws: S3Error.self) { _ = try await read(file, 1000..<2000) }
    #expect(error?.code == .wrongBytes)
  }

  @Test func `are filled once, however many want all of it at the same time`() async throws {
    let shore = Shore(server: try await S3Server.start(.moto))
    defer { shore.stop() }
    try await shore.write([
      "docs/v2/index.faiss": bytes, "metadata.json": Shore.catalog(bytes),
    ])
    let stores = try (0..<6).map { _ in try shore.store() }
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for store in stores {
        group.addTask {
          let file = try await opened(store, "docs")
          return try await read(file, 0..<300_000) == bytes
        }
      }
      for try await isRight in group { #expect(isRight) }
    }
    let received = stores.reduce(0) { $0 + $1.bucket.receivedBytes }
    #expect(received > 300_000 && received < 310_000)
  }
}
