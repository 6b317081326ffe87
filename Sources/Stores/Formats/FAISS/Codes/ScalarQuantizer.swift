/// Codes that round every component of a vector for itself.
struct ScalarQuantizer: Sendable {
  enum CodeType: Int32, Sendable {
    case bits8, bits4, bits8Uniform, bits4Uniform, half, bytes, bits6, brainFloat, signedBytes
  }

  let type: CodeType
  let dimensions: Int
  /// The lowest values and the ranges: of each component, or one of both for all.
  let trained: [Float]

  var codeSize: Int { type.codeSize(dimensions) }

  func decode(_ codes: Span<UInt8>, _ count: Int, into values: inout [Float]) {
    switch type {
    case .bits8, .bits8Uniform:
      scale(codes, count, 255, into: &values) { $0[$1] }
    case .bits4, .bits4Uniform:
      scale(codes, count, 15, into: &values) { ($0[$1 / 2] >> (4 * UInt8($1 & 1))) & 15 }
    case .bits6:
      scale(codes, count, 63, into: &values) {
        UInt8(BitField.number(in: $0, at: 6 * $1, width: 6))
      }
    case .half, .brainFloat, .bytes, .signedBytes: convert(codes, count, into: &values)
    }
  }

  /// lowest + range * (code + 0.5) / top, as faiss computes it: with one rounding at the end where the
  /// number of dimensions is a multiple of 8, with two of them elsewhere. (Up to 1.11 it rounds once
  /// everywhere; that is a difference in the last bit.)
  private func scale(
    _ codes: Span<UInt8>, _ count: Int, _ top: Float, into values: inout [Float],
    _ component: (Span<UInt8>, Int) -> UInt8
  ) {
    let isUniform = trained.count == 2
    let isFused = dimensions % 8 == 0
    let trained = trained.span
    var target = values.mutableSpan
    for row in 0..<count {
      let code = codes.extracting(row * codeSize..<(row + 1) * codeSize)
      for place in 0..<dimensions {
        let part = (Float(component(code, place)) + 0.5) / top
        let lowest = trained[isUniform ? 0 : place]
        let range = trained[isUniform ? 1 : dimensions + place]
        target[row * dimensions + place] =
          isFused ? lowest.addingProduct(part, range) : lowest + part * range
      }
    }
  }

  /// Codes that are numbers themselves.
  private func convert(_ codes: Span<UInt8>, _ count: Int, into values: inout [Float]) {
    var target = values.mutableSpan
    for place in 0..<count * dimensions {
      switch type {
      case .bytes: target[place] = Float(codes[place])
      case .signedBytes: target[place] = Float(Int(codes[place]) - 128)
      case .brainFloat:
        target[place] = Float(bitPattern: UInt32(word(codes, place)) << 16)
      default: target[place] = Float(Float16(bitPattern: word(codes, place)))
      }
    }
  }

  private func word(_ codes: Span<UInt8>, _ place: Int) -> UInt16 {
    UInt16(codes[2 * place]) | UInt16(codes[2 * place + 1]) << 8
  }
}

extension ScalarQuantizer.CodeType {
  func codeSize(_ dimensions: Int) -> Int {
    switch self {
    case .bits8, .bits8Uniform, .bytes, .signedBytes: dimensions
    case .bits4, .bits4Uniform: (dimensions + 1) / 2
    case .bits6: (6 * dimensions + 7) / 8
    case .half, .brainFloat: 2 * dimensions
    }
  }

  func trainedCount(_ dimensions: Int) -> Int {
    switch self {
    case .bits8, .bits4, .bits6: 2 * dimensions
    case .bits8Uniform, .bits4Uniform: 2
    case .half, .bytes, .brainFloat, .signedBytes: 0
    }
  }

  var words: String {
    switch self {
    case .bits8, .bits8Uniform: "8 bits"
    case .bits4, .bits4Uniform: "4 bits"
    case .bits6: "6 bits"
    case .half: "a half-precision number"
    case .brainFloat: "a bfloat16 number"
    case .bytes, .signedBytes: "one byte"
    }
  }
}
