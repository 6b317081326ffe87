internal import Model
internal import RowIndexes

/// What rows were, one after the other, so that another reading of them can be held against it.
struct WrittenRows: Sendable {
  private(set) var index = RowIndexDocument()
  /// Whether an id is a number or a text, and vectors beside the first: an index does not tell.
  private var others = Hasher()

  mutating func append(_ row: SourceRow) {
    index.append(row)
    others.combine(row.id)
    others.combine(row.vectors)
  }

  /// The first row that is not the same in both; nil where there is none.
  func difference(from other: WrittenRows) -> Int? {
    let pairs = zip(index.rows, other.index.rows)
    if let place = pairs.enumerated().first(where: { $0.element.0 != $0.element.1 }) {
      return place.offset
    }
    let counts = (index.rows.count, other.index.rows.count)
    if counts.0 != counts.1 { return min(counts.0, counts.1) }
    return others.finalize() == other.others.finalize() ? nil : 0
  }
}
