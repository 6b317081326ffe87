import Testing

@testable import NumPy

@Suite struct `The head of an array that is written` {
  @Test(arguments: [(1, 1), (3, 384), (999, 7), (1_000_000, 1536), (1 << 40, 9)])
  func `says what is behind it, and ends where numbers may be mapped`(rows: Int, dimensions: Int)
    throws
  {
    let bytes = ArrayHead.bytes(rows: rows, dimensions: dimensions)
    let header = try ArrayHeader(bytes, "vectors.npy", at: 0)
    #expect(header.shape == [rows, dimensions])
    #expect(header.element.isPlainFloat && header.element.size == 4 && !header.isFortran)
    #expect(try ArrayHeader.length(Array(bytes.prefix(12)), "vectors.npy", at: 0) == bytes.count)
    #expect(bytes.count.isMultiple(of: 64) && bytes.last == 0x0A)
  }
}
