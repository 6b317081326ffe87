internal import JSONRows
internal import Model
internal import StoreBytes

/// A file of JSON beside an array, whose members belong to its rows. Its calls block.
enum Companion {
  static func isNamed(_ name: String) -> Bool {
    isLines(name) || name.lowercased().hasSuffix(".json")
  }

  private static func isLines(_ name: String) -> Bool {
    [".jsonl", ".ndjson", ".jsonlines"].contains { name.lowercased().hasSuffix($0) }
  }

  /// Its lists; none where it is something else, or has vectors of its own.
  static func columns(_ file: PinnedFile) throws(FormatError) -> [JSONColumn] {
    var cursor = try JSONCursor.behindMark(file)
    let first = try cursor.peek()
    if isLines(file.file.name) {
      return try list(cursor, .lines, file, first: first)
    }
    guard first != nil else { throw cursor.failure(.truncated, "the file is empty") }
    if first == UInt8(ascii: "[") {
      var inside = cursor
      _ = try inside.take(UInt8(ascii: "["))
      return try list(cursor, .list, file, first: try inside.peek())
    }
    return first == UInt8(ascii: "{") ? try columns(of: &cursor) : []
  }

  private static func list(
    _ cursor: JSONCursor, _ shape: JSONElements.Shape, _ file: PinnedFile, first: UInt8?
  ) throws(FormatError) -> [JSONColumn] {
    let elements = try JSONElements(cursor, shape)
    let name = StoredArray.stem(file.file.name)
    switch first {
    case UInt8(ascii: "{"):
      var probe = elements
      _ = try probe.advance()
      // A row with a vector is a store of its own.
      let keys = try NodeMark.keys(&probe.cursor)
      guard !keys.contains(where: { RowKeys.role(of: $0) == .vector && !RowKeys.isAmbiguous($0) })
      else { return [] }
      return [JSONColumn(.row, name: name, elements)]
    case UInt8(ascii: "\""):
      return [JSONColumn(isOfIDs(name) ? .id : .text, name: name, elements)]
    case .some(0x30...0x39): return isOfIDs(name) ? [JSONColumn(.id, name: name, elements)] : []
    // Nothing in it, or nothing any more: its count says what is wrong.
    case nil, UInt8(ascii: "]"): return [JSONColumn(.row, name: name, elements)]
    default: return []
    }
  }

  private static func isOfIDs(_ name: String) -> Bool {
    let parts = name.lowercased().split { !$0.isLetter }
    return parts.contains { ["id", "ids", "key", "keys", "uuid", "uuids"].contains($0) }
  }

  /// An object of lists.
  private static func columns(of cursor: inout JSONCursor) throws(FormatError) -> [JSONColumn] {
    var columns: [JSONColumn] = []
    _ = try cursor.take(UInt8(ascii: "{"))
    while try cursor.peek() != UInt8(ascii: "}") {
      let key = try cursor.key()
      if try cursor.peek() == UInt8(ascii: "["), let role = role(of: key) {
        columns.append(JSONColumn(role, name: key, try JSONElements(cursor, .list)))
      }
      try cursor.skip()
      guard try cursor.take(UInt8(ascii: ",")) else { break }
    }
    try cursor.require(UInt8(ascii: "}"), "the end of the object")
    return columns
  }

  private static func role(of key: String) -> JSONColumn.Role? {
    switch key {
    case "ids": .id
    case "documents", "texts", "contents", "chunks", "sentences": .text
    case "metadatas", "metadata", "payloads": .metadata
    default: nil
    }
  }
}
