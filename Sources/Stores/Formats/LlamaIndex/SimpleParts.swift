internal import JSONRows
internal import Model
internal import StoreBytes
internal import Wire

/// What is known of a folder with a simple store: places only. Its calls block.
struct SimpleParts: Sendable {
  let indexes: [IndexStore.Index]
  let vectors: EntryPlaces
  var nodes: Nodes
  private var cursor: JSONCursor
  private let files: [PinnedFile]
  private var dimensions: (row: Int, count: Int)?

  init(_ folder: StoreFolder, _ file: StoreFile) throws(FormatError) {
    let store = try PinnedFile(file)
    let documents = try PinnedFile(folder.documents)
    var files = [store, documents]
    vectors = try EntryPlaces(of: "embedding_dict", in: store)
    nodes = try Nodes(documents)
    if let file = folder.indexes {
      let pinned = try PinnedFile(file)
      indexes = try IndexStore(pinned).indexes
      files.append(pinned)
    } else {
      indexes = []
    }
    self.files = files
    cursor = JSONCursor(store)
  }

  /// The row of the vector with this number, which comes at `position`.
  mutating func row(_ vector: Int, at position: Int, _ collection: String?) throws(FormatError)
    -> SourceRow
  {
    try cursor.move(to: vectors.places[vector])
    var row = SourceRow(position: position, id: .text(try cursor.key()), collection: collection)
    let expected = dimensions?.count ?? 0
    let floats = try cursor.parse(row: position) { (scanner, bytes) throws(JSONError) in
      try scanner.floats(in: bytes, expecting: expected)
    }
    if let dimensions, dimensions.count != floats.count {
      throw cursor.failure(
        .mismatch, row: position,
        "the vector has \(floats.count) dimensions, that of row \(dimensions.row) has "
          + "\(dimensions.count); all vectors of a store have as many as the first")
    }
    dimensions = dimensions ?? (position, floats.count)
    row.vector = floats.isEmpty ? nil : floats
    try nodes.fill(&row)
    return row
  }

  func check() throws(FormatError) { for file in files { try file.check() } }
}

/// Which vectors are the rows, in their order.
struct SimpleOrder: Sendable {
  /// Of each index its name and its vectors.
  private(set) var parts: [(name: String?, vectors: [Int])] = []
  /// Where each begins.
  private var starts: [Int] = []
  private(set) var count = 0

  init(_ parts: SimpleParts, _ selected: [Int]) {
    guard parts.indexes.count > 1 else {
      append(nil, Array(0..<parts.vectors.count))
      return
    }
    for number in selected {
      let index = parts.indexes[number]
      let hashes = Set(index.nodes.keys.lazy.map(\.hashValue))
      append(
        index.id, parts.vectors.hashes.indices.filter { hashes.contains(parts.vectors.hashes[$0]) })
    }
  }

  private mutating func append(_ name: String?, _ vectors: [Int]) {
    parts.append((name, vectors))
    starts.append(count)
    count += vectors.count
  }

  subscript(position: Int) -> (vector: Int, collection: String?) {
    let part = (starts.lastIndex { $0 <= position && position >= 0 }) ?? 0
    return (parts[part].vectors[position - starts[part]], parts[part].name)
  }
}
