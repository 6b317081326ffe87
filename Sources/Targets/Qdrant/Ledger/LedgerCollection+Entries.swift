internal import Model

/// What was applied last for each owner, and everything that was applied before.
extension LedgerCollection {
  /// An owner's entry, and its newest history, which is in the same point so that both are written
  /// in one step.
  struct Kept: Sendable {
    var entry: LedgerEntry
    var count: Int
    var newest: HistoryEntry?
    var token: String

    init?(_ stored: PayloadObject) {
      guard let content = stored[Key.content]?.object, let entry = LedgerEntry(content),
        let count = stored[Key.count]?.number, let token = stored[Key.token]?.text
      else { return nil }
      self.entry = entry
      self.count = Int(count)
      self.token = token
      newest = stored[Key.newest]?.object.flatMap { HistoryEntry($0) }
      guard (newest == nil) == (stored[Key.newest] == nil) else { return nil }
    }
  }

  func entry(of owner: String) async throws -> Kept? {
    guard let payload = try await read(LedgerCollection.id(.entry, owner)) else { return nil }
    guard let kept = Kept(payload) else { throw damaged("entry of \(owner)") }
    return kept
  }

  /// All owners' entries, by the bytes of their names.
  func entries() async throws -> [LedgerEntry] {
    var question = ScrollQuestion(
      collection: LedgerCollection.name, from: nil, limit: 500,
      conditions: [.text(Key.kind, is: Kind.entry.rawValue)],
      selection: Selection(payload: .all))
    var found: [LedgerEntry] = []
    do {
      while true {
        let page = try await conversation.page(question)
        for record in page.records {
          guard let kept = Kept(record.payload) else { throw damaged("entry \(record.id)") }
          found.append(kept.entry)
        }
        guard let next = page.next else { break }
        question.from = next
      }
    } catch let error as QdrantError where error.code == .noCollection {
      return []
    }
    return found.sorted { $0.owner.utf8.lexicographicallyPrecedes($1.owner.utf8) }
  }

  func history(of owner: String, limit: Int) async throws -> [HistoryEntry] {
    guard limit > 0, let kept = try await entry(of: owner), let newest = kept.newest else {
      return []
    }
    let numbers = stride(from: kept.count - 1, to: max(0, kept.count - limit), by: -1)
    let ids = numbers.map { LedgerCollection.id(.history, owner, $0) }
    let stored = try await read(ids)
    return try [newest]
      + ids.compactMap { id in
        guard let payload = stored[id] else { return nil }
        guard let entry = payload[Key.content]?.object.flatMap({ HistoryEntry($0) }) else {
          throw damaged("history of \(owner)")
        }
        return entry
      }
  }

  /// Takes the next serial or refuses: somebody else wrote in between.
  func record(_ entry: LedgerEntry, _ history: HistoryEntry?, under lock: Lock) async throws {
    let kept = try await self.entry(of: entry.owner)
    let stored = kept?.entry.serial ?? 0
    guard stored == entry.serial - 1 else { throw stale(entry, stored) }
    // The newest entry is about to be replaced, so it gets a point of its own. Doing that twice, or
    // without anything after it, changes nothing.
    if let newest = kept?.newest { try await keep(newest, of: entry.owner) }
    var count = kept?.count ?? 0
    var newest = kept?.newest
    if var history {
      count += 1
      history.owner = entry.owner
      history.number = count
      newest = history
    }
    let token = "\(lock.id)/\(entry.serial)"
    var payload: PayloadObject = [
      Key.kind: .string(Kind.entry.rawValue), Key.owner: .string(entry.owner),
      Key.lock: .string(lock.id), Key.serial: .int(Int64(entry.serial)),
      Key.token: .string(token), Key.count: .int(Int64(count)), Key.content: .object(entry.stored),
    ]
    payload[Key.newest] = newest.map { .object($0.stored) }
    let condition =
      kept.map { Condition.text(Key.token, is: $0.token) } ?? .text(Key.token, is: token)
    try await write(
      LedgerCollection.id(.entry, entry.owner), payload, where: [condition],
      onlyUpdates: kept != nil)
    let found = try await self.entry(of: entry.owner)
    guard let found, found.token == token else {
      throw stale(entry, found?.entry.serial ?? 0)
    }
  }

  private func keep(_ history: HistoryEntry, of owner: String) async throws {
    try await write(
      LedgerCollection.id(.history, owner, history.number),
      [
        Key.kind: .string(Kind.history.rawValue), Key.owner: .string(owner),
        Key.content: .object(history.stored),
      ], where: [])
  }

  private func stale(_ entry: LedgerEntry, _ stored: Int) -> QdrantError {
    Refusal(
      .staleLedger,
      "the ledger of \(entry.owner) is at serial \(stored), and \(entry.serial) does not follow it",
      hint: "another apply wrote meanwhile: plan again"
    ).at(conversation.address)
  }
}
