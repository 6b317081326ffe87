internal import StoreBytes

extension IndexParser {
  /// Transforms that every vector went through, and the index that keeps what came out.
  mutating func transformed(_ kind: Kind) throws(FormatError) -> ParsedIndex {
    let header = try header()
    let start = cursor.offset
    let count = try cursor.i32("the number of transforms")
    guard (0...IndexParser.transformLimit).contains(Int(count)) else {
      throw cursor.failure(.corrupt, at: start, "\(count) transforms cannot be")
    }
    var transforms: [Transform] = []
    var width = header.dimensions
    for _ in 0..<count {
      let place = cursor.offset
      let transform = try transform()
      guard transform.input == width else {
        throw cursor.failure(
          .corrupt, at: place,
          "the transform takes \(transform.input) dimensions, and \(width) come to it")
      }
      width = transform.output
      transforms.append(transform)
    }
    var inner = try index()
    try compareRows(header, inner, kind)
    guard inner.dimensions == width else {
      throw cursor.failure(
        .corrupt,
        "\(width) dimensions come out of the transforms, and \(inner.kind) has "
          + "\(inner.dimensions)")
    }
    if let storage = inner.storage {
      inner.storage = TransformedRows(
        inner: storage, transforms: transforms, dimensions: header.dimensions)
    }
    inner.loss = inner.loss ?? transforms.lazy.compactMap(\.loss).first
    inner.kind = "\(kind.name)(\(inner.kind))"
    inner.dimensions = header.dimensions
    inner.metric = header.metric
    return inner
  }

  private static let transformLimit = 16

  private mutating func transform() throws(FormatError) -> Transform {
    let start = cursor.offset
    let word = try cursor.u32("the kind of the transform")
    switch FourCC.text(word) {
    case "LTra", "rrot": return try linear()
    case "Pcam": return try principal(skipping: 4 + 4 + 1 + 4)
    case "PCAm": return try principal(skipping: 4 + 1 + 4)
    case "PcAm": return try principal(skipping: 4 + 1 + 4)
    case "Viqm":
      try cursor.skip(4 + 4, "how the rotation was found")
      return try linear()
    case "RmDT": return try remapping()
    case "VNrm":
      _ = try cursor.f32("the norm")
      let (input, output) = try sizes()
      return Transform(input: input, output: output, operation: .normalized)
    case "VCnt":
      let mean = try floats("values of the mean")
      let (input, output) = try sizes()
      try require(mean.count == input && input == output, "the mean")
      return Transform(input: input, output: output, operation: .centered(mean))
    case "Viqt": throw unreadable("a transform of the kind ITQTransform")
    case "HRot": throw unreadable("a transform of the kind HadamardRotation")
    default:
      throw cursor.failure(
        .unsupported, at: start, "no kind of transform begins with \(FourCC.shown(word))")
    }
  }

  private mutating func principal(skipping count: UInt64) throws(FormatError) -> Transform {
    try cursor.skip(count, "how the components were found")
    try skipList(of: 4, "values of the mean")
    try skipList(of: 4, "eigenvalues")
    try skipList(of: 4, "values of the components")
    return try linear()
  }

  private mutating func linear() throws(FormatError) -> Transform {
    let hasBias = try flag("whether the transform has a bias")
    let matrix = try floats("values of the matrix")
    let bias = try floats("values of the bias")
    let (input, output) = try sizes()
    try require(matrix.count == input * output, "the matrix")
    if hasBias { try require(bias.count == output, "the bias") }
    return Transform(
      input: input, output: output,
      operation: .linear(matrix: matrix, bias: hasBias ? bias : nil))
  }

  private mutating func remapping() throws(FormatError) -> Transform {
    let count = try cursor.count(of: 4, "places of the map")
    var map: [Int32] = []
    map.reserveCapacity(count)
    for _ in 0..<count { map.append(try cursor.i32("a place of the map")) }
    let (input, output) = try sizes()
    try require(count == output && map.allSatisfy { $0 >= -1 && $0 < input }, "the map")
    return Transform(input: input, output: output, operation: .remapped(map))
  }

  private mutating func floats(_ what: String) throws(FormatError) -> [Float] {
    let count = try cursor.count(of: 4, what)
    return try cursor.floats(count, what)
  }

  private mutating func sizes() throws(FormatError) -> (input: Int, output: Int) {
    let input = try dimensions("dimensions before the transform")
    let output = try dimensions("dimensions after the transform")
    _ = try flag("whether the transform is trained")
    return (input, output)
  }

  private func require(_ isTrue: Bool, _ what: String) throws(FormatError) {
    guard isTrue else {
      throw cursor.failure(.corrupt, "\(what) of the transform does not fit its dimensions")
    }
  }
}
