import Catalogs
import Host
import Manifests
import Model
import TestSupport
import Testing
import Wire

@testable import Engine

/// A store to publish to: a bucket of a real server, or a folder.
struct Press: Sendable {
  let scratch = StoreScratch()
  let server: S3Server?
  /// Where files may lie for a while; nil: in the scratch folder.
  var temporary: String?

  static func start(_ kind: String) async throws -> Press {
    Press(server: kind == "files" ? nil : try await S3Server.start(.moto))
  }

  func stop() { server?.peer.stop() }

  var places: StorePlaces {
    let connection: StoreConnection =
      server.map {
        .s3(S3Connection(bucket: "lake", prefix: "rag", endpoint: $0.endpoint))
      } ?? .files(path: scratch.path + "/stores")
    return StorePlaces(
      connections: Connections(stores: ["lake": connection]),
      environment: Environment(
        (server?.environment ?? [:]).merging(["TMPDIR": temporary ?? scratch.path]) { old, _ in old
        }),
      clock: SystemClock(),
      downloads: scratch.path + "/cache")
  }

  func rows(_ name: String, count: Int = 3, seed: UInt64 = 1) -> String {
    scratch.write(
      "\(name)/rows.jsonl", GeneratedRows(seed: seed, count: count, dimensions: 4).text)
    return scratch.path + "/" + name
  }

  @discardableResult
  func publish(
    _ folder: String, version: String?, isRehearsal: Bool = false, by manifest: Manifest? = nil,
    collection: String? = nil, progress: any ProgressSink = SilentProgress()
  ) async throws -> Publication.Outcome {
    try await Publication(
      folder: folder, to: "lake", name: "docs", version: version, in: places, tool: "plumb test",
      dedupe: manifest.map { Publication.Dedupe(by: $0, collection: collection) },
      progress: progress
    ).run(isRehearsal: isRehearsal)
  }

  func versions() async throws -> [String] {
    try await StoreListing.of("lake", name: "docs", in: places)[0].versions.map(\.version)
  }

  func open(_ version: String?) async throws -> StoreVersion {
    try await Registry.store("lake", places).open(name: "docs", version: version)
  }

  /// The folder that a version of files lies in, on whichever side of a network.
  func folder(of version: StoreVersion) throws -> String {
    let folder = scratch.path + "/copy-\(version.version ?? "")"
    try Files.makeFolders(folder)
    for file in version.files {
      try file.supply?.ensure(0..<file.size)
      try Files.replace(
        folder + "/" + file.name, with: try Files.read(file.path, limit: 1 << 20))
    }
    return folder
  }

  /// The catalog as an object.
  func catalog() async throws -> PayloadObject {
    let text = try await Registry.publishable("lake", places).catalogText()
    guard let text, case .object(let object) = try JSONReader.value(text.bytes) else { return [:] }
    return object
  }
}

@Suite(.serialized, .timeLimit(.minutes(15)))
struct `Versions are published` {
  @Test(arguments: ["files", "s3"])
  func `files first, the catalog last, and can be read`(kind: String) async throws {
    let press = try await Press.start(kind)
    defer { press.stop() }
    let folder = press.rows("build", count: 20)
    let rehearsal = try await press.publish(folder, version: "v1", isRehearsal: true)
    #expect(rehearsal.report.rows == 20)
    await #expect(throws: EngineError.noCatalog("lake")) { try await press.versions() }

    let outcome = try await press.publish(folder, version: "v1")
    #expect(outcome.files.map(\.name) == ["rows.jsonl", "rows.plumb"])
    let version = try await press.open("v1")
    #expect(version.files.map(\.name) == ["rows.jsonl"])
    #expect(version.rowIndex?.name == "rows.plumb")
    #expect(try #require(version.rowIndex).size == 32 + 20 * 64 + 16)
    #expect(version.entry?.documents == 20 && version.entry?.format == .jsonl)
    var count = 0
    try await Registry.rows(version, RowSelection()).read { count += $0.count }
    #expect(count == 20)

    #expect(try await press.publish(folder, version: "v1").wasThere)
    let other = press.rows("other", seed: 2)
    await #expect(throws: PublicationError.self) { try await press.publish(other, version: "v1") }
    #expect(try await press.versions() == ["v1"])
  }

