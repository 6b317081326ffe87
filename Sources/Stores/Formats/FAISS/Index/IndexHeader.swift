internal import StoreBytes

/// The fields that nearly every index begins with, after its kind.
struct IndexHeader: Sendable {
  let dimensions: Int
  let count: Int
  let metric: FAISSMetric
}

extension IndexParser {
  /// faiss's own limit.
  static let dimensionLimit = 1 << 20

  mutating func header() throws(FormatError) -> IndexHeader {
    let dimensions = try dimensions()
    let count = try rowCount()
    _ = try cursor.u64("a reserved field")
    _ = try cursor.u64("a reserved field")
    _ = try flag("whether the index is trained")
    let start = cursor.offset
    let number = try cursor.i32("the metric")
    let argument = number > 1 ? try cursor.f32("the argument of the metric") : 0
    guard let metric = FAISSMetric(number: number, argument: argument) else {
      throw cursor.failure(.corrupt, at: start, "there is no metric of number \(number)")
    }
    return IndexHeader(dimensions: dimensions, count: count, metric: metric)
  }

  mutating func dimensions(_ what: String = "dimensions") throws(FormatError) -> Int {
    let start = cursor.offset
    let number = try cursor.i32("the number of \(what)")
    guard number > 0, number <= IndexParser.dimensionLimit else {
      throw cursor.failure(
        .corrupt, at: start, "\(number) \(what); from 1 to \(IndexParser.dimensionLimit) can be")
    }
    return Int(number)
  }

  /// A number of rows, as far as it can be right: every row of every kind takes a byte at least.
  mutating func rowCount() throws(FormatError) -> Int {
    let start = cursor.offset
    let number = try cursor.i64("the number of rows")
    guard number >= 0, number <= 1 << 48 else {
      throw cursor.failure(.corrupt, at: start, "\(number) rows cannot be")
    }
    return Int(number)
  }

  mutating func flag(_ what: String) throws(FormatError) -> Bool {
    let start = cursor.offset
    let byte = try cursor.u8(what)
    guard byte <= 1 else {
      throw cursor.failure(.corrupt, at: start, "expected \(what) as 0 or 1, found \(byte)")
    }
    return byte == 1
  }

  /// Passes over a list of elements and says how many there were.
  @discardableResult
  mutating func skipList(of size: Int, _ what: String) throws(FormatError) -> Int {
    let count = try cursor.count(of: size, what)
    try cursor.skip(UInt64(count) * UInt64(size), what)
    return count
  }

  /// The place and length of a list that must have exactly `count` elements.
  mutating func list(of size: Int, count: Int, _ what: String) throws(FormatError) -> UInt64 {
    let start = cursor.offset
    let found = try cursor.count(of: size, what)
    guard found == count else {
      throw cursor.failure(.corrupt, at: start, "\(found) \(what) where \(count) are expected")
    }
    return try cursor.skip(UInt64(count) * UInt64(size), what)
  }

  /// A short list of floats that must have exactly `count` of them.
  mutating func floatList(count: Int, _ what: String) throws(FormatError) -> [Float] {
    let place = try list(of: 4, count: count, what)
    return try cursor.file.floats(at: place, count: count)
  }

  /// A product that an overflow would make a lie.
  func product(_ one: Int, _ other: Int, _ what: String) throws(FormatError) -> Int {
    let (product, overflow) = one.multipliedReportingOverflow(by: other)
    guard !overflow else {
      throw cursor.failure(.corrupt, "\(one) times \(other) \(what) cannot be")
    }
    return product
  }
}
