internal import Applying
internal import Host
public import Model

/// Going back to a kept generation, and letting go of it again.
extension Reconciler {
  /// Swaps the alias to an older generation at once, and holds it there. `to` nil: the newest one
  /// before the current.
  public func rollback(to number: Int?) async throws -> HistoryEntry {
    guard let alias = manifest.target.alias else {
      throw EngineError.noGeneration(
        "manifest \"\(manifest.name)\" has no `target.alias`, so there is nothing to swap",
        hint:
          "a collection without an alias has one generation; apply an older source version instead")
    }
    return try await withLease { lease, reader, writer in
      guard let entry = try await reader.ledger(of: manifest.name) else { throw neverApplied }
      let live = try await reader.aliases()[alias]
      let goal = try choose(number, entry, live: live)
      guard try await reader.collection(goal.collection) != nil else {
        throw EngineError.noGeneration(
          "generation \(goal.number) (\(goal.collection)) no longer exists", hint: kept(entry))
      }
      let history = history(
        .rollback, "rolled back from \(live ?? "nothing") to \(goal.collection)")
      var changed = entry
      changed.serial += 1
      changed.hold = RollbackHold(
        generation: goal.number, manifestDigest: digest, at: workshop.clock.now())
      // The hold first: a kill in between leaves a plan that finishes the way back, not one that
      // undoes it.
      try await writer.record(changed, history, under: lease.lock)
      try await writer.point(alias: alias, to: goal.collection, under: lease.lock)
      return history
    }
  }

  /// Lets the next apply build what the manifest says again.
  public func releaseHold() async throws -> HistoryEntry {
    return try await withLease { lease, reader, writer in
      guard var entry = try await reader.ledger(of: manifest.name) else {
        throw neverApplied
      }
      guard let hold = entry.hold else {
        throw EngineError.noGeneration("there is no rollback to release", hint: kept(entry))
      }
      entry.serial += 1
      entry.hold = nil
      let history = history(.release, "released the hold at generation \(hold.generation)")
      try await writer.record(entry, history, under: lease.lock)
      return history
    }
  }

  private func choose(_ number: Int?, _ entry: LedgerEntry, live: String?) throws -> Generation {
    let complete = entry.generations.filter(\.isComplete)
    let current = complete.first { $0.collection == live }
    if let number {
      guard let goal = complete.first(where: { $0.number == number }) else {
        throw EngineError.noGeneration(
          "there is no complete generation \(number)", hint: kept(entry))
      }
      guard goal.collection != live else {
        throw EngineError.noGeneration("generation \(number) is live already", hint: kept(entry))
      }
      return goal
    }
    let older = complete.filter { $0.number < (current?.number ?? 0) }
    guard let goal = older.max(by: { $0.number < $1.number }) else {
      throw EngineError.noGeneration("no older generation is kept", hint: kept(entry))
    }
    return goal
  }

  private func kept(_ entry: LedgerEntry) -> String {
    let names = entry.generations.filter(\.isComplete).map { "\($0.number) (\($0.collection))" }
    return names.isEmpty
      ? "nothing was applied to the end yet"
      : "complete generations: " + names.joined(separator: ", ")
  }

  private var neverApplied: EngineError {
    .noGeneration(
      "manifest \"\(manifest.name)\" was never applied to this target",
      hint: "apply it first; a rollback needs a generation that was replaced")
  }

  private func history(_ kind: HistoryEntry.Kind, _ note: String) -> HistoryEntry {
    HistoryEntry(
      owner: manifest.name, kind: kind, at: workshop.clock.now(),
      by: workshop.identity.description, manifestDigest: digest, gitCommit: gitCommit, note: note)
  }
}
