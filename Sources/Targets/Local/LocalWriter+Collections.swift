internal import Model
internal import SQLite

extension LocalWriter {
  func create(_ collection: String, _ spec: CollectionSpec, under lock: Lock) async throws {
    try await write(under: lock) { connection in
      try CollectionName.check(collection)
      var config = spec.declared
      config["payload_indexes"] = nil
      _ = try CollectionShape(config)
      guard try StoredCollection.find(collection, connection) == nil else {
        throw Refusal(
          .collectionExists, "there is a collection \(collection) already",
          hint: "somebody created it meanwhile: plan again")
      }
      guard try !Aliases.exists(collection, connection) else {
        throw Refusal(
          .aliasConflict, "there is an alias \(collection), so no collection can have that name",
          hint: "give the collection another name")
      }
      try StoredCollection.create(collection, config, connection)
    }
  }

  func alter(_ collection: String, _ changes: PayloadObject, under lock: Lock) async throws {
    try await write(under: lock) { connection in
      var stored = try StoredCollection.known(collection, connection)
      stored.config = try ConfigChange.merged(changes, into: stored.config, of: collection)
      _ = try CollectionShape(stored.config)
      try stored.save(connection)
    }
  }

  func drop(_ collection: String, under lock: Lock) async throws {
    try await write(under: lock) { connection in
      let stored = try StoredCollection.known(collection, connection)
      let aliases = try Aliases.names(of: stored, connection)
      guard aliases.isEmpty else {
        throw Refusal(
          .aliasInUse,
          "collection \(collection) cannot be dropped: alias \(aliases.joined(separator: ", ")) "
            + "points to it", hint: "point the alias to another collection first")
      }
      try stored.drop(connection)
    }
  }

  func createIndex(
    _ field: String, _ schema: PayloadValue, in collection: String, under lock: Lock
  ) async throws {
    try await write(under: lock) { connection in
      try StoredCollection.known(collection, connection).setIndex(field, schema, connection)
    }
  }

  func dropIndex(_ field: String, in collection: String, under lock: Lock) async throws {
    try await write(under: lock) { connection in
      try StoredCollection.known(collection, connection).dropIndex(field, connection)
    }
  }

  func point(alias: String, to collection: String, under lock: Lock) async throws {
    try await write(under: lock) { connection in
      try Aliases.point(alias, to: StoredCollection.known(collection, connection), connection)
    }
  }
}
