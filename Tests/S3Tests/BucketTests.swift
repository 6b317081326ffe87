import Host
import Model
import TestSupport
import Testing

@testable import S3

@Suite(.serialized, .timeLimit(.minutes(15)))
struct `Objects of real servers` {
  @Test(arguments: S3Server.Kind.allCases)
  func `are written, looked at, read in parts, listed and deleted`(kind: S3Server.Kind) async throws
  {
    let lake = try await Lake.start(kind)
    defer { lake.stop() }
    let bucket = try lake.bucket()
    let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
    let tag = try await bucket.put("data/rows.bin", bytes)
    let etag = tag.etag
    #expect(
      try await bucket.head("data/rows.bin")
        == ObjectFacts(key: "data/rows.bin", size: 100_000, etag: etag))
    let part = try await bucket.read("data/rows.bin", 1000..<5000, of: 100_000, tag: tag)
    #expect(part.bytes == Array(bytes[1000..<5000]))
    #expect(part.tag == tag)
    let whole = try #require(try await bucket.get("data/rows.bin", limit: 1 << 20))
    #expect(whole.bytes == bytes)
    #expect(
      try await bucket.list("data/") == [
        ObjectFacts(key: "data/rows.bin", size: 100_000, etag: etag)
      ])
    try await bucket.delete("data/rows.bin")
    #expect(try await bucket.head("data/rows.bin") == nil)
    #expect(try await bucket.get("data/rows.bin", limit: 1) == nil)
    #expect(try await bucket.list("data/") == [])
    try await bucket.delete("data/rows.bin")
  }

  @Test(arguments: S3Server.Kind.allCases)
  func `may have a hundred ugly names`(kind: S3Server.Kind) async throws {
    let lake = try await Lake.start(kind)
    defer { lake.stop() }
    let bucket = try lake.bucket()
    #expect(UglyKeys.all.count == 100)
    #expect(Set(UglyKeys.all.map { Array($0.utf8) }).count == 100)
    // A server over files has its own mind about control characters and hidden files.
    let keys = UglyKeys.all.filter { kind == .moto || !$0.hasPrefix(".") && !$0.contains("\t") }
    for key in keys { try await bucket.put("ugly/" + key, Array(key.utf8)) }
    for key in keys {
      let found = try await bucket.get("ugly/" + key, limit: 1 << 10)
      #expect(found?.bytes == Array(key.utf8), "\(key)")
    }
    let listed = try await bucket.list("ugly/").map { Array($0.key.utf8) }
    #expect(Set(listed) == Set(keys.map { Array(("ugly/" + $0).utf8) }))
    for key in keys { try await bucket.delete("ugly/" + key) }
    #expect(try await bucket.list("ugly/").isEmpty)
  }

  @Test(arguments: S3Server.Kind.allCases)
  func `may be empty, or of 200 MB in parts`(kind: S3Server.Kind) async throws {
    let lake = try await Lake.start(kind)
    defer { lake.stop() }
    let bucket = try lake.bucket()
    let scratch = StoreScratch()
    let empty = scratch.write("empty", [])
    try await bucket.upload(empty, to: "empty")
    #expect(try await bucket.head("empty")?.size == 0)
    #expect(try await bucket.read("empty", 0..<0, of: 0, tag: nil).bytes == [])

    let size = 200_000_000
    var block: [UInt8] = []
    for number in 0..<250_000 { block += withUnsafeBytes(of: UInt64(number)) { Array($0) } }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(size)
    while bytes.count < size { bytes += block }
    let path = scratch.write("large", bytes)
    try await bucket.upload(path, to: "large")
    let facts = try #require(try await bucket.head("large"))
    #expect(facts.size == UInt64(size))
    for start in [0, 16_777_210, 99_999_999, size - 4096] {
      let range = UInt64(start)..<UInt64(start + 4096)
      let part = try await bucket.read("large", range, of: facts.size, tag: facts.tag)
      #expect(part.bytes == Array(bytes[start..<start + 4096]))
    }
  }

  @Test func `are listed by tens of thousands`() async throws {
    let lake = try await Lake.start(.rclone)
    defer { lake.stop() }
    let folder = try #require(lake.server.peer.announcement["folder"])
    try Files.makeFolders(folder + "/lake/many")
    for number in 0..<20_000 {
      let file = try AtomicFile("\(folder)/lake/many/row \(number)+")
      try file.commit()
    }
    let listed = try await lake.bucket().list("many/")
    #expect(listed.count == 20_000)
    #expect(Set(listed.map(\.key)).contains("many/row 19999+"))
  }

  @Test func `conditions let one writer win`() async throws {
    let lake = try await Lake.start(.moto)
    defer { lake.stop() }
    let bucket = try lake.bucket()
    let first = try await bucket.put("catalog", [1], if: .absent)
    await #expect(throws: S3Error.self) { try await bucket.put("catalog", [2], if: .absent) }
    let second = try await bucket.put("catalog", [2], if: .etag(first.etag))
    let error = await #expect(throws: S3Error.self) {
      try await bucket.put("catalog", [3], if: .etag(first.etag))
    }
    #expect(error?.code == .changed)
    #expect(try await bucket.get("catalog", limit: 9)?.etag == second.etag)
  }

  @Test(arguments: S3Server.Kind.allCases)
  func `that were replaced between two reads are noticed`(kind: S3Server.Kind) async throws {
    let lake = try await Lake.start(kind)
    defer { lake.stop() }
    let bucket = try lake.bucket()
    let tag = try await bucket.put("a", [UInt8](repeating: 1, count: 1000))
    _ = try await bucket.read("a", 0..<10, of: 1000, tag: tag)
    try await bucket.put("a", [UInt8](repeating: 2, count: 1000))
    let error = await #expect(throws: S3Error.self) {
      try await bucket.read("a", 10..<20, of: 1000, tag: tag)
    }
    #expect(error?.code == .changed)
  }
}

