internal import Model

extension Application {
  /// Creates or alters the collection, then its indexes: before the points, so that the points are
  /// indexed as they come.
  func shape() async throws {
    try await lease.keepAlive()
    if try await reader.collection(physical) == nil {
      try await writer.create(physical, manifest.collection, under: lease.lock)
    } else if let changes = inPlaceChanges {
      try await writer.alter(physical, changes, under: lease.lock)
    }
    for change in plan.indexes {
      if let schema = change.after {
        try await writer.createIndex(change.field, schema, in: physical, under: lease.lock)
      } else {
        try await writer.dropIndex(change.field, in: physical, under: lease.lock)
      }
    }
  }

  /// The declared values of everything that changes in place, as one tree.
  private var inPlaceChanges: PayloadObject? {
    guard case .update = plan.collection else { return nil }
    var tree = PayloadObject()
    for change in plan.schema where change.effect != .replace && !change.dropsSpace {
      tree.set(change.after, at: way(of: change)[...])
    }
    return tree.isEmpty ? nil : tree
  }

  /// Names may hold dots, so the declaration says where a key ends.
  private func way(of change: SchemaChange) -> [String] {
    manifest.collection.declared.way(of: change.path[...])
      ?? change.path.split(separator: ".").map(String.init)
  }

  /// Vectors that are no longer declared go when every point is there without them.
  func dropSpaces() async throws {
    var tree = PayloadObject()
    for change in plan.schema where change.effect != .replace && change.dropsSpace {
      let parts = change.path.split(separator: ".", maxSplits: 1).map(String.init)
      tree.set(.null, at: parts[...])
    }
    guard case .update = plan.collection, !tree.isEmpty else { return }
    try await lease.keepAlive()
    try await writer.alter(physical, tree, under: lease.lock)
  }

  /// Readers go to the new generation in one step, and only here.
  func swap() async throws {
    guard let change = plan.alias else { return }
    try await lease.keepAlive()
    try await writer.point(alias: change.alias, to: change.after, under: lease.lock)
  }
}

extension SchemaChange {
  fileprivate var dropsSpace: Bool {
    after == .null && (path.hasPrefix("vectors.") || path.hasPrefix("sparse_vectors."))
  }
}

extension PayloadObject {
  /// The keys of a path with dots; nil where nothing is there.
  fileprivate func way(of path: Substring) -> [String]? {
    for (key, value) in self where path.hasPrefix(key) {
      let rest = path.dropFirst(key.count)
      if rest.isEmpty { return [key] }
      guard rest.first == ".", case .object(let inner) = value else { continue }
      if let way = inner.way(of: rest.dropFirst()) { return [key] + way }
    }
    return nil
  }

  /// Puts a value at a path, making the objects on the way.
  mutating func set(_ value: PayloadValue, at path: ArraySlice<String>) {
    guard let key = path.first else { return }
    guard path.count > 1 else {
      self[key] = value
      return
    }
    var inner = PayloadObject()
    if case .object(let present) = self[key] { inner = present }
    inner.set(value, at: path.dropFirst())
    self[key] = .object(inner)
  }
}
