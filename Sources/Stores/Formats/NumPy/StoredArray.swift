internal import Compression
internal import Model
internal import StoreBytes

/// One array, in a file of its own or as a member of an .npz.
struct StoredArray: Sendable {
  /// The file's or the member's name, without its ending.
  let name: String
  let file: PinnedFile
  let header: ArrayHeader
  /// Nil for a file of its own.
  let member: ZipMember?

  /// A file that is one array.
  init(_ file: PinnedFile) throws(FormatError) {
    self.file = file
    name = StoredArray.stem(file.file.name)
    member = nil
    let head = try file.read(at: 0, count: Int(min(file.size, UInt64(ArrayHeader.prefix))))
    let length = try ArrayHeader.length(head, file.path, at: 0)
    var cursor = ByteCursor(file)
    header = try ArrayHeader(try cursor.bytes(length, "the array's header"), file.path, at: 0)
    guard header.byteCount <= cursor.left else {
      throw cursor.failure(
        .truncated,
        "the header announces \(header.shapeText) elements in \(header.byteCount) bytes, and "
          + "\(cursor.left) are left")
    }
    guard header.byteCount == cursor.left else {
      throw cursor.failure(
        .corrupt, at: cursor.offset + header.byteCount,
        "there are \(cursor.left - header.byteCount) bytes behind the end of the array")
    }
  }

  /// A member that is one array.
  init(_ member: ZipMember, in file: PinnedFile) throws(FormatError) {
    self.file = file
    self.member = member
    name = StoredArray.stem(member.name)
    var stream = try MemberStream(member, in: file)
    let head = try stream.next(Int(min(member.size, UInt64(ArrayHeader.prefix))))
    let length = try ArrayHeader.length(head, file.path, at: member.place)
    guard UInt64(length) <= member.size else {
      throw FormatError(
        .truncated, file.path, offset: member.place,
        "the member \"\(member.name)\" ends in its header")
    }
    let rest = try stream.next(max(0, length - head.count))
    header = try ArrayHeader(Array((head + rest).prefix(length)), file.path, at: member.place)
    guard header.byteCount == member.size - UInt64(length) else {
      throw FormatError(
        .corrupt, file.path, offset: member.place,
        "the header of \"\(member.name)\" announces \(header.shapeText) elements in "
          + "\(header.byteCount) bytes, and the member has \(member.size - UInt64(length))")
    }
  }

  static func stem(_ name: String) -> String {
    let last = name.split(separator: "/").last.map { String($0) } ?? name
    return last.hasSuffix(".npy") ? String(last.dropLast(4)) : last
  }
}

extension ArrayHeader {
  var shapeText: String { shape.map { "\($0)" }.joined(separator: " × ") }
}

/// The bytes of a zip member from the first to the last, unpacked, with their checksum.
struct MemberStream: Sendable {
  private let member: ZipMember
  private let file: PinnedFile
  private let inflater: Inflater?
  /// Packed bytes that were read.
  private var taken: UInt64 = 0
  /// Unpacked bytes that were given.
  private(set) var offset: UInt64 = 0
  private var sum = CRC32()

  private static let block: UInt64 = 256 << 10

  init(_ member: ZipMember, in file: PinnedFile) throws(FormatError) {
    self.member = member
    self.file = file
    do throws(CompressionError) { inflater = member.isPacked ? try Inflater(.none) : nil } catch {
      throw FormatError(.unreadable, file.path, error.reason)
    }
  }

  /// Exactly these many bytes. With the last one, the checksum has to be right.
  mutating func next(_ count: Int) throws(FormatError) -> [UInt8] {
    guard count >= 0, UInt64(count) <= member.size - offset else {
      throw failure(.truncated, "expected \(count) bytes, and \(member.size - offset) are left")
    }
    var bytes: [UInt8] = []
    while bytes.count < count {
      let piece = try piece(count - bytes.count)
      sum.update(piece.span)
      if bytes.isEmpty { bytes = piece } else { bytes += piece }
    }
    offset += UInt64(count)
    if offset == member.size && sum.value != member.checksum {
      throw failure(.corrupt, "its content does not have the checksum that the zip file says")
    }
    return bytes
  }

  private mutating func piece(_ count: Int) throws(FormatError) -> [UInt8] {
    guard let inflater else { return try packed(UInt64(count)) }
    do throws(CompressionError) {
      // Bounded, because what is announced is not there yet.
      let piece = try inflater.next(min(count, 1 << 20))
      if !piece.isEmpty { return piece }
      guard !inflater.isComplete else { throw .endsEarly }
    } catch { throw failure(.corrupt, error.reason) }
    guard taken < member.packedSize else {
      throw failure(.corrupt, CompressionError.endsEarly.reason)
    }
    inflater.feed(try packed(MemberStream.block))
    return []
  }

  private mutating func packed(_ count: UInt64) throws(FormatError) -> [UInt8] {
    let count = min(count, member.packedSize - taken)
    defer { taken += count }
    return try file.read(at: member.place + taken, count: Int(count))
  }

  private func failure(_ code: FormatError.Code, _ message: String) -> FormatError {
    FormatError(
      code, file.path, offset: member.place, "in the member \"\(member.name)\": \(message)")
  }
}
