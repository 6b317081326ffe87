internal import StoreBytes

/// Rows of an array of two dimensions, whichever way it lies. Its calls block.
struct VectorReader: Sendable {
  private var reader: ArrayReader
  let count: Int
  let dimensions: Int
  private let element: ElementType
  /// Rows of an array that lies column by column come in blocks: one kept block.
  private var block: (first: Int, rows: [[Float]]) = (0, [])

  /// Of a block of rows that has to be gathered from all columns.
  private static let blockBytes = 16 << 20
  /// A packed array has to be unpacked from its beginning for every block.
  private static let packedBlockBytes = 128 << 20
  /// Longer rows are read one by one, straight into their own memory.
  private static let longRow = 2 << 10

  /// Nil where the array has no rows of numbers.
  init?(_ array: StoredArray) {
    let shape = array.header.shape
    guard shape.count == 2, shape[1] > 0, array.header.element.isNumber else { return nil }
    reader = ArrayReader(array)
    element = array.header.element
    count = shape[0]
    dimensions = shape[1]
  }

  /// Rows that follow each other.
  mutating func rows(_ range: Range<Int>) throws(FormatError) -> [[Float]] {
    if reader.array.header.isFortran { return try gathered(range) }
    let size = UInt64(dimensions) * UInt64(element.size)
    guard element.isPlainFloat, size >= VectorReader.longRow, let place = reader.plainPlace else {
      return split(try together(range))
    }
    var rows: [[Float]] = []
    rows.reserveCapacity(range.count)
    for row in range {
      rows.append(
        try reader.array.file.floats(at: place + UInt64(row) * size, count: dimensions))
    }
    return rows
  }

  /// Whether rows lie one after the other.
  var liesByRows: Bool { !reader.array.header.isFortran }

  /// The numbers of rows that follow each other, one after the other, of an array that lies so.
  mutating func together(_ range: Range<Int>) throws(FormatError) -> [Float] {
    let size = UInt64(dimensions) * UInt64(element.size)
    let start = UInt64(range.lowerBound) * size
    if element.isPlainFloat, let place = reader.plainPlace {
      return try reader.array.file.floats(at: place + start, count: range.count * dimensions)
    }
    return FloatDecoding.floats(
      try reader.bytes(at: start, count: range.count * Int(size)), element)
  }

  /// Has the vectors of ascending positions brought here, several at a time, where each lies in one place.
  func prepare(_ positions: [Int]) throws(FormatError) {
    guard !reader.array.header.isFortran, let place = reader.plainPlace else { return }
    let size = dimensions * element.size
    try reader.array.file.prepare(
      Runs.of(positions, bytes: size).map { run in
        let (first, last) = (positions[run.lowerBound], positions[run.upperBound - 1])
        return place + UInt64(first * size)..<place + UInt64((last + 1) * size)
      })
  }

  private func split(_ floats: [Float]) -> [[Float]] {
    stride(from: 0, to: floats.count, by: dimensions).map { Array(floats[$0..<$0 + dimensions]) }
  }

  /// Rows of an array that lies column by column.
  private mutating func gathered(_ range: Range<Int>) throws(FormatError) -> [[Float]] {
    var rows: [[Float]] = []
    for row in range {
      if row < block.first || row >= block.first + block.rows.count {
        block = (row, try split(gather(from: row, wanted: range.upperBound - row)))
      }
      rows.append(block.rows[row - block.first])
    }
    return rows
  }

  /// The next block of rows, row after row. Columns are read a few at a time, so that what is written
  /// lies close together.
  private mutating func gather(from first: Int, wanted: Int) throws(FormatError) -> [Float] {
    let budget = reader.isPacked ? VectorReader.packedBlockBytes : VectorReader.blockBytes
    let fitting = budget / (dimensions * max(4, element.size))
    let height = min(count - first, max(wanted, fitting))
    var floats = [Float](repeating: 0, count: height * dimensions)
    let tile = 16
    for left in stride(from: 0, to: dimensions, by: tile) {
      let columns = try (left..<min(left + tile, dimensions)).map { column throws(FormatError) in
        let place = UInt64(column) * UInt64(count) + UInt64(first)
        let bytes = try reader.bytes(
          at: place * UInt64(element.size), count: height * element.size)
        return FloatDecoding.floats(bytes, element)
      }
      for row in 0..<height {
        let start = row * dimensions + left
        for (place, column) in columns.enumerated() { floats[start + place] = column[row] }
      }
    }
    return floats
  }
}
