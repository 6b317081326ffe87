internal import Model

extension ChromaSource {
  /// Both looks find out where every vector is, without reading one; the full one reads every row.
  func inspect(full: Bool) async throws -> StoreReport {
    let rows = try await rows()
    var problems = problems(rows)
    if full {
      var census = RowCensus()
      var infinities = 0
      try await walk { batch in
        census.count(batch.rows)
        infinities += batch.infinities
      }
      // That a vector is missing has been said already, and why.
      problems += census.problems.filter { $0.code != StoreProblemCode.rowsWithoutVector.rawValue }
      if infinities > 0 {
        problems.append(
          StoreProblem(
            .warning, .infiniteMetadata,
            "\(infinities) numbers in the metadata are infinite and become null"))
      }
    } else if rows.count == 0 {
      problems += RowCensus().problems
    }
    return report(rows, problems)
  }

  private func report(_ rows: StoreRows, _ problems: [StoreProblem]) -> StoreReport {
    StoreReport(
      format: .chroma, rows: rows.count, vectors: rows.vectors,
      dimensions: ChromaSource.common(
        rows.parts.compactMap { part in
          part.collection.dimensions ?? part.segment?.dimensions
        }),
      metric: version.entry?.metric ?? ChromaSource.common(chosen.map(\.space.rawValue)),
      embeddingModel: version.entry?.embeddingModel
        ?? ChromaSource.common(chosen.compactMap(\.embeddingModel)),
      collections: chosen.map(\.shownName), problems: problems)
  }

  /// The value, where all agree.
  private static func common<Value: Hashable>(_ values: [Value]) -> Value? {
    Set(values).count == 1 ? values.first : nil
  }

  private func problems(_ rows: StoreRows) -> [StoreProblem] {
    var problems: [StoreProblem] = []
    for part in rows.parts where part.hasLostSegment {
      problems.append(
        StoreProblem(
          .warning, .lostSegment,
          "the index of the collection \"\(part.collection.shownName)\" has lost its ids, as after a "
            + "crash; its vectors come from the queue alone"))
    }
    if let first = firstLost(rows) {
      problems.append(
        StoreProblem(
          .warning, .lostVectors,
          "\(rows.count - rows.vectors) of \(rows.count) rows have a vector neither in their index nor "
            + "in the queue, first row \(first)"))
    }
    let strays = rows.parts.reduce(0) { $0 + $1.strays }
    if strays > 0 {
      problems.append(
        StoreProblem(
          .warning, .strayVectors,
          "\(strays) vectors in the indexes belong to no row and are left out"))
    }
    if rows.orphans > 0 {
      problems.append(
        StoreProblem(
          .warning, .orphanRows,
          "\(rows.orphans) rows are of collections that were deleted and are left out"))
    }
    return problems
  }

  private func firstLost(_ rows: StoreRows) -> Int? {
    for (part, start) in zip(rows.parts, rows.starts) {
      if let place = part.places.firstIndex(of: .nowhere) { return start + place }
    }
    return nil
  }
}
