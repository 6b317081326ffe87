import Local
import Model

/// The canonical dump of a database, by collection.
struct Dump: Hashable, Sendable {
  private(set) var collections: [String: String] = [:]
  private(set) var aliases: [String: String] = [:]

  init(_ database: String) async throws {
    var lines: [String: [String]] = [:]
    var current = ""
    var aliases: [String: String] = [:]
    try await LocalTarget(path: database).dump { line in
      let words = line.split(separator: " ", maxSplits: 2).map(String.init)
      switch words[0] {
      case "alias": aliases[words[1]] = words[2]
      case "collection":
        current = words[1]
        lines[current, default: []].append(line)
      default: lines[current, default: []].append(line)
      }
    }
    collections = lines.mapValues { $0.joined(separator: "\n") }
    self.aliases = aliases
  }

  var alias: String? { aliases["docs-live"] }

  /// The lines of points that are not this owner's.
  var strangers: [String] {
    collections.sorted { $0.key < $1.key }.flatMap { $0.value.split(separator: "\n") }
      .filter { $0.hasPrefix("point \(Strangers.firstID / 1000)") && $0.contains("stranger ") }.map(
        String.init)
  }

  /// Few words for a failed expectation; the dumps themselves are too long.
  func difference(from other: Dump) -> String {
    var words: [String] = []
    if aliases != other.aliases { words.append("aliases \(aliases) instead of \(other.aliases)") }
    for name in Set(collections.keys).union(other.collections.keys).sorted() {
      let mine = Set((collections[name] ?? "").split(separator: "\n"))
      let theirs = Set((other.collections[name] ?? "").split(separator: "\n"))
      guard mine != theirs else { continue }
      words.append(
        "\(name): \(mine.subtracting(theirs).count) lines too many, "
          + "\(theirs.subtracting(mine).count) missing")
    }
    return words.joined(separator: "; ")
  }
}

/// Points that belong to others: half have another owner, half nobody's mark.
enum Strangers {
  static let firstID = 9_000_000

  /// Puts them into collections of their own, and into `docs` where they may be beside it.
  static func settle(in database: String, beside: Bool) async throws {
    let target = LocalTarget(path: database)
    let writer = try await target.writer()
    let lock = Lock(
      owner: "others", id: String(repeating: "1", count: 32), holder: "others",
      takenAt: "2026-01-01T00:00:00Z", expiresAt: "2999-01-01T00:00:00Z")
    try await writer.take(lock, now: lock.takenAt)
    let spec = CollectionSpec(
      declared: ["vectors": .object(["size": .int(8), "distance": .string("Dot")])],
      vectors: ["": VectorSpace(size: 8, distance: .dot)])
    try await writer.create("others", spec, under: lock)
    for name in beside ? ["others", "docs"] : ["others"] {
      try await writer.upsert(points(0..<40), in: name, under: lock)
      try await target.insertUnmanaged(points(40..<80), in: name)
    }
    try await writer.release(lock)
    try await writer.close()
  }

  private static func points(_ numbers: Range<Int>) -> [Point] {
    numbers.map { number in
      Point(
        id: .number(UInt64(firstID + number)),
        vectors: Vectors(dense: (0..<8).map { Float(number + $0) }),
        payload: ["text": .string("stranger \(number)")],
        fingerprint: Fingerprint(
          vector: Hash128(high: 1, low: UInt64(number)),
          payload: Hash128(high: 2, low: UInt64(number))))
    }
  }
}
