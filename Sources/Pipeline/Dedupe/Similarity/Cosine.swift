/// The similarity that decides, by one formula that gives the same number on every machine.
///
/// `cos = s(a,b) / sqrt(s(a,a) * s(b,b))`, where `s` adds up the products of the components in double
/// precision: four sums, of the components 0, 4, 8..., 1, 5, 9... and so on, and at the end the first
/// and the second plus the third and the fourth. A product of two floats is exact in double precision,
/// so there is nothing that a processor could round in its own way. Vectors that point the same way
/// have exactly 1 if their components are equal, and 1 within the tolerance if they are multiples.
public enum Cosine {
  /// A similarity that is less than this below the threshold is at the threshold.
  public static let tolerance = 1e-12

  public static func similarity(_ left: [Float], _ right: [Float]) -> Double {
    similarity(
      product(left, right), squares: product(left, left), product(right, right))
  }

  static func similarity(_ product: Double, squares left: Double, _ right: Double) -> Double {
    let length = (left * right).squareRoot()
    return length > 0 ? max(-1, min(1, product / length)) : 0
  }

  static func product(_ left: [Float], _ right: [Float]) -> Double {
    precondition(left.count == right.count)
    return SimilarityKernels.product(left.span, right.span)
  }

  static func isReached(_ threshold: Double, by similarity: Double) -> Bool {
    similarity >= threshold - tolerance
  }
}
