internal import HTTP
internal import Model

extension RESTDialect {
  func carryOut(_ operation: SchemaOperation) async throws(Failure) -> PayloadValue {
    switch operation {
    case .listCollections: return try await get("/collections")
    case .collection(let name): return try await get(RESTDialect.path(name))
    case .exists(let name): return try await get(RESTDialect.path(name) + "/exists")
    case .create(let name, let body): return try await send(.put, RESTDialect.path(name), body)
    case .update(let name, let body): return try await send(.patch, RESTDialect.path(name), body)
    case .drop(let name):
      return try RESTDialect.result(try await send(.delete, RESTDialect.path(name)))
    case .aliases: return try await get("/aliases")
    case .point(let alias, let name):
      let action: PayloadObject = [
        "create_alias": .object(["collection_name": .string(name), "alias_name": .string(alias)])
      ]
      return try await send(.post, "/collections/aliases", ["actions": .list([.object(action)])])
    case .createIndex(let name, let field, let schema):
      let schema = schema.object.map { .object($0.withoutNulls) } ?? schema
      return try await send(
        .put, RESTDialect.path(name) + "/index?wait=true",
        ["field_name": .string(field), "field_schema": schema])
    case .addVector(let name, let vector, let body):
      return try await send(.put, RESTDialect.path(name, vector: vector), body)
    case .dropVector(let name, let vector):
      return try RESTDialect.result(
        try await send(.delete, RESTDialect.path(name, vector: vector)))
    case .dropIndex(let name, let field):
      let path = RESTDialect.path(name) + "/index/\(RESTDialect.escaped(field))?wait=true"
      return try RESTDialect.result(try await send(.delete, path))
    }
  }

  private static func path(_ collection: String, vector: String) -> String {
    "\(path(collection))/vectors/\(escaped(vector))?wait=true"
  }

  private func get(_ path: String) async throws(Failure) -> PayloadValue {
    try RESTDialect.result(try await send(.get, path))
  }
}
