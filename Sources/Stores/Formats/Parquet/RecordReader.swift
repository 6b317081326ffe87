internal import Model
internal import StoreBytes

/// Makes values with lists and objects in them out of the columns of one field.
///
/// The levels of a column say how deep each value is defined, and at which list a new element begins.
struct RecordReader {
  private let root: FieldReader
  private var columns: [LeafCursor]
  private let path: String

  /// The columns of the field, each with the records of the same rows.
  init(_ field: SchemaNode, _ slices: [ColumnSlice], in path: String) {
    var places: [Int: Int] = [:]
    for (place, slice) in slices.enumerated() { places[slice.column.number] = place }
    root = FieldReader(field, places)
    columns = slices.map { LeafCursor($0) }
    self.path = path
  }

  /// The value of the next row, which ends in every column where another row begins: what a list that is
  /// not there goes on with would be taken for the next row.
  mutating func next() throws(FormatError) -> PayloadValue {
    guard columns.allSatisfy({ $0.repeatsNext == 0 }) else { throw endsEarly() }
    let value = try read(root)
    guard columns.allSatisfy({ $0.repeatsNext <= 0 }) else { throw endsEarly() }
    return value
  }

  private mutating func read(_ field: FieldReader) throws(FormatError) -> PayloadValue {
    switch field {
    case .leaf(let place):
      return try columns[place].take(path)
    case .optional(let definition, let inner):
      if try definitionNow(inner) > definition { return try read(inner) }
      try pass(inner)
      return .null
    case .object(let fields):
      var object = PayloadObject()
      for (name, field) in fields { object[name] = try read(field) }
      return .object(object)
    case .list(let definition, let repeats, let inner):
      var list: [PayloadValue] = []
      try elements(definition, repeats, inner) { (reader) throws(FormatError) in
        list.append(try reader.read(inner))
      }
      return .list(list)
    case .map(let definition, let repeats, let key, let value):
      var object = PayloadObject()
      let pair = FieldReader.object([("key", key), ("value", value)])
      try elements(definition, repeats, pair) { (reader) throws(FormatError) in
        let name = try reader.read(key)
        object[name.mapKey] = try reader.read(value)
      }
      return .object(object)
    }
  }

  private mutating func elements(
    _ definition: Int, _ repeats: Int, _ inner: FieldReader,
    _ element: (inout RecordReader) throws(FormatError) -> Void
  ) throws(FormatError) {
    guard try definitionNow(inner) > definition else { return try pass(inner) }
    repeat { try element(&self) } while columns[inner.firstColumn].repeatsNext > repeats
  }

  private func definitionNow(_ field: FieldReader) throws(FormatError) -> Int {
    guard let level = columns[field.firstColumn].definitionNow else { throw endsEarly() }
    return level
  }

  /// Passes over the gap in every column of a field that is not there.
  private mutating func pass(_ field: FieldReader) throws(FormatError) {
    for place in field.columns {
      guard columns[place].definitionNow != nil else { throw endsEarly() }
      columns[place].pass()
    }
  }

  private func endsEarly() -> FormatError {
    FormatError(.corrupt, path, "the columns of one field have different numbers of rows")
  }
}

/// A place in the records of one column.
private struct LeafCursor {
  private let slice: ColumnSlice
  private let values: LeafTexts
  private var level = 0
  private var value = 0

  init(_ slice: ColumnSlice) {
    self.slice = slice
    values = LeafTexts(slice.column)
  }

  /// Nil behind the last record.
  var definitionNow: Int? {
    guard level < slice.count else { return nil }
    return slice.definitions.isEmpty ? slice.column.definition : Int(slice.definitions[level])
  }

  /// At which list the next value begins a new element; -1 behind the last one.
  var repeatsNext: Int {
    guard level < slice.count else { return -1 }
    return slice.repeats.isEmpty ? 0 : Int(slice.repeats[level])
  }

  mutating func pass() { level += 1 }

  mutating func take(_ path: String) throws(FormatError) -> PayloadValue {
    guard level < slice.count, definitionNow == slice.column.definition, value < slice.values.count
    else {
      throw FormatError(
        .corrupt, path, "column \"\(slice.column.name)\" has a gap where a value has to be")
    }
    defer {
      level += 1
      value += 1
    }
    return try values.value(slice.values, at: value, path)
  }
}

extension PayloadValue {
  /// How JSON writes what is a key of a map.
  fileprivate var mapKey: String {
    switch self {
    case .null: "null"
    case .bool(let value): value ? "true" : "false"
    case .int(let value): String(value)
    case .double(let value): value.description
    case .string(let value): value
    case .list, .object: ""
    }
  }
}
