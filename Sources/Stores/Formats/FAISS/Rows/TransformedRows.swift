internal import StoreBytes

/// One step of what was done to vectors before they were kept.
struct Transform: Sendable {
  enum Operation: Sendable {
    /// Row by row, as many rows as there are dimensions after it.
    case linear(matrix: [Float], bias: [Float]?)
    /// For each dimension after it, which one before it is there, or -1 for zero.
    case remapped([Int32])
    case normalized
    case centered([Float])
  }

  let input: Int
  let output: Int
  let operation: Operation

  /// Why going back does not give what was there; nil where it does.
  var loss: String? {
    switch operation {
    case .linear where output < input: "keeps \(output) of \(input) dimensions"
    case .linear: "keeps vectors rotated, and rotating them back rounds"
    case .normalized: "keeps vectors without their length"
    case .centered: "keeps vectors without their mean, and adding it rounds"
    case .remapped(let map):
      Set(map.filter { $0 >= 0 }).count == input ? nil : "keeps only some of the dimensions"
    }
  }

  /// One vector as it was before.
  func reversed(_ vector: ArraySlice<Float>) -> [Float] {
    switch operation {
    case .normalized: return Array(vector)
    case .centered(let mean): return zip(vector, mean).map { $0 + $1 }
    case .remapped(let map):
      var before = [Float](repeating: 0, count: input)
      for (place, value) in zip(map, vector) where place >= 0 { before[Int(place)] = value }
      return before
    case .linear(let matrix, let bias):
      var before = [Float](repeating: 0, count: input)
      for (row, value) in vector.enumerated() {
        let factor = value - (bias?[row] ?? 0)
        for place in 0..<input { before[place] += factor * matrix[row * input + place] }
      }
      return before
    }
  }
}

/// The rows of an index behind transforms, taken back step by step.
struct TransformedRows: RowStorage {
  let inner: any RowStorage
  let transforms: [Transform]
  let dimensions: Int

  /// Neither what is read nor what comes out may be much.
  var window: Int { max(1, min(inner.window, (8 << 20) / dimensions)) }

  func vectors(_ positions: Range<Int>) throws(FormatError) -> [Float] {
    reversed(try inner.vectors(positions), count: positions.count)
  }

  func vectors(at positions: [Int]) throws(FormatError) -> [Float] {
    reversed(try inner.vectors(at: positions), count: positions.count)
  }

  var apart: PinnedFile? { inner.apart }

  private func reversed(_ values: [Float], count: Int) -> [Float] {
    var before: [Float] = []
    before.reserveCapacity(count * dimensions)
    for row in 0..<count {
      var vector = values[row * inner.dimensions..<(row + 1) * inner.dimensions]
      for transform in transforms.reversed() { vector = transform.reversed(vector)[...] }
      before += vector
    }
    return before
  }
}
