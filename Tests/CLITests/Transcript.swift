import Host
import TestSupport

@testable import CLI

/// A folder with stores, manifests and a local target, and everything that was said in it.
final class Transcript {
  let scratch = StoreScratch()
  private(set) var text = ""

  init() {
    scratch.write(
      "connections.yaml",
      """
      apiVersion: plumb/v1
      kind: Connections
      stores:
        local: { files: { path: stores } }
      targets:
        local: { local: { path: plumb.db } }

      """)
    scratch.write(
      "stores/metadata.json",
      #"{"docs": [{"version": "v1"}, {"version": "v2"}], "mails": [{"version": "v1"}]}"#)
    rows(0..<3)
    rows(0..<4, size: 3, in: "docs/v2")
    rows(0..<1, in: "mails/v1")
    manifest()
  }

  /// `content` tells versions of a row apart; it is in its text and in its vector.
  func rows(_ range: Range<Int>, content: Int = 1, size: Int = 2, in store: String = "docs/v1") {
    let lines = range.map { id in
      let vector = (0..<size).map { "\(id + content + $0 * $0 + 1)" }.joined(separator: ",")
      return #"{"id":\#(id),"text":"row \#(id).\#(content)","vector":[\#(vector)]}"# + "\n"
    }
    scratch.write("stores/\(store)/rows.jsonl", lines.joined())
  }

  func manifest(
    _ name: String = "docs", store: String = "docs", connection: String = "local",
    version: String = "v1", size: Int = 2, sync: String = "prune: true", more: String = ""
  ) {
    scratch.write(
      "\(name).yaml",
      """
      apiVersion: plumb/v1
      kind: Collection
      metadata: { name: \(name) }
      spec:
        source: { store: \(connection), name: \(store), version: "\(version)" }
        target: { connection: local, collection: \(name), alias: \(name)-live }
        collection:
          vectors: { size: \(size), distance: Cosine }
        sync: { \(sync) }
      \(more)
      """)
  }

  /// Behind plumb's back.
  func sql(_ statements: String) {
    let program = scratch.write(
      "edit.py",
      """
      import sqlite3, sys
      database = sqlite3.connect(sys.argv[1])
      database.executescript(sys.argv[2])

      """)
    let database = scratch.path + "/plumb.db"
    let shell = Shell.run("python3 \(program) \(database) \"\(statements)\" 2>&1")
    precondition(shell.status == 0, shell.output)
  }

  /// Runs a command line in the folder and writes down what it said. Words that begin with "./" are
  /// files of the folder.
  @discardableResult
  func run(
    _ line: String, typing: String? = nil, environment: [String: String] = [:],
    isRecorded: Bool = true
  ) async -> Session {
    let words = line.split(separator: " ").map { word in
      word.hasPrefix("./") ? scratch.path + word.dropFirst(1) : String(word)
    }
    var variables = [
      "PLUMB_CACHE": scratch.path + "/cache",
      "PLUMB_CONNECTIONS": scratch.path + "/connections.yaml", "NO_COLOR": "1",
    ]
    for (name, value) in environment { variables[name] = value }
    let session = await Session.run(
      words, environment: variables, typing: typing,
      output: MemoryOutput(terminal: Terminal(columns: 100)))
    guard isRecorded else { return session }
    let named = environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value) " }.joined()
    text += "$ \(named)plumb \(line)\n"
    if let typing { text += "> \(typing)\n" }
    text += normal(session.output)
    let errors = normal(session.errors).split(separator: "\n", omittingEmptySubsequences: false)
    for error in errors.dropLast(errors.last == "" ? 1 : 0) {
      text += error.isEmpty ? "!\n" : "! \(error)\n"
    }
    text += "[\(session.code.rawValue)]\n\n"
    return session
  }

  func note(_ words: String) { text += "# \(words)\n" }

  /// Without what differs from run to run: the folder, the time, the process, digests.
  private func normal(_ text: String) -> String {
    text.replacing(scratch.path + "/", with: "./").replacing(scratch.path, with: ".")
      .replacing(/[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z/, with: "TIME")
      .replacing(/[^ "]+, process [0-9]+ \([^ ")]+\)/, with: "SOMEBODY")
      .replacing(/[0-9a-f]{64}/, with: "DIGEST").replacing(/[0-9a-f]{32}/, with: "DIGEST")
  }
}
