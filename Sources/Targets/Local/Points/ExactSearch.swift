internal import Model
internal import SQLite

/// The nearest points, found by looking at every vector.
struct ExactSearch: Sendable {
  private let collection: StoredCollection
  private let name: String
  private let size: Int
  private let similarity: Similarity

  init(_ query: [Float], named name: String, in collection: StoredCollection) throws {
    guard let space = try CollectionShape(collection.config).dense[name] else {
      throw Refusal(
        .badQuery, "collection \(collection.name) has no dense vector \"\(name)\" to search by")
    }
    guard query.count == space.size else {
      throw Refusal(
        .badQuery,
        "the query has \(query.count) dimensions, and vector \"\(name)\" of collection "
          + "\(collection.name) has \(space.size)")
    }
    guard query.allSatisfy(\.isFinite) else {
      throw Refusal(.badQuery, "the query holds a number that is not finite")
    }
    self.collection = collection
    self.name = name
    size = space.size
    similarity = Similarity(space.distance, to: query)
  }

  /// Best first; equally near ones in the order of their ids.
  func closest(_ limit: Int, _ connection: borrowing SQLiteConnection) throws -> [PointID] {
    guard limit > 0 else { return [] }
    let statement = try connection.prepare(
      "SELECT kind, high, low, data FROM \(collection.vectorTable)")
    var closest = Closest(limit: limit)
    while try statement.step() {
      let key = PointKey(
        kind: try statement.int64(at: 0), high: try statement.int64(at: 1),
        low: try statement.int64(at: 2))
      guard let vectors = VectorBlob.vectors(try statement.bytes(at: 3)) else {
        throw StoredText.damaged(
          "point \(key.id) of collection \(collection.name)", "its vectors cannot be read")
      }
      if let score = score(vectors[name]) { closest.offer(key.id, score) }
    }
    return closest.ids
  }

  /// Of several vectors the best one counts; nil where the point has none under this name.
  private func score(_ vector: Vector?) -> Float? {
    switch vector {
    case .dense(let values): similarity.score(values)
    case .multi(let multi):
      stride(from: 0, to: multi.values.count, by: size).map { start in
        similarity.score(Array(multi.values[start..<start + size]))
      }.max()
    case .sparse, nil: nil
    }
  }
}
