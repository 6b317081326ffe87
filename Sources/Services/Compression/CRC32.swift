internal import CZlib

/// The checksum of zip and gzip, of bytes that come piece by piece.
public struct CRC32: Sendable {
  public private(set) var value: UInt32 = 0

  public init() {}

  public mutating func update(_ bytes: Span<UInt8>) {
    value = unsafe bytes.withUnsafeBufferPointer { buffer in
      // Without a byte, zlib takes the address for a wish to begin again.
      guard buffer.count > 0 else { return value }
      return UInt32(
        truncatingIfNeeded: unsafe crc32_z(UInt(value), buffer.baseAddress, buffer.count))
    }
  }
}
