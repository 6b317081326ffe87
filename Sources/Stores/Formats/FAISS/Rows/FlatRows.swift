internal import StoreBytes

/// Vectors one after the other, as they are.
struct FlatRows: RowStorage {
  let file: PinnedFile
  let start: UInt64
  let dimensions: Int

  func prepare(_ runs: [Range<Int>]) throws(FormatError) {
    let width = 4 * UInt64(dimensions)
    try file.prepare(
      runs.map { start + width * UInt64($0.lowerBound)..<start + width * UInt64($0.upperBound) })
  }

  func vectors(_ positions: Range<Int>) throws(FormatError) -> [Float] {
    try file.floats(
      at: start + 4 * UInt64(dimensions) * UInt64(positions.lowerBound),
      count: dimensions * positions.count)
  }
}
