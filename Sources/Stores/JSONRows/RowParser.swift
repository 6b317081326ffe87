public import Model
public import Wire

/// Reads one object as one row.
public struct RowParser {
  private var scanner: JSONScanner
  private let position: Int
  private var metadata: PayloadObject?
  /// Keys at the top of the row that have no role.
  private var others = PayloadObject()
  /// Where the key of each role was, by the role's number; below zero where there was none.
  private var places = [5 of Int](repeating: -1)
  /// The key whose value is being read, for a message.
  public private(set) var openKey: String?
  /// How many numbers the rows before had: room is made for as many.
  private let dimensions: Int

  /// Begins at `offset` of the text that it will be lent.
  public init(position: Int, dimensions: Int, at offset: Int = 0) {
    self.position = position
    self.dimensions = dimensions
    scanner = JSONScanner(offset: offset)
  }

  /// Behind the last byte that was read.
  public var offset: Int { scanner.offset }

  /// A line that is one object and nothing else.
  public mutating func row(in line: Span<UInt8>) throws(JSONError) -> SourceRow {
    let row = try object(in: line)
    try scanner.end(in: line)
    return row
  }

  /// The object that begins here, whatever comes after it.
  public mutating func object(in line: Span<UInt8>) throws(JSONError) -> SourceRow {
    // A row that is kept by the parser would be copied, with all that it holds, to be given away.
    var row = SourceRow(position: position)
    var members = try scanner.begin(UInt8(ascii: "{"), in: line)
    while try scanner.next(&members, until: UInt8(ascii: "}"), in: line) {
      let start = scanner.offset
      let key = try scanner.key(in: line)
      try member(key, at: start, of: &row, in: line)
      openKey = nil
    }
    try merge(into: &row, line)
    return row
  }

  private mutating func member(
    _ key: String, at start: Int, of row: inout SourceRow, in line: Span<UInt8>
  ) throws(JSONError) {
    let first = try scanner.peek(in: line)
    guard let role = RowKeys.role(of: key), fits(first, role) || !RowKeys.isAmbiguous(key) else {
      try other(key, at: start, in: line)
      return
    }
    if let earlier = spelling(of: role, in: line) {
      throw JSONError(.duplicateKey, RowParser.twice(role, earlier, key), at: start)
    }
    places[role.rawValue] = start
    openKey = key
    if first == UInt8(ascii: "n") {
      _ = try scanner.value(in: line)
      return
    }
    switch role {
    case .id: row.id = try id(in: line)
    case .text: row.text = try scanner.string(in: line)
    case .metadata: metadata = try scanner.object(in: line, depth: 1)
    case .vector where try isMulti(in: line):
      row.vectors = Vectors([("", .multi(try scanner.multiVector(in: line)))])
    case .vector: row.vector = try vector(in: line)
    case .vectors: try named(of: &row, in: line)
    }
  }

  /// The key under which a role came.
  private func spelling(of role: RowKeys.Role, in line: Span<UInt8>) -> String? {
    guard places[role.rawValue] >= 0 else { return nil }
    var scanner = JSONScanner(offset: places[role.rawValue])
    return try? scanner.key(in: line)
  }

  private func fits(_ first: UInt8, _ role: RowKeys.Role) -> Bool {
    switch (role, first) {
    case (.text, UInt8(ascii: "\"")), (.vector, UInt8(ascii: "[")),
      (.metadata, UInt8(ascii: "{")), (.vectors, UInt8(ascii: "{")), (_, UInt8(ascii: "n")):
      true
    case (.id, _): true
    case (.text, _), (.vector, _), (.vectors, _), (.metadata, _): false
    }
  }

  private static func twice(_ role: RowKeys.Role, _ earlier: String, _ key: String) -> String {
    guard earlier != key else { return "the key \"\(key)\" comes twice" }
    return "both \"\(earlier)\" and \"\(key)\" could be the row's \(role); rename or remove one"
  }

  private mutating func other(_ key: String, at start: Int, in line: Span<UInt8>)
    throws(JSONError)
  {
    guard others[key] == nil else {
      throw JSONError(.duplicateKey, "the key \"\(key)\" comes twice", at: start)
    }
    openKey = key
    others[key] = try scanner.value(in: line, depth: 1)
  }

  private mutating func id(in line: Span<UInt8>) throws(JSONError) -> SourceID {
    let start = scanner.offset
    let first = try scanner.peek(in: line)
    if first == UInt8(ascii: "\"") { return .text(try scanner.string(in: line)) }
    if (0x30...0x39).contains(first), let number = try scanner.unsigned(in: line) {
      return .number(number)
    }
    throw JSONError(
      .wrongKind, "an id is a string or a whole number from 0 to 18446744073709551615", at: start)
  }

  private mutating func isMulti(in line: Span<UInt8>) throws(JSONError) -> Bool {
    guard try scanner.peek(in: line) == UInt8(ascii: "[") else { return false }
    return try scanner.isListOfLists(in: line)
  }

  /// Beside the vector without a name, whichever of them comes first.
  private mutating func named(
    of row: inout SourceRow, in line: Span<UInt8>
  ) throws(JSONError) {
    let unnamed = row.vectors?.byName ?? []
    let named = try scanner.namedVectors(in: line).byName
    row.vectors = named.isEmpty ? row.vectors : Vectors(unnamed + named)
  }

  private mutating func vector(in line: Span<UInt8>) throws(JSONError) -> [Float] {
    let start = scanner.offset
    guard try scanner.peek(in: line) == UInt8(ascii: "[") else {
      throw JSONError(.wrongKind, "a vector is a list of numbers", at: start)
    }
    let vector = try scanner.floats(in: line, expecting: dimensions)
    guard !vector.isEmpty else {
      throw JSONError(
        .wrongKind, "an empty vector; write null, or leave the key out, where there is none",
        at: start)
    }
    return vector
  }

  /// Keys beside a metadata object belong to it, unless that would hide one of its own.
  private func merge(into row: inout SourceRow, _ line: Span<UInt8>) throws(JSONError) {
    guard let metadata else {
      row.metadata = others
      return
    }
    row.metadata = metadata
    for (key, value) in others {
      guard metadata[key] == nil else {
        let place = spelling(of: .metadata, in: line) ?? "metadata"
        throw JSONError(
          .duplicateKey,
          "the key \"\(key)\" is both beside and inside \"\(place)\"; rename or remove one", at: 0)
      }
      row.metadata[key] = value
    }
  }
}
