internal import Model

/// What a server says of a collection, put the way a manifest says it.
enum LiveConfig {
  /// The key of `metadata` under which plumb keeps what it must not forget.
  static let metadataKey = LivePoint.Mark.key

  /// All settings, the server's defaults among them, without payload indexes.
  static func config(_ information: PayloadObject) -> PayloadObject {
    let stored = information["config"]?.object?.withoutNulls ?? PayloadObject()
    var config = stored["params"]?.object ?? PayloadObject()
    for (theirs, ours) in sections { config[ours] = stored[theirs] }
    config = config.rounded
    config["metadata"] = stored["metadata"]?.object.flatMap { metadata in
      let rest = metadata.without(metadataKey)
      return rest.isEmpty ? nil : .object(rest)
    }
    return config
  }

  private static let sections = [
    ("hnsw_config", "hnsw_config"), ("optimizer_config", "optimizers_config"),
    ("wal_config", "wal_config"), ("quantization_config", "quantization_config"),
    ("strict_mode_config", "strict_mode_config"),
  ]

  /// What plumb itself keeps in the metadata.
  static func remembered(_ information: PayloadObject) -> PayloadObject {
    information["config"]?.object?["metadata"]?.object?[metadataKey]?.object ?? PayloadObject()
  }

  /// Field to schema, as in `payload_indexes` of a manifest.
  static func indexes(_ information: PayloadObject) -> PayloadObject {
    var indexes = PayloadObject()
    for (field, value) in information["payload_schema"]?.object ?? PayloadObject() {
      guard let schema = value.object, let type = schema["data_type"] else { continue }
      var parameters = schema["params"]?.object?.withoutNulls ?? PayloadObject()
      // A server may keep the short form of a list; one form compares better than two.
      if let language = parameters["stopwords"]?.text {
        parameters["stopwords"] = .object(["languages": .list([.string(language)])])
      }
      parameters["type"] = type
      indexes[field] = parameters.count == 1 ? type : .object(parameters)
    }
    return indexes
  }

  /// Field to the number of points that its index holds.
  static func indexed(_ information: PayloadObject) -> [String: Int] {
    let schema = information["payload_schema"]?.object ?? PayloadObject()
    return Dictionary(
      schema.compactMap { field, value in
        value.object?["points"]?.number.map { (field, Int($0)) }
      }, uniquingKeysWith: { first, _ in first })
  }
}

extension PayloadObject {
  /// Settings that a server keeps as float32, in their shortest spelling: 0.99 and not
  /// 0.9900000095367432.
  fileprivate var rounded: PayloadObject {
    PayloadObject(
      map { key, value in
        switch value {
        case .object(let object): (key, .object(object.rounded))
        case .double(let number) where key == "quantile" || key == "search_max_oversampling":
          (key, .double(Double(Float(number).description) ?? number))
        default: (key, value)
        }
      })
  }

  /// Without the keys that have no value, at any depth.
  var withoutNulls: PayloadObject {
    PayloadObject(
      compactMap { key, value in
        switch value {
        case .null: nil
        case .object(let object): (key, .object(object.withoutNulls))
        default: (key, value)
        }
      })
  }
}
