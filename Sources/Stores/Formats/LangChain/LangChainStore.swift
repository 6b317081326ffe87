internal import FAISS
internal import Host
internal import Model
internal import Pickle
internal import StoreBytes

/// The rows of all chosen collections, one collection after the other.
final class LangChainStore: StoreReader, VectorlessSource {
  let version: StoreVersion
  let stores: [SavedStore]
  /// Empty where there is only one.
  let collections: [String]
  private let allowsLossy: Bool
  let lane: BlockingLane

  init(
    _ version: StoreVersion, _ stores: [SavedStore], collections: [String], allowsLossy: Bool,
    _ lane: BlockingLane
  ) {
    self.version = version
    self.stores = stores
    self.collections = collections
    self.allowsLossy = allowsLossy
    self.lane = lane
  }

  func read(_ batch: ([SourceRow]) async throws -> Void) async throws {
    for store in stores { try store.index.require(allowsLossy: allowsLossy) }
    _ = try await rows(batch)
    try compare()
  }

  func readWithoutVectors(_ batch: ([SourceRow]) async throws -> Void) async throws {
    for store in stores { try store.index.require(allowsLossy: allowsLossy) }
    _ = try await rows(withVectors: false, batch)
    try compare()
  }

  /// Hands over every row, and tells what was doubtful.
  func rows(
    withVectors: Bool = true, _ batch: ([SourceRow]) async throws -> Void
  ) async throws -> PickleDoubts {
    var doubts = PickleDoubts()
    var base = 0
    for store in stores {
      var next = 0
      while next < store.count {
        let window = next..<min(store.count, next + store.window)
        let vectors = try await lane.run { () throws(FormatError) in
          withVectors ? try store.vectors(window) : nil
        }
        for start in stride(from: window.lowerBound, to: window.upperBound, by: store.batch) {
          try Task.checkCancellation()
          let positions = Array(start..<min(window.upperBound, start + store.batch))
          let (offset, collection) = (base, name(store))
          let (rows, found) = try await lane.run { () throws(FormatError) in
            var found = PickleDoubts()
            let rows = try store.rows(
              positions, base: offset, collection: collection, &found, vectors: vectors,
              from: start - window.lowerBound)
            return (rows, found)
          }
          doubts.add(found)
          try await batch(rows)
        }
        next = window.upperBound
      }
      base += store.count
    }
    try await check()
    return doubts
  }

  func fetch(_ positions: [Int]) async throws -> [SourceRow] {
    for store in stores { try store.index.require(allowsLossy: allowsLossy) }
    let total = stores.reduce(0) { $0 + $1.count }
    for position in positions where !(0..<total).contains(position) {
      throw FormatError(
        .noSuchRow, version.name, row: position, "the store has \(total) rows")
    }
    var rows: [SourceRow] = []
    rows.reserveCapacity(positions.count)
    var rest = positions[...]
    var base = 0
    for store in stores {
      while let first = rest.first, first < base + store.count {
        try Task.checkCancellation()
        let end = base + store.count
        let some = rest.prefix(store.batch).prefix { $0 < end }.map { [base] in $0 - base }
        rest = rest.dropFirst(some.count)
        let (offset, collection) = (base, name(store))
        rows += try await lane.run { () throws(FormatError) in
          var found = PickleDoubts()
          return try store.rows(
            some, base: offset, collection: collection, &found,
            vectors: try store.vectors(at: some))
        }
      }
      base += store.count
    }
    try await check()
    return rows
  }

  func name(_ store: SavedStore) -> String? { collections.isEmpty ? nil : store.name }

  func check() async throws(FormatError) {
    let stores = stores
    try await lane.run { () throws(FormatError) in
      for store in stores { try store.check() }
    }
  }

  /// Compares what was read with what the catalog says of the whole version.
  private func compare() throws(FormatError) {
    guard let entry = version.entry, stores.count == max(1, collections.count) else { return }
    let vectors = stores.reduce(0) { $0 + ($1.index.hasVectors ? $1.count : 0) }
    let pairs = [
      ("vectors", entry.vectors, vectors),
      ("dimensions", entry.dimensions, stores.first?.index.dimensions ?? 0),
    ]
    for (word, said, found) in pairs {
      guard let said, said != found else { continue }
      throw FormatError(
        .mismatch, version.name,
        "the catalog says \(said) \(word) for version \(version.version ?? ""), the index has "
          + "\(found)",
        hints: ["publish the version again"])
    }
  }
}