@Suite(.serialized, .timeLimit(.minutes(15)))
struct `Requests that get nothing` {
  private func error(_ bucket: Bucket, _ key: String = "a") async -> S3Error? {
    await #expect(throws: S3Error.self) { _ = try await bucket.read(key, 0..<1, of: 1, tag: nil) }
  }

  @Test(arguments: S3Server.Kind.allCases)
  func `say which credentials are wrong, and never which secret`(kind: S3Server.Kind) async throws {
    let lake = try await Lake.start(kind)
    defer { lake.stop() }
    let error = await error(
      try lake.bucket(environment: ["AWS_SECRET_ACCESS_KEY": "hush-hush-secret"]))
    #expect(error?.code == .wrongCredentials)
    #expect("\(String(describing: error)) \(error?.hints ?? [])".contains("hush") == false)
    #expect(
      error?.description.hasPrefix("cannot read s3://lake/a: the credentials are not accepted (")
        == true)
  }

  @Test(arguments: S3Server.Kind.allCases)
  func `say that the bucket is missing, or the object`(kind: S3Server.Kind) async throws {
    let lake = try await Lake.start(kind)
    defer { lake.stop() }
    #expect(await error(try lake.bucket { $0.bucket = "no-such-lake" })?.code == .noBucket)
    #expect(await error(try lake.bucket())?.code == .noObject)
  }

  @Test func `say that access is denied`() async throws {
    let lake = try await Lake.start(.moto)
    defer { lake.stop() }
    try await lake.bucket().put("a", [1])
    let nobody = lake.server.peer.announcement
    let error = await error(
      try lake.bucket(environment: [
        "AWS_ACCESS_KEY_ID": nobody["nobodyKey"] ?? "",
        "AWS_SECRET_ACCESS_KEY": nobody["nobodySecret"] ?? "",
      ]))
    #expect(error?.code == .denied)
    #expect(error?.hints.first?.contains("s3:GetObject") == true)
  }

  @Test func `say that nobody listens, after a few tries`() async throws {
    let bucket = try Bucket(
      S3Connection(bucket: "lake", endpoint: "http://127.0.0.1:1", anonymous: true),
      environment: Environment([:]), clock: SystemClock(), backoff: .quick)
    let error = await error(bucket)
    #expect(error?.code == .unreachable)
    #expect(error?.message.hasSuffix("after 6 tries") == true)
  }

  @Test func `say that there are no credentials`() async throws {
    let bucket = try Bucket(
      S3Connection(bucket: "lake", endpoint: "http://127.0.0.1:1"),
      environment: Environment(["AWS_EC2_METADATA_DISABLED": "true"]), clock: SystemClock(),
      backoff: .quick)
    #expect(await error(bucket)?.code == .noCredentials)
  }

  @Test func `refuse an endpoint that is none`() {
    #expect(throws: S3Error.self) {
      try Bucket(
        S3Connection(bucket: "lake", endpoint: "ftp://user:secret@host"),
        environment: Environment([:]), clock: SystemClock())
    }
  }
}

