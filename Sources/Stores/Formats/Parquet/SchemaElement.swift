internal import StoreBytes

/// A line of a table's schema, as the file has it: a tree in the order in which it is walked.
struct SchemaElement: Sendable {
  /// Nil for a group.
  var type: PhysicalType?
  var length = 0
  var repetition = Repetition.required
  var name = ""
  var children = 0
  var meaning = Meaning.plain

  enum PhysicalType: Int, Sendable {
    case boolean, int32, int64, int96, float, double, bytes, fixed
  }

  enum Repetition: Int, Sendable {
    case required, optional, repeated
  }

  /// What the values stand for, from the older or the newer annotation.
  enum Meaning: Hashable, Sendable {
    case plain, text, list, map, date, uuid, half
    case decimal(scale: Int)
    /// Units of a second.
    case time(Int64)
    case timestamp(Int64, isUTC: Bool)
    case unsigned
  }

  init(_ reader: inout ThriftReader) throws(FormatError) {
    var element = SchemaElement()
    var scale = 0
    var older: Int?
    try reader.structure { (reader, number, kind) throws(FormatError) in
      switch (number, kind) {
      case (1, .i32):
        let type = try reader.int(kind)
        element.type = PhysicalType(rawValue: type)
        if element.type == nil { throw reader.failure(.unsupported, "there is no type \(type)") }
      case (2, .i32): element.length = try reader.int(kind)
      case (3, .i32): element.repetition = Repetition(rawValue: try reader.int(kind)) ?? .required
      case (4, .binary): element.name = try reader.text()
      case (5, .i32): element.children = try reader.int(kind)
      case (6, .i32): older = try reader.int(kind)
      case (7, .i32): scale = try reader.int(kind)
      case (10, .structure): element.meaning = try Meaning(&reader)
      default: return false
      }
      return true
    }
    if element.meaning == .plain, let older { element.meaning = Meaning(older, scale: scale) }
    self = element
  }

  private init() {}
}

extension SchemaElement.Meaning {
  /// The older annotation.
  init(_ number: Int, scale: Int) {
    self =
      switch number {
      case 0, 4, 19: .text
      case 1, 2: .map
      case 3: .list
      case 5: .decimal(scale: scale)
      case 6: .date
      case 7: .time(1000)
      case 8: .time(1_000_000)
      case 9: .timestamp(1000, isUTC: true)
      case 10: .timestamp(1_000_000, isUTC: true)
      case 11...14: .unsigned
      default: .plain
      }
  }

  /// The newer annotation: a structure of which one field is set.
  init(_ reader: inout ThriftReader) throws(FormatError) {
    var meaning = SchemaElement.Meaning.plain
    try reader.structure { (reader, number, kind) throws(FormatError) in
      guard kind == .structure else { return false }
      switch number {
      case 1, 4, 12: meaning = .text
      case 2: meaning = .map
      case 3: meaning = .list
      case 5:
        var scale = 0
        try reader.structure { (reader, number, kind) throws(FormatError) in
          guard number == 1 else { return false }
          scale = try reader.int(kind)
          return true
        }
        meaning = .decimal(scale: scale)
        return true
      case 6: meaning = .date
      case 7, 8:
        let (units, isUTC) = try SchemaElement.Meaning.clock(&reader)
        meaning = number == 7 ? .time(units) : .timestamp(units, isUTC: isUTC)
        return true
      case 10:
        meaning = try SchemaElement.Meaning.isSigned(&reader) ? .plain : .unsigned
        return true
      case 14: meaning = .uuid
      case 15: meaning = .half
      default: break
      }
      return false
    }
    self = meaning
  }

  private static func clock(_ reader: inout ThriftReader) throws(FormatError) -> (Int64, Bool) {
    var units: Int64 = 1000
    var isUTC = false
    try reader.structure { (reader, number, kind) throws(FormatError) in
      if number == 1 {
        isUTC = kind == .yes
        return true
      }
      guard number == 2, kind == .structure else { return false }
      try reader.structure { (_, number, _) throws(FormatError) in
        units = number == 1 ? 1000 : number == 2 ? 1_000_000 : 1_000_000_000
        return false
      }
      return true
    }
    return (units, isUTC)
  }

  private static func isSigned(_ reader: inout ThriftReader) throws(FormatError) -> Bool {
    var isSigned = true
    try reader.structure { (_, number, kind) throws(FormatError) in
      guard number == 2 else { return false }
      isSigned = kind == .yes
      return true
    }
    return isSigned
  }
}
