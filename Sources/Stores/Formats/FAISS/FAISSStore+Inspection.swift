internal import Model
internal import Wire

extension FAISSStore {
  /// The short look tells what the index says of itself. The full one reads every row.
  func inspect(full: Bool, progress: any ProgressSink) async throws -> StoreReport {
    var census = VectorCensus(labelsAscend: index.labelsAscend)
    if full {
      try await windows { window in
        census.count(window)
        progress.advance(by: window.count)
      }
    }
    var problems: [StoreProblem] = []
    if index.count == 0 {
      problems.append(StoreProblem(.warning, .noRows, "the store has no rows"))
    }
    if !index.hasVectors, index.count > 0 {
      problems.append(
        StoreProblem(
          .warning, .rowsWithoutVector,
          "\(index.count) of \(index.count) rows have no vector; the index was written without them"
        ))
    }
    return StoreReport(
      format: .faiss, rows: index.count, vectors: index.hasVectors ? index.count : 0,
      dimensions: index.dimensions, metric: index.metric.word, isLossless: index.isLossless,
      embeddingModel: version.entry?.embeddingModel, problems: problems + census.problems)
  }
}

/// Counts what is doubtful in the rows of an index, touching every float once.
struct VectorCensus {
  private var rows = 0
  private var unnamed = 0
  private var zero: (count: Int, first: Int) = (0, 0)
  private var notFinite: (count: Int, first: Int) = (0, 0)
  private var repeated: (count: Int, first: Int64) = (0, 0)
  /// Where ids ascend, the last one is enough to see one again; elsewhere all of them are needed.
  private let labelsAscend: Bool
  private var labels: Set<Int64> = []
  private var last: Int64?

  init(labelsAscend: Bool) { self.labelsAscend = labelsAscend }

  mutating func count(_ window: FAISSWindow) {
    rows += window.count
    if let labels = window.labels {
      for label in labels { count(label) }
    } else {
      unnamed += window.count
    }
    guard let vectors = window.vectors else { return }
    let dimensions = window.dimensions
    for (place, position) in window.positions.enumerated() {
      let magnitude = FloatBytes.greatestMagnitude(
        vectors, place * dimensions..<(place + 1) * dimensions)
      if magnitude == 0 { zero = (zero.count + 1, zero.count == 0 ? position : zero.first) }
      if !magnitude.isFinite {
        notFinite = (notFinite.count + 1, notFinite.count == 0 ? position : notFinite.first)
      }
    }
  }

  private mutating func count(_ label: Int64) {
    let isNew = labelsAscend ? label != last : labels.insert(label).inserted
    last = label
    if !isNew { repeated = (repeated.count + 1, repeated.count == 0 ? label : repeated.first) }
  }

  var problems: [StoreProblem] {
    var problems: [StoreProblem] = []
    func warn(_ count: Int, _ code: StoreProblemCode, _ message: String) {
      guard count > 0 else { return }
      problems.append(StoreProblem(.warning, code, "\(count) of \(rows) rows \(message)"))
    }
    warn(unnamed, .rowsWithoutID, "have no id; theirs will come from their content")
    warn(
      repeated.count, .repeatedIDs, "repeat the id of an earlier row, first \"\(repeated.first)\"")
    warn(
      zero.count, .zeroVectors,
      "have a vector of zeros, first row \(zero.first); it has no direction for cosine")
    warn(
      notFinite.count, .vectorsNotFinite,
      "have a vector with a component that is no finite number, first row \(notFinite.first)")
    warn(rows, .rowsWithoutText, "have no text")
    return problems
  }
}
