internal import Model
internal import Wire

/// Reads vectors that are more than one list of numbers.
extension JSONScanner {
  /// `{"title": [1, 2], "words": {"indices": [3], "values": [0.5]}, "body": [[1, 2], [3, 4]]}`. A null
  /// is a vector that this row has not.
  mutating func namedVectors(in line: Span<UInt8>) throws(JSONError) -> Vectors {
    var found: [(name: String, vector: Vector)] = []
    var members = try begin(UInt8(ascii: "{"), in: line)
    while try next(&members, until: UInt8(ascii: "}"), in: line) {
      let start = offset
      let name = try key(in: line)
      guard !found.contains(where: { $0.name.utf8.elementsEqual(name.utf8) }) else {
        throw JSONError(.duplicateKey, "the vector \"\(name)\" comes twice", at: start)
      }
      if let vector = try vector(in: line) { found.append((name, vector)) }
    }
    return Vectors(found)
  }

  private mutating func vector(in line: Span<UInt8>) throws(JSONError) -> Vector? {
    let start = offset
    switch try peek(in: line) {
    case UInt8(ascii: "n"):
      _ = try value(in: line)
      return nil
    case UInt8(ascii: "{"): return .sparse(try sparseVector(in: line))
    case UInt8(ascii: "["):
      if try isListOfLists(in: line) { return .multi(try multiVector(in: line)) }
      let values = try floats(in: line)
      guard !values.isEmpty else {
        throw JSONError(.wrongKind, "an empty vector; write null where there is none", at: start)
      }
      return .dense(values)
    default:
      throw JSONError(
        .wrongKind,
        "a vector is a list of numbers, a list of such lists, or {\"indices\", \"values\"}",
        at: start)
    }
  }

  /// Looks, and takes no step.
  mutating func isListOfLists(in line: Span<UInt8>) throws(JSONError) -> Bool {
    var ahead = self
    _ = try ahead.begin(UInt8(ascii: "["), in: line)
    return try ahead.peek(in: line) == UInt8(ascii: "[")
  }

  /// Lists of numbers, all of one length.
  mutating func multiVector(in line: Span<UInt8>) throws(JSONError) -> MultiVector {
    let start = offset
    var values: [Float] = []
    var width = 0
    var members = try begin(UInt8(ascii: "["), in: line)
    while try next(&members, until: UInt8(ascii: "]"), in: line) {
      let place = offset
      let row = try floats(in: line, expecting: width)
      guard !row.isEmpty, width == 0 || row.count == width else {
        throw JSONError(
          .wrongKind, "the lists of a multivector have one length, which is not 0", at: place)
      }
      width = row.count
      values += row
    }
    guard let vector = MultiVector(dimensions: width, values: values) else {
      throw JSONError(.wrongKind, "a multivector needs at least one list", at: start)
    }
    return vector
  }

  private mutating func sparseVector(in line: Span<UInt8>) throws(JSONError) -> SparseVector {
    let start = offset
    var indices: [UInt32]?
    var values: [Float]?
    var members = try begin(UInt8(ascii: "{"), in: line)
    while try next(&members, until: UInt8(ascii: "}"), in: line) {
      let place = offset
      switch try key(in: line) {
      case "indices" where indices == nil: indices = try sparseIndices(in: line)
      case "values" where values == nil: values = try floats(in: line)
      case let key:
        throw JSONError(
          .wrongKind, "a sparse vector has \"indices\" and \"values\", once each, not \"\(key)\"",
          at: place)
      }
    }
    guard let indices, let values, let vector = SparseVector(indices: indices, values: values)
    else {
      throw JSONError(
        .wrongKind, "a sparse vector has as many \"indices\" as \"values\", each index once",
        at: start)
    }
    return vector
  }

  private mutating func sparseIndices(in line: Span<UInt8>) throws(JSONError) -> [UInt32] {
    var indices: [UInt32] = []
    var members = try begin(UInt8(ascii: "["), in: line)
    while try next(&members, until: UInt8(ascii: "]"), in: line) {
      let start = offset
      guard let number = try unsigned(in: line), let index = UInt32(exactly: number) else {
        throw JSONError(.wrongKind, "an index is a whole number from 0 to 4294967295", at: start)
      }
      indices.append(index)
    }
    return indices
  }
}
