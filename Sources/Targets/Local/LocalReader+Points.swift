internal import Model
internal import SQLite

extension LocalReader {
  /// How many points a scan reads at a time.
  static let page = 4096

  func scan(_ collection: String, _ batch: ([LivePoint]) async throws -> Void) async throws {
    var last = PointKey.beforeAll
    while true {
      let after = last
      let page = try await read(collection) { stored, connection in
        try stored.livePoints(after: after, limit: LocalReader.page, connection)
      }
      try Task.checkCancellation()
      if !page.isEmpty { try await batch(page) }
      guard page.count == LocalReader.page, let end = page.last else { return }
      last = PointKey(end.id)
    }
  }

  func points(_ ids: [PointID], in collection: String) async throws -> [StoredPoint] {
    try await read(collection) { stored, connection in
      let reading = try PointReading.prepared(stored, connection)
      return try ids.compactMap { try reading.point($0) }
    }
  }

  func nearest(
    to vector: [Float], named name: String, in collection: String, limit: Int
  ) async throws -> [PointID] {
    try await read(collection) { stored, connection in
      let search = try ExactSearch(vector, named: name, in: stored)
      return try search.closest(limit, connection)
    }
  }
}
