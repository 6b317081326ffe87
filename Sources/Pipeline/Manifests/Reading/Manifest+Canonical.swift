public import Model

extension Manifest {
  /// The manifest as one tree of data in which everything is written out: two manifests that mean the
  /// same have the same tree, whatever their comments, order of keys and defaults. Digests are made of
  /// its `writeCanonically`.
  public var canonical: PayloadValue {
    .object([
      "apiVersion": .string(ManifestShape.version),
      "collection": collection.canonical,
      "dedupe": .list(dedupe.map(\.canonical)),
      "dependsOn": .sorted(dependsOn),
      "labels": .words(labels),
      "map": map.canonical,
      "name": .string(name),
      "source": source.canonical,
      "suspend": suspend.map {
        .object(["reason": .string($0.reason), "until": .optional($0.until)])
      } ?? .null,
      "sync": sync.canonical,
      "target": .object([
        "alias": .optional(target.alias), "collection": .string(target.collection),
        "connection": .string(target.connection),
      ]),
    ])
  }
}

extension PayloadValue {
  fileprivate static func optional(_ text: String?) -> PayloadValue {
    text.map { .string($0) } ?? .null
  }

  /// A list whose order means nothing.
  fileprivate static func sorted(_ texts: [String]) -> PayloadValue {
    .list(
      texts.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { .string($0) })
  }

  fileprivate static func words(_ words: [String: String]) -> PayloadValue {
    .object(PayloadObject(words.map { ($0, .string($1)) }))
  }

  fileprivate static func pairs(_ pairs: [(String, PayloadValue)]) -> PayloadValue {
    .object(PayloadObject(pairs))
  }
}

extension SourceSpec {
  fileprivate var canonical: PayloadValue {
    .object([
      "allowLossy": .bool(allowLossy), "collection": .optional(collection),
      "format": .string(format.rawValue), "name": .string(name), "store": .string(store),
      "version": .string(version ?? "latest"),
    ])
  }
}

extension MapSpec {
  fileprivate var canonical: PayloadValue {
    var tree: PayloadObject = [
      "id": id.canonical,
      "text": .optional(text),
      "constants": .object(payload.constants),
      "exclude": .sorted(payload.exclude),
      "include": payload.include.map { .sorted($0) } ?? .null,
      "provenance": .words(payload.provenance.mapValues(\.rawValue)),
      "rename": .words(payload.rename),
    ]
    // Younger than the digests that are about.
    tree["vector"] = vector.map { .string($0) }
    return .object(tree)
  }
}

extension IDRule {
  fileprivate var canonical: PayloadValue {
    switch self {
    case .from(let key): .object(["from": .string(key)])
    case .fields(let keys): .object(["fields": .list(keys.map { .string($0) })])
    case .content: .object(["content": .bool(true)])
    }
  }
}

extension DedupeRule {
  fileprivate var canonical: PayloadValue {
    .object([
      "by": by.canonical, "exact": exact.map { .bool($0) } ?? .null,
      "keep": .string(keep.rawValue), "missing": .string(missing.rawValue),
      "normalize": .sorted(normalize.map(\.rawValue)), "order": .optional(order),
    ])
  }
}

extension DedupeRule.Criterion {
  fileprivate var canonical: PayloadValue {
    switch self {
    case .id: .string("id")
    case .text: .string("text")
    case .vector: .string("vector")
    case .fields(let keys): .object(["fields": .list(keys.map { .string($0) })])
    case .similarity(let threshold): .object(["similarity": .double(threshold)])
    }
  }
}

extension CollectionSpec {
  /// As declared; an index that is written as a word is the same as its type alone.
  fileprivate var canonical: PayloadValue {
    var tree = declared
    if case .object(let indexes) = declared["payload_indexes"] {
      tree["payload_indexes"] = .pairs(
        indexes.map { key, index in
          guard case .string = index else { return (key, index) }
          return (key, .object(["type": index]))
        })
    }
    return .object(tree)
  }
}

extension SyncSpec {
  fileprivate var canonical: PayloadValue {
    .object([
      "allow": .sorted(allow.map(\.rawValue)), "drift": .string(drift.rawValue),
      "keep": .int(Int64(keep)),
      "maxDelete": .object([
        "count": .int(Int64(maxDelete.count)), "percent": .double(maxDelete.percent),
      ]),
      "minRows": .int(Int64(minRows)), "prune": .bool(prune), "replace": .string(replace.rawValue),
      "unmanaged": .string(unmanaged.rawValue),
    ])
  }
}
