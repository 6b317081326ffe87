internal import StoreBytes
internal import Wire

/// The vectors of an index, wherever they are. Its calls block. Callers have compared positions with
/// the number of rows.
protocol RowStorage: Sendable {
  var dimensions: Int { get }
  /// How many rows are best read at a time.
  var window: Int { get }

  func vectors(_ positions: Range<Int>) throws(FormatError) -> [Float]

  /// Of ascending positions.
  func vectors(at positions: [Int]) throws(FormatError) -> [Float]

  /// Is told which ranges of positions are about to be read, one after the other.
  func prepare(_ runs: [Range<Int>]) throws(FormatError)

  /// A file other than the index's own that rows are in.
  var apart: PinnedFile? { get }
}

extension RowStorage {
  /// A megabyte, which stays in the cache of the processor.
  var window: Int { max(1, (1 << 18) / dimensions) }

  /// Near positions are read in one go, and what lies between is left out.
  func vectors(at positions: [Int]) throws(FormatError) -> [Float] {
    var values: [Float] = []
    values.reserveCapacity(positions.count * dimensions)
    let runs = Runs.of(positions, bytes: 4 * dimensions)
    try prepare(runs.map { positions[$0.lowerBound]..<positions[$0.upperBound - 1] + 1 })
    for run in runs {
      let (first, last) = (positions[run.lowerBound], positions[run.upperBound - 1])
      let near = try vectors(first..<last + 1)
      for position in positions[run] {
        let start = (position - first) * dimensions
        values += near[start..<start + dimensions]
      }
    }
    return values
  }

  var apart: PinnedFile? { nil }

  func prepare(_ runs: [Range<Int>]) throws(FormatError) {}
}

enum Runs {
  /// So many bytes are read in one go.
  private static let limit = 4 << 20
  /// Reading this much for nothing is faster than a call of its own.
  private static let gap = 16 << 10

  /// Parts of ascending positions that are near each other, as ranges of places in the array.
  static func of(_ positions: [Int], bytes: Int) -> [Range<Int>] {
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

enum Numbers {
  /// Little-endian numbers of four bytes each.
  static func words(_ bytes: [UInt8]) -> [UInt32] {
    (0..<bytes.count / 4).map { place in
      (0..<4).reduce(0) { $0 | UInt32(bytes[4 * place + $1]) << (8 * UInt32($1)) }
    }
  }

  /// Little-endian numbers of eight bytes each.
  static func int64(_ bytes: [UInt8]) -> [Int64] {
    let span = bytes.span
    return (0..<bytes.count / 8).map { Int64(bitPattern: WordBytes.word(span, at: 8 * $0)) }
  }
}
