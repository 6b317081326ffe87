internal import StoreBytes

extension IndexParser {
  /// Has a header of its own, and rows in batches.
  mutating func flatPanorama(_ kind: Kind) throws(FormatError) -> ParsedIndex {
    let dimensions = try dimensions()
    let slabs = try slabs(dimensions)
    let count = try rowCount()
    _ = try flag("whether the index is trained")
    let bytes = try product(slabs.padded(count), 4 * dimensions, "bytes")
    let codes = try list(of: 1, count: bytes, "bytes of codes")
    try skipList(of: 4, "sums")
    return ParsedIndex(
      kind: kind.name, dimensions: dimensions, count: count,
      metric: kind.name.contains("IP") ? .innerProduct : .l2,
      storage: PanoramaRows(
        file: cursor.file, start: codes, dimensions: dimensions, slabs: slabs))
  }

  /// The numbers of levels and of rows in a batch.
  mutating func slabs(_ dimensions: Int) throws(FormatError) -> Slabs {
    let start = cursor.offset
    let levels = try cursor.u64("the number of levels")
    let batch = try cursor.u64("the number of rows in a batch")
    guard (1...UInt64(dimensions)).contains(levels), (1...UInt64(1 << 24)).contains(batch) else {
      throw cursor.failure(
        .corrupt, at: start, "\(levels) levels and batches of \(batch) rows cannot be")
    }
    return Slabs(
      batch: Int(batch), levels: Int(levels),
      width: (dimensions + Int(levels) - 1) / Int(levels))
  }

  /// Lists whose codes are in batches, with sums behind the ids that only a search needs.
  mutating func panoramaLists(_ index: ListsHeader, _ slabs: Slabs) throws(FormatError)
    -> InvertedLists
  {
    let start = cursor.offset
    let word = try cursor.u32("the kind of the lists")
    guard FourCC.text(word) == "ilp2" else {
      throw cursor.failure(
        .unsupported, at: start,
        "lists of IndexIVFFlatPanorama that begin with "
          + "\(FourCC.shown(word)) are not read")
    }
    let codeSize = 4 * index.header.dimensions
    try listHead(index.listCount, codeSize)
    let place = cursor.offset
    let again = try self.slabs(index.header.dimensions)
    guard again.levels == slabs.levels, again.batch == slabs.batch else {
      throw cursor.failure(.corrupt, at: place, "the lists have other levels than the index")
    }
    var lists: [CodeList] = []
    for (number, size) in try listSizes(index.listCount) {
      let padded = slabs.padded(size)
      let codes = try skip(padded, of: codeSize, "the codes of list \(number)")
      let ids = try skip(size, of: 8, "the ids of list \(number)")
      try skip(padded, of: 4 * (slabs.levels + 1), "the sums of list \(number)")
      lists.append(CodeList(number: number, size: size, codes: codes, ids: ids))
    }
    let inverted = InvertedLists(file: cursor.file, codeSize: codeSize, lists: lists)
    guard inverted.count == index.header.count else { throw rows(index, inverted) }
    return inverted
  }

  @discardableResult
  private mutating func skip(_ count: Int, of size: Int, _ what: String) throws(FormatError)
    -> UInt64
  {
    try cursor.skip(UInt64(try product(count, size, "bytes")), what)
  }
}
