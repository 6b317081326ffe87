public import Model
public import StoreBytes

/// One faiss index, read as far as it takes to know where everything is. Its calls block.
///
/// Positions are from 0 to `count`, in faiss's own order; see the first paragraph of the module. Who
/// reads everything asks for `window` positions at a time, because an inverted file has its rows in
/// the order of its lists.
public struct FAISSIndex: Sendable {
  /// As faiss names it, with what it wraps: "IndexIDMap(IndexFlatL2)".
  public let kind: String
  public let dimensions: Int
  public let count: Int
  public let metric: FAISSMetric
  /// Where the index ends in its file.
  public let end: UInt64
  /// Why its vectors are only approximate, in words that follow the kind; nil where they are exact.
  public let loss: String?
  let labelling: Labelling
  let storage: (any RowStorage)?
  let file: PinnedFile

  /// Reads the index that begins at `start` and ends before `end`, or anywhere in the file.
  ///
  /// `companions` are the other files of the store: lists that are kept on disk are in one of them.
  public init(
    _ file: PinnedFile, from start: UInt64 = 0, to end: UInt64? = nil,
    companions: [StoreFile] = []
  ) throws(FormatError) {
    var parser = IndexParser(
      ByteCursor(file, from: start, to: end), Companions(companions, beside: file))
    let parsed = try parser.index()
    kind = parsed.kind
    dimensions = parsed.dimensions
    count = parsed.count
    metric = parsed.metric
    loss = parsed.loss
    labelling = parsed.labelling
    storage = parsed.storage
    self.end = parser.cursor.offset
    self.file = file
  }

  public var isLossless: Bool { loss == nil }
  /// False for an index that was written without its vectors.
  public var hasVectors: Bool { storage != nil }

  /// Fails where the vectors are approximate and `allowsLossy` is false.
  public func require(allowsLossy: Bool) throws(FormatError) {
    guard let loss, !allowsLossy else { return }
    throw FormatError(.lossy, file.path, "\(kind) \(loss), so its vectors are only approximate")
  }

  /// Fails if a file of the index is no longer what was opened.
  public func check() throws(FormatError) {
    try file.check()
    try storage?.apart?.check()
  }
}

// Vectors, one after the other in one array: row i of the answer begins at i * dimensions.
extension FAISSIndex {
  /// How many positions to ask for at a time when all of them are read.
  public var window: Int { storage?.window ?? max(1, (1 << 20) / dimensions) }

  public func vectors(_ positions: Range<Int>) throws(FormatError) -> [Float] {
    try require(positions.lowerBound, positions.upperBound)
    return try rows().vectors(positions)
  }

  /// Vectors of ascending positions.
  public func vectors(at positions: [Int]) throws(FormatError) -> [Float] {
    try require(ascending: positions)
    return try rows().vectors(at: positions)
  }

  private func rows() throws(FormatError) -> any RowStorage {
    guard let storage else {
      throw FormatError(
        .unsupported, file.path, "\(kind) was written without its vectors",
        hints: ["write it with its storage, without IO_FLAG_SKIP_STORAGE"])
    }
    return storage
  }

  func require(_ first: Int, _ end: Int) throws(FormatError) {
    guard first >= 0, end <= count else {
      throw FormatError(
        .noSuchRow, file.path, row: first < 0 ? first : end - 1, "the index has \(count) rows")
    }
  }

  func require(ascending positions: [Int]) throws(FormatError) {
    guard let first = positions.first, let last = positions.last else { return }
    try require(first, last + 1)
    guard zip(positions, positions.dropFirst()).allSatisfy({ $0 <= $1 }) else {
      throw FormatError(.noSuchRow, file.path, "positions must be asked for in ascending order")
    }
  }
}
