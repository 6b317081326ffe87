import Glibc
import Host
import Model
import TestSupport
import Testing

/// What several runs of the program, and killed ones, make of the cache of one machine.
@Suite(.serialized, .timeLimit(.minutes(15)))
struct `One cache of objects` {
  private struct Beach: Sendable {
    let server: S3Server
    let proxy: ChaosProxy
    let scratch = StoreScratch()
    let rows = GeneratedRows(seed: 5, count: 4000, dimensions: 64)

    static func start() async throws -> Beach {
      let server = try await S3Server.start(.moto)
      let beach = Beach(
        server: server, proxy: try await ChaosProxy.start(before: server.peer.port))
      beach.scratch.write(
        "plumb.yaml",
        """
        apiVersion: plumb/v1
        kind: Connections
        stores:
          lake: { s3: { bucket: lake, prefix: rag, endpoint: "\(beach.proxy.endpoint)" } }
        targets:
          local: { local: { path: ./plumb.db } }
        """)
      for name in ["one", "two", "three"] { beach.scratch.write("\(name).yaml", manifest(name)) }
      beach.scratch.write("build/rows.jsonl", beach.rows.text)
      let published = try await beach.plumb(
        "store", "publish", "build", "--to", "lake", "--name", "docs", "--version", "v1")
      #expect(published.ending == .exited(0))
      return beach
    }

    private static func manifest(_ name: String) -> String {
      """
      apiVersion: plumb/v1
      kind: Collection
      metadata: { name: \(name) }
      spec:
        source: { store: lake, name: docs, version: v1 }
        target: { connection: local, collection: \(name) }
        collection: { vectors: { size: 64, distance: Dot } }
        sync: { prune: true }
      """
    }

    func stop() {
      proxy.peer.stop()
      server.peer.stop()
    }

    var size: Int { rows.text.utf8.count }

    func plumb(_ words: String...) async throws -> ChildOutput {
      try await child(words).run()
    }

    func child(_ words: [String]) -> ChildProcess {
      let environment = server.environment.merging(GitFixture.searchPath) { $1 }
        .merging(["PLUMB_CACHE": scratch.path + "/cache", "TMPDIR": scratch.path]) { $1 }
      return ChildProcess(
        Shell.products + "/plumb", words, environment: environment, folder: scratch.path,
        limits: ChildLimits(deadline: .seconds(600), grace: .zero))
    }

    /// Bytes of what was fetched so far of the object with the rows.
    func fetched() -> Int {
      let root = scratch.path + "/cache/objects"
      var found = 0
      for shelf in (try? Files.list(root)) ?? [] {
        for name in (try? Files.list("\(root)/\(shelf)")) ?? [] {
          let folder = "\(root)/\(shelf)/\(name)"
          guard Files.exists(folder + "/bytes/rows.jsonl") else { continue }
          found = max(found, Int((try? Files.facts(folder + "/parts").size) ?? 0))
        }
      }
      return found
    }
  }

  @Test func `is filled once by processes that want the same at the same time`() async throws {
    let beach = try await Beach.start()
    defer { beach.stop() }
    try await beach.proxy.behave()
    let outputs = try await withThrowingTaskGroup(of: ChildOutput.self) { group in
      for name in ["one", "two", "three"] {
        group.addTask { try await beach.plumb("plan", "\(name).yaml") }
      }
      return try await group.reduce(into: [ChildOutput]()) { $0.append($1) }
    }
    for output in outputs {
      #expect(output.ending == .exited(0), "\(String(decoding: output.errors, as: UTF8.self))")
      #expect(String(decoding: output.output, as: UTF8.self).contains("4,000"))
    }
    let received = try await beach.proxy.counts().bytes
    #expect(received > beach.size && received < beach.size * 3 / 2)
  }

  @Test func `serves whoever comes after one that was killed while it filled`() async throws {
    let beach = try await Beach.start()
    defer { beach.stop() }
    // Every answer stops in its middle, so that there is something, and never all of it.
    try await beach.proxy.behave("freeze", every: 2)
    let child = beach.child(["plan", "one.yaml"])
    let killed = try await withThrowingTaskGroup(of: ChildOutput?.self) { group in
      group.addTask { try await child.run() }
      group.addTask {
        while beach.fetched() == 0 { try await Task.sleep(for: .milliseconds(20)) }
        return nil
      }
      // Whoever is first: the watcher, and then the program is killed.
      var ends = [try await group.next() ?? nil]
      group.cancelAll()
      ends.append(try? await group.next() ?? nil)
      return ends[0] == nil && ends[1]?.ending == .cancelled
    }
    #expect(killed && beach.fetched() > 0)
    try await beach.proxy.behave()
    let output = try await beach.plumb("plan", "one.yaml")
    #expect(output.ending == .exited(0), "\(String(decoding: output.errors, as: UTF8.self))")
    #expect(String(decoding: output.output, as: UTF8.self).contains("4,000"))
    #expect(try await beach.proxy.counts().bytes < beach.size)
  }
}
