internal import Host
internal import Model

/// Changes a server, never without looking at the lock first.
final class QdrantWriter: TargetWriter {
  let conversation: Conversation
  let ledger: LedgerCollection
  /// What was found out about collections, by the bytes of their names; it holds until this writer changes them.
  private let known = Locked<[[UInt8]: KnownCollection]>([:])

  init(_ conversation: Conversation) {
    self.conversation = conversation
    ledger = LedgerCollection(conversation)
  }

  func take(_ lock: Lock, now: String) async throws { try await ledger.take(lock, now: now) }

  func renew(_ lock: Lock, until expiry: String) async throws {
    try await ledger.renew(lock, until: expiry)
  }

  func release(_ lock: Lock) async throws {
    // A lock that was lost is somebody else's, and stays.
    _ = try await ledger.remove(lock.owner, id: lock.id)
  }

  func breakLock(of owner: String, id: String) async throws -> Bool {
    try await ledger.remove(owner, id: id)
  }

  func record(_ entry: LedgerEntry, _ history: HistoryEntry?, under lock: Lock) async throws {
    guard entry.owner == lock.owner, history.map({ $0.owner == lock.owner }) ?? true else {
      throw refused(
        .staleLedger, "the lock of \(lock.owner) does not let the ledger of \(entry.owner) change")
    }
    try await ledger.check(lock)
    try await ledger.record(entry, history, under: lock)
  }

  // MARK: - What is known

  func refused(_ code: QdrantError.Code, _ message: String, hint: String? = nil) -> QdrantError {
    Refusal(code, message, hint: hint).at(conversation.address)
  }

  func missing(_ collection: String) -> QdrantError {
    refused(
      .noCollection, "there is no collection \(collection)",
      hint: "it was dropped meanwhile, or never created: plan again")
  }

  /// The shape of a collection that must be there.
  func collection(_ name: String) async throws -> KnownCollection {
    if let found = known.withLock({ $0[Array(name.utf8)] }) { return found }
    guard let information = try await conversation.information(name) else { throw missing(name) }
    let collection = KnownCollection(name, information)
    note(collection)
    return collection
  }

  func note(_ collection: KnownCollection) {
    known.withLock { $0[Array(collection.name.utf8)] = collection }
  }

  func forget(_ name: String) { known.withLock { $0[Array(name.utf8)] = nil } }
}

/// What a writer needs to know of a collection to write points.
struct KnownCollection: Sendable {
  let name: String
  let space: PointSpace
  let limits: StrictLimits
  /// What plumb keeps in the collection's metadata.
  let remembered: PayloadObject
  /// What was written by this writer.
  var written = 0
  /// Whether there was nothing in it when it was first looked at.
  let wasEmpty: Bool
  let indexingThreshold: Int64?

  init(_ name: String, _ information: PayloadObject) {
    self.name = name
    space = PointSpace(LiveConfig.config(information))
    limits = StrictLimits(information)
    remembered = LiveConfig.remembered(information)
    wasEmpty = (information["points_count"]?.number ?? 0) == 0
    indexingThreshold =
      information["config"]?.object?["optimizer_config"]?.object?["indexing_threshold"]?.number
  }
}
