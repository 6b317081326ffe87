internal import StoreBytes
internal import Wire

/// Goes through the vectors of one column in one group of rows, page by page. Its calls block.
///
/// There is no level and no value in memory for each number: of the levels it is enough to know where
/// rows begin, and the numbers of a row go from their page into its vector in one copy.
struct VectorCursor {
  private var pages: PageReader
  /// From this level on there is an element.
  private let element: Int
  private var page: Page
  /// The next level and the next value of the page, and which of its rows is the next to begin.
  private var level = 0
  private var value = 0
  private var start = 0

  init(_ pages: PageReader, of field: SchemaNode) {
    self.pages = pages
    let repeated = field.repetition == .repeated ? field : field.element ?? field
    element = repeated.definition
    page = Page(values: .empty(pages.column.type))
  }

  /// The vectors of the next `count` rows, the first of which is `row`; nil for one that has none.
  mutating func vectors(_ count: Int, from row: Int) throws(FormatError) -> [[Float]?] {
    var vectors: [[Float]?] = []
    vectors.reserveCapacity(count)
    for index in 0..<count {
      try begin(row + index)
      var vector = try part(row + index).map { (values) throws(FormatError) in
        try numbers(values)
      }
      while try goesOn() {
        guard let rest = try part(row + index), vector != nil else { throw gap(row + index) }
        vector?.append(contentsOf: try numbers(rest))
      }
      vectors.append(vector)
    }
    return vectors
  }

  /// Passes over the next `count` rows, the first of which is `row`.
  mutating func skip(_ count: Int, from row: Int) throws(FormatError) {
    for index in 0..<count {
      try begin(row + index)
      _ = try part(row + index)
      while try goesOn() { _ = try part(row + index) }
    }
  }

  /// Makes sure that the next level begins a row.
  private mutating func begin(_ row: Int) throws(FormatError) {
    if level == page.count, try !turn() {
      throw pages.failure(.truncated, "row \(row) is missing at its end")
    }
    guard start < page.starts.count, page.starts[start] == level else { throw gap(row) }
    start += 1
  }

  /// Whether the row that was begun goes on in the next page.
  private mutating func goesOn() throws(FormatError) -> Bool {
    guard level == page.count, try turn() else { return false }
    return page.starts.first != 0
  }

  private mutating func turn() throws(FormatError) -> Bool {
    guard let next = try pages.next() else { return false }
    (page, level, value, start) = (next, 0, 0, 0)
    return true
  }

  /// Which values of the page are of the row that was begun. No list, and one without elements, is no
  /// vector either way.
  private mutating func part(_ row: Int) throws(FormatError) -> Range<Int>? {
    let end = start < page.starts.count ? page.starts[start] : page.count
    defer { level = end }
    if !page.definitions.isEmpty {
      if page.definitions[level] < element {
        guard end == level + 1 else { throw gap(row) }
        return nil
      }
      let whole = UInt8(pages.column.definition)
      guard page.definitions[level..<end].allSatisfy({ $0 == whole }) else { throw gap(row) }
    }
    let values = value..<value + end - level
    guard values.upperBound <= page.values.count else { throw gap(row) }
    value = values.upperBound
    return values
  }

  private func numbers(_ range: Range<Int>) throws(FormatError) -> [Float] {
    switch page.values {
    case .plainFloats(let bytes, let first, _):
      return FloatBytes.floats(range.count, from: first + 4 * range.lowerBound, in: bytes)
    case .floats(let values): return Array(values[range])
    case .doubles(let values): return values[range].map { Float($0) }
    case .blobs(let values):
      return values[range].map {
        FloatBytes.widened(UInt16($0.first ?? 0) | UInt16($0.last ?? 0) << 8)
      }
    case .bools, .int32s, .int64s: throw pages.failure(.corrupt, "it holds no vectors")
    }
  }

  private func gap(_ row: Int) -> FormatError {
    var failure = pages.failure(.corrupt, "there is a gap in a vector")
    failure.row = row
    return failure
  }
}