@Suite(.serialized, .timeLimit(.minutes(15)))
struct `Bad days of servers and networks` {
  private func scene(_ kind: S3Server.Kind = .rclone) async throws -> (Lake, ChaosProxy, [UInt8]) {
    let lake = try await Lake.start(kind)
    let proxy = try await ChaosProxy.start(before: lake.server.peer.port)
    let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 7 >> 2) }
    try await lake.bucket().put("a", bytes)
    return (lake, proxy, bytes)
  }

  @Test(arguments: ["503", "slowdown", "close", "cut"])
  func `every third request fails, and every byte is right`(fault: String) async throws {
    let (lake, proxy, bytes) = try await scene()
    defer { lake.stop() }
    try await proxy.behave(fault, every: 3)
    let bucket = try lake.bucket { $0.endpoint = proxy.endpoint }
    for start in stride(from: 0, to: 300_000, by: 15_000) {
      let part = try await bucket.read(
        "a", UInt64(start)..<UInt64(start + 15_000), of: 300_000, tag: nil)
      #expect(part.bytes == Array(bytes[start..<start + 15_000]))
    }
    #expect(try await proxy.counts().faults >= 6)
  }

  @Test func `a body is cut at two hundred places, and nothing partial is taken`() async throws {
    let (lake, proxy, bytes) = try await scene()
    defer { lake.stop() }
    try await proxy.behave("cut", every: 2, seed: 7)
    let bucket = try lake.bucket { $0.endpoint = proxy.endpoint }
    for _ in 0..<200 {
      let part = try await bucket.read("a", 0..<20_000, of: 300_000, tag: nil)
      #expect(part.bytes == Array(bytes[..<20_000]))
    }
    #expect(try await proxy.counts().faults >= 190)
  }

  @Test(arguments: ["stall", "freeze"])
  func `a server that falls silent, before its answer or in the middle, is asked again`(
    fault: String
  ) async throws {
    let (lake, proxy, bytes) = try await scene()
    defer { lake.stop() }
    defer { proxy.peer.stop() }
    try await proxy.behave(fault, every: 3)
    let bucket = try lake.bucket(patience: .seconds(2)) { $0.endpoint = proxy.endpoint }
    for start in stride(from: 0, to: 100_000, by: 20_000) {
      let part = try await bucket.read(
        "a", UInt64(start)..<UInt64(start + 20_000), of: 300_000, tag: nil)
      #expect(part.bytes == Array(bytes[start..<start + 20_000]))
    }
    #expect(try await proxy.counts().faults >= 2)
  }

  @Test func `a server that is always silent is given up, and says so`() async throws {
    let (lake, proxy, _) = try await scene()
    defer { lake.stop() }
    defer { proxy.peer.stop() }
    try await proxy.behave("freeze", every: 1)
    let bucket = try lake.bucket(patience: .milliseconds(300)) { $0.endpoint = proxy.endpoint }
    let error = await #expect(throws: S3Error.self) {
      try await bucket.read("a", 0..<1000, of: 300_000, tag: nil)
    }
    #expect(error?.code == .unreachable)
    #expect(
      error?.description
        == "cannot read s3://lake/a: stalled: no byte moved in 300 ms, after 6 tries")
  }

  @Test func `a server that only refuses is given up in the end`() async throws {
    let (lake, proxy, _) = try await scene()
    defer { lake.stop() }
    try await proxy.behave("503", every: 1)
    let bucket = try lake.bucket { $0.endpoint = proxy.endpoint }
    let error = await #expect(throws: S3Error.self) {
      try await bucket.read("a", 0..<10, of: 300_000, tag: nil)
    }
    #expect(error?.code == .busy)
    #expect(
      error?.description
        == "cannot read s3://lake/a: the server cannot answer now (ServiceUnavailable, HTTP 503), after 6 tries"
    )
    #expect(try await proxy.counts().requests == 6)
  }
}
