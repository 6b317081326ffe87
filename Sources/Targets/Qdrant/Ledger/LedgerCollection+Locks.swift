internal import Model

/// Who may write for an owner.
extension LedgerCollection {
  func lock(of owner: String) async throws -> Lock? {
    guard let payload = try await read(LedgerCollection.id(.lock, owner)) else { return nil }
    guard let lock = Lock(payload) else { throw damaged("lock of \(owner)") }
    return lock
  }

  /// Throws unless this lock is the one that is held. Asked before every write.
  func check(_ lock: Lock) async throws {
    let held = try await self.lock(of: lock.owner)
    guard let held, held.isSame(as: lock) else { throw LockRefusal(owner: lock.owner, held: held) }
  }

  /// Takes a lock that is free or has expired. Of many who try at once, the server lets one through.
  func take(_ lock: Lock, now: String) async throws {
    try await ensure()
    let id = LedgerCollection.id(.lock, lock.owner)
    var held = try await self.lock(of: lock.owner)
    while true {
      // Nothing there: inserted unless somebody is faster, for then it is not ours to replace.
      var replaceable = lock.id
      if let held, !held.isSame(as: lock) {
        guard held.expiresAt <= now else { throw LockRefusal(owner: lock.owner, held: held) }
        replaceable = held.id
      }
      try await write(id, lock.stored, where: [.text(Key.lock, is: replaceable)])
      held = try await self.lock(of: lock.owner)
      if let held, held.isSame(as: lock) { return }
      try Task.checkCancellation()
    }
  }

  func renew(_ lock: Lock, until expiry: String) async throws {
    try await check(lock)
    let ours: [Condition] = [
      .hasID([LedgerCollection.id(.lock, lock.owner)]), .text(Key.lock, is: lock.id),
    ]
    try await conversation.change("cannot renew the lock", in: LedgerCollection.name) {
      _ async throws(Failure) in
      try await conversation.dialect.setPayload(
        ["expires_at": .string(expiry)], where: ours, in: LedgerCollection.name)
    }
    try await check(lock)
  }

  /// Whether there was such a lock. Somebody else's stays.
  func remove(_ owner: String, id: String) async throws -> Bool {
    guard let held = try await lock(of: owner), held.id.utf8.elementsEqual(id.utf8) else {
      return false
    }
    let that: [Condition] = [
      .hasID([LedgerCollection.id(.lock, owner)]), .text(Key.lock, is: id),
    ]
    try await conversation.change("cannot remove the lock", in: LedgerCollection.name) {
      _ async throws(Failure) in
      try await conversation.dialect.delete(where: that, in: LedgerCollection.name)
    }
    return true
  }
}

extension Lock {
  func isSame(as other: Lock) -> Bool { id.utf8.elementsEqual(other.id.utf8) }

  fileprivate var stored: PayloadObject {
    [
      LedgerCollection.Key.kind: .string(LedgerCollection.Kind.lock.rawValue),
      LedgerCollection.Key.owner: .string(owner), LedgerCollection.Key.lock: .string(id),
      "holder": .string(holder), "taken_at": .string(takenAt), "expires_at": .string(expiresAt),
    ]
  }

  fileprivate init?(_ stored: PayloadObject) {
    guard let owner = stored[LedgerCollection.Key.owner]?.text,
      let id = stored[LedgerCollection.Key.lock]?.text, let holder = stored["holder"]?.text,
      let takenAt = stored["taken_at"]?.text, let expiresAt = stored["expires_at"]?.text
    else { return nil }
    self.init(owner: owner, id: id, holder: holder, takenAt: takenAt, expiresAt: expiresAt)
  }
}
