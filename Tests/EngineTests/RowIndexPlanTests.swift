import Catalogs
import Host
import Manifests
import Model
import TestSupport
import Testing

@testable import Engine

/// Vectors with ids, as faiss writes an IndexIDMap over an IndexFlatL2.
private struct FlatIndex {
  var ids: [Int64]
  var vectors: [[Float]]

  init(count: Int, dimensions: Int) {
    ids = (0..<Int64(count)).map { 3 * $0 + 1 }
    vectors = (0..<count).map { row in
      (0..<dimensions).map { Float((row &* 31 &+ $0 &* 7) % 1009) / 512 + 1 }
    }
  }

  var bytes: [UInt8] {
    var bytes = Array("IxMp".utf8)
    func append(_ value: some FixedWidthInteger) {
      withUnsafeBytes(of: value.littleEndian) { bytes += Array($0) }
    }
    func head() {
      append(Int32(vectors[0].count))
      append(Int64(ids.count))
      append(Int64(1 << 20))
      append(Int64(1 << 20))
      bytes.append(1)
      append(Int32(1))
    }
    head()
    bytes += Array("IxF2".utf8)
    head()
    append(UInt64(ids.count * vectors[0].count))
    for vector in vectors { for value in vector { append(value.bitPattern) } }
    append(UInt64(ids.count))
    for id in ids { append(id) }
    return bytes
  }
}

/// A published store behind a proxy that counts, and a manifest for it.
private struct Market: Sendable {
  let scratch = StoreScratch()
  let server: S3Server
  let proxy: ChaosProxy

  static func start() async throws -> Market {
    let server = try await S3Server.start(.moto)
    return Market(server: server, proxy: try await ChaosProxy.start(before: server.peer.port))
  }

  func stop() {
    proxy.peer.stop()
    server.peer.stop()
  }

  func places(cache: String) -> StorePlaces {
    StorePlaces(
      connections: Connections(
        stores: ["lake": .s3(S3Connection(bucket: "lake", endpoint: proxy.endpoint))],
        targets: ["local": .local(path: scratch.path + "/\(cache).db")]),
      environment: Environment(server.environment), clock: SystemClock(),
      downloads: scratch.path + "/" + cache)
  }

  func publish(_ index: FlatIndex, _ version: String) async throws {
    scratch.write("\(version)/index.faiss", index.bytes)
    _ = try await Publication(
      folder: scratch.path + "/" + version, to: "lake", name: "docs", version: version,
      in: places(cache: "publisher"), tool: "plumb test"
    ).run(isRehearsal: false)
  }

  func reconciler(_ version: String, size: Int, cache: String) throws -> Reconciler {
    let text = """
      apiVersion: plumb/v1
      kind: Collection
      metadata: { name: docs }
      spec:
        source: { store: lake, name: docs, version: \(version) }
        target: { connection: local, collection: docs }
        collection: { vectors: { size: \(size), distance: Dot } }
        sync: { prune: true, maxDelete: { count: 1000000, percent: 100 } }
      """
    let set = ManifestReader.read(files: [SourceFile(path: "docs.yaml", bytes: Array(text.utf8))])
    let manifest = try #require(set.manifests.first).manifest
    let places = places(cache: cache)
    let workshop = Workshop(
      connections: places.connections, identity: ProcessIdentity.current(), clock: SystemClock(),
      cache: places.downloads, downloads: places.downloads, environment: places.environment,
      lockID: { String(repeating: "b", count: 32) })
    return Reconciler(manifest, canonical: manifest.canonical, workshop: workshop)
  }

  /// Bytes that came over the wire while `body` ran.
  func bytes(_ body: () async throws -> Void) async throws -> Int {
    try await proxy.behave()
    try await body()
    return try await proxy.counts().bytes
  }
}

