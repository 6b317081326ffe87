public import Model
internal import Planning

/// A live collection as a manifest would declare it.
public struct ImportedCollection: Hashable, Sendable {
  /// The physical collection.
  public var collection: String
  /// The alias that was asked for, or the first one that leads to the collection.
  public var alias: String?
  /// Others that lead to it.
  public var otherAliases: [String]
  /// Everything that differs from what a server takes when nothing is said, with indexes.
  public var declared: PayloadObject
  /// Keys for which manifests have no words.
  public var unknown: [String]
  public var points: Int
  /// The manifest that owns it already.
  public var owner: String?

  /// Reads a collection by its name or by an alias. Nothing is written.
  public static func read(
    _ name: String, at connection: String, _ connections: Connections
  ) async throws -> ImportedCollection {
    let reader = try await Registry.target(connection, connections).reader()
    do {
      let found = try await read(name, at: connection, reader)
      try await reader.close()
      return found
    } catch {
      // The first error is the one to report.
      try? await reader.close()
      throw error
    }
  }

  private static func read(
    _ name: String, at connection: String, _ reader: any TargetReader
  ) async throws -> ImportedCollection {
    let aliases = try await reader.aliases()
    let physical = aliases[name] ?? name
    guard let live = try await reader.collection(physical) else {
      throw EngineError.notThere(name, in: connection)
    }
    var names = aliases.filter { $0.value == physical }.keys.sorted { $0.precedesInBytes($1) }
    let alias = aliases[name] == nil ? names.first : name
    names.removeAll { $0 == alias }
    var (declared, unknown) = NotableConfig.of(live.config)
    let indexes = live.indexes.map { ($0.0, NotableConfig.index($0.1, of: $0.0, &unknown)) }
    if !indexes.isEmpty { declared["payload_indexes"] = .object(PayloadObject(indexes)) }
    let owner = try await reader.owners().first { entry in
      entry.generations.contains { $0.collection == physical }
    }?.owner
    return ImportedCollection(
      collection: physical, alias: alias, otherAliases: names, declared: declared,
      unknown: unknown.sorted { $0.precedesInBytes($1) }, points: live.points, owner: owner)
  }

  /// The manifest, as data.
  public func manifest(
    named name: String, connection: String, store: String, source: String
  ) -> PayloadObject {
    var target: PayloadObject = [
      "connection": .string(connection), "collection": .string(collection),
    ]
    target["alias"] = alias.map { .string($0) }
    return [
      "apiVersion": .string("plumb/v1"), "kind": .string("Collection"),
      "metadata": ["name": .string(name)],
      "spec": .object([
        "source": ["store": .string(store), "name": .string(source)],
        "target": .object(target), "collection": .object(declared),
        // Nothing goes before somebody has looked at it.
        "sync": ["prune": .bool(false)],
      ]),
    ]
  }
}
