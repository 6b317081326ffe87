internal import StoreBytes

extension IndexParser {
  /// Has a header of its own, and rows in batches.
  mutating func flatPanorama(_ kind: Kind) throws(FormatError) -> ParsedIndex {
    let dimensions = try dimensions()
    let start = cursor.offset
    let levels = try cursor.u64("the number of levels")
    let batch = try cursor.u64("the number of rows in a batch")
    guard (1...UInt64(dimensions)).contains(levels), (1...UInt64(1 << 24)).contains(batch) else {
      throw cursor.failure(
        .corrupt, at: start, "\(levels) levels and batches of \(batch) rows cannot be")
    }
    let count = try rowCount()
    _ = try flag("whether the index is trained")
    let batches = count / Int(batch) + (count % Int(batch) == 0 ? 0 : 1)
    let rows = try product(batches, Int(batch), "rows")
    let bytes = try product(rows, 4 * dimensions, "bytes")
    let codes = try list(of: 1, count: bytes, "bytes of codes")
    try skipList(of: 4, "sums")
    return ParsedIndex(
      kind: kind.name, dimensions: dimensions, count: count,
      metric: kind.name.contains("IP") ? .innerProduct : .l2,
      storage: PanoramaRows(
        file: cursor.file, start: codes, dimensions: dimensions, batch: Int(batch),
        width: (dimensions + Int(levels) - 1) / Int(levels)))
  }
}
