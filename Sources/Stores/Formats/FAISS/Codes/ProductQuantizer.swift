/// Codes that name, for each part of a vector, one of a few centroids.
struct ProductQuantizer: Sendable {
  let dimensions: Int
  let parts: Int
  /// Of the code of one part.
  let bits: Int
  /// Part by part, 2^bits centroids each.
  let centroids: [Float]

  var codeSize: Int { (parts * bits + 7) / 8 }

  func decode(_ codes: Span<UInt8>, _ count: Int, into values: inout [Float]) {
    let width = dimensions / parts
    var target = values.mutableSpan
    let centroids = centroids.span
    for row in 0..<count {
      let code = codes.extracting(row * codeSize..<(row + 1) * codeSize)
      for part in 0..<parts {
        let chosen = BitField.number(in: code, at: part * bits, width: bits)
        let source = ((part << bits) + chosen) * width
        let place = row * dimensions + part * width
        for step in 0..<width { target[place + step] = centroids[source + step] }
      }
    }
  }
}

enum BitField {
  /// The number in `width` bits from bit `start` on, lowest first; at most 24 bits, all of them there.
  static func number(in bytes: Span<UInt8>, at start: Int, width: Int) -> Int {
    if width == 8 && start % 8 == 0 { return Int(bytes[start / 8]) }
    var number = 0
    var place = start / 8
    var have = 0
    while have < width + start % 8 {
      number |= Int(bytes[place]) << have
      have += 8
      place += 1
    }
    return (number >> (start % 8)) & ((1 << width) - 1)
  }
}