  @Test(arguments: ["files", "s3"])
  func `beside what others wrote, newest first`(kind: String) async throws {
    let press = try await Press.start(kind)
    defer { press.stop() }
    let store = try Registry.publishable("lake", press.places)
    let foreign = """
      {"about":{"by":"somebody"},"docs":[{"version":"later","timestamp":"2999-01-01T00:00:00Z","path":"x/","note":1},
      {"version":"older","timestamp":"2001-01-01T00:00:00Z","path":"docs/older/"}],"other":[]}
      """
    #expect(try await store.replaceCatalog(with: Array(foreign.utf8), ifStill: nil))
    #expect(try await store.replaceCatalog(with: [], ifStill: "\"other\"") == false)
    try await press.publish(press.rows("build"), version: "now")
    #expect(try await press.versions() == ["later", "now", "older"])
    let catalog = try await press.catalog()
    #expect(catalog["about"] == .object(["by": .string("somebody")]))
    #expect(catalog["other"] == .list([]))
    guard case .list(let entries) = catalog["docs"], case .object(let first) = entries[0] else {
      Issue.record("no entries")
      return
    }
    #expect(first["note"] == .int(1))
  }

  @Test(arguments: ["files", "s3"])
  func `under one name by two at once: one of them wins, and the other is told`(kind: String)
    async throws
  {
    let press = try await Press.start(kind)
    defer { press.stop() }
    for round in 0..<5 {
      let version = "v\(round)"
      let folders = (0..<2).map { press.rows("p\($0)-\(round)", count: 9, seed: UInt64($0)) }
      let told = await withTaskGroup(of: (Int, PublicationError?).self) { group in
        for (number, folder) in folders.enumerated() {
          group.addTask {
            do {
              try await press.publish(folder, version: version)
              return (number, nil)
            } catch { return (number, error as? PublicationError ?? .notHere("\(error)")) }
          }
        }
        return await group.reduce(into: [Int: PublicationError]()) { $0[$1.0] = $1.1 }
      }
      #expect(told.count == 1)
      let loser = try #require(told.first)
      let place = try Registry.publishable("lake", press.places).label
      #expect(loser.value == .taken("docs", version, place))
      // What the loser wrote did not touch what the winner wrote.
      var rows: [SourceRow] = []
      try await Registry.rows(press.open(version), RowSelection()).read { rows += $0 }
      let winner = UInt64(1 - loser.key)
      let expected = GeneratedRows(seed: winner, count: 9, dimensions: 4)
      #expect(rows.map(\.text) == expected.rows.map { Optional($0.text) })
    }
    #expect(try await press.versions().count == 5)
  }

