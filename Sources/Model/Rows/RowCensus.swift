/// Counts what is missing or doubtful in rows.
public struct RowCensus: Sendable {
  public private(set) var rows = 0
  /// The first vector's.
  public private(set) var dimensions: Int?
  public private(set) var withoutVector = 0
  private var withoutID = 0
  private var withoutText = 0
  private var zeroVectors: (count: Int, first: Int) = (0, 0)
  private var notFinite: (count: Int, first: Int) = (0, 0)
  private var repeated: (count: Int, first: SourceID?) = (0, nil)
  /// A hash stands for an id, because the ids of ten million rows are a gigabyte. Two ids of one hash
  /// are less likely there than one in 300,000, and only a warning depends on it.
  private var ids: Set<Int> = []
  private let progress: any ProgressSink

  /// `progress` hears of rows that are counted many at once.
  public init(_ progress: any ProgressSink = SilentProgress()) {
    self.progress = progress
  }

  public mutating func count(_ rows: [SourceRow]) {
    // A row in a loop variable would be a copy, of which every part is counted up and down.
    for place in rows.indices { count(rows[place]) }
    progress.advance(by: rows.count)
  }

  public mutating func count(_ row: SourceRow) {
    rows += 1
    if row.text == nil { withoutText += 1 }
    if let id = row.id {
      if !ids.insert(RowKey(collection: row.collection, id: id).hashValue).inserted {
        repeated = (repeated.count + 1, repeated.first ?? id)
      }
    } else {
      withoutID += 1
    }
    guard let vector = row.vector else {
      if !row.hasVector { withoutVector += 1 }
      return
    }
    dimensions = dimensions ?? vector.count
    count(vector.span, of: row.position)
  }

  /// Rows that are nothing but a vector of so many dimensions, one after the other.
  public mutating func count(vectors: [Float], _ dimensions: Int, from position: Int) {
    let count = dimensions > 0 ? vectors.count / dimensions : 0
    rows += count
    withoutID += count
    withoutText += count
    if count > 0 { self.dimensions = self.dimensions ?? dimensions }
    let span = vectors.span
    for row in 0..<count {
      self.count(
        span.extracting(row * dimensions..<(row + 1) * dimensions), of: position + row)
    }
    progress.advance(by: count)
  }

  private mutating func count(_ vector: Span<Float>, of position: Int) {
    let greatest = RowCensus.greatestMagnitude(vector)
    if greatest == 0 {
      zeroVectors = (zeroVectors.count + 1, zeroVectors.count == 0 ? position : zeroVectors.first)
    } else if !greatest.isFinite {
      notFinite = (notFinite.count + 1, notFinite.count == 0 ? position : notFinite.first)
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

  public var problems: [StoreProblem] {
    var problems: [StoreProblem] = []
    func warn(_ count: Int, _ code: StoreProblemCode, _ message: String) {
      if count > 0 {
        problems.append(StoreProblem(.warning, code, "\(count) of \(rows) \(message)"))
      }
    }
    if rows == 0 { problems.append(StoreProblem(.warning, .noRows, "the store has no rows")) }
    warn(withoutID, .rowsWithoutID, "rows have no id; theirs will come from their content")
    warn(
      repeated.count, .repeatedIDs,
      "rows repeat the id of an earlier row, first \"\(repeated.first?.description ?? "")\"")
    warn(withoutVector, .rowsWithoutVector, "rows have no vector")
    warn(
      zeroVectors.count, .zeroVectors,
      "rows have a vector of zeros, first row \(zeroVectors.first); it has no direction for cosine")
    warn(withoutText, .rowsWithoutText, "rows have no text")
    warn(
      notFinite.count, .vectorsNotFinite,
      "rows have a vector that is not finite in float32, first row \(notFinite.first)")
    return problems
  }
}

/// Ids are counted in their collection: another one may use them again.
private struct RowKey: Hashable {
  let collection: String?
  let id: SourceID
}
