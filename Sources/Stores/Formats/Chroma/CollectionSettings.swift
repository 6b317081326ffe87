internal import Model
internal import StoreBytes
internal import Wire

/// What the JSON texts beside a collection say about its vectors.
struct CollectionSettings {
  /// As the schema has it, which later versions keep.
  private(set) var schemaSpace: String?
  /// As the configuration has it.
  private(set) var space: String?
  private(set) var embeddingModel: String?

  init(configuration: String?, schema: String?, _ path: String) throws(FormatError) {
    let configuration = try CollectionSettings.json(configuration, "config_json_str", path)
    let schema = try CollectionSettings.json(schema, "schema_str", path)
    let index =
      schema["keys"]["#embedding"]["float_list"]["vector_index"]["config"].ifObject
      ?? schema["defaults"]["float_list"]["vector_index"]["config"]
    schemaSpace = index["space"].text
    space =
      configuration["hnsw"]["space"].text ?? configuration["hnsw_configuration"]["space"].text
      ?? configuration["vector_index"]["hnsw"]["space"].text
    for function in [index["embedding_function"], configuration["embedding_function"]] {
      let settings = function["config"]
      embeddingModel = embeddingModel ?? settings["model_name"].text ?? settings["model"].text
    }
  }

  private static func json(_ text: String?, _ column: String, _ path: String) throws(FormatError)
    -> PayloadValue
  {
    guard let text, !text.isEmpty else { return .null }
    do throws(JSONError) { return try JSONReader.value(text) } catch {
      throw FormatError(.corrupt, path, "\(column) of a collection is no JSON: \(error.message)")
    }
  }
}

extension PayloadValue {
  /// The value of a key; null where there is none.
  fileprivate subscript(key: String) -> PayloadValue {
    guard case .object(let object) = self else { return .null }
    return object[key] ?? .null
  }

  fileprivate var text: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  fileprivate var ifObject: PayloadValue? {
    guard case .object = self else { return nil }
    return self
  }
}
