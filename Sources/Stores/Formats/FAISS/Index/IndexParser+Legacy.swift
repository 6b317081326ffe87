internal import StoreBytes

// Files of 2018 and before: first the ids of all lists, later the codes of all lists.
extension IndexParser {
  /// The lists with their ids; where their codes are is not known yet.
  mutating func legacyIDs(_ listCount: Int) throws(FormatError) -> [CodeList] {
    let start = cursor.offset
    guard UInt64(listCount) <= cursor.left / 8 else {
      throw cursor.failure(
        .truncated, at: start, "expected \(listCount) lists, and \(cursor.left) bytes are left")
    }
    var lists: [CodeList] = []
    for number in 0..<listCount {
      let size = try cursor.count(of: 8, "ids of list \(number)")
      let ids = try cursor.skip(8 * UInt64(size), "the ids of list \(number)")
      lists.append(CodeList(number: number, size: size, codes: 0, ids: ids))
    }
    return lists
  }

  /// The same lists with their codes, whose lengths are counted in units of `unit` bytes.
  mutating func legacyCodes(
    _ index: ListsHeader, _ ids: [CodeList], codeSize: Int, unit: Int
  ) throws(FormatError) -> InvertedLists {
    var lists: [CodeList] = []
    for list in ids {
      let bytes = try product(list.size, codeSize, "bytes")
      let codes = try self.list(
        of: unit, count: bytes / unit, "\(unit == 4 ? "values" : "bytes") of list \(list.number)")
      guard list.size > 0 else { continue }
      lists.append(CodeList(number: list.number, size: list.size, codes: codes, ids: list.ids))
    }
    let inverted = InvertedLists(file: cursor.file, codeSize: codeSize, lists: lists)
    guard inverted.count == index.header.count else { throw rows(index, inverted) }
    return inverted
  }

  func rows(_ index: ListsHeader, _ inverted: InvertedLists) -> FormatError {
    cursor.failure(
      .corrupt, "the index has \(index.header.count) rows, and its lists \(inverted.stored)")
  }
}
