internal import StoreBytes

extension IndexParser {
  /// Lists that are kept in a file of their own, which must be in the store beside the index.
  mutating func listsOnDisk(_ listCount: Int, codeSize: Int) throws(FormatError) -> InvertedLists {
    try listHead(listCount, codeSize)
    let sizes = cursor.offset
    let count = try cursor.count(of: 24, "lists on disk")
    guard count == listCount else {
      throw cursor.failure(.corrupt, at: sizes, "\(count) lists where the index says \(listCount)")
    }
    var places: [ListOnDisk] = []
    for number in 0..<count {
      let size = try cursor.u64("the size of a list")
      let capacity = try cursor.u64("the capacity of a list")
      let start = try cursor.u64("the place of a list")
      if size > 0 {
        places.append(ListOnDisk(number: number, size: size, capacity: capacity, start: start))
      }
    }
    try skipList(of: 16, "free places")
    let file = try listFile()
    _ = try cursor.u64("the size of the file of lists")
    let lists = try places.map { (place) throws(FormatError) in
      try place.list(in: file, codeSize: codeSize)
    }
    // Lists that share their bytes would be more rows than the file can hold.
    let room = file.size / (UInt64(codeSize) + 8)
    var rows: UInt64 = 0
    for place in places {
      guard place.size <= room - rows else {
        throw FormatError(
          .corrupt, file.path, "its lists overlap; it has room for \(room) rows, and they have more"
        )
      }
      rows += place.size
    }
    return InvertedLists(file: file, codeSize: codeSize, lists: lists, isApart: true)
  }

  private mutating func listFile() throws(FormatError) -> PinnedFile {
    let start = cursor.offset
    let count = try cursor.count(of: 1, "letters of a file's name")
    let name = String(decoding: try cursor.bytes(count, "a file's name"), as: UTF8.self)
    guard let file = companions.file(name) else {
      var error = cursor.failure(
        .mismatch, at: start,
        "its lists are in \"\(name.prefix(200))\", and no file of that name is in the store beside it"
      )
      error.hints = ["put the file of lists into the folder of the index"]
      throw error
    }
    return try PinnedFile(file)
  }
}

/// A list in a file of lists: room for `capacity` codes, then room for as many ids.
private struct ListOnDisk {
  let number: Int
  let size: UInt64
  let capacity: UInt64
  let start: UInt64

  func list(in file: PinnedFile, codeSize: Int) throws(FormatError) -> CodeList {
    let (codes, codesOver) = capacity.multipliedReportingOverflow(by: UInt64(codeSize))
    let (bytes, bytesOver) = capacity.multipliedReportingOverflow(by: UInt64(codeSize) + 8)
    guard !codesOver, !bytesOver, size <= capacity, start <= file.size, bytes <= file.size - start
    else {
      throw FormatError(
        .truncated, file.path, offset: start,
        "expected list \(number), with room for \(capacity) rows, and the file has \(file.size) bytes"
      )
    }
    return CodeList(number: number, size: Int(size), codes: start, ids: start + codes)
  }
}
