/// Makes of a vector a much shorter one, a sketch, whose products are never less than the similarity of
/// what they are sketches of.
///
/// A sketch holds the components of the direction of a vector along a few orthonormal axes, and the
/// length of what they leave out. By the inequality of Cauchy and Schwarz the parts that are left out
/// add at most the product of their lengths, so that the product of two sketches is an upper bound of
/// the cosine. A pair whose sketches stay below the threshold cannot be similar, and needs no look at
/// its vectors: whatever the axes, nothing is lost.
struct Sketcher: Sendable {
  let basis: Basis
  /// Components of a sketch: a multiple of eight, at least one more than axes are used.
  let width: Int
  private let axes: Int

  /// What rounding may take away, added to what is left out so that its length is never too small.
  private static let slack: Float = 2e-5

  init(_ basis: Basis, width: Int) {
    self.basis = basis
    self.width = width
    axes = min(basis.count, width - 1)
  }

  /// Rounding can make the product of two sketches too small by so much at most: that of sums of
  /// `64 + dimensions / 64` terms and of `width` terms, in single precision, with room to spare.
  var margin: Double {
    let terms = 64 + Double(basis.dimensions) / 64
    return 1e-4 + (terms * Double(width).squareRoot() * 4 + Double(width) * 2) * 6e-8
  }

  /// Products from here on may belong to similar vectors.
  func bound(_ threshold: Double) -> Float { Float(threshold - margin).nextDown }

  func sketch(_ vector: Span<Float>) -> [Float] {
    Sketcher.cut(projected(vector), axes: axes, width: width)
  }

  /// The components along all axes, of which a sketch of any width takes the first.
  func projected(_ vector: Span<Float>) -> [Float] {
    var components = [Float](repeating: 0, count: basis.stride)
    let direction = Sketcher.direction(vector)
    SimilarityKernels.project(direction.span, basis.matrix, into: &components)
    return components
  }

  static func cut(_ components: [Float], axes: Int, width: Int) -> [Float] {
    var sketch = [Float](repeating: 0, count: width)
    var square: Float = 0
    for place in 0..<axes {
      sketch[place] = components[place]
      square += components[place] * components[place]
    }
    sketch[width - 1] = (max(0, 1 - square) + slack).squareRoot()
    return sketch
  }

  /// The vector at length one. Only a vector of zeros has no direction, and it has been refused.
  static func direction(_ vector: Span<Float>) -> [Float] {
    let length = SimilarityKernels.product(vector, vector).squareRoot()
    guard length > 0 else { return [Float](repeating: 0, count: vector.count) }
    let scale = 1 / length
    return vector.indices.map { Float(Double(vector[$0]) * scale) }
  }
}
