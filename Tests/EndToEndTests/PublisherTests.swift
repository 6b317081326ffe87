import Host
import Model
import TestSupport
import Testing

/// Publishers that are killed wherever they happen to be.
@Suite(.serialized, .timeLimit(.minutes(40)))
struct `Publishers that run at once and are killed` {
  private struct Told: Sendable {
    /// The program said so and ended well.
    var published: Set<String> = []
    /// Killed: nobody knows.
    var killed: Set<String> = []
    /// How often the catalog was read meanwhile.
    var readings = 0
  }

  private static let killed: Int32 = 128 + 9

  @Test(arguments: ["files", "s3"])
  func `leave a catalog with all that was told, and nothing that nobody wrote`(kind: String)
    async throws
  {
    let server = kind == "s3" ? try await S3Server.start(.moto) : nil
    defer { server?.peer.stop() }
    let scratch = StoreScratch()
    let store =
      server.map { "s3: { bucket: lake, prefix: rag, endpoint: \"\($0.endpoint)\" }" }
      ?? "files: { path: ./stores }"
    scratch.write(
      "plumb.yaml", "apiVersion: plumb/v1\nkind: Connections\nstores:\n  lake: { \(store) }\n")
    let rows = GeneratedRows(seed: 1, count: 3, dimensions: 4).text
    for publisher in 0..<10 { scratch.write("p\(publisher)/rows.jsonl", rows) }
    let environment = (server?.environment ?? [:]).merging(
      ["PLUMB_CACHE": scratch.path + "/cache", "TMPDIR": scratch.path]
    ) { $1 }.merging(GitFixture.searchPath) { $1 }

    // There is a catalog from the start, so that every reading has to find one.
    #expect(try await publish("p0", "first", scratch.path, environment, killedAfter: nil) == 0)
    let left = Locked(10)
    let told = try await withThrowingTaskGroup(of: Told.self) { group in
      group.addTask {
        var told = Told(published: ["first"])
        while left.withLock({ $0 }) > 0 {
          let output = try await versions(scratch.path, environment)
          #expect(output.ending == .exited(0), "\(String(decoding: output.errors, as: UTF8.self))")
          #expect(output.errors.isEmpty, "\(String(decoding: output.errors, as: UTF8.self))")
          told.readings += 1
        }
        return told
      }
      for publisher in 0..<10 {
        group.addTask {
          var random = SeededGenerator(seed: UInt64(publisher))
          var told = Told()
          defer { left.withLock { $0 -= 1 } }
          for round in 0..<20 {
            let version = "p\(publisher)-\(round)"
            let wait = random.chance(30) ? random.below(400) : nil
            let status = try await publish(
              "p\(publisher)", version, scratch.path, environment, killedAfter: wait)
            if status == 0 { told.published.insert(version) } else { told.killed.insert(version) }
            let mayBeKilled = wait != nil && status == Self.killed
            #expect(status == 0 || mayBeKilled, "\(version) ended with \(status)")
          }
          return told
        }
      }
      return try await group.reduce(into: Told()) {
        $0.published.formUnion($1.published)
        $0.killed.formUnion($1.killed)
        $0.readings += $1.readings
      }
    }
    let output = try await versions(scratch.path, environment)
    #expect(output.ending == .exited(0), "\(String(decoding: output.errors, as: UTF8.self))")
    let lines = String(decoding: output.output, as: UTF8.self).split(separator: "\n")
    let listed = lines.dropFirst().compactMap { $0.split(separator: " ").first.map(String.init) }
    #expect(Set(listed).count == listed.count)
    #expect(told.published.isSubset(of: Set(listed)))
    #expect(Set(listed).isSubset(of: told.published.union(told.killed)))
    #expect(!told.killed.isEmpty && told.published.count > 20 && told.readings > 0)
    #expect(output.errors.isEmpty, "\(String(decoding: output.errors, as: UTF8.self))")
  }

  private func versions(
    _ place: String, _ environment: [String: String]
  ) async throws -> ChildOutput {
    try await run("\(Shell.products)/plumb store versions lake", in: place, environment)
  }

  private func publish(
    _ folder: String, _ version: String, _ place: String, _ environment: [String: String],
    killedAfter milliseconds: Int?
  ) async throws -> Int32 {
    let command =
      "\(Shell.products)/plumb store publish \(folder) --to lake --name docs --version \(version)"
    let script =
      milliseconds.map {
        "\(command) & pid=$!; sleep 0.\($0 < 100 ? "0" : "")\($0); kill -9 $pid 2>/dev/null; wait $pid"
      } ?? command
    guard case .exited(let status) = try await run(script, in: place, environment).ending else {
      return -1
    }
    return Int32(status)
  }

  private func run(
    _ script: String, in folder: String, _ environment: [String: String]
  ) async throws -> ChildOutput {
    try await ChildProcess(
      "sh", ["-c", script], environment: environment, folder: folder,
      limits: ChildLimits(deadline: .seconds(300))
    ).run()
  }
}