@Suite(.serialized, .timeLimit(.minutes(15)))
struct `A published row index` {
  @Test(arguments: [(dimensions: 384, rows: 4000), (dimensions: 1536, rows: 1500)])
  func `makes a change cost what the change is worth`(dimensions: Int, rows: Int) async throws {
    let market = try await Market.start()
    defer { market.stop() }
    var index = FlatIndex(count: rows, dimensions: dimensions)
    let size = index.bytes.count
    try await market.publish(index, "v1")

    let first = try market.reconciler("v1", size: dimensions, cache: "machine")
    let planned = try await market.bytes { _ = try await first.plan() }
    #expect(planned < size / 10)
    _ = try await first.apply(first.plan())

    for row in stride(from: 7, to: rows, by: 100) { index.vectors[row][0] += 1 }
    try await market.publish(index, "v2")
    let second = try market.reconciler("v2", size: dimensions, cache: "machine")
    let changed = try await market.bytes {
      let work = try await second.plan()
      #expect(work.work.plan.points.rewritten == (rows - 7 + 99) / 100)
      _ = try await second.apply(work)
    }
    #expect(changed < size * 15 / 100)
    let idle = try await market.bytes {
      let work = try await second.plan()
      #expect(work.work.plan.points.writes == 0)
    }
    #expect(idle < 4096)
  }

  @Test func `and a plan without it say the same, at the cost of one reading`() async throws {
    let market = try await Market.start()
    defer { market.stop() }
    let index = FlatIndex(count: 3000, dimensions: 128)
    try await market.publish(index, "v1")
    let with = try await market.reconciler("v1", size: 128, cache: "with").plan()

    let store = try Registry.publishable("lake", market.places(cache: "with"))
    let text = try #require(try await store.catalogText())
    let without = String(decoding: text.bytes, as: UTF8.self)
      .replacing("\"rows\"", with: "\"elsewhere\"")
    #expect(try await store.replaceCatalog(with: Array(without.utf8), ifStill: text.tag))
    let reconciler = try market.reconciler("v1", size: 128, cache: "without")
    let cost = try await market.bytes {
      let plan = try await reconciler.plan()
      #expect(plan.source.desired.digest == with.source.desired.digest)
      #expect(plan.source.version.rowIndex == nil)
    }
    #expect(cost > index.bytes.count && cost < index.bytes.count + 20_000)
  }

  @Test func `that is not of these rows is not believed`() async throws {
    let market = try await Market.start()
    defer { market.stop() }
    var index = FlatIndex(count: 3000, dimensions: 128)
    try await market.publish(index, "v1")
    let honest = try await market.reconciler("v1", size: 128, cache: "a").plan()
    index.ids.reverse()
    try await market.publish(index, "other")
    // The index of another version in the place of this one's, catalog and all.
    let store = try Registry.publishable("lake", market.places(cache: "a"))
    let text = try #require(try await store.catalogText())
    let catalog = try Catalog(text.bytes)
    let other = try #require(try catalog.entry(name: "docs", version: "other").rows)
    let own = try #require(try catalog.entry(name: "docs", version: "v1").rows)
    let path = try await Registry.store("lake", market.places(cache: "b"))
      .open(name: "docs", version: "other").rowIndex
    let file = try #require(path)
    try await BlockingLane(label: "test").run { () throws(any Error) in
      try file.supply?.ensure(0..<file.size)
    }
    _ = try await store.add(
      file.path, as: catalog.entry(name: "docs", version: "v1").path + "rows.plumb"
    ) { _ in }
    let swapped = String(decoding: text.bytes, as: UTF8.self)
      .replacing(own.sha256 ?? "-", with: other.sha256 ?? "-")
      .replacing(own.etag ?? "-", with: other.etag ?? "-")
    #expect(try await store.replaceCatalog(with: Array(swapped.utf8), ifStill: text.tag))
    let plan = try await market.reconciler("v1", size: 128, cache: "c").plan()
    #expect(plan.source.desired.digest == honest.source.desired.digest)
  }
}
