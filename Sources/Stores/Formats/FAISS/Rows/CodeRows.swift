internal import StoreBytes

/// Codes one after the other.
struct CodeRows: RowStorage {
  let file: PinnedFile
  let start: UInt64
  let decoder: Decoder
  let dimensions: Int

  func vectors(_ positions: Range<Int>) throws(FormatError) -> [Float] {
    let size = decoder.codeSize
    let codes = try file.read(
      at: start + UInt64(size) * UInt64(positions.lowerBound), count: size * positions.count)
    return decoder.decoded(codes, count: positions.count, dimensions: dimensions)
  }
}
