internal import StoreBytes

/// Bytes of an array at any place. Its calls block.
///
/// Packed ones are unpacked from the front: going on is cheap, going back begins anew.
struct ArrayReader: Sendable {
  let array: StoredArray
  private var stream: MemberStream?

  init(_ array: StoredArray) { self.array = array }

  var isPacked: Bool { array.member?.isPacked ?? false }

  /// Where the elements begin in the file, if they lie there as they are.
  var plainPlace: UInt64? {
    isPacked ? nil : (array.member?.place ?? 0) + UInt64(array.header.length)
  }

  /// `offset` counts from the first element.
  mutating func bytes(at offset: UInt64, count: Int) throws(FormatError) -> [UInt8] {
    if let plainPlace { return try array.file.read(at: plainPlace + offset, count: count) }
    guard let member = array.member else { return [] }
    let target = offset + UInt64(array.header.length)
    var stream = try forward(to: target, member)
    defer { self.stream = stream }
    return try stream.next(count)
  }

  /// A stream that stands at `target`.
  private mutating func forward(to target: UInt64, _ member: ZipMember) throws(FormatError)
    -> MemberStream
  {
    var ready: MemberStream
    if let stream, stream.offset <= target {
      ready = stream
      self.stream = nil
    } else {
      ready = try MemberStream(member, in: array.file)
    }
    while ready.offset < target {
      _ = try ready.next(Int(min(target - ready.offset, 1 << 20)))
    }
    return ready
  }

  /// Reads a whole member once to see whether it is what was written.
  func verify() throws(FormatError) {
    guard let member = array.member else { return }
    var stream = try MemberStream(member, in: array.file)
    while stream.offset < member.size {
      _ = try stream.next(Int(min(member.size - stream.offset, 1 << 20)))
    }
  }
}
