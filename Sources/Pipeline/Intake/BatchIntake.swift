internal import Model

/// What planning needs of some rows. Sources call it where they read, on several processors at once, and
/// may count positions from wherever they are.
struct BatchIntake: Sendable {
  let mapping: RowMapping
  let columns: DedupeColumns

  func callAsFunction(_ rows: [SourceRow]) -> IntakeBatch {
    var batch = IntakeBatch(columns: columns.empty())
    var scratch = HashScratch()
    for place in columns.rules.indices {
      do throws(MappingError) {
        try columns.append(rows, of: place, to: &batch.columns[place], &scratch)
      } catch {
        batch.meet(error)
      }
    }
    batch.points.reserveCapacity(rows.count)
    do throws(MappingError) {
      // A row in a loop variable would be a copy, of which every part is counted up and down.
      for place in rows.indices {
        batch.points.append(try mapping.desired(rows[place], &scratch))
      }
    } catch {
      batch.meet(error)
    }
    if columns.needVectors {
      batch.vectors.reserveCapacity(rows.count * (rows.first?.vector?.count ?? 0))
      for place in rows.indices { batch.vectors += rows[place].vector ?? [] }
      batch.dimensions = rows.first?.vector?.count ?? 0
    }
    return batch
  }
}

/// Some candidates, or why there are none.
struct IntakeBatch: Sendable {
  var points: ContiguousArray<DesiredPoint> = []
  var columns: [RuleColumn]
  /// Empty where nobody wants them.
  var vectors: [Float] = []
  var dimensions = 0
  /// Of the first row that is refused, what was found first.
  private(set) var failure: MappingError?

  init(columns: [RuleColumn]) {
    self.columns = columns
  }

  mutating func meet(_ error: MappingError) {
    if let failure, failure.row <= error.row { return }
    failure = error
  }
}

extension Candidates {
  /// Adds what was made of the next rows, of which the first is row `base`.
  mutating func append(_ batch: IntakeBatch, _ base: Int) {
    if base == 0 {
      points.append(contentsOf: batch.points)
    } else {
      for point in batch.points { points.append(point.moved(by: base)) }
    }
    for (place, column) in batch.columns.enumerated() {
      rules[place].keys.append(contentsOf: column.keys)
      rules[place].orders.append(contentsOf: column.orders)
    }
  }
}

/// Memory that is used again for row after row.
struct HashScratch {
  var bytes: [UInt8] = []

  init() { bytes.reserveCapacity(1024) }
}