  @Test(arguments: [
    ("docs", "latest"), ("docs", "../v1"), ("../docs", "v1"), ("docs", "/v1"), ("docs", "a//b"),
    ("docs", ""), ("docs", "v\n1"),
  ])
  func `but not under a name that nobody could ask for`(name: String, version: String) async throws
  {
    let press = try await Press.start("files")
    let folder = press.rows("build")
    await #expect(
      throws: PublicationError.unusable(
        name == "docs" ? "version" : "name", name == "docs" ? version : name)
    ) {
      _ = try await Publication(
        folder: folder, to: "lake", name: name, version: version, in: press.places, tool: "test"
      ).run(isRehearsal: false)
    }
  }

  @Test(arguments: ["files", "s3"])
  func `and the newest is never pruned, for a manifest may mean it by naming none`(kind: String)
    async throws
  {
    let press = try await Press.start(kind)
    defer { press.stop() }
    for number in 1...3 {
      try await press.publish(press.rows("b\(number)", seed: UInt64(number)), version: "v\(number)")
    }
    let text = """
      apiVersion: plumb/v1
      kind: Collection
      metadata: { name: docs }
      spec:
        source: { store: lake, name: docs, version: latest }
        target: { connection: local, collection: docs }
        collection: { vectors: { size: 4, distance: Dot } }
        sync: { prune: true }
      """
    let set = ManifestReader.read(files: [SourceFile(path: "docs.yaml", bytes: Array(text.utf8))])
    let manifests = set.manifests.map(\.manifest)
    #expect(manifests.count == 1)
    let named = Pruning.named(manifests, store: "lake", name: "docs")
    #expect(named.isEmpty)
    let latest = try #require(try await press.open(nil).version)
    for keep in [1, 0, -1] {
      let pruning = try Pruning("lake", name: "docs", keep: keep, named: named, in: press.places)
      #expect(try await pruning.run(isRehearsal: false).kept == [latest])
    }
    let version = try await press.open(nil)
    #expect(version.version == latest)
    var rows = 0
    try await Registry.rows(version, RowSelection()).read { rows += $0.count }
    #expect(rows == 3)
  }

  @Test(arguments: ["files", "s3"])
  func `and pruned, but never one that a manifest names`(kind: String) async throws {
    let press = try await Press.start(kind)
    defer { press.stop() }
    for number in 1...5 {
      try await press.publish(press.rows("b\(number)", seed: UInt64(number)), version: "v\(number)")
      // Versions of one second keep the order in which they came.
    }
    let before = try await press.versions()
    let oldest = try #require(before.last)
    let pruning = try Pruning("lake", name: "docs", keep: 2, named: [oldest], in: press.places)
    let rehearsal = try await pruning.run(isRehearsal: true)
    #expect(rehearsal.removed == Array(before[2...3]) && rehearsal.named == [oldest])
    #expect(try await press.versions() == before)
    let gone = try await press.open(before[2])
    #expect(try await pruning.run(isRehearsal: false) == rehearsal)
    #expect(try await press.versions() == [before[0], before[1], oldest])
    _ = gone
    await #expect(throws: (any Error).self) { try await press.open(before[2]) }
    var rows = 0
    try await Registry.rows(press.open(oldest), RowSelection()).read { rows += $0.count }
    #expect(rows == 3)
    #expect(try await pruning.run(isRehearsal: false).removed == [])
  }

  @Test(arguments: ["files", "s3"])
  func `and what a publish has left that was cut off is told, and stays`(kind: String) async throws
  {
    let press = try await Press.start(kind)
    defer { press.stop() }
    try await press.publish(press.rows("b1"), version: "v1")
    let store = try Registry.publishable("lake", press.places)
    let file = press.scratch.write("left", "four")
    let left = "docs/a/v2-0123456789ab/"
    for name in [
      left + "rows.jsonl", left + "deeper/more", "docs/v2-0123456789aX/rows.jsonl",
      "docs/notes.txt",
      "other/v2-0123456789ab/rows.jsonl", "docs/-0123456789ab/rows.jsonl",
    ] {
      _ = try await store.add(file, as: name) { _ in }
    }
    let pruning = try Pruning("lake", name: "docs", keep: 1, named: [], in: press.places)
    for isRehearsal in [true, false] {
      let outcome = try await pruning.run(isRehearsal: isRehearsal)
      #expect(outcome.strays == [Pruning.Stray(path: left, files: 2, bytes: 8)])
    }
    #expect(
      try await store.files(below: left).map(\.name).sorted() == [
        left + "deeper/more", left + "rows.jsonl",
      ])
    // Of a version that is pruned now nothing is a stray.
    try await press.publish(press.rows("b2", seed: 2), version: "v2")
    let outcome = try await pruning.run(isRehearsal: false)
    #expect(outcome.removed == ["v1"] && outcome.strays.map(\.path) == [left])
  }

  @Test func `and what lies there beside versions keeps nobody from pruning`() async throws {
    let press = try await Press.start("files")
    for number in 1...2 {
      try await press.publish(press.rows("b\(number)", seed: UInt64(number)), version: "v\(number)")
    }
    press.scratch.link("stores/docs/broken", to: "/nowhere")
    let outcome = try await Pruning(
      "lake", name: "docs", keep: 1, named: [], in: press.places
    ).run(isRehearsal: false)
    #expect(outcome.removed == ["v1"] && outcome.strays.isEmpty)
    #expect(outcome.strayTrouble?.contains("broken") == true)
    #expect(try await press.versions() == ["v2"])
  }

  @Test(arguments: ["files", "s3"])
  func `by ten at once, and the catalog has exactly what was told`(kind: String) async throws {
    let press = try await Press.start(kind)
    defer { press.stop() }
    let rounds = kind == "files" ? 20 : 4
    let folders = (0..<10).map { press.rows("p\($0)", count: 1, seed: UInt64($0)) }
    let told = try await withThrowingTaskGroup(of: [String].self) { group in
      for publisher in 0..<10 {
        group.addTask {
          var told: [String] = []
          for round in 0..<rounds {
            let version = "p\(publisher)-\(round)"
            try await press.publish(folders[publisher], version: version)
            told.append(version)
          }
          return told
        }
      }
      // Whoever looks in between sees a whole catalog.
      for _ in 0..<10 {
        _ = try? await press.catalog()
        try await Task.sleep(for: .milliseconds(50))
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    #expect(told.count == 10 * rounds)
    let listing = try await StoreListing.of("lake", name: "docs", in: press.places)[0]
    #expect(Set(listing.versions.map(\.version)) == Set(told))
    #expect(listing.versions.count == told.count)
    #expect(listing.problems.isEmpty)
  }
}
