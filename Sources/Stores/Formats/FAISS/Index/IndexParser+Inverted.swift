internal import StoreBytes

extension IndexParser {
  /// Reads the sizes of the lists, and notes where the lists are.
  mutating func inverted(
    _ index: ListsHeader, codeSize: Int, duplicates: [Duplicate] = []
  ) throws(FormatError) -> InvertedLists {
    let start = cursor.offset
    let word = try cursor.u32("the kind of the lists")
    let found: InvertedLists
    switch FourCC.text(word) {
    case "ilar": found = try lists(in: cursor.file, listCount: index.listCount, codeSize: codeSize)
    case "ilod":
      found = try listsOnDisk(index.listCount, codeSize: codeSize)
    case "il00":
      throw cursor.failure(
        .unsupported, at: start, "the index was written without its lists (\"il00\")")
    case "ilbl": throw unreadable("lists in blocks, packed for fast scans (\"ilbl\"),")
    case "ilpn", "ilp2": throw unreadable("lists of IndexIVFFlatPanorama")
    default:
      throw cursor.failure(
        .unsupported, at: start, "no kind of inverted lists begins with \(FourCC.shown(word))")
    }
    var all = found
    all.add(duplicates)
    guard all.count == index.header.count || found.count == index.header.count else {
      throw rows(index, found)
    }
    return all
  }

  private mutating func lists(in file: PinnedFile, listCount: Int, codeSize: Int)
    throws(FormatError) -> InvertedLists
  {
    try listHead(listCount, codeSize)
    var lists: [CodeList] = []
    for (number, size) in try listSizes(listCount) {
      let bytes = try product(size, codeSize, "bytes")
      let codes = try cursor.skip(UInt64(bytes), "the codes of list \(number)")
      let ids = try cursor.skip(
        UInt64(try product(size, 8, "bytes")), "the ids of list \(number)")
      lists.append(CodeList(number: number, size: size, codes: codes, ids: ids))
    }
    return InvertedLists(file: file, codeSize: codeSize, lists: lists)
  }

  mutating func listHead(_ listCount: Int, _ codeSize: Int) throws(FormatError) {
    let start = cursor.offset
    let found = try cursor.u64("the number of lists")
    guard found == UInt64(listCount) else {
      throw cursor.failure(
        .corrupt, at: start, "\(found) lists where the index says \(listCount)")
    }
    try self.codeSize(codeSize)
  }

  mutating func codeSize(_ expected: Int) throws(FormatError) {
    let start = cursor.offset
    let found = try cursor.u64("the size of a code")
    guard found == UInt64(expected) else { throw codeSize(found, expected, at: start) }
  }

  func codeSize(_ found: UInt64, _ expected: Int, at start: UInt64) -> FormatError {
    cursor.failure(.corrupt, at: start, "codes of \(found) bytes where \(expected) are expected")
  }

  /// Number and size of every list that is not empty, in the order of the file.
  mutating func listSizes(_ listCount: Int) throws(FormatError) -> [(Int, Int)] {
    let start = cursor.offset
    let word = try cursor.u32("how the sizes of lists are written")
    let count = try cursor.count(of: 8, "sizes of lists")
    var sizes: [(Int, Int)] = []
    switch FourCC.text(word) {
    case "full":
      guard count == listCount else {
        throw cursor.failure(.corrupt, at: start, "\(count) sizes of \(listCount) lists")
      }
      for number in 0..<count {
        let size = try listSize()
        if size > 0 { sizes.append((number, size)) }
      }
    case "sprs":
      guard count % 2 == 0 else {
        throw cursor.failure(.corrupt, at: start, "an odd count of numbers and sizes of lists")
      }
      var next: UInt64 = 0
      for _ in 0..<count / 2 {
        let place = cursor.offset
        let number = try cursor.u64("the number of a list")
        let size = try listSize()
        guard number >= next, number < UInt64(listCount) else {
          throw cursor.failure(.corrupt, at: place, "there is no list \(number) here")
        }
        next = number + 1
        if size > 0 { sizes.append((Int(number), size)) }
      }
    default:
      throw cursor.failure(
        .corrupt, at: start, "sizes of lists are not written as \(FourCC.shown(word))")
    }
    return sizes
  }

  private mutating func listSize() throws(FormatError) -> Int {
    let start = cursor.offset
    let size = try cursor.u64("the size of a list")
    guard size <= 1 << 48 else {
      throw cursor.failure(.corrupt, at: start, "a list of \(size) rows cannot be")
    }
    return Int(size)
  }

  /// Pairs of stored and further id, which share a vector.
  mutating func duplicates() throws(FormatError) -> [Duplicate] {
    let start = cursor.offset
    let count = try cursor.count(of: 8, "ids of duplicates")
    guard count % 2 == 0 else {
      throw cursor.failure(.corrupt, at: start, "an odd count of ids of duplicates")
    }
    var duplicates: [Duplicate] = []
    for _ in 0..<count / 2 {
      let stored = try cursor.i64("the id of a stored row")
      duplicates.append(Duplicate(stored: stored, id: try cursor.i64("the id of a duplicate")))
    }
    return duplicates
  }
}
