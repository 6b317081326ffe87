internal import FAISS
internal import Host
internal import Model
internal import Pickle
internal import StoreBytes

/// One collection: an index and a docstore that fit together. Its calls block.
struct SavedStore: Sendable {
  let name: String
  let index: FAISSIndex
  let docstore: PickledDocstore
  private let pickle: PinnedFile

  var count: Int { index.count }

  init(_ saved: SavedFiles, _ version: StoreVersion, until flag: CancellationFlag)
    throws(FormatError)
  {
    name = saved.name
    pickle = try PinnedFile(saved.pickle, until: flag)
    docstore = try PickledDocstore(pickle)
    if let range = docstore.index {
      index = try FAISSIndex(pickle, from: range.lowerBound, to: range.upperBound)
    } else if let file = saved.index {
      index = try FAISSIndex(try PinnedFile(file), companions: version.files)
    } else {
      throw FormatError(
        .mismatch, saved.pickle.path, "there is no index \(saved.name).faiss beside it",
        hints: ["publish both files that save_local wrote"])
    }
    try requireCounts()
    if index.hasExplicitLabels { try requireLabels() }
  }

  private func requireCounts() throws(FormatError) {
    guard index.count != docstore.positionCount else { return }
    throw FormatError(
      .mismatch, pickle.path,
      "the index has \(index.count) vectors and the map \(docstore.positionCount) positions, so it "
        + "cannot be told which vector belongs to which document",
      hints: [
        "documents were added or deleted behind the store's back; build it again from its documents"
      ])
  }

  /// Labels must be the positions of the map, each once.
  private func requireLabels() throws(FormatError) {
    var isTaken = Array(repeating: false, count: index.count)
    var next = 0
    while next < index.count {
      let end = min(index.count, next + 65_536)
      for (place, label) in try index.labels(next..<end).enumerated() {
        guard let label = Int(exactly: label), isTaken.indices.contains(label), !isTaken[label]
        else {
          throw FormatError(
            .mismatch, pickle.path, row: next + place,
            "the index names this row \(label), which is no position of the map or is there twice")
        }
        isTaken[label] = true
      }
      next = end
    }
  }

  /// So many rows at a time take some megabytes, whatever their length.
  var batch: Int {
    let size = pickle.size / UInt64(max(1, docstore.documentCount)) + 4 * UInt64(index.dimensions)
    return max(1, min(512, Int((16 << 20) / max(1, size))))
  }

  /// Where positions begin in the whole store is `base`.
  func rows(
    _ positions: [Int], base: Int, collection: String?, _ doubts: inout PickleDoubts,
    vectors: [Float]?, from first: Int = 0
  ) throws(FormatError) -> [SourceRow] {
    var documents = try documents(positions, &doubts)
    var rows: [SourceRow] = []
    rows.reserveCapacity(positions.count)
    for place in documents.indices {
      rows.append(SourceRow(position: base + positions[place], collection: collection))
      // Taken out and not copied, which would count every part of it up and down again.
      swap(&rows[place].id, &documents[place].id)
      swap(&rows[place].text, &documents[place].text)
      swap(&rows[place].metadata, &documents[place].metadata)
      if let vectors {
        let start = (first + place) * index.dimensions
        rows[place].vector = Array(vectors[start..<start + index.dimensions])
      }
    }
    return rows
  }

  private func documents(
    _ positions: [Int], _ doubts: inout PickleDoubts, withTexts: Bool = true
  ) throws(FormatError) -> [PickledDocument] {
    let labels =
      index.hasExplicitLabels ? try index.labels(at: positions).map { Int($0) } : positions
    return try docstore.documents(at: labels, &doubts, withTexts: withTexts)
  }

  /// How many positions are best read at a time.
  var window: Int { max(batch, index.window) }

  /// Counts the rows at these positions, which need neither vectors nor the copies of their texts
  /// for that.
  func count(
    _ positions: Range<Int>, base: Int, collection: String?, _ census: inout RowCensus
  ) throws(FormatError) -> PickleDoubts {
    var doubts = PickleDoubts()
    for start in stride(from: positions.lowerBound, to: positions.upperBound, by: batch) {
      let some = Array(start..<min(positions.upperBound, start + batch))
      var tally = RowTally()
      let documents = try documents(some, &doubts, withTexts: false)
      for place in documents.indices {
        tally.count(
          id: documents[place].id, in: collection, hasText: documents[place].text != nil)
      }
      census.count(tally)
    }
    for start in stride(from: positions.lowerBound, to: positions.upperBound, by: window) {
      var tally = RowTally()
      let some = start..<min(positions.upperBound, start + window)
      if let vectors = try vectors(some) {
        tally.count(vectors: vectors, index.dimensions, from: base + start)
      } else {
        tally.count(withoutVector: some.count)
      }
      census.count(tally)
    }
    return doubts
  }

  func vectors(_ positions: Range<Int>) throws(FormatError) -> [Float]? {
    index.hasVectors ? try index.vectors(positions) : nil
  }

  func vectors(at positions: [Int]) throws(FormatError) -> [Float]? {
    index.hasVectors ? try index.vectors(at: positions) : nil
  }

  func check() throws(FormatError) {
    try pickle.check()
    try index.check()
  }
}
