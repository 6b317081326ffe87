internal import FAISS
internal import Host
internal import Model
internal import Pickle
internal import StoreBytes

extension LangChainStore {
  /// The short look interprets the pickles and reads the heads of the indexes. The full one reads
  /// every row.
  func inspect(full: Bool, progress: any ProgressSink) async throws -> StoreReport {
    var problems = joining
    if full {
      problems += try await census(progress)
    } else if stores.allSatisfy({ $0.count == 0 }) {
      problems.append(StoreProblem(.warning, .noRows, "the store has no rows"))
    }
    let metrics = Set(stores.map(\.index.metric.word))
    let dimensions = Set(stores.map(\.index.dimensions))
    return StoreReport(
      format: .langchain, rows: stores.reduce(0) { $0 + $1.count },
      vectors: stores.reduce(0) { $0 + ($1.index.hasVectors ? $1.count : 0) },
      dimensions: dimensions.count == 1 ? dimensions.first : nil,
      metric: metrics.count == 1 ? metrics.first : nil,
      isLossless: stores.allSatisfy(\.index.isLossless),
      embeddingModel: version.entry?.embeddingModel, collections: collections, problems: problems)
  }

  /// What is doubtful in all rows. They are counted where they are read, and vectors as they lie in the
  /// index.
  private func census(_ progress: any ProgressSink) async throws -> [StoreProblem] {
    let census = Locked(RowCensus(progress))
    var doubts = PickleDoubts()
    var base = 0
    for store in stores {
      var next = 0
      while next < store.count {
        try Task.checkCancellation()
        // So many that the way there and back does not count.
        let window = next..<min(store.count, next + 8 * store.window)
        let (offset, collection) = (base, name(store))
        let found = try await lane.run { () throws(FormatError) in
          try census.withLock { (census) throws(FormatError) in
            try store.count(window, base: offset, collection: collection, &census)
          }
        }
        doubts.add(found)
        next = window.upperBound
      }
      base += store.count
    }
    try await check()
    return census.withLock { $0.problems } + doubts.problems
  }

  /// What the join of indexes and docstores has shown.
  private var joining: [StoreProblem] {
    var problems: [StoreProblem] = []
    for store in stores {
      let place = collections.isEmpty ? "" : " in collection \"\(store.name)\""
      let missing = store.docstore.missing
      if let first = missing.keys.min(), let id = missing[first] {
        problems.append(
          StoreProblem(
            .warning, .missingDocuments,
            "\(missing.count) of \(store.count) vectors have no document\(place), first row "
              + "\(first), whose id \"\(id)\" is not in the docstore; they have no text"))
      }
      if store.docstore.surplus > 0 {
        problems.append(
          StoreProblem(
            .warning, .surplusDocuments,
            "\(store.docstore.surplus) of \(store.docstore.documentCount) documents have no vector"
              + "\(place); they are left out"))
      }
    }
    return problems
  }
}
