internal import StoreBytes

/// One file inside a zip file.
struct ZipMember: Hashable, Sendable {
  let name: String
  let isPacked: Bool
  let checksum: UInt32
  /// Of its bytes as they are in the file.
  let place: UInt64
  let packedSize: UInt64
  let size: UInt64
}

/// The list of members at the end of a zip file, which alone counts. Its calls block.
enum ZipDirectory {
  /// Members of an .npz are arrays: more than so many are no store.
  private static let limit = 4096
  private static let nameLimit = 1024

  static func members(_ file: PinnedFile) throws(FormatError) -> [ZipMember] {
    let end = try EndRecord(file)
    guard end.count <= limit else {
      throw FormatError(
        .tooLarge, file.path, "a zip file of \(end.count) members; \(limit) are the limit")
    }
    var cursor = ByteCursor(file, from: end.place, to: end.place + end.size)
    var members: [ZipMember] = []
    for _ in 0..<end.count { members.append(try member(&cursor, before: end.place)) }
    try checkOverlaps(members, file)
    return members
  }

  private static func member(_ cursor: inout ByteCursor, before end: UInt64) throws(FormatError)
    -> ZipMember
  {
    let start = cursor.offset
    guard try cursor.u32("a member") == 0x0201_4B50 else {
      throw cursor.failure(.corrupt, at: start, "expected a member of the zip file")
    }
    try cursor.skip(4, "versions")
    let flags = try cursor.u16("flags")
    let method = try cursor.u16("a method")
    try cursor.skip(4, "a time")
    let checksum = try cursor.u32("a checksum")
    var sizes = [UInt64(try cursor.u32("a size")), UInt64(try cursor.u32("a size"))]
    let (nameLength, extraLength) = (try cursor.u16("a length"), try cursor.u16("a length"))
    let commentLength = try cursor.u16("a length")
    try cursor.skip(8, "attributes")
    sizes.append(UInt64(try cursor.u32("a place")))
    guard nameLength <= nameLimit,
      let name = String(validating: try cursor.bytes(Int(nameLength), "a name"), as: UTF8.self)
    else { throw cursor.failure(.corrupt, at: start, "a member whose name cannot be read") }
    try widen(&sizes, try cursor.bytes(Int(extraLength), "extra fields"), cursor, at: start)
    try cursor.skip(UInt64(commentLength), "a comment")
    guard flags & 0x2041 == 0 else {
      throw cursor.failure(.unsupported, at: start, "the member \"\(name)\" is encrypted")
    }
    guard method == 0 || method == 8, method == 8 || sizes[0] == sizes[1] else {
      throw cursor.failure(
        .unsupported, at: start,
        "the member \"\(name)\" is packed by method \(method); numpy writes stored and deflated ones"
      )
    }
    // Deflate never makes more than 1032 bytes of one.
    guard method == 0 || sizes[1] / 1040 <= sizes[0]
    else { throw cursor.failure(.corrupt, at: start, "the member \"\(name)\" lies about its size") }
    let place = try content(cursor.file, at: sizes[2], sizes[0], before: end, name)
    return ZipMember(
      name: name, isPacked: method == 8, checksum: checksum, place: place, packedSize: sizes[0],
      size: sizes[1])
  }

