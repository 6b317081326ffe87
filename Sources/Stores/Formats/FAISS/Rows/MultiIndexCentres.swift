internal import StoreBytes

/// The centres of a quantizer of several codebooks: the bits of a list's number are the codes.
struct MultiIndexCentres: RowStorage {
  let quantizer: ProductQuantizer

  var dimensions: Int { quantizer.dimensions }

  /// Every number that its bits can make; more than any inverted file has lists where they are many.
  var count: Int { 1 << min(quantizer.parts * quantizer.bits, 62) }

  func vectors(_ positions: Range<Int>) throws(FormatError) -> [Float] {
    var values: [Float] = []
    for position in positions {
      let code = (0..<max(8, quantizer.codeSize)).map { byte in
        byte < 8 ? UInt8(truncatingIfNeeded: position >> (8 * byte)) : 0
      }
      values += Decoder.product(quantizer).decoded(code, count: 1, dimensions: dimensions)
    }
    return values
  }
}
