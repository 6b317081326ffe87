internal import Model

/// Reads a server. Nothing here changes anything.
struct QdrantReader: TargetReader {
  let conversation: Conversation

  init(_ conversation: Conversation) {
    self.conversation = conversation
  }

  private var ledger: LedgerCollection { LedgerCollection(conversation) }

  func facts() async throws -> TargetFacts {
    TargetFacts(
      kind: "qdrant", address: conversation.address, version: conversation.version.description)
  }

  func collection(_ name: String) async throws -> LiveCollection? {
    try await conversation.live(name)
  }

  func aliases() async throws -> [String: String] {
    try await conversation.aliases()
  }

  func points(_ ids: [PointID], in collection: String) async throws -> [StoredPoint] {
    try await conversation.records(ids, .whole, in: collection).map(\.stored)
  }

  func nearest(to vector: [Float], named name: String, in collection: String, limit: Int)
    async throws -> [PointID]
  {
    try await conversation.ask("cannot search collection \(collection)", of: collection) {
      _ async throws(Failure) in
      try await conversation.dialect.nearest(
        to: vector, named: name, in: collection, limit: limit)
    }
  }

  /// While a collection is optimized, its segments are copied, and counts are of no use.
  func indexed(_ collection: String) async throws -> [String: Int]? {
    guard let information = try await conversation.information(collection),
      information["status"]?.text == "green"
    else { return nil }
    return LiveConfig.indexed(information)
  }

  func ledger(of owner: String) async throws -> LedgerEntry? {
    try await ledger.entry(of: owner)?.entry
  }

  func owners() async throws -> [LedgerEntry] { try await ledger.entries() }

  func lock(of owner: String) async throws -> Lock? { try await ledger.lock(of: owner) }

  func history(of owner: String, limit: Int) async throws -> [HistoryEntry] {
    try await ledger.history(of: owner, limit: limit)
  }
}
