/// Values of one column, one after the other in memory.
enum LeafValues: Sendable {
  case bools([Bool])
  case int32s([Int32])
  case int64s([Int64])
  case floats([Float])
  /// Floats as they lie in the bytes of a page, from this byte on, and how many.
  case plainFloats([UInt8], Int, Int)
  case doubles([Double])
  /// Texts, decimals, and everything else that has a length.
  case blobs([ArraySlice<UInt8>])

  static func empty(_ type: SchemaElement.PhysicalType) -> LeafValues {
    switch type {
    case .boolean: .bools([])
    case .int32: .int32s([])
    case .int64: .int64s([])
    case .float: .floats([])
    case .double: .doubles([])
    case .int96, .bytes, .fixed: .blobs([])
    }
  }

  var count: Int {
    switch self {
    case .bools(let values): values.count
    case .int32s(let values): values.count
    case .int64s(let values): values.count
    case .floats(let values): values.count
    case .plainFloats(_, _, let count): count
    case .doubles(let values): values.count
    case .blobs(let values): values.count
    }
  }

  /// Appends a part of other values of the same type.
  mutating func append(_ other: LeafValues, _ range: Range<Int>) {
    switch (self, other) {
    case (.bools(var values), .bools(let more)):
      self = .bools([])
      values += more[range]
      self = .bools(values)
    case (.int32s(var values), .int32s(let more)):
      self = .bools([])
      values += more[range]
      self = .int32s(values)
    case (.int64s(var values), .int64s(let more)):
      self = .bools([])
      values += more[range]
      self = .int64s(values)
    case (.floats(var values), .floats(let more)):
      self = .bools([])
      values += more[range]
      self = .floats(values)
    case (.doubles(var values), .doubles(let more)):
      self = .bools([])
      values += more[range]
      self = .doubles(values)
    case (.blobs(var values), .blobs(let more)):
      self = .bools([])
      values += more[range]
      self = .blobs(values)
    default: break
    }
  }

  /// The values at these places, or nil where one of them is outside.
  func picked(_ places: [Int32]) -> LeafValues? {
    switch self {
    case .bools(let values): pick(values, places).map { .bools($0) }
    case .int32s(let values): pick(values, places).map { .int32s($0) }
    case .int64s(let values): pick(values, places).map { .int64s($0) }
    case .floats(let values): pick(values, places).map { .floats($0) }
    case .plainFloats: nil
    case .doubles(let values): pick(values, places).map { .doubles($0) }
    case .blobs(let values): pick(values, places).map { .blobs($0) }
    }
  }

  private func pick<Value>(_ values: [Value], _ places: [Int32]) -> [Value]? {
    guard places.allSatisfy({ $0 >= 0 && $0 < values.count }) else { return nil }
    return places.map { values[Int($0)] }
  }
}
