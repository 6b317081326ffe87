internal import StoreBytes

/// How the codes of an index become vectors.
struct Coding: Sendable {
  /// nil where codes are the floats themselves.
  var decoder: Decoder?
  /// Where codes are what a vector differs by from the centre of its list.
  var centres: Centres?
  var refinement: Refinement?
  /// Where the floats of a list are in batches.
  var slabs: Slabs?

  static let floats = Coding()

  init(decoder: Decoder? = nil, centres: Centres? = nil) {
    self.decoder = decoder
    self.centres = centres
  }

  var loss: String? { decoder?.loss }
}

enum Decoder: Sendable {
  case scalar(ScalarQuantizer)
  case product(ProductQuantizer)

  var codeSize: Int {
    switch self {
    case .scalar(let quantizer): quantizer.codeSize
    case .product(let quantizer): quantizer.codeSize
    }
  }

  /// What there is instead of vectors.
  var loss: String {
    switch self {
    case .scalar(let quantizer): "holds \(quantizer.type.words) of each component"
    case .product(let quantizer):
      "holds codes of a product quantizer (\(quantizer.parts) of \(quantizer.bits) bits)"
    }
  }

  func decoded(_ codes: [UInt8], count: Int, dimensions: Int) -> [Float] {
    var values = [Float](repeating: 0, count: count * dimensions)
    switch self {
    case .scalar(let quantizer): quantizer.decode(codes.span, count, into: &values)
    case .product(let quantizer): quantizer.decode(codes.span, count, into: &values)
    }
    return values
  }
}

/// The centres of lists, read one by one: there may be many of them.
struct Centres: Sendable {
  let rows: any RowStorage
  let count: Int

  func add(_ list: Int, to values: inout [Float], rows count: Int, path: String)
    throws(FormatError)
  {
    guard list < self.count else {
      throw FormatError(
        .corrupt, path, "list \(list) has no centre; the quantizer has \(self.count)")
    }
    let centre = try rows.vectors(list..<list + 1)
    for row in 0..<count {
      for place in centre.indices { values[row * centre.count + place] += centre[place] }
    }
  }
}

/// A second code for every row, of what the first one left over.
struct Refinement: Sendable {
  let codes: CodeRows
  let count: Int

  func add(_ id: Int64, to values: inout [Float], row: Int, path: String) throws(FormatError) {
    guard id >= 0, id < Int64(count) else {
      throw FormatError(
        .corrupt, path, "id \(id) has no refining code; there are \(count), in the order of ids")
    }
    let rest = try codes.vectors(Int(id)..<Int(id) + 1)
    for place in rest.indices { values[row * rest.count + place] += rest[place] }
  }
}
