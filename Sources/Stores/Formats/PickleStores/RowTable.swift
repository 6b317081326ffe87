internal import FAISS
internal import Host
internal import Model
internal import Pickle
internal import StoreBytes

/// Columns and an index that are joined, and how. Its calls block.
struct RowTable: Sendable {
  let columns: [Column]
  let index: FAISSIndex?
  let count: Int
  /// For each keyed column, its item at each position; nil where positions are its order.
  private let orders: [[Int32]?]
  /// The keys at each position, where columns are keyed by ids.
  private let keys: [SourceID]?

  init(
    _ pickles: [StoreFile], indexes: [StoreFile], _ version: StoreVersion,
    until flag: CancellationFlag
  ) throws(FormatError) {
    var columns: [Column] = []
    for file in pickles {
      for column in try PickledColumn.columns(of: try PinnedFile(file, until: flag)) {
        columns.append(try Column(column))
      }
    }
    try RowTable.requireDistinct(columns, version)
    index = try RowTable.index(indexes, version)
    self.columns = columns
    guard let first = columns.first else {
      throw FormatError(.wrongContent, version.name, "there is no list in its pickles")
    }
    let join = try KeyJoin(columns, index, version)
    (orders, keys) = (join.orders, join.keys)
    count = keys?.count ?? first.pickled.count
    try requireCounts(version)
  }

  private static func index(_ files: [StoreFile], _ version: StoreVersion) throws(FormatError)
    -> FAISSIndex?
  {
    var found: [FAISSIndex] = []
    for file in files {
      // A file of lists that belongs to an index is no index itself.
      if files.count > 1, file.name.hasSuffix("data") { continue }
      found.append(try FAISSIndex(try PinnedFile(file), companions: version.files))
    }
    guard found.count <= 1 else {
      throw FormatError(
        .mismatch, version.name, "it has \(found.count) index files",
        hints: ["give a version of its own to each"])
    }
    return found.first
  }

  private static func requireDistinct(_ columns: [Column], _ version: StoreVersion)
    throws(FormatError)
  {
    for (place, column) in columns.enumerated() {
      guard let earlier = columns[..<place].first(where: { $0.role == column.role }) else {
        continue
      }
      throw FormatError(
        .mismatch, version.name,
        "both \"\(earlier.title)\" and \"\(column.title)\" could be the \(column.role) of the rows",
        hints: ["leave one of them out of the version"])
    }
  }

  private func requireCounts(_ version: StoreVersion) throws(FormatError) {
    var found = columns.map { ($0.title, $0.pickled.count) }
    if let index { found.append(("the index", index.count)) }
    guard let other = found.first(where: { $0.1 != count }) else { return }
    throw FormatError(
      .mismatch, version.name,
      "\"\(columns[0].title)\" has \(count) rows and \"\(other.0)\" has \(other.1), so it cannot be "
        + "told which belong together",
      hints: ["write all files of the version from the same rows"])
  }

  var hasVectors: Bool {
    index?.hasVectors ?? false || columns.contains { $0.role == .vectors }
  }

  /// The role is given by who wrote the rows; what they lack is filled from the others.
  func rows(_ positions: [Int], _ doubts: inout PickleDoubts) throws(FormatError) -> [SourceRow] {
    var rows = positions.map { SourceRow(position: $0, id: keys?[$0]) }
    for (column, order) in zip(columns, orders) {
      let items = order.map { order in positions.map { Int(order[$0]) } } ?? positions
      let parts = try column.pickled.rows(items, asMetadata: column.role == .metadata, &doubts)
      for (place, part) in parts.enumerated() {
        try RowTable.fill(&rows[place], from: part, column)
      }
    }
    guard let index else { return rows }
    if index.hasExplicitLabels, keys == nil, !rows.contains(where: { $0.id != nil }) {
      for (place, label) in try index.labels(at: positions).enumerated() {
        rows[place].id = UInt64(exactly: label).map { .number($0) } ?? .text(String(label))
      }
    }
    guard index.hasVectors else { return rows }
    let vectors = try index.vectors(at: positions)
    for place in rows.indices {
      let start = place * index.dimensions
      rows[place].vector = Array(vectors[start..<start + index.dimensions])
    }
    return rows
  }

  private static func fill(_ row: inout SourceRow, from part: PickledRow, _ column: Column)
    throws(FormatError)
  {
    func refuse(_ expected: String) -> FormatError {
      FormatError(
        .corrupt, column.pickled.file.path, row: row.position,
        "expected \(expected) in \"\(column.title)\", found something else")
    }
    switch (column.role, part.kind) {
    case (_, .nothing): break
    case (.texts, .text): row.text = part.text
    case (.ids, .text), (.ids, .integer): row.id = part.text.map { .text($0) } ?? part.id
    case (.metadata, .dictionary): row.metadata = part.metadata
    case (.vectors, .vector): row.vector = part.vector
    case (.rows, .document), (.rows, .dictionary):
      row.id = part.id ?? row.id
      row.text = part.text ?? row.text
      row.metadata = part.metadata
      row.vector = part.vector ?? row.vector
    case (.texts, _): throw refuse("a text")
    case (.ids, _): throw refuse("an id")
    case (.metadata, _): throw refuse("a dictionary")
    case (.vectors, _): throw refuse("a vector")
    case (.rows, _): throw refuse("a row")
    }
  }

  func check() throws(FormatError) {
    for column in columns { try column.pickled.file.check() }
    try index?.check()
  }
}
