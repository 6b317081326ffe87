internal import StoreBytes

/// What is known of one index after its bytes were gone through once.
struct ParsedIndex: Sendable {
  var kind: String
  var dimensions: Int
  var count: Int
  var metric: FAISSMetric
  /// Why vectors are approximate, if they are.
  var loss: String?
  var labelling = Labelling.positions
  /// nil where the vectors are missing.
  var storage: (any RowStorage)?
}

/// Goes through an index and the indexes inside it, and notes where everything is. Only what is small
/// beside the rows is read: codebooks, transforms, sizes of lists.
struct IndexParser: ~Copyable {
  var cursor: ByteCursor
  let companions: Companions
  private var depth = 0

  /// Nobody wraps more often than this, and every level takes stack.
  private static let depthLimit = 16

  init(_ cursor: consuming ByteCursor, _ companions: Companions) {
    self.cursor = cursor
    self.companions = companions
  }

  mutating func index() throws(FormatError) -> ParsedIndex {
    guard depth < IndexParser.depthLimit else {
      throw cursor.failure(
        .tooLarge, "more than \(IndexParser.depthLimit) indexes are wrapped in each other")
    }
    depth += 1
    defer { depth -= 1 }
    let start = cursor.offset
    let kind = try kind()
    switch kind.layout {
    case .flat: return try flat(kind)
    case .flatPanorama: return try flatPanorama(kind)
    case .idMap: return try idMap(kind)
    case .lists(let codes): return try lists(kind, codes)
    case .legacyLists(let codes): return try legacyLists(kind, codes)
    case .graph(let graph): return try self.graph(kind, graph)
    case .scalar: return try scalar(kind)
    case .product(let isLegacy): return try product(kind, isLegacy: isLegacy)
    case .multiIndex: return try multiIndex(kind)
    case .transformed: return try transformed(kind)
    case .refined: return try refined(kind)
    case .absent: throw cursor.failure(.corrupt, at: start, "the index is missing (\"null\")")
    case .refused(let holds): throw refusal(kind, holds, at: start)
    }
  }

  private func refusal(_ kind: Kind, _ holds: String, at start: UInt64) -> FormatError {
    var error = cursor.failure(.unsupported, at: start, "\(kind.name) \(holds), and is not read")
    error.hints = ["export the vectors from where the index was made"]
    return error
  }

  /// nil for an index that is not there, which some wrappers allow.
  mutating func optionalIndex() throws(FormatError) -> ParsedIndex? {
    var ahead = ByteCursor(cursor.file, from: cursor.offset, to: cursor.end)
    if ahead.left >= 4, FourCC.text(try ahead.u32("the kind of the index")) == "null" {
      try cursor.skip(4, "the kind of the index")
      return nil
    }
    return try index()
  }

  private mutating func kind() throws(FormatError) -> Kind {
    let start = cursor.offset
    let word = try cursor.u32("the kind of the index")
    if let kind = Kind.named(FourCC.text(word)) { return kind }
    throw cursor.failure(
      .unsupported, at: start, "no kind of faiss index begins with \(FourCC.shown(word))")
  }
}

/// The four letters that begin an index or a part of one.
enum FourCC {
  static func text(_ word: UInt32) -> String { String(decoding: bytes(word), as: UTF8.self) }

  /// For errors: letters where they are letters.
  static func shown(_ word: UInt32) -> String {
    bytes(word).allSatisfy { (0x20..<0x7F).contains($0) }
      ? "\"\(text(word))\"" : "bytes \(bytes(word).map(String.init).joined(separator: " "))"
  }

  private static func bytes(_ word: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * UInt32($0))) }
  }
}
