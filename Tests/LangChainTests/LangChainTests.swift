import Glibc
import Model
import StoreBytes
import Synchronization
import Testing

@testable import LangChain

@Suite(.timeLimit(.minutes(15))) struct `A store of LangChain` {
  private let scratch = SavedScratch()
  private let three = SavedBytes(
    documents: [("a", "one"), ("b", "two"), ("c", "three")], ids: ["b", "a", "c"])

  private func open(_ version: StoreVersion, _ collection: String? = nil) async throws
    -> any StoreReader
  {
    try await LangChainFormat().open(version, RowSelection(collection: collection))
  }

  private func refusal(_ version: StoreVersion) async -> FormatError? {
    await #expect(throws: FormatError.self) { _ = try await open(version) }
  }

  @Test func `is joined by position and id`() async throws {
    let store = try await open(try scratch.version(three, vectors: 3))
    var rows: [SourceRow] = []
    try await store.read { rows += $0 }
    #expect(
      rows == [
        SourceRow(position: 0, id: .text("b"), text: "two", vector: [1, 2]),
        SourceRow(position: 1, id: .text("a"), text: "one", vector: [3, 4]),
        SourceRow(position: 2, id: .text("c"), text: "three", vector: [5, 6]),
      ])
    #expect(try await store.fetch([0, 2]) == [rows[0], rows[2]])
    #expect(
      try await store.inspect(full: true)
        == StoreReport(format: .langchain, rows: 3, vectors: 3, dimensions: 2, metric: "l2"))
    let error = await #expect(throws: FormatError.self) { try await store.fetch([3]) }
    #expect(error?.code == .noSuchRow)
  }

  @Test func `claims both files, and no other pickle`() async throws {
    let version = try scratch.version(three, vectors: 3)
    let claim = await LangChainFormat().claim(version)
    #expect(claim == FormatClaim(.langchain, files: ["index.faiss", "index.pkl"]))
    let plain = try scratch.version([("index.pkl", [0x80, 4, 0x5D, 0x2E])])
    #expect(await LangChainFormat().claim(plain) == nil)
  }

  @Test func `is refused when counts differ`() async throws {
    let error = await refusal(try scratch.version(three, vectors: 2))
    #expect(error?.code == .mismatch)
    #expect(
      error?.message
        == "the index has 2 vectors and the map 3 positions, so it cannot be told which vector "
        + "belongs to which document")
  }

  @Test func `is refused without its index`() async throws {
    let error = await refusal(try scratch.version([("index.pkl", three.pickle)]))
    #expect(error?.message == "there is no index index.faiss beside it")
  }

  @Test func `tells of documents that are missing or too many`() async throws {
    var saved = three
    saved.ids = ["b", "x", "c"]
    let store = try await open(try scratch.version(saved, vectors: 3))
    #expect(
      try await store.fetch([1]) == [SourceRow(position: 1, id: .text("x"), vector: [3, 4])])
    let report = try await store.inspect(full: false)
    #expect(
      report.problems.map { "\($0.code) \($0.message)" } == [
        "PS131 1 of 3 vectors have no document, first row 1, whose id \"x\" is not in the docstore; "
          + "they have no text",
        "PS132 1 of 3 documents have no vector; they are left out",
      ])
  }

  @Test func `is refused with one key for two documents`() async throws {
    var saved = three
    saved.documents[1].id = "a"
    let error = await refusal(try scratch.version(saved, vectors: 3))
    #expect(error?.code == .corrupt)
    #expect(error?.message == "the docstore has a key twice: \"a\"")
  }

  @Test func `is refused with a call in its metadata`() async throws {
    var saved = three
    saved.metadata = Array("cos\nsystem\n(S'true'\ntR".utf8)
    let error = await refusal(try scratch.version(saved, vectors: 3))
    #expect(error?.code == .hostile)
    #expect(error?.message.hasPrefix("the pickle names \"os.system\"") == true)
  }

  @Test func `names the row that it cannot read`() async throws {
    var saved = three
    saved.metadata = Array("N".utf8)
    saved.metadata = [0x29] + [UInt8](repeating: 0x85, count: 500)
    let store = try await open(try scratch.version(saved, vectors: 3))
    let error = await #expect(throws: FormatError.self) { try await store.fetch([2]) }
    #expect(error?.row == 2)
    #expect(error?.message == "a document whose metadata is a tuple")
  }

  @Test func `holds several indexes as collections`() async throws {
    let version = try scratch.version([
      ("a.faiss", SavedBytes.index(3)), ("a.pkl", three.pickle),
      ("b.faiss", SavedBytes.index(3)), ("b.pkl", three.pickle),
    ])
    let store = try await open(version)
    let rows = try await store.fetch([0, 3])
    #expect(rows.map(\.collection) == ["a", "b"])
    #expect(try await store.inspect(full: false).collections == ["a", "b"])
    #expect(try await open(version, "b").fetch([0]).map(\.position) == [0])
    let error = await #expect(throws: FormatError.self) { _ = try await open(version, "c") }
    #expect(error?.code == .noSuchCollection)
    #expect(error?.hints == ["it holds \"a\", \"b\""])
  }

  @Test func `stops in the middle of a long docstore`() async throws {
    var saved = SavedBytes(documents: [], ids: ["id 0"], isShared: true)
    saved.documents = (0..<20_000).map { ("id \($0)", "text \($0)") }
    let version = try scratch.version(saved, vectors: 1)
    // Whoever reads is cancelled by what it reads, as soon as it is past the beginning.
    let reader = Reader()
    let watched = version.files.map { file in
      var file = file
      file.supply = FileSupply { range in
        if range.lowerBound > 100_000 { reader.cancel() }
      } whole: { _ in
      }
      return file
    }
    var slow = version
    slow.files = watched
    let task = Task { [slow] in try await open(slow) }
    reader.task.withLock { $0 = task }
    await #expect(throws: CancellationError.self) { _ = try await task.value }
  }
}

private final class Reader: Sendable {
  let task = Mutex<Task<any StoreReader, any Error>?>(nil)

  /// Waits until there is somebody to cancel.
  func cancel() {
    while true {
      if let task = task.withLock({ $0 }) { return task.cancel() }
      sched_yield()
    }
  }
}
