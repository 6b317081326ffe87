public import Model

/// A row of any store as one JSON object, the way `store dump` prints it.
public enum RowJSON {
  /// Appends `{"position":…,"id":…,"text":…,"metadata":{…},"vector":[…]}`, without a line feed.
  ///
  /// Every float is printed with the fewest digits that read back to the same float32.
  public static func append(
    _ row: SourceRow, collection: String? = nil, vectors: Bool = true, to sink: inout [UInt8]
  ) {
    sink.append(contentsOf: "{\"position\":\(row.position),".utf8)
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
    if vectors { append(row.vector, to: &sink) }
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
    sink.reserveCapacity(sink.count + vector.count * 12)
    sink.append(UInt8(ascii: "["))
    for (index, value) in vector.enumerated() {
      if index > 0 { sink.append(UInt8(ascii: ",")) }
      // JSON has no word for a number that is not finite.
      sink.append(contentsOf: (value.isFinite ? value.description : "null").utf8)
    }
    sink.append(UInt8(ascii: "]"))
  }
}
