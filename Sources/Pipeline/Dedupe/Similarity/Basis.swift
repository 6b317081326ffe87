/// A few orthonormal directions in which the vectors of a store differ most.
///
/// Any orthonormal directions would do; good ones make sketches that tell more pairs apart. They come
/// from a sample by subspace iteration, always the same ones from the same sample.
struct Basis: Sendable {
  let dimensions: Int
  /// How many there are.
  let count: Int
  /// `count` rounded up to eights; what is beyond is zero.
  let stride: Int
  /// Component by component, each with its value in every direction.
  let matrix: [Float]

  private static let rounds = 3

  /// `sample` are vectors of length one, one behind the other.
  init(_ sample: [Float], dimensions: Int, count wanted: Int) {
    self.dimensions = dimensions
    count = min(wanted, dimensions)
    stride = (count + 7) / 8 * 8
    var columns = Basis.start(dimensions: dimensions, count: count)
    if count < dimensions {
      Basis.orthonormalize(&columns)
      for _ in 0..<Basis.rounds {
        columns = Basis.applied(sample, columns, stride: stride)
        Basis.orthonormalize(&columns)
      }
    }
    matrix = Basis.interleaved(columns, dimensions: dimensions, stride: stride)
  }

  /// The first directions alone.
  func first(_ wanted: Int) -> Basis {
    let kept = min(wanted, count)
    let width = (kept + 7) / 8 * 8
    var values: [Float] = []
    values.reserveCapacity(dimensions * width)
    for row in 0..<dimensions {
      let start = row * stride
      values += matrix[start..<start + kept]
      values += repeatElement(0, count: width - kept)
    }
    return Basis(dimensions: dimensions, count: kept, stride: width, matrix: values)
  }

  private init(dimensions: Int, count: Int, stride: Int, matrix: [Float]) {
    self.dimensions = dimensions
    self.count = count
    self.stride = stride
    self.matrix = matrix
  }

  /// The axes themselves where there are as many as dimensions, else numbers as good as random.
  private static func start(dimensions: Int, count: Int) -> [[Double]] {
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    return (0..<count).map { column in
      (0..<dimensions).map { row in
        if count == dimensions { return row == column ? 1 : 0 }
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Double(Int64(bitPattern: state) >> 32) / 4_294_967_296
      }
    }
  }

  /// Each direction times the sample and back: what many vectors share grows.
  private static func applied(_ sample: [Float], _ columns: [[Double]], stride: Int) -> [[Double]] {
    let dimensions = columns[0].count
    let matrix = interleaved(columns, dimensions: dimensions, stride: stride)
    var result = [Float](repeating: 0, count: matrix.count)
    var weights = [Float](repeating: 0, count: stride)
    for start in Swift.stride(from: 0, to: sample.count, by: dimensions) {
      let vector = sample.span.extracting(start..<start + dimensions)
      SimilarityKernels.project(vector, matrix, into: &weights)
      SimilarityKernels.addOuter(vector, weights, to: &result)
    }
    return columns.indices.map { column in
      (0..<dimensions).map { Double(result[$0 * stride + column]) }
    }
  }

  private static func interleaved(_ columns: [[Double]], dimensions: Int, stride: Int) -> [Float] {
    var matrix = [Float](repeating: 0, count: dimensions * stride)
    for (column, values) in columns.enumerated() {
      for (row, value) in values.enumerated() { matrix[row * stride + column] = Float(value) }
    }
    return matrix
  }

  /// Gram and Schmidt, twice, which is enough. A direction that lies in those before it is replaced by
  /// an axis that does not.
  private static func orthonormalize(_ columns: inout [[Double]]) {
    for column in columns.indices {
      var axis = 0
      while !normalize(column, in: &columns) {
        columns[column] = columns[column].indices.map { $0 == axis ? 1 : 0 }
        axis += 1
      }
    }
  }

  private static func normalize(_ column: Int, in columns: inout [[Double]]) -> Bool {
    var vector = columns[column]
    guard scale(&vector, unlessBelow: 1e-30) else { return false }
    for _ in 0..<2 {
      for other in columns[..<column] {
        let share = zip(vector, other).reduce(0) { $0 + $1.0 * $1.1 }
        for place in vector.indices { vector[place] -= share * other[place] }
      }
      guard scale(&vector, unlessBelow: 1e-3) else { return false }
    }
    columns[column] = vector
    return true
  }

  private static func scale(_ vector: inout [Double], unlessBelow limit: Double) -> Bool {
    let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    guard length >= limit, length.isFinite else { return false }
    for place in vector.indices { vector[place] /= length }
    return true
  }
}
