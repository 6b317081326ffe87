internal import Model
internal import StoreBytes
internal import Wire

/// One list in a file, of which every member belongs to one row.
public struct JSONColumn: Sendable {
  public enum Role: Hashable, Sendable {
    /// Whole rows, as objects.
    case row
    case id, text, metadata, vector
  }

  public let role: Role
  /// For messages: what the file calls it.
  public let name: String
  public private(set) var elements: JSONElements
  /// How many numbers the last vector had: room is made for as many.
  private var dimensions = 0

  public init(_ role: Role, name: String, _ elements: JSONElements) {
    self.role = role
    self.name = name
    self.elements = elements
  }

  mutating func advance() throws(FormatError) -> UInt64? {
    try elements.advance() ? try elements.place() : nil
  }

  mutating func move(to place: UInt64) throws(FormatError) { try elements.move(to: place) }
  mutating func skip() throws(FormatError) { try elements.skip() }
  mutating func finish() throws(FormatError) { try elements.finish() }

  /// Reads the member that comes next into its part of the row.
  mutating func fill(_ row: inout SourceRow) throws(FormatError) {
    let position = row.position
    if role != .row, try elements.first() == UInt8(ascii: "n") {
      return try elements.skip()
    }
    switch role {
    case .row: try fillWhole(&row)
    case .id: row.id = try set(row.id, id(position), "id", position)
    case .text:
      let text = try elements.parse(row: position) { (scanner, bytes) throws(JSONError) in
        try scanner.string(in: bytes)
      }
      row.text = try set(row.text, text, "text", position)
    case .metadata:
      let object = try elements.parse(row: position) { (scanner, bytes) throws(JSONError) in
        try scanner.object(in: bytes, depth: 1)
      }
      for (key, value) in object { row.metadata[key] = value }
    case .vector: row.vector = try set(row.vector, vector(position), "vector", position)
    }
  }

  private mutating func fillWhole(_ row: inout SourceRow) throws(FormatError) {
    let (position, dimensions) = (row.position, dimensions)
    let whole = try elements.parse(row: position) { (scanner, bytes) throws(JSONError) in
      var parser = RowParser(position: position, dimensions: dimensions, at: scanner.offset)
      let whole = try parser.object(in: bytes)
      scanner.offset = parser.offset
      return whole
    }
    self.dimensions = whole.vector?.count ?? dimensions
    if let id = whole.id { row.id = try set(row.id, id, "id", position) }
    if let text = whole.text { row.text = try set(row.text, text, "text", position) }
    if let vector = whole.vector { row.vector = try set(row.vector, vector, "vector", position) }
    if row.metadata.isEmpty {
      row.metadata = whole.metadata
    } else {
      for (key, value) in whole.metadata { row.metadata[key] = value }
    }
  }

  private mutating func id(_ row: Int) throws(FormatError) -> SourceID {
    try elements.parse(row: row) { (scanner, bytes) throws(JSONError) in
      let start = scanner.offset
      if try scanner.peek(in: bytes) == UInt8(ascii: "\"") {
        return .text(try scanner.string(in: bytes))
      }
      if let number = try scanner.unsigned(in: bytes) { return .number(number) }
      throw JSONError(
        .wrongKind, "an id is a string or a whole number from 0 to 18446744073709551615", at: start)
    }
  }

  private mutating func vector(_ row: Int) throws(FormatError) -> [Float] {
    let dimensions = dimensions
    let vector = try elements.parse(row: row) { (scanner, bytes) throws(JSONError) in
      try scanner.floats(in: bytes, expecting: dimensions)
    }
    guard !vector.isEmpty else {
      throw elements.cursor.failure(
        .corrupt, row: row, "an empty vector; write null where there is none")
    }
    self.dimensions = vector.count
    return vector
  }

  private func set<Part>(_ old: Part?, _ new: Part, _ what: String, _ row: Int) throws(FormatError)
    -> Part
  {
    guard old == nil else {
      throw elements.cursor.failure(
        .mismatch, row: row, "two places give the row's \(what); remove one of them")
    }
    return new
  }
}
