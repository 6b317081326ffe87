internal import StoreBytes
internal import Wire

/// How rows are laid out in batches.
struct Slabs: Sendable {
  /// Rows; the last batch is filled up.
  let batch: Int
  let levels: Int
  /// Dimensions that are together; the last slab of a batch may be narrower.
  let width: Int

  /// As many rows as there is room for.
  func padded(_ rows: Int) -> Int { (rows / batch + (rows % batch == 0 ? 0 : 1)) * batch }
}

/// Vectors in batches; in a batch first so many dimensions of every row, then the next ones.
struct PanoramaRows: RowStorage {
  let file: PinnedFile
  let start: UInt64
  let dimensions: Int
  let slabs: Slabs

  func vectors(_ positions: Range<Int>) throws(FormatError) -> [Float] {
    var values = [Float](repeating: 0, count: positions.count * dimensions)
    var next = positions.lowerBound
    while next < positions.upperBound {
      let number = next / slabs.batch
      let end = min(positions.upperBound, (number + 1) * slabs.batch)
      try copy(
        next - number * slabs.batch..<end - number * slabs.batch, of: number, into: &values,
        at: next - positions.lowerBound)
      next = end
    }
    return values
  }

  private func copy(_ rows: Range<Int>, of number: Int, into values: inout [Float], at row: Int)
    throws(FormatError)
  {
    var first = 0
    while first < dimensions {
      let width = min(slabs.width, dimensions - first)
      let place = (number * dimensions + first) * slabs.batch + rows.lowerBound * width
      let slab = try file.floats(at: start + 4 * UInt64(place), count: rows.count * width)
      for step in 0..<rows.count {
        FloatBytes.copy(
          width, from: slab, at: step * width, into: &values,
          at: (row + step) * dimensions + first)
      }
      first += width
    }
  }
}
