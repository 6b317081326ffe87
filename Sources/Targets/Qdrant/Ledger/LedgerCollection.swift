internal import Crypto
internal import Model

/// The small collection in which plumb keeps locks, ledger entries and their history: points without
/// vectors, found by ids that follow from the owner.
///
/// A server has no transactions. What must not be lost is one point, and is replaced only where it
/// is still what was read; then it is read again, because a server does not say what it skipped.
struct LedgerCollection: Sendable {
  static let name = "_plumb"

  let conversation: Conversation

  init(_ conversation: Conversation) {
    self.conversation = conversation
  }

  enum Key {
    static let kind = "kind"
    static let owner = "owner"
    /// The id of the lock under which a point was written.
    static let lock = "lock"
    static let serial = "serial"
    /// Tells one write from every other one.
    static let token = "token"
    static let content = "content"
    /// How many history entries there are.
    static let count = "count"
    /// The newest history entry, until the next one is recorded.
    static let newest = "newest"
  }

  enum Kind: String { case lock, entry, history }

  /// Where a thing of an owner is.
  static func id(_ kind: Kind, _ owner: String, _ number: Int? = nil) -> PointID {
    let end = number.map { "/\($0)" } ?? ""
    return .uuid(
      UUID.version5(namespace: .urlNamespace, name: "plumb:\(kind.rawValue):\(owner)\(end)"))
  }

  /// Creates the collection when it is not there yet.
  func ensure() async throws {
    let answer = try await conversation.schema(.exists(LedgerCollection.name))
    if answer.object?["exists"] == .bool(true) { return }
    let body: PayloadObject = [
      // A space that no point uses: not every server takes a collection without any.
      "vectors": .object([:]), "sparse_vectors": .object(["unused": .object([:])]),
      "metadata": .object([LiveConfig.metadataKey: .object(["format": .int(1)])]),
    ]
    do {
      _ = try await conversation.schema(.create(LedgerCollection.name, body))
    } catch let error as QdrantError where error.code == .collectionExists {
      // Somebody else had the same thought; the indexes are then theirs to make, too.
    }
    conversation.newborns.note(LedgerCollection.name)
    // A server may forbid filters over keys without an index.
    for (key, type) in [
      (Key.kind, "keyword"), (Key.lock, "keyword"), (Key.token, "keyword"),
      (Key.serial, "integer"),
    ] {
      _ = try await conversation.schema(
        .createIndex(LedgerCollection.name, field: key, .string(type)))
    }
  }

  /// The content of these points; nothing where there is no ledger yet.
  func read(_ ids: [PointID]) async throws -> [PointID: PayloadObject] {
    do {
      let records = try await conversation.records(
        ids, Selection(payload: .all), in: LedgerCollection.name)
      return Dictionary(
        records.map { ($0.id, $0.payload) }, uniquingKeysWith: { first, _ in first })
    } catch let error as QdrantError where error.code == .noCollection {
      return [:]
    }
  }

  func read(_ id: PointID) async throws -> PayloadObject? { try await read([id])[id] }

  /// Inserts a point, or replaces it where it fulfils the conditions.
  func write(
    _ id: PointID, _ payload: PayloadObject, where conditions: [Condition],
    onlyUpdates: Bool = false
  ) async throws {
    let nothing = Hash128(high: 0, low: 0)
    let point = Point(
      id: id, vectors: Vectors([]), payload: payload,
      fingerprint: Fingerprint(vector: nothing, payload: nothing))
    let manner = UpsertManner(
      conditions: conditions,
      onlyUpdates: onlyUpdates && conversation.version >= .updateModes)
    try await conversation.change("cannot write the ledger", in: LedgerCollection.name) {
      _ async throws(Failure) in
      try await conversation.dialect.upsert([point], manner, in: LedgerCollection.name)
    }
  }

  func damaged(_ what: String) -> QdrantError {
    Refusal(
      .damaged, "the \(what) in collection \(LedgerCollection.name) cannot be read",
      hint: "a later plumb may have written it; else restore the collection from a snapshot"
    ).at(conversation.address)
  }
}
