/// Counts what is missing or doubtful in rows.
public struct RowCensus: Sendable {
  private var sum = RowTally()
  private var repeated: (count: Int, first: SourceID?) = (0, nil)
  /// A hash stands for an id, because the ids of ten million rows are a gigabyte. Two ids of one hash
  /// are less likely there than one in 300,000, and only a warning depends on it.
  private var ids = SeenHashes()
  private let progress: any ProgressSink

  /// `progress` hears of rows that were counted.
  public init(_ progress: any ProgressSink = SilentProgress()) {
    self.progress = progress
  }

  public var rows: Int { sum.rows }
  /// The first vector's.
  public var dimensions: Int? { sum.dimensions }
  public var withoutVector: Int { sum.withoutVector }

  public mutating func count(_ rows: [SourceRow]) { count(RowTally(rows)) }

  public mutating func count(_ row: SourceRow) { count(RowTally([row])) }

  /// Rows that were counted elsewhere, whose positions count from `base`.
  public mutating func count(_ tally: RowTally, base: Int = 0) {
    sum.add(tally, base: base)
    for place in tally.ids.indices where !ids.insert(tally.ids[place].hash) {
      repeated = (repeated.count + 1, repeated.first ?? tally.ids[place].id)
    }
    progress.advance(by: tally.rows)
  }

  /// Rows that are nothing but a vector of so many dimensions, one after the other.
  public mutating func count(vectors: [Float], _ dimensions: Int, from position: Int) {
    sum.count(bare: dimensions > 0 ? vectors.count / dimensions : 0)
    sum.count(vectors: vectors, dimensions, from: position)
    progress.advance(by: dimensions > 0 ? vectors.count / dimensions : 0)
  }

  public var problems: [StoreProblem] {
    var problems: [StoreProblem] = []
    func warn(_ count: Int, _ code: StoreProblemCode, _ message: String) {
      if count > 0 {
        problems.append(StoreProblem(.warning, code, "\(count) of \(sum.rows) \(message)"))
      }
    }
    if sum.rows == 0 { problems.append(StoreProblem(.warning, .noRows, "the store has no rows")) }
    warn(sum.withoutID, .rowsWithoutID, "rows have no id; theirs will come from their content")
    warn(
      repeated.count, .repeatedIDs,
      "rows repeat the id of an earlier row, first \"\(repeated.first?.description ?? "")\"")
    warn(sum.withoutVector, .rowsWithoutVector, "rows have no vector")
    warn(
      sum.zeroVectors.count, .zeroVectors,
      "rows have a vector of zeros, first row \(sum.zeroVectors.first); it has no direction for cosine"
    )
    warn(sum.withoutText, .rowsWithoutText, "rows have no text")
    warn(
      sum.notFinite.count, .vectorsNotFinite,
      "rows have a vector that is not finite in float32, first row \(sum.notFinite.first)")
    return problems
  }
}
