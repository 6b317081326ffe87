public import Model

/// A row of any store as one JSON object, the way `store dump` prints it.
public enum RowJSON {
  /// Appends `{"position":…,"id":…,"text":…,"metadata":{…},"vector":[…]}`, without a line feed. A row
  /// with other vectors has `"vectors":{NAME:…}` besides. Without its position a row reads back as itself.
  ///
  /// Every float is printed with the fewest digits that read back to the same float32.
  public static func append(
    _ row: SourceRow, position: Bool = true, collection: String? = nil, vectors: Bool = true,
    to sink: inout [UInt8]
  ) {
    sink.append(UInt8(ascii: "{"))
    if position { sink.append(contentsOf: "\"position\":\(row.position),".utf8) }
    if let collection { append(collection, as: "collection", to: &sink) }
    sink.append(contentsOf: "\"id\":".utf8)
    switch row.id {
    case nil: sink.append(contentsOf: "null".utf8)
    case .number(let number): sink.append(contentsOf: "\(number)".utf8)
    case .text(let text): JSONWriter.append(text, to: &sink)
    }
    sink.append(contentsOf: ",\"text\":".utf8)
    if let text = row.text {
      JSONWriter.append(text, to: &sink)
    } else {
      sink.append(contentsOf: "null".utf8)
    }
    sink.append(contentsOf: ",\"metadata\":".utf8)
    JSONWriter.append(row.metadata, to: &sink)
    if vectors {
      append(row.vector, to: &sink)
      if let others = row.vectors { append(others, to: &sink) }
    }
    sink.append(UInt8(ascii: "}"))
  }

  private static func append(_ text: String, as key: String, to sink: inout [UInt8]) {
    sink.append(contentsOf: "\"\(key)\":".utf8)
    JSONWriter.append(text, to: &sink)
    sink.append(UInt8(ascii: ","))
  }

  private static func append(_ vector: [Float]?, to sink: inout [UInt8]) {
    sink.append(contentsOf: ",\"vector\":".utf8)
    guard let vector else {
      sink.append(contentsOf: "null".utf8)
      return
    }
    append(vector[...], to: &sink)
  }

  private static func append(_ vectors: Vectors, to sink: inout [UInt8]) {
    sink.append(contentsOf: ",\"vectors\":{".utf8)
    for (index, (name, vector)) in vectors.byName.enumerated() {
      if index > 0 { sink.append(UInt8(ascii: ",")) }
      JSONWriter.append(name, to: &sink)
      sink.append(UInt8(ascii: ":"))
      switch vector {
      case .dense(let values): append(values[...], to: &sink)
      case .sparse(let sparse):
        let indices = sparse.indices.map(String.init).joined(separator: ",")
        sink.append(contentsOf: "{\"indices\":[\(indices)],\"values\":".utf8)
        append(sparse.values[...], to: &sink)
        sink.append(UInt8(ascii: "}"))
      case .multi(let multi): append(multi, to: &sink)
      }
    }
    sink.append(UInt8(ascii: "}"))
  }

  private static func append(_ multi: MultiVector, to sink: inout [UInt8]) {
    sink.append(UInt8(ascii: "["))
    for start in stride(from: 0, to: multi.values.count, by: multi.dimensions) {
      if start > 0 { sink.append(UInt8(ascii: ",")) }
      append(multi.values[start..<start + multi.dimensions], to: &sink)
    }
    sink.append(UInt8(ascii: "]"))
  }

  private static func append(_ values: ArraySlice<Float>, to sink: inout [UInt8]) {
    sink.reserveCapacity(sink.count + values.count * 12)
    sink.append(UInt8(ascii: "["))
    for (index, value) in values.enumerated() {
      if index > 0 { sink.append(UInt8(ascii: ",")) }
      // JSON has no word for a number that is not finite.
      sink.append(contentsOf: (value.isFinite ? value.description : "null").utf8)
    }
    sink.append(UInt8(ascii: "]"))
  }
}
