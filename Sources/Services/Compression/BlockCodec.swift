internal import CBrotli
internal import CLZ4
internal import CSnappy
internal import CZstd

/// A way of packing a block whose unpacked size is known beforehand, as columns are stored.
public enum BlockCodec: Sendable {
  case gzip, snappy, zstd, brotli, lz4

  /// What these bytes hold, which must be exactly `count` bytes. The caller bounds `count`.
  public func unpacked(_ bytes: [UInt8], count: Int) throws(CompressionError) -> [UInt8] {
    if case .gzip = self {
      return try Inflater.unpacked(bytes, .gzip, count: count)
    }
    guard count >= 0, isPossible(count, from: bytes.count) else {
      throw .damaged("\(bytes.count) bytes cannot hold the \(count) that were announced")
    }
    var written = -1
    let output = unsafe [UInt8](unsafeUninitializedCapacity: max(count, 1)) { buffer, filled in
      let room = unsafe UnsafeMutableBufferPointer(rebasing: buffer[..<count])
      written = unsafe bytes.withUnsafeBufferPointer { unsafe unpack($0, into: room) }
      filled = min(max(written, 0), count)
    }
    guard written == count else {
      throw .damaged("they do not hold the \(count) bytes that were announced")
    }
    return output
  }

  /// A copy of snappy makes at most 64 bytes out of two, and one of lz4 255 out of one.
  private func isPossible(_ count: Int, from packed: Int) -> Bool {
    switch self {
    case .snappy: count <= packed * 64
    case .lz4: count <= packed * 256
    case .gzip, .zstd, .brotli: true
    }
  }

  /// How many bytes were written, or less than zero where the bytes are damaged.
  private func unpack(
    _ bytes: UnsafeBufferPointer<UInt8>, into room: UnsafeMutableBufferPointer<UInt8>
  ) -> Int {
    guard let packed = unsafe UnsafeRawPointer(bytes.baseAddress), bytes.count > 0,
      let space = UnsafeMutableRawPointer(room.baseAddress), room.count > 0
    else { return room.count == 0 ? 0 : -1 }
    switch self {
    case .snappy:
      var length = room.count
      let code = unsafe snappy_uncompress(
        packed.assumingMemoryBound(to: CChar.self), bytes.count,
        space.assumingMemoryBound(to: CChar.self), &length)
      return code == SNAPPY_OK ? length : -1
    case .zstd:
      let length = unsafe ZSTD_decompress(
        room.baseAddress, room.count, bytes.baseAddress, bytes.count)
      return ZSTD_isError(length) == 0 ? length : -1
    case .brotli:
      var length = room.count
      let code = unsafe BrotliDecoderDecompress(
        bytes.count, bytes.baseAddress, &length, room.baseAddress)
      return code == BROTLI_DECODER_RESULT_SUCCESS ? length : -1
    case .lz4:
      guard let given = Int32(exactly: bytes.count), let wanted = Int32(exactly: room.count)
      else { return -1 }
      return unsafe Int(
        LZ4_decompress_safe(
          packed.assumingMemoryBound(to: CChar.self),
          space.assumingMemoryBound(to: CChar.self), given,
          wanted))
    case .gzip: return -1
    }
  }
}
