internal import Model

/// A total order of payload values, for sets, whose own order differs from process to process.
enum PayloadOrder {
  static func sorted(_ values: [PayloadValue]) -> [PayloadValue] {
    let keyed = values.map {
      value -> (kind: Int, number: Double, bytes: [UInt8], value: PayloadValue) in
      var bytes: [UInt8] = []
      switch value {
      case .null: return (0, 0, [], value)
      case .bool(let flag): return (1, flag ? 1 : 0, [], value)
      case .int(let number): return (2, Double(number), [], value)
      case .double(let number): return (2, number, [], value)
      case .string(let text): return (3, 0, Array(text.utf8), value)
      case .list, .object:
        value.writeCanonically(into: &bytes)
        return (4, 0, bytes, value)
      }
    }
    return keyed.sorted {
      if $0.kind != $1.kind { return $0.kind < $1.kind }
      if $0.number != $1.number { return $0.number < $1.number }
      return $0.bytes.lexicographicallyPrecedes($1.bytes)
    }.map(\.value)
  }
}
