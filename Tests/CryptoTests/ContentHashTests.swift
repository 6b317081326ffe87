import Model
import Testing

@testable import Crypto

@Suite struct `Content hashes` {
  /// The buffer of xxHash's own sanity check.
  static let published: [UInt8] = {
    var state: UInt64 = 2_654_435_761
    return (0..<2367).map { _ in
      defer { state = state &* 0x9E37_79B1_85EB_CA8D }
      return UInt8(truncatingIfNeeded: state >> 56)
    }
  }()

  // Published with xxHash, for seed 0; one for each way through the algorithm.
  @Test(arguments: [
    (0, "99aa06d3014798d86001c324468d497f"), (1, "a6cd5e9392000f6ac44bdff4074eecdb"),
    (6, "082afe0b8162d12a3e7039bdda43cfc6"), (12, "6e3efd8fc7802b18061a192713f69ad9"),
    (24, "0ce966e4678d37611e7044d28b1b901d"), (48, "a002ac4e5478227ef942219aed80f67b"),
    (81, "4952f58181ab00425e8bafb9f95fb803"), (222, "337e09641b948717f1aebd597cec6b3a"),
    (403, "1b6de21e332dd73dcdeb804d65c6dea4"), (512, "18d2d110dcc9bca1617e49599013cb6b"),
    (2048, "f736557fd47073a5dd59e2c3a5f038e0"),
  ])
  func `the published hashes come out`(length: Int, hash: String) {
    let bytes = Array(Self.published[..<length])
    #expect(ContentHash.hash(bytes).description == hash)
    #expect(ContentHash.hash(bytes.span) == Hash128(hash))
    #expect(ContentHash.hash(bytes.span.bytes) == Hash128(hash))
  }

  @Test func `pieces of every length give the hash of the whole`() {
    let bytes = Sample.bytes(300)
    var stream = ContentHash()
    for length in 0...300 {
      let whole = Array(bytes[..<length])
      let expected = ContentHash.hash(whole)
      for middle in 0...length {
        stream.reset()
        stream.update(whole.span.extracting(0..<middle))
        stream.update(whole.span.extracting(middle..<length).bytes)
        #expect(stream.finalize() == expected, "length \(length), cut at \(middle)")
      }
    }
  }

  @Test func `a stream may be asked in the middle`() {
    var stream = ContentHash()
    stream.update([1, 2, 3] as [UInt8])
    #expect(stream.finalize() == ContentHash.hash([1, 2, 3] as [UInt8]))
    stream.update([4] as [UInt8])
    #expect(stream.finalize() == ContentHash.hash([1, 2, 3, 4] as [UInt8]))
  }

  @Test func `floats are hashed as their bytes, least first`() {
    let values: [Float] = [1, -0.0, .pi, .leastNonzeroMagnitude]
    let bytes = values.flatMap { value in
      (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> UInt32($0 * 8)) }
    }
    #expect(ContentHash.hash(values) == ContentHash.hash(bytes))
    #expect(ContentHash.hash(values.span) == ContentHash.hash(bytes))
    var stream = ContentHash()
    stream.update(values)
    #expect(stream.finalize() == ContentHash.hash(bytes))
    stream.reset()
    stream.update(values.span)
    #expect(stream.finalize() == ContentHash.hash(bytes))
    #expect(ContentHash.hash([0.0] as [Float]) != ContentHash.hash([-0.0] as [Float]))
  }

  @Test func `a text is hashed as its UTF-8`() {
    for text in ["", "abc", "é\0🦊", String(repeating: "long enough ", count: 40)] {
      #expect(ContentHash.hash(text) == ContentHash.hash(Array(text.utf8)))
    }
  }
}
