internal import GRPC
internal import Model

extension GRPCDialect {
  func carryOut(_ operation: SchemaOperation) async throws(Failure) -> PayloadValue {
    switch operation {
    case .listCollections: try await names()
    case .collection(let name): try await information(name)
    case .exists(let name): try await exists(name)
    case .create(let name, let body): try await create(name, body)
    case .update(let name, let body): try await update(name, body)
    case .drop(let name): try await acknowledged("Delete") { $0.string(1, name) }
    case .aliases: try await aliases()
    case .point(let alias, let name):
      try await acknowledged("UpdateAliases") { writer in
        writer.message(1) { writer in
          writer.message(1) { writer in
            writer.string(1, name)
            writer.string(2, alias)
          }
        }
      }
    case .createIndex(let name, let field, let schema): try await createIndex(name, field, schema)
    case .dropIndex(let name, let field): try await dropIndex(name, field)
    case .addVector(let name, let vector, let body): try await addVector(name, vector, body)
    case .dropVector(let name, let vector):
      try await acknowledged("DeleteVectorName", in: "Points") { writer in
        writer.string(1, name)
        writer.bool(2, true)
        writer.string(3, vector)
      }
    }
  }

  private func names() async throws(Failure) -> PayloadValue {
    let shape = ProtoShape([(1, "name", .text)])
    let names = try await entries("List", shape).compactMap { $0["name"]?.text }
    return .object([
      "collections": .list(names.map { .object(["name": .string($0)]) })
    ])
  }

  private func aliases() async throws(Failure) -> PayloadValue {
    let shape = ProtoShape([(1, "alias_name", .text), (2, "collection_name", .text)])
    return .object(["aliases": .list(try await entries("ListAliases", shape).map { .object($0) })])
  }

  /// The messages in field 1 of the reply to an empty question.
  private func entries(_ method: String, _ shape: ProtoShape) async throws(Failure)
    -> [PayloadObject]
  {
    try await call("/qdrant.Collections/\(method)", GRPCMessage { _ in }) {
      (reader) throws(ProtoError) in
      var found: [PayloadObject] = []
      while let field = try reader.next() {
        if field.number == 1 {
          found.append(try shape.read(reader.message(field)))
        } else {
          try reader.skip(field)
        }
      }
      return found
    }
  }

  private func information(_ name: String) async throws(Failure) -> PayloadValue {
    let shape = ProtoShape([(1, "result", .shape(SchemaShapes.information))])
    let message = GRPCMessage { $0.string(1, name) }
    return try await call("/qdrant.Collections/Get", message) { (reader) throws(ProtoError) in
      try shape.read(reader)["result"] ?? .object([:])
    }
  }

  private func exists(_ name: String) async throws(Failure) -> PayloadValue {
    let shape = ProtoShape([(1, "result", .shape(ProtoShape([(1, "exists", .bool)])))])
    let message = GRPCMessage { $0.string(1, name) }
    return try await call("/qdrant.Collections/CollectionExists", message) {
      (reader) throws(ProtoError) in
      try shape.read(reader)["result"] ?? .object([:])
    }
  }

  private func create(_ name: String, _ body: PayloadObject) async throws(Failure) -> PayloadValue {
    try check(body, SchemaShapes.creation)
    return try await acknowledged("Create") { writer in
      writer.string(1, name)
      SchemaShapes.creation.write(body, to: &writer)
    }
  }

  private func update(_ name: String, _ body: PayloadObject) async throws(Failure) -> PayloadValue {
    let body = GRPCDialect.spelt(body)
    try check(body, SchemaShapes.change)
    return try await acknowledged("Update") { writer in
      writer.string(1, name)
      SchemaShapes.change.write(body, to: &writer)
    }
  }

  /// "Disabled" is a word in REST and a message in the protocol.
  private static func spelt(_ body: PayloadObject) -> PayloadObject {
    let disabled = PayloadValue.object(["disabled": .bool(true)])
    var body = body
    if body["quantization_config"]?.text == "Disabled" { body["quantization_config"] = disabled }
    guard let vectors = body["vectors"]?.object else { return body }
    body["vectors"] = .object(
      PayloadObject(
        vectors.map { name, change in
          guard var inner = change.object, inner["quantization_config"]?.text == "Disabled" else {
            return (name, change)
          }
          inner["quantization_config"] = disabled
          return (name, .object(inner))
        }))
    return body
  }

  private func createIndex(_ name: String, _ field: String, _ schema: PayloadValue)
    async throws(Failure) -> PayloadValue
  {
    let type = schema.text ?? schema.object?["type"]?.text ?? ""
    guard let number = IndexShapes.types.firstIndex(of: type), number > 0 else {
      throw Failure(.badCollection, "the index of \(field) has no known type")
    }
    var parameters = schema.object?.without("type") ?? PayloadObject()
    parameters = PayloadObject(parameters.filter { $0.1 != .null }.map { ($0.0, $0.1) })
    if type == "text", !parameters.isEmpty, parameters["tokenizer"] == nil {
      // REST takes `word` for granted; over gRPC it has to be said.
      parameters["tokenizer"] = .string("word")
    }
    let hasParameters = !parameters.isEmpty
    parameters["type"] = .string(type)
    let body: PayloadObject = ["schema": .object(parameters)]
    if hasParameters { try check(body, IndexShapes.creation) }
    return try await acknowledged("CreateFieldIndex", in: "Points") { writer in
      writer.string(1, name)
      writer.bool(2, true)
      writer.string(3, field)
      writer.number(4, UInt64(number - 1))
      if hasParameters { IndexShapes.creation.write(body, to: &writer) }
    }
  }

  private func addVector(_ name: String, _ vector: String, _ body: PayloadObject)
    async throws(Failure) -> PayloadValue
  {
    try check(body, SchemaShapes.addition)
    return try await acknowledged("CreateVectorName", in: "Points") { writer in
      writer.string(1, name)
      writer.bool(2, true)
      writer.string(3, vector)
      SchemaShapes.addition.write(body, to: &writer)
    }
  }

  private func dropIndex(_ name: String, _ field: String) async throws(Failure) -> PayloadValue {
    try await acknowledged("DeleteFieldIndex", in: "Points") { writer in
      writer.string(1, name)
      writer.bool(2, true)
      writer.string(3, field)
    }
  }

  private func check(_ body: PayloadObject, _ shape: ProtoShape) throws(Failure) {
    do throws(ShapeFault) {
      try shape.check(body)
    } catch {
      throw Failure(.badCollection, "\(error.path): \(error.reason)")
    }
  }

  /// A call whose reply says nothing that its status does not say.
  private func acknowledged(
    _ method: String, in service: String = "Collections", _ body: (inout ProtoWriter) -> Void
  ) async throws(Failure) -> PayloadValue {
    _ = try await call("/qdrant.\(service)/\(method)", GRPCMessage(body)) { _ in }
    return .bool(true)
  }
}
