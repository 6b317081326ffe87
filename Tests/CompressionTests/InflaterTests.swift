import Compression
import Testing

@Suite struct `Packed bytes` {
  /// "plumb plumb plumb plumb\n" by Python's zlib.
  private static let bare: [UInt8] = [
    0x2B, 0xC8, 0x29, 0xCD, 0x4D, 0x52, 0x28, 0x40, 0x27, 0xB9, 0x00,
  ]
  private static let text = Array("plumb plumb plumb plumb\n".utf8)

  @Test func `are unpacked`() throws {
    #expect(try Inflater.unpacked(Self.bare, .none, count: Self.text.count) == Self.text)
  }

  @Test func `are unpacked piece by piece`() throws {
    let inflater = try Inflater(.none)
    var output: [UInt8] = []
    var input = Self.bare[...]
    while !inflater.isComplete {
      if inflater.isHungry { inflater.feed([input.removeFirst()]) }
      output += try inflater.next(3)
    }
    #expect(output == Self.text && input.isEmpty)
  }

  @Test(arguments: [23, 25])
  func `of another length are refused`(count: Int) {
    #expect(throws: CompressionError.self) {
      try Inflater.unpacked(Self.bare, .none, count: count)
    }
  }

  @Test func `that end early are refused`() {
    #expect(throws: CompressionError.endsEarly) {
      try Inflater.unpacked(Array(Self.bare.dropLast(3)), .none, count: Self.text.count)
    }
  }

  @Test func `that are damaged are refused`() {
    let error = #expect(throws: CompressionError.self) {
      try Inflater.unpacked([0xFF, 0xFF, 0xFF], .none, count: 4)
    }
    #expect(error?.reason == "the packed bytes are damaged (invalid block type)")
  }

  @Test func `have the checksum of zip`() {
    var sum = CRC32()
    sum.update(Array("123".utf8).span)
    sum.update([UInt8]().span)
    sum.update(Array("456789".utf8).span)
    #expect(sum.value == 0xCBF4_3926)
  }
}
