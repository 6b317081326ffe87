internal import StoreBytes

/// The rows of one collection: their numbers in the database and where their vectors are.
struct CollectionRows: Sendable {
  let collection: ChromaCollection
  fileprivate(set) var segment: VectorSegment?
  /// Ascending; the order of the rows.
  fileprivate(set) var numbers: [Int64] = []
  fileprivate(set) var places: [VectorPlace] = []
  /// Elements of ids that have no row.
  fileprivate(set) var strays = 0
  /// Whether vectors should be in files that are not there, or empty after a crash.
  fileprivate(set) var hasLostSegment = false

  init(_ collection: ChromaCollection) { self.collection = collection }

  var count: Int { numbers.count }
  var vectors: Int { places.count { $0 != .nowhere } }
}

/// Puts the rows of a collection together: first all rows, then what the segment has, then the
/// operations of the queue.
///
/// The segment holds every operation up to one number, and its word counts for what it has. For an
/// id that it does not have, all operations are replayed that are still there: old versions lose a
/// vector that is deleted and added again in one batch, and the queue has it.
struct RowGathering {
  private var rows: CollectionRows
  private var index: [ExactText: Int] = [:]
  /// Whether a vector is there, at the point of the queue that was reached.
  private var present: [Bool] = []
  /// Whether the segment has the row.
  private var settled: [Bool] = []
  /// Ids that the segment has and the tables do not.
  private var strays: Set<ExactText> = []
  /// The last operation that the segment has taken in.
  private var committed: Int64 = 0
  private let path: String

  init(_ collection: ChromaCollection, path: String) {
    rows = CollectionRows(collection)
    self.path = path
  }

  mutating func add(_ id: String, number: Int64) throws(FormatError) {
    guard index.updateValue(rows.count, forKey: ExactText(id)) == nil else {
      throw FormatError(
        .corrupt, path, "the collection \"\(rows.collection.name)\" has two rows of one id")
    }
    rows.numbers.append(number)
    rows.places.append(.nowhere)
  }

  /// To be called after all rows are known.
  mutating func settle(_ files: SegmentFiles, committed: Int64) throws {
    self.committed = committed
    rows.segment = files.segment
    rows.hasLostSegment = files.isLost
    present = [Bool](repeating: false, count: rows.count)
    settled = present
    guard let labels = files.labels, let segment = files.segment else { return }
    var wanted: [UInt64: Int] = [:]
    for (label, id) in labels.pairs {
      guard let row = index[ExactText(id)] else {
        strays.insert(ExactText(id))
        continue
      }
      wanted[label] = row
    }
    try segment.forEachElement { element in
      guard !element.isDeleted, let row = wanted[element.label] else { return }
      guard !settled[row] else {
        throw FormatError(
          .corrupt, path, row: row, "two elements of the index have the label \(element.label)")
      }
      settled[row] = true
      present[row] = true
      rows.places[row] = .element(element.slot)
    }
  }

  mutating func replay(_ operation: QueuedOperation) throws(FormatError) {
    guard let row = index[ExactText(operation.id)] else {
      // The segment will learn of it when it is written the next time.
      if operation.kind == .delete { strays.remove(ExactText(operation.id)) }
      return
    }
    guard !settled[row] || operation.number > committed else { return }
    let place = operation.hasVector ? VectorPlace.operation(operation.number) : nil
    switch operation.kind {
    case .add:
      guard !present[row] else { return }
      rows.places[row] = place ?? .nowhere
      present[row] = true
    case .update:
      if present[row], let place { rows.places[row] = place }
    case .upsert:
      if let place { rows.places[row] = place }
      present[row] = true
    case .delete:
      rows.places[row] = .nowhere
      present[row] = false
    }
  }

  func finished() -> CollectionRows {
    var rows = rows
    rows.strays = strays.count
    return rows
  }
}

/// One entry of the queue, without its vector.
struct QueuedOperation {
  enum Kind: Int64 { case add, update, upsert, delete }

  let number: Int64
  let kind: Kind
  let id: String
  let hasVector: Bool
}
