internal import StoreBytes

extension IndexParser {
  mutating func scalar(_ kind: Kind) throws(FormatError) -> ParsedIndex {
    let header = try header()
    let quantizer = try scalarQuantizer(header.dimensions)
    return try coded(kind, header, .scalar(quantizer), "bytes of codes")
  }

  mutating func product(_ kind: Kind, isLegacy: Bool) throws(FormatError) -> ParsedIndex {
    let header = try header()
    let quantizer = try productQuantizer(header.dimensions)
    let parsed = try coded(kind, header, .product(quantizer), "bytes of codes")
    // How to search, which is nothing for a reader of rows, but has to be passed over.
    if !isLegacy { try cursor.skip(4 + 1 + 4, "the parameters of the search") }
    return parsed
  }

  private mutating func coded(
    _ kind: Kind, _ header: IndexHeader, _ decoder: Decoder, _ what: String
  ) throws(FormatError) -> ParsedIndex {
    let size = try product(header.count, decoder.codeSize, "bytes")
    let start = try list(of: 1, count: size, what)
    return ParsedIndex(
      kind: kind.name, dimensions: header.dimensions, count: header.count, metric: header.metric,
      loss: decoder.loss,
      storage: CodeRows(
        file: cursor.file, start: start, decoder: decoder, dimensions: header.dimensions))
  }

  mutating func scalarQuantizer(_ dimensions: Int) throws(FormatError) -> ScalarQuantizer {
    let start = cursor.offset
    let number = try cursor.i32("the type of the scalar quantizer")
    guard let type = ScalarQuantizer.CodeType(rawValue: number) else {
      let isKnown = (9...26).contains(number)
      throw cursor.failure(
        isKnown ? .unsupported : .corrupt, at: start,
        isKnown
          ? "scalar quantizers of type \(number) (TurboQuant, EDEN) are not read"
          : "there is no scalar quantizer of type \(number)")
    }
    try cursor.skip(4 + 4, "how ranges were found")
    try compare(dimensions, try cursor.u64("the dimensions of the quantizer"))
    try codeSize(type.codeSize(dimensions))
    let trained = try floatList(
      count: type.trainedCount(dimensions), "trained values of the quantizer")
    return ScalarQuantizer(type: type, dimensions: dimensions, trained: trained)
  }

  mutating func productQuantizer(_ dimensions: Int) throws(FormatError) -> ProductQuantizer {
    let start = cursor.offset
    try compare(dimensions, try cursor.u64("the dimensions of the quantizer"))
    let parts = try cursor.u64("the number of parts")
    let bits = try cursor.u64("the bits of a part")
    guard (1...UInt64(dimensions)).contains(parts), dimensions % Int(parts) == 0,
      (1...24).contains(bits)
    else {
      throw cursor.failure(
        .corrupt, at: start,
        "a product quantizer of \(parts) parts of \(bits) bits for \(dimensions) dimensions cannot be"
      )
    }
    let count = try product(1 << Int(bits), dimensions, "values")
    let centroids = try floatList(count: count, "values of the codebook")
    return ProductQuantizer(
      dimensions: dimensions, parts: Int(parts), bits: Int(bits), centroids: centroids)
  }

  private func compare(_ dimensions: Int, _ found: UInt64) throws(FormatError) {
    guard found == UInt64(dimensions) else {
      throw cursor.failure(
        .corrupt, "the quantizer has \(found) dimensions, and the index \(dimensions)")
    }
  }

  /// Chooses lists by several codebooks. It is met as the quantizer of an inverted file.
  mutating func multiIndex(_ kind: Kind) throws(FormatError) -> ParsedIndex {
    let header = try header()
    _ = try productQuantizer(header.dimensions)
    return ParsedIndex(
      kind: kind.name, dimensions: header.dimensions, count: 0, metric: header.metric)
  }
}
