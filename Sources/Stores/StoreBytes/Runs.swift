/// Rows that are near each other in a file.
public enum Runs {
  /// So many bytes are read in one go.
  private static let limit = 4 << 20
  /// Reading this much for nothing is faster than a call of its own.
  private static let gap = 16 << 10

  /// Parts of ascending positions that are near each other, as ranges of places in the array.
  public static func of(_ positions: [Int], bytes: Int) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    var start = 0
    for place in positions.indices.dropFirst() {
      let step = positions[place] - positions[place - 1]
      let width = positions[place] - positions[start]
      if step - 1 > gap / bytes || width >= limit / bytes {
        runs.append(start..<place)
        start = place
      }
    }
    if start < positions.count { runs.append(start..<positions.count) }
    return runs
  }
}
