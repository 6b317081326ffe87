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
