internal import Crypto
package import Model
internal import SQLite
internal import Wire

extension LocalTarget {
  /// Everything that is stored but the ledger, line by line in one canonical order: equal content
  /// gives equal lines, however and whenever it was written.
  package func dump(_ line: (String) throws -> Void) async throws {
    let reader = LocalReader(path: path)
    for name in try await reader.collectionNames() {
      guard let collection = try await reader.collection(name) else { continue }
      try line("collection \(name) \(StoredText.text(.object(collection.config)))")
      try line("points \(collection.points)")
      for (field, schema) in collection.indexes {
        try line("index \(field) \(StoredText.text(schema))")
      }
      try await reader.scan(name) { page in
        for point in try await reader.points(page.map(\.id), in: name) {
          try line(LocalTarget.text(point))
        }
      }
    }
    let aliases = try await reader.aliases()
    try await reader.close()
    for (alias, collection) in aliases.sorted(by: { $0.key.precedesInBytes($1.key) }) {
      try line("alias \(alias) \(collection)")
    }
  }

  /// The lines of `dump`, for a few points.
  package func dumpText() async throws -> String {
    var lines: [String] = []
    try await dump { lines.append($0) }
    return lines.map { $0 + "\n" }.joined()
  }

  /// SHA-256 over the lines of `dump`, each with its line break, as hexadecimal digits.
  package func dumpDigest() async throws -> String {
    let digest = RunningDigest()
    try await dump { digest.add($0 + "\n") }
    return digest.finish()
  }

  private static func text(_ point: StoredPoint) -> String {
    let mark = point.mark.map { StoredText.text(.object($0.value)) } ?? "-"
    let vectors = Hex.text(VectorBlob.bytes(point.vectors))
    return "point \(point.id) \(mark) \(vectors) \(StoredText.text(.object(point.payload)))"
  }

  /// What is wrong with the stored content of a collection, in words; empty when nothing is.
  ///
  /// Looks at the whole file, then reads every point of the collection.
  package func verifyStored(_ collection: String) async throws -> [String] {
    let reader = LocalReader(path: path)
    guard let file = try await reader.open() else { return [] }
    var problems: [String]
    var found = 0
    do {
      problems = try await file.damages()
      try await reader.scan(collection) { page in
        found += try await reader.points(page.map(\.id), in: collection).count
      }
    } catch let error as LocalError where error.code == .damaged {
      return [error.message]
    }
    guard let counted = try await reader.collection(collection)?.points else { return problems }
    if found != counted {
      problems.append("collection \(collection) has \(found) points, and its count is \(counted)")
    }
    return problems
  }
}

extension LocalTarget {
  /// Inserts or replaces points that carry nobody's mark, as a program without plumb would. Points
  /// that carry a mark are refused.
  package func insertUnmanaged(_ points: [Point], in collection: String) async throws {
    let file = try await LocalFile.openForWriting(path)
    try await file.write { connection in
      let stored = try StoredCollection.known(collection, connection)
      try stored.change(points, owner: nil, connection) { try $0.upsert($1) }
    }
    try await file.close()
  }
}

extension LocalReader {
  /// Sorted by their bytes.
  func collectionNames() async throws -> [String] {
    try await read(or: []) { connection in
      let statement = try connection.prepare("SELECT name FROM collections ORDER BY name")
      var names: [String] = []
      while try statement.step() { names.append(try statement.text(at: 0)) }
      return names
    }
  }
}

/// A digest that a closure can add to.
private final class RunningDigest {
  private var digest: SHA256? = SHA256()

  func add(_ line: String) { digest?.update(Array(line.utf8)) }

  /// The digest of everything so far. Nothing can be added afterwards.
  func finish() -> String { digest.take()?.finalize().description ?? "" }
}
