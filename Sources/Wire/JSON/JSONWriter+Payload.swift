public import Model

extension JSONWriter {
  /// Writes a payload value on one line, keys in their order, without a document in between.
  ///
  /// What is written reads back as the same value to the bit, unless it holds a number that is not
  /// finite or goes deeper than `JSONReader.depth`.
  public static func append(_ value: PayloadValue, to sink: inout [UInt8]) {
    switch value {
    case .null: sink.append(contentsOf: "null".utf8)
    case .bool(let value): sink.append(contentsOf: (value ? "true" : "false").utf8)
    case .int(let value): sink.append(contentsOf: value.description.utf8)
    case .double(let value):
      sink.append(contentsOf: (value.isFinite ? value.description : "null").utf8)
    case .string(let value): append(value, to: &sink)
    case .list(let values): append(values, to: &sink)
    case .object(let object): append(object, to: &sink)
    }
  }

  public static func append(_ object: PayloadObject, to sink: inout [UInt8]) {
    sink.append(UInt8(ascii: "{"))
    var isFirst = true
    for (key, value) in object {
      if !isFirst { sink.append(UInt8(ascii: ",")) }
      isFirst = false
      append(key, to: &sink)
      sink.append(UInt8(ascii: ":"))
      append(value, to: &sink)
    }
    sink.append(UInt8(ascii: "}"))
  }

  private static func append(_ values: [PayloadValue], to sink: inout [UInt8]) {
    sink.append(UInt8(ascii: "["))
    for (index, value) in values.enumerated() {
      if index > 0 { sink.append(UInt8(ascii: ",")) }
      append(value, to: &sink)
    }
    sink.append(UInt8(ascii: "]"))
  }
}
