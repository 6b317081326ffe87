// Ledger entries as payload values: every target keeps them in the same words.

extension LedgerEntry {
  /// The entry as it is stored in a target.
  public var stored: PayloadObject {
    var object: PayloadObject = [
      "owner": .string(owner), "serial": .int(Int64(serial)),
      "generations": .list(generations.map { .object($0.stored) }),
      "guards": .object([
        "prune": .bool(guards.prune), "max_delete": .object(guards.maxDelete.stored),
      ]),
    ]
    object["applied"] = applied.map { .object($0.stored) }
    object["hold"] = hold.map { .object($0.stored) }
    object["pending"] = pending.map { .object($0.stored) }
    object["indexes"] = .list(indexes.map { .string($0) })
    object["settings"] = .list(settings.map { .string($0) })
    return object
  }

  /// Reads a stored entry; nil when it is not one.
  public init?(_ stored: PayloadObject) {
    guard let owner = stored.text("owner"), let serial = stored.number("serial"),
      case .list(let list) = stored["generations"], let guards = stored.object("guards"),
      case .bool(let prune) = guards["prune"], let limit = guards.object("max_delete"),
      let maxDelete = DeleteLimit(limit)
    else { return nil }
    let generations = list.compactMap { Generation($0) }
    let applied = stored.object("applied").flatMap { AppliedState($0) }
    let hold = stored.object("hold").flatMap { RollbackHold($0) }
    let pending = stored.object("pending").flatMap { PendingApply($0) }
    // A part that is there and cannot be read must not look like one that is not there.
    guard generations.count == list.count, (applied == nil) == (stored["applied"] == nil),
      (hold == nil) == (stored["hold"] == nil), (pending == nil) == (stored["pending"] == nil)
    else { return nil }
    self.init(
      owner: owner, serial: serial, applied: applied, generations: generations, hold: hold,
      pending: pending, indexes: stored.texts("indexes"), settings: stored.texts("settings"),
      guards: StandingGuards(prune: prune, maxDelete: maxDelete))
  }
}

extension HistoryEntry {
  /// The entry as it is stored in a target.
  public var stored: PayloadObject {
    var object: PayloadObject = [
      "number": .int(Int64(number)), "owner": .string(owner), "kind": .string(kind.rawValue),
      "at": .string(at), "by": .string(by), "manifest_digest": .string(manifestDigest),
      "inserted": .int(Int64(inserted)), "rewritten": .int(Int64(rewritten)),
      "payload_only": .int(Int64(payloadOnly)), "deleted": .int(Int64(deleted)),
      "note": .string(note),
    ]
    object["source_version"] = sourceVersion.map { .string($0) }
    object["git_commit"] = gitCommit.map { .string($0) }
    return object
  }

  /// Reads a stored entry; nil when it is not one.
  public init?(_ stored: PayloadObject) {
    guard let number = stored.number("number"), let owner = stored.text("owner"),
      let word = stored.text("kind"), let kind = Kind(rawValue: word), let at = stored.text("at"),
      let by = stored.text("by"), let manifest = stored.text("manifest_digest"),
      let inserted = stored.number("inserted"), let rewritten = stored.number("rewritten"),
      let payloadOnly = stored.number("payload_only"), let deleted = stored.number("deleted"),
      let note = stored.text("note")
    else { return nil }
    self.init(
      number: number, owner: owner, kind: kind, at: at, by: by, manifestDigest: manifest,
      sourceVersion: stored.text("source_version"), gitCommit: stored.text("git_commit"),
      inserted: inserted, rewritten: rewritten, payloadOnly: payloadOnly, deleted: deleted,
      note: note)
  }
}

extension AppliedState {
  fileprivate var stored: PayloadObject {
    var object: PayloadObject = [
      "manifest_digest": .string(manifestDigest), "points": .int(Int64(points)),
      "set_digest": .string(setDigest), "at": .string(at),
    ]
    object["git_commit"] = gitCommit.map { .string($0) }
    object["source_version"] = sourceVersion.map { .string($0) }
    return object
  }

  fileprivate init?(_ stored: PayloadObject) {
    guard let manifest = stored.text("manifest_digest"), let points = stored.number("points"),
      let set = stored.text("set_digest"), let at = stored.text("at")
    else { return nil }
    self.init(
      manifestDigest: manifest, gitCommit: stored.text("git_commit"),
      sourceVersion: stored.text("source_version"), points: points, setDigest: set, at: at)
  }
}

extension Generation {
  fileprivate var stored: PayloadObject {
    [
      "number": .int(Int64(number)), "collection": .string(collection),
      "is_complete": .bool(isComplete),
    ]
  }

  fileprivate init?(_ stored: PayloadValue) {
    guard case .object(let stored) = stored, let number = stored.number("number"),
      let collection = stored.text("collection"), case .bool(let isComplete) = stored["is_complete"]
    else { return nil }
    self.init(number: number, collection: collection, isComplete: isComplete)
  }
}

extension RollbackHold {
  fileprivate var stored: PayloadObject {
    [
      "generation": .int(Int64(generation)), "manifest_digest": .string(manifestDigest),
      "at": .string(at),
    ]
  }

  fileprivate init?(_ stored: PayloadObject) {
    guard let generation = stored.number("generation"),
      let manifest = stored.text("manifest_digest"), let at = stored.text("at")
    else { return nil }
    self.init(generation: generation, manifestDigest: manifest, at: at)
  }
}

extension PendingApply {
  fileprivate var stored: PayloadObject {
    ["manifest_digest": .string(manifestDigest), "at": .string(at), "by": .string(by)]
  }

  fileprivate init?(_ stored: PayloadObject) {
    guard let manifest = stored.text("manifest_digest"), let at = stored.text("at"),
      let by = stored.text("by")
    else { return nil }
    self.init(manifestDigest: manifest, at: at, by: by)
  }
}

extension DeleteLimit {
  fileprivate var stored: PayloadObject {
    ["count": .int(Int64(count)), "percent": .double(percent)]
  }

  fileprivate init?(_ stored: PayloadObject) {
    guard let count = stored.number("count") else { return nil }
    switch stored["percent"] {
    case .double(let percent): self.init(count: count, percent: percent)
    // A server may give a whole number back as an integer.
    case .int(let percent): self.init(count: count, percent: Double(percent))
    default: return nil
    }
  }
}

extension PayloadObject {
  fileprivate func text(_ key: String) -> String? {
    if case .string(let text) = self[key] { text } else { nil }
  }

  fileprivate func texts(_ key: String) -> [String] {
    guard case .list(let values) = self[key] else { return [] }
    return values.compactMap { if case .string(let text) = $0 { text } else { nil } }
  }

  fileprivate func number(_ key: String) -> Int? {
    if case .int(let number) = self[key] { Int(number) } else { nil }
  }

  fileprivate func object(_ key: String) -> PayloadObject? {
    if case .object(let object) = self[key] { object } else { nil }
  }
}
