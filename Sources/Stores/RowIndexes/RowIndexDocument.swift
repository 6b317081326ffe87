internal import Crypto
public import Model

/// A row index as bytes.
///
/// Format 1, little-endian: "PLUMBROW"; u32 version; u32 length of a record, 64; u64 rows; 8 bytes of
/// zero. Per row, by ascending position: XXH3-128 of the id, of the vector and of the payload, each as
/// u64 high and u64 low; u64 position; u32 dimensions; u32 flags. At the end the XXH3-128 of all before.
public struct RowIndexDocument: Sendable {
  static let magic = Array("PLUMBROW".utf8)
  static let version: UInt32 = 1
  static let headLength = 32
  static let recordLength = 64
  /// A billion rows are more than anybody has.
  private static let limit: UInt64 = 1 << 30

  public private(set) var rows: ContiguousArray<RowFacts> = []

  public init() {}

  public mutating func append(_ row: SourceRow) { rows.append(RowFacts(row)) }

  public var bytes: [UInt8] {
    var bytes = RowIndexDocument.magic
    bytes.reserveCapacity(
      RowIndexDocument.headLength + rows.count * RowIndexDocument.recordLength + 16)
    bytes.little(RowIndexDocument.version)
    bytes.little(UInt32(RowIndexDocument.recordLength))
    bytes.little(UInt64(rows.count))
    bytes.little(UInt64(0))
    for row in rows {
      for hash in [row.id, row.vector, row.payload] {
        bytes.little(hash.high)
        bytes.little(hash.low)
      }
      bytes.little(UInt64(row.position))
      bytes.little(UInt32(truncatingIfNeeded: row.dimensions))
      bytes.little(row.flags.rawValue)
    }
    let end = ContentHash.hash(bytes)
    bytes.little(end.high)
    bytes.little(end.low)
    return bytes
  }

  /// Nil where the bytes are no whole row index of this version: then the rows themselves are read.
  public init?(_ bytes: [UInt8]) {
    let head = RowIndexDocument.headLength
    let length = RowIndexDocument.recordLength
    guard bytes.count >= head + 16, bytes.starts(with: RowIndexDocument.magic),
      bytes.word(at: 8, 4) == UInt64(RowIndexDocument.version),
      bytes.word(at: 12, 4) == UInt64(length)
    else { return nil }
    let count = bytes.word(at: 16, 8)
    guard count < RowIndexDocument.limit, bytes.count == head + Int(count) * length + 16 else {
      return nil
    }
    let end = ContentHash.hash(bytes.span.extracting(0..<bytes.count - 16))
    guard end == bytes.hash(at: bytes.count - 16) else { return nil }
    rows.reserveCapacity(Int(count))
    for number in 0..<Int(count) {
      let start = head + number * length
      rows.append(
        RowFacts(
          position: Int(truncatingIfNeeded: bytes.word(at: start + 48, 8) & (1 << 62 - 1)),
          id: bytes.hash(at: start), vector: bytes.hash(at: start + 16),
          payload: bytes.hash(at: start + 32), dimensions: Int(bytes.word(at: start + 56, 4)),
          flags: RowFacts.Flags(rawValue: UInt32(bytes.word(at: start + 60, 4)))))
    }
  }
}

extension [UInt8] {
  fileprivate mutating func little(_ value: some FixedWidthInteger) {
    for shift in stride(from: 0, to: value.bitWidth, by: 8) {
      append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }

  fileprivate func word(at offset: Int, _ width: Int) -> UInt64 {
    (0..<width).reduce(UInt64(0)) { $0 | UInt64(self[offset + $1]) << UInt64(8 * $1) }
  }

  fileprivate func hash(at offset: Int) -> Hash128 {
    Hash128(high: word(at: offset, 8), low: word(at: offset + 8, 8))
  }
}
