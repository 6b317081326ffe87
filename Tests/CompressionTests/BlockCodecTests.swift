import Compression
import Testing

/// Small blocks, written out by hand.
@Suite struct `Blocks are unpacked` {
  @Test func `with snappy`() throws {
    // "a", and copies of 64 and of 62 bytes from one byte back.
    let bytes: [UInt8] = [127, 0, 0x61, 0xFE, 1, 0, 0xF6, 1, 0]
    #expect(
      try BlockCodec.snappy.unpacked(bytes, count: 127) == [UInt8](repeating: 0x61, count: 127))
    #expect(throws: CompressionError.self) { try BlockCodec.snappy.unpacked(bytes, count: 126) }
  }

  @Test func `with lz4`() throws {
    let bytes: [UInt8] = [0x50] + Array("plumb".utf8)
    #expect(try BlockCodec.lz4.unpacked(bytes, count: 5) == Array("plumb".utf8))
  }
}
