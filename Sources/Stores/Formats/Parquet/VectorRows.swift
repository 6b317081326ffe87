internal import StoreBytes

/// Vectors out of the column of a list, without a value of its own for each number.
struct VectorRows {
  private let leaf: LeafColumn
  /// From this level on there is an element.
  private let element: Int

  init(_ field: SchemaNode, _ leaf: LeafColumn) {
    self.leaf = leaf
    let repeated = field.repetition == .repeated ? field : field.element ?? field
    element = repeated.definition
  }

  func vectors(_ slice: ColumnSlice, _ count: Int, from position: Int, _ path: String)
    throws(FormatError) -> [[Float]?]
  {
    let numbers = try floats(slice.values, path)
    var vectors: [[Float]?] = []
    vectors.reserveCapacity(count)
    var (level, value) = (0, 0)
    while level < slice.count {
      let row = position + vectors.count
      var end = level + 1
      while end < slice.count, slice.repeats[end] != 0 { end += 1 }
      let first = slice.definitions.isEmpty ? leaf.definition : Int(slice.definitions[level])
      if first < element {
        // No list, or one without elements: no vector either way.
        vectors.append(nil)
      } else {
        let size = end - level
        guard isWhole(slice, level..<end), size <= numbers.count - value else {
          throw FormatError(
            .corrupt, path, row: row, "column \"\(leaf.name)\" has a gap in a vector")
        }
        vectors.append(Array(numbers[value..<value + size]))
        value += size
      }
      level = end
    }
    guard vectors.count == count else {
      throw FormatError(.corrupt, path, row: position, "column \"\(leaf.name)\" has other rows")
    }
    return vectors
  }

  private func isWhole(_ slice: ColumnSlice, _ range: Range<Int>) -> Bool {
    slice.definitions.isEmpty
      || slice.definitions[range].allSatisfy { Int($0) == leaf.definition }
  }

  private func floats(_ values: LeafValues, _ path: String) throws(FormatError) -> [Float] {
    switch values {
    case .floats(let values): return values
    case .doubles(let values): return values.map { Float($0) }
    case .blobs(let values):
      return values.map { HalfFloat.value(UInt16($0.first ?? 0) | UInt16($0.last ?? 0) << 8) }
    case .bools, .int32s, .int64s:
      throw FormatError(.corrupt, path, "column \"\(leaf.name)\" holds no vectors")
    }
  }
}
