internal import Crypto
internal import Model
internal import Wire

extension QdrantWriter {
  func create(_ collection: String, _ spec: CollectionSpec, under lock: Lock) async throws {
    try await ledger.check(lock)
    try need(spec.declared)
    guard !collection.utf8.elementsEqual(LedgerCollection.name.utf8) else {
      throw refused(
        .badCollection, "\(collection) is where plumb keeps its ledger",
        hint: "give the collection another name")
    }
    let token = Hex.text(Random.bytes(8))
    let creation = CollectionChange.creation(spec.declared, owner: lock.owner, token: token)
    forget(collection)
    do {
      _ = try await conversation.schema(.create(collection, creation.body))
    } catch let error as QdrantError where error.code == .collectionExists {
      // The reply to a creation of ours may have been lost.
      let information = try await conversation.information(collection)
      guard let information, LiveConfig.remembered(information)["token"] == .string(token) else {
        throw refused(
          .collectionExists, "there is a collection \(collection) already",
          hint: "somebody created it meanwhile: plan again")
      }
    }
    conversation.newborns.note(collection)
    if let rest = creation.afterwards {
      _ = try await conversation.schema(.update(collection, rest))
    }
  }

  func alter(_ collection: String, _ changes: PayloadObject, under lock: Lock) async throws {
    try await ledger.check(lock)
    try need(changes)
    guard let information = try await conversation.information(collection) else {
      throw missing(collection)
    }
    let change: InPlaceChange
    do throws(Refusal) {
      change = try InPlaceChange(
        changes, of: collection, live: LiveConfig.config(information))
    } catch {
      throw error.at(conversation.address)
    }
    forget(collection)
    try await make(change, in: collection)
  }

  private func make(_ change: InPlaceChange, in collection: String) async throws {
    if !change.added.isEmpty || !change.dropped.isEmpty,
      conversation.version < .namedVectorsInPlace
    {
      throw refused(
        .tooOld,
        "a vector can be added to a collection, or taken away, from Qdrant "
          + "\(ServerVersion.namedVectorsInPlace) on, and the server is \(conversation.version)",
        hint: "upgrade the server, or replace the collection by a new generation")
    }
    for (name, space) in change.added {
      _ = try await conversation.schema(.addVector(collection, name: name, space))
    }
    if !change.body.isEmpty {
      _ = try await conversation.schema(.update(collection, change.body))
    }
    for name in change.dropped {
      _ = try await conversation.schema(.dropVector(collection, name: name))
    }
  }

  func drop(_ collection: String, under lock: Lock) async throws {
    try await ledger.check(lock)
    guard try await conversation.information(collection) != nil else { throw missing(collection) }
    // The server would drop the aliases with it.
    let names = try await conversation.aliases()
      .filter { $0.value.utf8.elementsEqual(collection.utf8) }.keys.sorted()
    guard names.isEmpty else {
      throw refused(
        .aliasInUse,
        "collection \(collection) cannot be dropped: alias \(names.joined(separator: ", ")) "
          + "points to it", hint: "point the alias to another collection first")
    }
    forget(collection)
    conversation.newborns.forget(collection)
    _ = try await conversation.schema(.drop(collection))
  }

  func createIndex(
    _ field: String, _ schema: PayloadValue, in collection: String, under lock: Lock
  ) async throws {
    try await ledger.check(lock)
    try need(["payload_indexes": .object([field: schema])])
    _ = try await conversation.schema(.createIndex(collection, field: field, schema))
  }

  func dropIndex(_ field: String, in collection: String, under lock: Lock) async throws {
    try await ledger.check(lock)
    _ = try await conversation.schema(.dropIndex(collection, field: field))
  }

  func point(alias: String, to collection: String, under lock: Lock) async throws {
    try await ledger.check(lock)
    do {
      _ = try await conversation.schema(.point(alias: alias, to: collection))
    } catch let error as QdrantError where error.code == .collectionExists {
      throw refused(
        .aliasConflict, "there is a collection \(alias), so no alias can have that name",
        hint: "give the alias another name")
    }
  }

  private func need(_ declared: PayloadObject) throws {
    do throws(Refusal) {
      try conversation.version.demand(declared)
    } catch {
      throw error.at(conversation.address)
    }
  }
}
