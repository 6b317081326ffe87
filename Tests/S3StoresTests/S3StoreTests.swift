import Catalogs
import Crypto
import Host
import Model
import S3
import TestSupport
import Testing

@testable import S3Stores

/// A store in the bucket of a real server, with a cache of its own.
struct Shore: Sendable {
  let server: S3Server
  let scratch = StoreScratch()

  func stop() { server.peer.stop() }

  /// `annals` keeps every version of its objects.
  func bucket(_ name: String = "lake", endpoint: String? = nil) throws -> Bucket {
    try Bucket(
      S3Connection(bucket: name, prefix: "rag/stores", endpoint: endpoint ?? server.endpoint),
      environment: Environment(server.environment), clock: SystemClock())
  }

  func store(_ bucket: Bucket? = nil, cache: String = "cache", limit: UInt64 = 20 << 30) throws
    -> S3Store
  {
    S3Store(try bucket ?? self.bucket(), cache: scratch.path + "/" + cache, limit: limit)
  }

  /// Writes files below the prefix.
  func write(_ files: [String: [UInt8]], to name: String = "lake") async throws {
    let bucket = try bucket(name)
    for (name, bytes) in files { try await bucket.put("rag/stores/" + name, bytes) }
  }

  static func bytes(_ count: Int, seed: Int = 1) -> [UInt8] {
    var state = UInt64(seed)
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(truncatingIfNeeded: state >> 40)
    }
  }

  static func catalog(
    _ bytes: [UInt8], sha256: String? = nil, etag: String? = nil, version: String? = nil
  ) -> [UInt8] {
    let digest = sha256 ?? SHA256.hash(bytes).description
    let tag =
      (etag.map { ",\"etag\":\"\($0)\"" } ?? "")
      + (version.map { ",\"version_id\":\"\($0)\"" } ?? "")
    return Array(
      """
      {"docs":[
      {"version":"v1","timestamp":"2026-01-01T00:00:00Z","path":"docs/v1/"},
      {"version":"v2","timestamp":"2026-01-02T00:00:00Z","path":"docs/v2/","files":[{"name":"index.faiss",\
      "size":\(bytes.count),"sha256":"\(digest)"\(tag)}]}]}
      """.utf8)
  }
}

/// Reads like a format does: asks for bytes, then looks at the file.
private func read(_ file: StoreFile, _ range: Range<UInt64>) async throws -> [UInt8] {
  try await BlockingLane(label: "test").run { () throws(any Error) in
    try file.supply?.ensure(range)
    return try OpenFile(file.path).read(at: range.lowerBound, count: range.count)
  }
}

@Suite(.serialized, .timeLimit(.minutes(15)))
struct `Stores in buckets` {
  @Test(arguments: S3Server.Kind.allCases)
  func `are read by their catalog, the latest by its time`(kind: S3Server.Kind) async throws {
    let shore = Shore(server: try await S3Server.start(kind))
    defer { shore.stop() }
    let bytes = Shore.bytes(3_000_000)
    try await shore.write([
      "metadata.json": Shore.catalog(bytes), "docs/v2/index.faiss": bytes,
      "docs/v1/a.jsonl": [1, 2, 3], "docs/v1/sub/b.jsonl": [4], "docs/v1/.hidden": [9],
    ])
    let store = try shore.store()
    let latest = try await store.open(name: "docs", version: nil)
    #expect(latest.version == "v2" && latest.isLatest)
    #expect(latest.problems.map(\.code) == ["PS001"])
    let file = try #require(latest.files.first)
    #expect(file.path.hasSuffix("/index.faiss") && file.size == 3_000_000)
    // Nothing but the catalog has come so far.
    #expect(store.bucket.receivedBytes < 1000)
    #expect(try await read(file, 1_500_000..<1_500_100) == Array(bytes[1_500_000..<1_500_100]))
    #expect(store.bucket.receivedBytes < 2000)
    #expect(try await read(file, 0..<3_000_000) == bytes)
    #expect(store.bucket.receivedBytes < 3_002_000)

    let first = try await store.open(name: "docs", version: "v1")
    #expect(first.files.map(\.name) == ["a.jsonl", "sub/b.jsonl"])
    #expect(try await read(first.files[1], 0..<1) == [4])

    // Another process finds all of it.
    let again = try shore.store()
    let cached = try await again.open(name: "docs", version: "v2")
    #expect(try await read(cached.files[0], 0..<3_000_000) == bytes)
    #expect(again.bucket.receivedBytes < 1000)
  }

