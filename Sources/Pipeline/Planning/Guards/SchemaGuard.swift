internal import Model

/// What the server cannot do, said before anything is done.
enum SchemaGuard {
  /// PL515.
  @Sendable static func version(_ facts: GuardFacts) -> Block? {
    let target = facts.request.state.facts
    guard facts.request.hold == nil, let version = ServerVersion(of: target) else { return nil }
    let needs = VersionNeeds.unmet(facts.manifest.collection.declared, by: version)
    guard !needs.isEmpty else { return nil }
    let list = needs.map { need in
      "`\(need.path)\(need.value.map { ": \($0)" } ?? "")` needs \(need.since)"
    }.joined(separator: ", ")
    return Block(
      code: "PL515", "the server is version \(version), and \(list)",
      remedy: "upgrade the server, or remove what it does not know from `collection`")
  }

  /// PL516, a warning: keys that were declared, and of which a server keeps the last value.
  static func forgotten(_ facts: GuardFacts) -> Problem? {
    switch facts.plan.collection {
    case .create, .replace: return nil
    case .keep, .update: break
    }
    guard let entry = facts.request.state.entry, let name = facts.plan.target.live,
      let live = facts.request.state.collections[name]?.config
    else { return nil }
    let declared = facts.manifest.collection.settings
    let gone = entry.settings.filter { path in
      !declared.contains(path) && !facts.plan.schema.contains { $0.covers(path) }
        && live.holds(path[...])
    }
    guard !gone.isEmpty else { return nil }
    let list = gone.map { "`\($0)`" }.joined(separator: ", ")
    return Problem(
      .warning, code: "PL516",
      "\(list) \(gone.count == 1 ? "is" : "are") no longer declared; the server keeps the last "
        + "value, because a setting cannot be unset",
      hint:
        "declare the value that is wanted; `metadata` takes null, `quantization_config` Disabled")
  }
}

extension SchemaChange {
  fileprivate func covers(_ path: String) -> Bool {
    path == self.path || path.hasPrefix(self.path + ".")
  }
}

extension PayloadObject {
  /// Whether something is at a path with dots. Names may hold dots themselves.
  fileprivate func holds(_ path: Substring) -> Bool {
    contains { key, value in
      guard value != .null, path.hasPrefix(key) else { return false }
      let rest = path.dropFirst(key.count)
      if rest.isEmpty { return true }
      guard rest.first == ".", case .object(let inner) = value else { return false }
      return inner.holds(rest.dropFirst())
    }
  }
}
