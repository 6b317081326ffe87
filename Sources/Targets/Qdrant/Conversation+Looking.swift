internal import Model

/// What a server holds, in the words of `Model`.
extension Conversation {
  /// Everything that the server says of a collection; nil when there is none. An alias is followed.
  func information(_ name: String) async throws -> PayloadObject? {
    do {
      return try await schema(.collection(name)).object
    } catch let error as QdrantError where error.code == .noCollection {
      return nil
    }
  }

  func aliases() async throws -> [String: String] {
    let answer = try await schema(.aliases).object?["aliases"]?.list ?? []
    return Dictionary(
      answer.compactMap { entry in
        guard let alias = entry.object?["alias_name"]?.text,
          let collection = entry.object?["collection_name"]?.text
        else { return nil }
        return (alias, collection)
      }, uniquingKeysWith: { first, _ in first })
  }

  func live(_ name: String) async throws -> LiveCollection? {
    guard let information = try await information(name) else { return nil }
    // A server follows aliases; a collection of ours has its name for itself.
    guard try await !aliases().keys.contains(where: { $0.utf8.elementsEqual(name.utf8) }) else {
      return nil
    }
    let points = try await ask("cannot count collection \(name)", of: name) {
      _ async throws(Failure) in
      try await dialect.count(name)
    }
    return LiveCollection(
      name: name, config: LiveConfig.config(information), indexes: LiveConfig.indexes(information),
      points: points)
  }

  /// The points with these ids, in their order; those that are not there are left out.
  func records(_ ids: [PointID], _ selection: Selection, in collection: String) async throws
    -> [StoredRecord]
  {
    var found: [PointID: StoredRecord] = [:]
    var rest = ids[...]
    while !rest.isEmpty {
      let part = Array(rest.prefix(Conversation.idsAtOnce))
      rest = rest.dropFirst(part.count)
      let records = try await ask("cannot read points of collection \(collection)", of: collection)
      {
        _ async throws(Failure) in
        try await dialect.retrieve(part, selection, in: collection)
      }
      for record in records { found[record.id] = record }
    }
    return found.isEmpty ? [] : ids.compactMap { found[$0] }
  }

  private static let idsAtOnce = 2000
}
