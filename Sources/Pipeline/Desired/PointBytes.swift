internal import Model

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

/// Reads what the appenders wrote.
struct PointBytes {
  private let bytes: ArraySlice<UInt8>
  private var offset: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    offset = bytes.startIndex
  }

  mutating func byte() -> UInt8 {
    defer { offset += 1 }
    return bytes[offset]
  }

  mutating func word() -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 8) {
      value |= UInt64(bytes[offset]) << shift
      offset += 1
    }
    return value
  }

  /// Nil when the kind byte is none of ours.
  mutating func id() -> PointID? {
    let kind = byte()
    let (high, low) = (word(), word())
    switch kind {
    case 0: return .number(low)
    case 1: return .uuid(UUID(high: high, low: low))
    default: return nil
    }
  }

  mutating func hash() -> Hash128 { Hash128(high: word(), low: word()) }
}
