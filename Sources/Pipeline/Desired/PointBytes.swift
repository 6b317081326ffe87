internal import Model
internal import Wire

/// The 49 bytes of a point that its set's digest and the row index are made of.
extension [UInt8] {
  mutating func append(_ point: DesiredPoint) {
    append(point.id)
    append(point.fingerprint.vector)
    append(point.fingerprint.payload)
  }

  mutating func append(_ id: PointID) {
    switch id {
    case .number(let number):
      append(0)
      appendLittleEndian(0)
      appendLittleEndian(number)
    case .uuid(let uuid):
      append(1)
      appendLittleEndian(uuid.high)
      appendLittleEndian(uuid.low)
    }
  }

  mutating func append(_ hash: Hash128) {
    appendLittleEndian(hash.high)
    appendLittleEndian(hash.low)
  }
}

/// Reads what the appenders wrote, from borrowed bytes.
struct PointBytes {
  private var offset: Int

  init(at offset: Int) {
    self.offset = offset
  }

  mutating func word(in bytes: Span<UInt8>) -> UInt64 {
    defer { offset += 8 }
    return WordBytes.word(bytes, at: offset)
  }

  /// Nil when the kind byte is none of ours.
  mutating func id(in bytes: Span<UInt8>) -> PointID? {
    let kind = bytes[offset]
    offset += 1
    let (high, low) = (word(in: bytes), word(in: bytes))
    switch kind {
    case 0: return .number(low)
    case 1: return .uuid(UUID(high: high, low: low))
    default: return nil
    }
  }

  mutating func hash(in bytes: Span<UInt8>) -> Hash128 {
    Hash128(high: word(in: bytes), low: word(in: bytes))
  }
}