  /// Sizes that need 64 bits are in an extra field: the whole size first, then the packed one.
  private static func widen(
    _ sizes: inout [UInt64], _ extra: [UInt8], _ cursor: borrowing ByteCursor, at start: UInt64
  ) throws(FormatError) {
    func number(_ place: Int, _ width: Int) -> UInt64? {
      guard place >= 0, extra.count - place >= width else { return nil }
      return extra[place..<place + width].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
    var place = 0
    while let kind = number(place, 2), let length = number(place + 2, 2) {
      if kind == 1 {
        var field = place + 4
        for part in [1, 0, 2] where sizes[part] == 0xFFFF_FFFF {
          guard field + 8 <= place + 4 + Int(length), let wide = number(field, 8) else {
            throw FormatError(
              .corrupt, cursor.file.path, offset: start, "a member without its size of 64 bits")
          }
          sizes[part] = wide
          field += 8
        }
        return
      }
      place += 4 + Int(length)
    }
  }

  /// Where the bytes of a member begin: behind its own header, whose names may differ in length.
  private static func content(
    _ file: PinnedFile, at place: UInt64, _ size: UInt64, before end: UInt64, _ name: String
  ) throws(FormatError) -> UInt64 {
    var cursor = ByteCursor(file, from: place, to: end)
    guard try cursor.u32("a member") == 0x0403_4B50 else {
      throw cursor.failure(.corrupt, at: place, "expected the member \"\(name)\"")
    }
    try cursor.skip(22, "a member's header")
    let lengths = [try cursor.u16("a length"), try cursor.u16("a length")]
    try cursor.skip(UInt64(lengths[0]) + UInt64(lengths[1]), "a name")
    guard size <= cursor.left else {
      throw cursor.failure(
        .truncated, "the member \"\(name)\" has \(size) bytes, and \(cursor.left) are left")
    }
    return cursor.offset
  }

  /// Members that share bytes are how a small file pretends to be an immense one.
  private static func checkOverlaps(_ members: [ZipMember], _ file: PinnedFile) throws(FormatError)
  {
    let sorted = members.sorted { $0.place < $1.place }
    for (one, next) in zip(sorted, sorted.dropFirst())
    where one.place + one.packedSize > next.place {
      throw FormatError(
        .corrupt, file.path, offset: next.place,
        "the members \"\(one.name)\" and \"\(next.name)\" share bytes")
    }
    guard Set(members.map(\.name)).count == members.count else {
      throw FormatError(.corrupt, file.path, "two members have the same name")
    }
  }
}

/// Where the list of members is.
private struct EndRecord {
  let place: UInt64
  let size: UInt64
  let count: Int

  /// A comment of at most 65,535 bytes may follow the record of 22 bytes.
  init(_ file: PinnedFile) throws(FormatError) {
    let length = Int(min(file.size, 22 + 65_535))
    let tail = try file.read(at: file.size - UInt64(length), count: length)
    guard let last = EndRecord.last(in: tail) else {
      throw FormatError(
        .truncated, file.path, offset: file.size,
        "expected a zip file, and the list of its members is not at the end")
    }
    let record = file.size - UInt64(length - last)
    var cursor = ByteCursor(file, from: record + 10)
    var count = UInt64(try cursor.u16("a count"))
    var size = UInt64(try cursor.u32("a size"))
    var place = UInt64(try cursor.u32("a place"))
    if count == 0xFFFF || size == 0xFFFF_FFFF || place == 0xFFFF_FFFF {
      guard record >= 20 else {
        throw cursor.failure(.corrupt, "a zip file without its wide record")
      }
      var locator = ByteCursor(file, from: record - 20, to: record)
      if try locator.u32("a locator") == 0x0706_4B50 {
        try locator.skip(4, "a disk")
        var wide = ByteCursor(file, from: try locator.u64("a place"), to: record)
        guard try wide.u32("a wide record") == 0x0606_4B50 else {
          throw wide.failure(.corrupt, "expected the wide end record of a zip file")
        }
        try wide.skip(28, "a wide record")
        count = try wide.u64("a count")
        size = try wide.u64("a size")
        place = try wide.u64("a place")
      }
    }
    guard place <= record, size <= record - place, count <= size / 46 else {
      throw FormatError(
        .corrupt, file.path, offset: record,
        "the list of \(count) members does not fit in front of its own end")
    }
    self.place = place
    self.size = size
    self.count = Int(clamping: count)
  }

  private static func last(in tail: [UInt8]) -> Int? {
    guard tail.count >= 22 else { return nil }
    return (0...(tail.count - 22)).last { tail[$0...].starts(with: [0x50, 0x4B, 0x05, 0x06]) }
  }
}
