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
    for change in plan.schema where change.effect != .replace {
      tree.set(change.after, at: change.path.split(separator: ".").map(String.init)[...])
    }
    return tree.isEmpty ? nil : tree
  }

  /// Readers go to the new generation in one step, and only here.
  func swap() async throws {
    guard let change = plan.alias else { return }
    try await lease.keepAlive()
    try await writer.point(alias: change.alias, to: change.after, under: lease.lock)
  }
}

extension PayloadObject {
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
