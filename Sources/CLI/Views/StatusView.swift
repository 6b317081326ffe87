internal import Engine
internal import Model
internal import Wire

/// The ledger's entry of one owner.
struct StatusView {
  let palette: Palette

  func text(_ owner: String, _ status: OwnerStatus) -> String {
    var rows: [(String, String)] = [("target", "\(status.facts.kind) \(status.facts.address)")]
    if let live = status.live {
      rows.append(("live", "\(live.name), \(Counted.of(live.points, "point"))"))
    }
    if let applied = status.entry?.applied {
      rows.append(("applied", "\(Counted.of(applied.points, "point")) at \(applied.at)"))
      if let version = applied.sourceVersion { rows.append(("source", "version \(version)")) }
      if let commit = applied.gitCommit { rows.append(("commit", commit)) }
    } else {
      rows.append(("applied", "never"))
    }
    if let entry = status.entry, !entry.generations.isEmpty {
      rows.append(
        (
          "kept",
          entry.generations.map { $0.collection + ($0.isComplete ? "" : " (incomplete)") }
            .joined(separator: ", ")
        ))
    }
    if let hold = status.entry?.hold {
      rows.append(("held", "at generation \(hold.generation) by a rollback since \(hold.at)"))
    }
    if let pending = status.entry?.pending {
      rows.append(("pending", "an apply by \(pending.by) began at \(pending.at) and did not end"))
    }
    if let lock = status.lock {
      rows.append(("locked", "by \(lock.holder) until \(lock.expiresAt), id \(lock.id)"))
    }
    let lines = rows.map { "  \($0.0)\(String(repeating: " ", count: 9 - $0.0.count))\($0.1)\n" }
    return palette.paint(owner, .bold) + "\n" + lines.joined()
  }

  static func json(_ owner: String, _ status: OwnerStatus) -> JSON {
    [
      "owner": .string(owner),
      "target": [
        "kind": .string(status.facts.kind), "address": .string(status.facts.address),
        "version": JSON(status.facts.version),
      ],
      "live": status.live.map { ["collection": .string($0.name), "points": JSON($0.points)] }
        ?? .null,
      "ledger": status.entry.map { JSON(.object($0.stored)) } ?? .null,
      "lock": status.lock.map {
        [
          "id": .string($0.id), "holder": .string($0.holder), "taken_at": .string($0.takenAt),
          "expires_at": .string($0.expiresAt),
        ]
      } ?? .null,
    ]
  }

  static func line(_ entry: HistoryEntry) -> String {
    var text = "#\(entry.number)  \(entry.at)  \(entry.kind.rawValue)  \(entry.note)"
    if entry.kind == .apply {
      text +=
        "  (+\(Counted.number(entry.inserted)) ~\(Counted.number(entry.rewritten)) "
        + "payload \(Counted.number(entry.payloadOnly)) -\(Counted.number(entry.deleted)))"
    }
    return text + "  by \(entry.by)"
  }
}
