internal import StoreBytes

/// The header of a segment: how many elements of which size there are, and what lies where in one.
struct SegmentHeader: Sendable {
  /// Room in the file; most of it may never have been written.
  let room: UInt64
  let count: Int
  let elementSize: UInt64
  let vectorOffset: UInt64
  let labelOffset: UInt64
  let dimensions: Int

  static let size: UInt64 = 100
  private static let dimensionLimit: UInt64 = 1_000_000
  private static let linkLimit: UInt64 = 1 << 20

  init(_ file: PinnedFile) throws(FormatError) {
    var cursor = ByteCursor(file)
    let version = try cursor.i32("the version of the index")
    guard version == 1 else {
      throw FormatError(
        .unsupported, file.path, offset: 0, "the index has version \(version); 1 is what is known")
    }
    guard try cursor.u64("the offset of the first element") == 0 else {
      throw FormatError(.corrupt, file.path, offset: 4, "the first element is not at the start")
    }
    room = try cursor.u64("the room for elements")
    let count = try cursor.u64("the number of elements")
    elementSize = try cursor.u64("the size of an element")
    labelOffset = try cursor.u64("the place of the label")
    vectorOffset = try cursor.u64("the place of the vector")
    try cursor.skip(8, "the entry point")
    let upper = try cursor.u64("the number of links")
    let links = try cursor.u64("the number of links of the lowest level")
    let neighbours = try cursor.u64("the number of neighbours")
    try cursor.skip(16, "the parameters of the index")
    guard cursor.left == 0 else {
      throw cursor.failure(
        .corrupt, "expected the end of the header, and \(cursor.left) bytes follow")
    }
    guard links <= SegmentHeader.linkLimit, upper <= links, upper == neighbours,
      links == 2 * upper,
      vectorOffset == 4 + 4 * links, labelOffset > vectorOffset,
      labelOffset - vectorOffset <= 4 * SegmentHeader.dimensionLimit,
      (labelOffset - vectorOffset).isMultiple(of: 4), elementSize == labelOffset + 8
    else {
      throw FormatError(
        .corrupt, file.path, offset: 28,
        "the parts of an element do not fit together: \(elementSize) bytes with the vector at "
          + "\(vectorOffset) and the label at \(labelOffset), and \(links) links")
    }
    guard count <= room, count <= UInt64(Int32.max) else {
      throw FormatError(
        .corrupt, file.path, offset: 20, "\(count) elements are in an index with room for \(room)")
    }
    self.count = Int(count)
    dimensions = Int((labelOffset - vectorOffset) / 4)
  }
}
