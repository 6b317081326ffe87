/// A matrix, row by row, of which it is to be seen whether its transpose takes it back.
struct Rotation {
  let matrix: [Float]
  let input: Int
  let output: Int

  private static let tolerance: Float = 1e-3

  /// Whether the smaller side comes back unchanged from the way to the larger one and back. Two vectors
  /// of ones, with signs that follow no pattern, find every matrix that is not orthonormal but one in
  /// many; comparing all pairs of rows would take minutes for large ones.
  var isReversible: Bool {
    (0..<2).allSatisfy { probe in
      var state = 0x9E37_79B9_7F4A_7C15 &+ UInt64(probe)
      let vector = (0..<min(input, output)).map { _ -> Float in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state >> 63 == 0 ? 1 : -1
      }
      let back = output <= input ? forward(backward(vector)) : backward(forward(vector))
      return zip(back, vector).allSatisfy { abs($0 - $1) < Rotation.tolerance }
    }
  }

  private func forward(_ vector: [Float]) -> [Float] {
    (0..<output).map { row in
      var sum: Float = 0
      for place in 0..<input { sum += matrix[row * input + place] * vector[place] }
      return sum
    }
  }

  private func backward(_ vector: [Float]) -> [Float] {
    var sums = [Float](repeating: 0, count: input)
    for row in 0..<output {
      for place in 0..<input { sums[place] += matrix[row * input + place] * vector[row] }
    }
    return sums
  }
}