  @Test func `without a catalog are objects below a key`() async throws {
    let shore = Shore(server: try await S3Server.start(.moto))
    defer { shore.stop() }
    try await shore.write(["bare/rows.jsonl": [1], "bare-not/rows.jsonl": [2], "one.jsonl": [3]])
    let store = try shore.store()
    #expect(try await store.catalog() == nil)
    #expect(try await store.open(name: "bare", version: nil).files.map(\.name) == ["rows.jsonl"])
    #expect(
      try await store.open(name: "one.jsonl", version: nil).files.map(\.name) == ["one.jsonl"])
    let error = await #expect(throws: StoreError.self) {
      try await store.open(name: "nothing", version: nil)
    }
    #expect(
      error?.description
        == "cannot open a vector store in s3://lake/rag/stores: there is no metadata.json, and no object "
        + "below \"nothing\"")
  }

  @Test func `go on where an earlier download ended, and believe nothing that is damaged`()
    async throws
  {
    let shore = Shore(server: try await S3Server.start(.moto))
    defer { shore.stop() }
    let bytes = Shore.bytes(20_000_000)
    try await shore.write([
      "metadata.json": Shore.catalog(bytes), "docs/v2/index.faiss": bytes,
    ])
    let first = try await shore.store().open(name: "docs", version: nil)
    let file = first.files[0]
    // As if a process had been killed between two parts: some are there, one of them spoilt.
    _ = try await read(file, 1_000_000..<9_000_000)
    _ = try await read(file, 10_000_000..<11_000_000)
    try SharedFile(file.path).write([0xFF, 0xFE, 0xFD], at: 10_500_000)
    let store = try shore.store()
    let again = try await store.open(name: "docs", version: nil)
    #expect(try await read(again.files[0], 0..<20_000_000) == bytes)
    #expect(store.bucket.receivedBytes > 11_000_000)
    #expect(store.bucket.receivedBytes < 13_000_000)
  }

  @Test func `are no longer downloaded when somebody stops it, and gone on with later`()
    async throws
  {
    let shore = Shore(server: try await S3Server.start(.moto))
    defer { shore.stop() }
    let proxy = try await ChaosProxy.start(before: shore.server.peer.port)
    defer { proxy.peer.stop() }
    let bytes = Shore.bytes(40_000_000)
    try await shore.write([
      "metadata.json": Shore.catalog(bytes), "docs/v2/index.faiss": bytes,
    ])
    let lane = BlockingLane(label: "test")
    let store = try shore.store(shore.bucket(endpoint: proxy.endpoint))
    let file = try await store.open(name: "docs", version: nil).files[0]
    // Once while bytes come, once while the server says nothing any more.
    await #expect(throws: CancellationError.self) {
      try await lane.run { () throws(any Error) in
        try file.supply?.ensureWhole { here in
          if here > 12_000_000 { throw CancellationError() }
        }
      }
    }
    try await proxy.behave("stall", every: 1)
    let glances = Locked(0)
    await #expect(throws: CancellationError.self) {
      try await lane.run { () throws(any Error) in
        try file.supply?.ensureWhole { _ in
          try glances.withLock { glances in
            glances += 1
            if glances > 3 { throw CancellationError() }
          }
        }
      }
    }
    let later = try shore.store()
    let again = try await later.open(name: "docs", version: nil).files[0]
    #expect(try await read(again, 0..<40_000_000) == bytes)
    #expect(later.bucket.receivedBytes < 32_000_000)
  }

  @Test func `whose bytes are not what the catalog says are refused, and nothing of them is kept`()
    async throws
  {
    let shore = Shore(server: try await S3Server.start(.moto))
    defer { shore.stop() }
    let bytes = Shore.bytes(100_000)
    let wrong = SHA256.hash([1, 2, 3]).description
    try await shore.write([
      "metadata.json": Shore.catalog(bytes, sha256: wrong), "docs/v2/index.faiss": bytes,
    ])
    for _ in 0..<2 {
      let version = try await shore.store().open(name: "docs", version: nil)
      let error = await #expect(throws: S3Error.self) {
        _ = try await read(version.files[0], 0..<100_000)
      }
      #expect(
        error?.description
          == "cannot read s3://lake/rag/stores/docs/v2/index.faiss: its bytes have another SHA-256 than "
          + "the catalog says")
    }
  }

  @Test func `are right through a proxy that falsifies, or are refused`() async throws {
    let shore = Shore(server: try await S3Server.start(.moto))
    defer { shore.stop() }
    let bytes = Shore.bytes(30_000_000)
    try await shore.write([
      "metadata.json": Shore.catalog(bytes), "docs/v2/index.faiss": bytes,
    ])
    let proxy = try await ChaosProxy.start(before: shore.server.peer.port)
    defer { proxy.peer.stop() }
    for (number, fault) in ["flip", "cut", "503", "close"].enumerated() {
      try await proxy.behave("", every: 0)
      let store = try shore.store(shore.bucket(endpoint: proxy.endpoint), cache: "c\(number)")
      let version = try await store.open(name: "docs", version: nil)
      try await proxy.behave(fault, every: 3, seed: number)
      do {
        #expect(try await read(version.files[0], 0..<30_000_000) == bytes)
      } catch let error as S3Error {
        #expect(error.code == .wrongBytes && fault == "flip")
      }
    }
  }

  @Test func `replaced in the middle are noticed, never mixed`() async throws {
    let shore = Shore(server: try await S3Server.start(.moto))
    defer { shore.stop() }
    let bytes = Shore.bytes(100_000)
    try await shore.write(["bare/rows.bin": bytes])
    let version = try await shore.store().open(name: "bare", version: nil)
    #expect(try await read(version.files[0], 0..<1000) == Array(bytes[..<1000]))
    try await shore.write(["bare/rows.bin": Shore.bytes(100_000, seed: 2)])
    let error = await #expect(throws: S3Error.self) {
      _ = try await read(version.files[0], 90_000..<100_000)
    }
    #expect(error?.code == .changed)
  }

  @Test func `leave the cache within its limit, and what is in use alone`() async throws {
    let shore = Shore(server: try await S3Server.start(.moto))
    defer { shore.stop() }
    var files: [String: [UInt8]] = [:]
    for number in 0..<6 { files["bare\(number)/rows.bin"] = Shore.bytes(1_000_000, seed: number) }
    try await shore.write(files)
    let store = try shore.store(limit: 2_500_000)
    var held: [StoreVersion] = []
    for number in 0..<6 {
      let version = try await store.open(name: "bare\(number)", version: nil)
      _ = try await read(version.files[0], 0..<1_000_000)
      if number == 0 { held.append(version) }
    }
    let kept = try await store.open(name: "bare5", version: nil)
    #expect(Files.exists(held[0].files[0].path))
    #expect(Files.exists(kept.files[0].path))
    let shelves = try Files.list(shore.scratch.path + "/cache/objects")
    #expect(shelves.count <= 6)
    let size = try shelves.flatMap { shelf in
      try Files.list(shore.scratch.path + "/cache/objects/" + shelf)
    }.count
    #expect(size <= 3)
  }
}
