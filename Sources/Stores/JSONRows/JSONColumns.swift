public import Model
public import StoreBytes

/// Lists of the same length, whose members of one number make one row. Its calls block.
///
/// It remembers where every member begins, eight bytes each, so that rows can be read again.
public struct JSONColumns: Sendable {
  private var columns: [JSONColumn]
  /// Row after row, of each the place of every column's member.
  private var places: [UInt64] = []
  private var next = 0
  private(set) public var isComplete = false
  /// Of the first vector.
  private var measured: (row: Int, dimensions: Int)?

  public init(_ columns: [JSONColumn]) { self.columns = columns }

  /// Rows that were passed so far; all of them once it is complete.
  public var count: Int { columns.isEmpty ? 0 : places.count / columns.count }

  /// The next row; nil behind the last.
  public mutating func row() throws(FormatError) -> SourceRow? {
    guard try advance() else { return nil }
    var row = SourceRow(position: count - 1)
    for number in columns.indices { try columns[number].fill(&row) }
    try measure(row)
    return row
  }

  /// Finds the rows that were not passed yet, without reading them.
  public mutating func index() throws(FormatError) {
    while !isComplete, try advance() {
      for number in columns.indices { try columns[number].skip() }
    }
  }

  /// A row that was passed.
  public mutating func row(at position: Int) throws(FormatError) -> SourceRow {
    var row = SourceRow(position: position)
    for number in columns.indices {
      let place = places[position * columns.count + number]
      try columns[number].reread(at: place, &row)
    }
    try measure(row)
    return row
  }

  private mutating func advance() throws(FormatError) -> Bool {
    guard !isComplete else { return false }
    var ended: String?
    for number in columns.indices {
      guard let place = try columns[number].advance() else {
        if number > 0 && ended == nil { throw uneven(columns[number], behind: columns[0]) }
        ended = columns[number].name
        continue
      }
      guard ended == nil else { throw uneven(columns[0], behind: columns[number]) }
      places.append(place)
    }
    isComplete = ended != nil || columns.isEmpty
    return !isComplete
  }

  private func uneven(_ short: JSONColumn, behind long: JSONColumn) -> FormatError {
    FormatError(
      .mismatch, short.elements.cursor.file.path, offset: short.elements.cursor.offset,
      "\"\(short.name)\" ends after \(short.elements.count) members, and \"\(long.name)\" goes on; "
        + "every row needs one of each")
  }

  private mutating func measure(_ row: SourceRow) throws(FormatError) {
    guard let vector = row.vector else { return }
    guard let measured else {
      measured = (row.position, vector.count)
      return
    }
    guard vector.count == measured.dimensions else {
      throw FormatError(
        .mismatch, path, row: row.position,
        "the vector has \(vector.count) dimensions, that of row \(measured.row) has "
          + "\(measured.dimensions); all vectors of a store have as many as the first")
    }
  }

  /// The first list's file, for messages about all of them.
  public var path: String { columns.first?.elements.cursor.file.path ?? "" }

  /// Fails where a file is no longer what was opened.
  public func check() throws(FormatError) {
    for column in columns { try column.elements.cursor.file.check() }
  }

  /// Makes sure that the files end where the lists end.
  public mutating func finish() throws(FormatError) {
    for number in columns.indices { try columns[number].finish() }
  }
}

extension JSONColumn {
  /// Reads the member at a place that was passed before.
  mutating func reread(at place: UInt64, _ row: inout SourceRow) throws(FormatError) {
    try move(to: place)
    try fill(&row)
  }
}
