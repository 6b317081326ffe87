internal import Wire

/// Writes protocol buffers, field after field, into one growing run of bytes.
///
/// Fields are written as they come: a caller that leaves out defaults, and keeps to the order of the
/// numbers, gets what the official encoders write, byte for byte.
public struct ProtoWriter: Sendable {
  public private(set) var bytes: [UInt8]

  public init(capacity: Int = 0) {
    bytes = []
    bytes.reserveCapacity(capacity)
  }

  /// A writer whose bytes begin with so many zeros, for a header that is filled in later. It writes
  /// where something else was written before, and takes that memory away.
  init(header: Int, capacity: Int, over used: inout [UInt8]) {
    bytes = []
    swap(&bytes, &used)
    bytes.removeAll(keepingCapacity: true)
    bytes.reserveCapacity(header + capacity)
    for _ in 0..<header { bytes.append(0) }
  }

  public var count: Int { bytes.count }

  /// uint32, uint64, enum.
  public mutating func number(_ field: Int, _ value: UInt64) {
    key(field, .varint)
    varint(value)
  }

  /// int32, int64: a negative number takes ten bytes.
  public mutating func number(_ field: Int, _ value: Int64) {
    number(field, UInt64(bitPattern: value))
  }

  public mutating func bool(_ field: Int, _ value: Bool) {
    number(field, UInt64(value ? 1 : 0))
  }

  public mutating func double(_ field: Int, _ value: Double) {
    key(field, .fixed64)
    append(value.bitPattern, bytes: 8)
  }

  public mutating func float(_ field: Int, _ value: Float) {
    key(field, .fixed32)
    append(UInt64(value.bitPattern), bytes: 4)
  }

  public mutating func string(_ field: Int, _ value: String) {
    key(field, .counted)
    varint(UInt64(value.utf8.count))
    let text = value.utf8
    // In one copy; text that lies elsewhere than in memory of Swift's is a rare thing.
    let isCopied: Void? = unsafe text.withContiguousStorageIfAvailable {
      unsafe bytes.append(contentsOf: $0)
    }
    if isCopied == nil { bytes.append(contentsOf: text) }
  }

  /// Packed floats: their bytes are copied as they lie in memory.
  public mutating func floats(_ field: Int, _ values: [Float]) {
    floats(field, values[...])
  }

  public mutating func floats(_ field: Int, _ values: ArraySlice<Float>) {
    guard !values.isEmpty else { return }
    key(field, .counted)
    varint(UInt64(4 * values.count))
    FloatBytes.append(values, to: &bytes)
  }

  /// Packed uint32.
  public mutating func numbers(_ field: Int, _ values: [UInt32]) {
    guard !values.isEmpty else { return }
    message(field, around: values.count * 3) { writer in
      for value in values { writer.varint(UInt64(value)) }
    }
  }

  /// A message inside this one. Its length stands before it and is known only afterwards: with a
  /// good guess of it nothing has to move.
  public mutating func message(
    _ field: Int, around guess: Int = 0, _ body: (inout ProtoWriter) -> Void
  ) {
    key(field, .counted)
    let start = bytes.count
    let room = ProtoWriter.width(UInt64(max(0, guess)))
    for _ in 0..<room { bytes.append(0) }
    body(&self)
    let length = UInt64(bytes.count - start - room)
    let width = ProtoWriter.width(length)
    if width > room {
      bytes.insert(contentsOf: repeatElement(0, count: width - room), at: start)
    } else if width < room {
      bytes.removeSubrange(start..<start + room - width)
    }
    put(length, at: start, width)
  }

  /// Bytes that are fields already.
  public mutating func append(_ fields: [UInt8]) { bytes.append(contentsOf: fields) }

  /// Overwrites sixteen bytes that were written before with the hexadecimal digits of a number.
  public mutating func put(digits number: UInt64, at place: Int) {
    for index in 0..<16 {
      let nibble = UInt8(truncatingIfNeeded: number >> UInt64(60 - 4 * index)) & 0xF
      bytes[place + index] = nibble < 10 ? 0x30 + nibble : 0x61 + nibble - 10
    }
  }

  /// The length of a message inside this one that is known exactly; its fields are written next.
  public mutating func message(_ field: Int, count: Int) {
    key(field, .counted)
    varint(UInt64(count))
  }

  mutating func varint(_ value: UInt64) {
    guard value >= 0x80 else {
      bytes.append(UInt8(truncatingIfNeeded: value))
      return
    }
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  /// Overwrites the header.
  mutating func put(header: [UInt8]) {
    for (index, byte) in header.enumerated() { bytes[index] = byte }
  }

  private mutating func key(_ field: Int, _ wire: ProtoWire) {
    varint(UInt64(field) << 3 | UInt64(wire.rawValue))
  }

  private mutating func append(_ value: UInt64, bytes count: Int) {
    for index in 0..<count { bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * index))) }
  }

  private mutating func put(_ value: UInt64, at start: Int, _ width: Int) {
    for index in 0..<width {
      let more: UInt8 = index < width - 1 ? 0x80 : 0
      bytes[start + index] = UInt8(truncatingIfNeeded: value >> UInt64(7 * index)) & 0x7F | more
    }
  }

  /// How many bytes a varint takes.
  public static func width(_ value: UInt64) -> Int {
    value < 0x80 ? 1 : (64 - value.leadingZeroBitCount + 6) / 7
  }
}

/// How the value of a field is laid out.
public enum ProtoWire: UInt8, Hashable, Sendable {
  case varint = 0
  case fixed64 = 1
  case counted = 2
  case fixed32 = 5
}
