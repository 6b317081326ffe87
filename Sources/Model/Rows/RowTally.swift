/// What some rows add to a census. It is made where the rows are, so that they need not go anywhere.
public struct RowTally: Sendable {
  private(set) var rows = 0
  /// The first vector's.
  private(set) var dimensions: Int?
  private(set) var withoutVector = 0
  private(set) var withoutID = 0
  private(set) var withoutText = 0
  private(set) var zeroVectors = Finding()
  private(set) var notFinite = Finding()
  /// In the order of the rows, with a hash that stands for the id in its collection.
  private(set) var ids: [(hash: Int, id: SourceID)] = []

  /// How many rows it is true of, and the position of the first.
  struct Finding: Sendable {
    var count = 0
    var first = 0

    mutating func add(_ more: Int = 1, at position: Int) {
      if count == 0 { first = position }
      count += more
    }
  }

  public init() {}

  public init(_ rows: [SourceRow]) {
    ids.reserveCapacity(rows.count)
    // A row in a variable would be a copy, of which every part is counted up and down.
    for place in rows.indices {
      count(
        id: rows[place].id, in: rows[place].collection, hasText: rows[place].text != nil)
      countVector(of: rows[place])
    }
  }

  /// A row whose vector is counted apart.
  public mutating func count(id: SourceID?, in collection: String?, hasText: Bool) {
    rows += 1
    if !hasText { withoutText += 1 }
    if let id {
      ids.append((RowKey(collection: collection, id: id).hashValue, id))
    } else {
      withoutID += 1
    }
  }

  private mutating func countVector(of row: borrowing SourceRow) {
    guard let vector = row.vector else {
      if row.vectors == nil { withoutVector += 1 }
      return
    }
    dimensions = dimensions ?? vector.count
    count(vector.span, of: row.position)
  }

  /// Vectors of so many dimensions, one after the other, whose rows are counted apart.
  public mutating func count(vectors: [Float], _ dimensions: Int, from position: Int) {
    let count = dimensions > 0 ? vectors.count / dimensions : 0
    if count > 0 { self.dimensions = self.dimensions ?? dimensions }
    let span = vectors.span
    for row in 0..<count {
      self.count(
        span.extracting(row * dimensions..<(row + 1) * dimensions), of: position + row)
    }
  }

  /// Rows that have nothing but a vector, which is counted apart.
  mutating func count(bare rows: Int) {
    self.rows += rows
    withoutID += rows
    withoutText += rows
  }

  public mutating func count(withoutVector rows: Int) { withoutVector += rows }

  private mutating func count(_ vector: Span<Float>, of position: Int) {
    let greatest = RowTally.greatestMagnitude(vector)
    if greatest == 0 {
      zeroVectors.add(at: position)
    } else if !greatest.isFinite {
      notFinite.add(at: position)
    }
  }

  /// Magnitudes are in the order of their bits, and what is not a number is above all of them: signed
  /// numbers, of which every machine compares several at once.
  private static func greatestMagnitude(_ vector: Span<Float>) -> Float {
    var greatest: Int32 = 0
    for place in vector.indices {
      greatest = max(greatest, Int32(bitPattern: vector[place].bitPattern & 0x7FFF_FFFF))
    }
    return Float(bitPattern: UInt32(bitPattern: greatest))
  }

  /// All but the ids, whose order is the census's affair. Positions of the other count from `base`.
  mutating func add(_ other: borrowing RowTally, base: Int) {
    rows += other.rows
    dimensions = dimensions ?? other.dimensions
    withoutVector += other.withoutVector
    withoutID += other.withoutID
    withoutText += other.withoutText
    if other.zeroVectors.count > 0 {
      zeroVectors.add(other.zeroVectors.count, at: base + other.zeroVectors.first)
    }
    if other.notFinite.count > 0 {
      notFinite.add(other.notFinite.count, at: base + other.notFinite.first)
    }
  }
}

/// Ids are counted in their collection: another one may use them again.
private struct RowKey: Hashable {
  let collection: String?
  let id: SourceID
}
