internal import Crypto
public import Model
internal import Wire

/// Reads everything about a target that a plan needs, except the points.
public enum LiveReading {
  public static func state(_ manifest: Manifest, _ reader: any TargetReader) async throws
    -> LiveState
  {
    let entries = try await reader.owners()
    let own = entries.first { $0.owner == manifest.name }
    var state = LiveState(
      facts: try await reader.facts(), entry: own, others: others(entries, than: manifest.name),
      aliases: try await reader.aliases())
    var names = Set(own?.generations.map(\.collection) ?? [])
    names.insert(manifest.target.collection)
    // Where the alias leads matters even when the ledger does not know the collection.
    if let alias = manifest.target.alias, let collection = state.aliases[alias] {
      names.insert(collection)
    }
    for name in names.sorted(by: { $0.precedesInBytes($1) }) {
      if let collection = try await reader.collection(name) { state.collections[name] = collection }
    }
    return state
  }

  private static func others(_ entries: [LedgerEntry], than owner: String) -> [String: String] {
    var others: [String: String] = [:]
    for entry in entries where entry.owner != owner {
      for generation in entry.generations { others[generation.collection] = entry.owner }
    }
    return others
  }

  /// A digest of the configuration, indexes and aliases that a plan was made from. Counts are not in
  /// it: the digest of the points has them.
  public static func digest(_ state: LiveState) -> String {
    var tree = PayloadObject()
    for (name, collection) in state.collections {
      tree["collection " + name] = [
        "config": .object(collection.config), "indexes": .object(collection.indexes),
      ]
    }
    for (alias, collection) in state.aliases where state.collections[collection] != nil {
      tree["alias " + alias] = .string(collection)
    }
    tree["target"] = .string(state.facts.kind + " " + state.facts.address)
    return SHA256.hash(Array(JSONWriter.text(.object(tree)).utf8)).description
  }
}
