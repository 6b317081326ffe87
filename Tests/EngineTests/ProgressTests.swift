import Host
import Model
import TestSupport
import Testing

@testable import Engine

/// Notes every phase with what was told of it.
private final class Diary: ProgressSink {
  struct Phase: Hashable {
    var name: String
    var total: Int?
    var done = 0
    var hasEnded = false

    init(_ name: String, total: Int?) {
      self.name = name
      self.total = total
    }
  }

  private let written = Locked<[Phase]>([])

  var phases: [Phase] { written.withLock { $0 } }

  func begin(_ phase: String, total: Int?) {
    written.withLock { $0.append(Phase(phase, total: total)) }
  }

  func advance(by count: Int) {
    written.withLock { $0[$0.count - 1].done += count }
  }

  func end() {
    written.withLock { $0[$0.count - 1].hasEnded = true }
  }
}

@Suite(.timeLimit(.minutes(30))) struct `Long reads tell how far they are` {
  @Test(arguments: ["files", "moto"])
  func `when rows are published, brought here and looked at`(kind: String) async throws {
    let press = try await Press.start(kind)
    defer { press.stop() }
    let (publishing, opening) = (Diary(), Diary())
    let folder = press.rows("docs", count: 7000)
    let outcome = try await press.publish(folder, version: "v1", progress: publishing)
    let bytes = outcome.files.reduce(0) { $0 + Int($1.size) }
    let megabytes = (bytes + 999_999) / 1_000_000
    #expect(
      publishing.phases.map(\.name) == [
        "reading rows", "writing down the rows", "publishing MB of docs",
      ])
    #expect(publishing.phases.map(\.done) == [7000, 7000, megabytes])
    #expect(publishing.phases[2].total == megabytes && megabytes > 1)

    let reader = try await Registry.rows(
      press.open("v1"), RowSelection(), progress: opening)
    #expect(try await reader.inspect(full: false).rows == 7000)
    #expect(opening.phases.map(\.name) == (kind == "files" ? [] : ["downloading MB of rows.jsonl"]))
    #expect(opening.phases.allSatisfy { $0.done == $0.total })
    // Now it is here.
    let again = Diary()
    _ = try await Registry.rows(press.open("v1"), RowSelection(), progress: again)
    #expect(again.phases.isEmpty)
    #expect((publishing.phases + opening.phases).allSatisfy { $0.hasEnded })
  }

  @Test func `with the rows that are there already counted once`() async throws {
    let scratch = StoreScratch()
    scratch.write("rows.jsonl", GeneratedRows(seed: 3, count: 1200, dimensions: 4).text)
    let diary = Diary()
    let look = try await StoreLook(path: scratch.path + "/rows.jsonl", progress: diary)
    #expect(try await look.report(full: false).rows == 1200)
    #expect(diary.phases.isEmpty)
    _ = try await look.report(full: true)
    _ = try await look.read { _ in }
    #expect(diary.phases.map(\.done) == [1200, 1200])
  }
}
