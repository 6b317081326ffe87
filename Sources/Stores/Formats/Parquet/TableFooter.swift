internal import StoreBytes

/// What a Parquet file says about itself at its end.
struct TableFooter: Sendable {
  var schema: [SchemaElement] = []
  var rows = 0
  var groups: [Group] = []

  /// Rows that are stored together, column by column.
  struct Group: Sendable {
    var rows = 0
    var chunks: [Chunk] = []
  }

  /// One column of one group.
  struct Chunk: Sendable {
    var isElsewhere = false
    var isEncrypted = false
    var codec = 0
    var type = 0
    var values = 0
    var packedSize = 0
    var dataOffset = 0
    var dictionaryOffset: Int?
  }

  private static let sizeLimit = 256 << 20

  static func read(_ file: PinnedFile) throws(FormatError) -> TableFooter {
    guard file.size >= 12 else {
      throw FormatError(.truncated, file.path, offset: file.size, "it is too short for a table")
    }
    let tail = try file.read(at: file.size - 8, count: 8)
    let mark = Array(tail[4...])
    guard mark != ParquetFormat.encryptedMark else {
      throw FormatError(.unsupported, file.path, offset: file.size - 4, "the table is encrypted")
    }
    guard mark == ParquetFormat.mark else {
      throw FormatError(
        .truncated, file.path, offset: file.size - 4, "expected \"PAR1\" as the last four bytes")
    }
    let size = tail[..<4].enumerated().reduce(0) { $0 | Int($1.element) << (8 * $1.offset) }
    guard size <= sizeLimit, UInt64(size) <= file.size - 12 else {
      throw FormatError(
        .corrupt, file.path, offset: file.size - 8,
        "a footer of \(size) bytes is announced in a file of \(file.size)")
    }
    let start = file.size - 8 - UInt64(size)
    var reader = ThriftReader(try file.read(at: start, count: size), in: file.path, at: start)
    let footer = try TableFooter(&reader)
    guard footer.rows >= 0, footer.groups.allSatisfy({ $0.rows >= 0 }),
      footer.rows == footer.groups.reduce(0, { $0 &+ $1.rows })
    else {
      throw FormatError(
        .corrupt, file.path, offset: start, "its groups do not add up to \(footer.rows) rows")
    }
    return footer
  }

  private init(_ reader: inout ThriftReader) throws(FormatError) {
    var footer = TableFooter(schema: [], rows: 0, groups: [])
    try reader.structure { (reader, number, kind) throws(FormatError) in
      switch (number, kind) {
      case (2, .list):
        try reader.list(of: .structure) { (reader) throws(FormatError) in
          footer.schema.append(try SchemaElement(&reader))
        }
      case (3, .i64): footer.rows = try reader.int(kind)
      case (4, .list):
        try reader.list(of: .structure) { (reader) throws(FormatError) in
          footer.groups.append(try Group(&reader))
        }
      case (8, _): throw reader.failure(.unsupported, "the table is encrypted")
      default: return false
      }
      return true
    }
    self = footer
  }

  private init(schema: [SchemaElement], rows: Int, groups: [Group]) {
    self.schema = schema
    self.rows = rows
    self.groups = groups
  }
}

extension TableFooter.Group {
  init(_ reader: inout ThriftReader) throws(FormatError) {
    var group = TableFooter.Group()
    try reader.structure { (reader, number, kind) throws(FormatError) in
      switch (number, kind) {
      case (1, .list):
        try reader.list(of: .structure) { (reader) throws(FormatError) in
          group.chunks.append(try TableFooter.Chunk(&reader))
        }
      case (3, .i64): group.rows = try reader.int(kind)
      default: return false
      }
      return true
    }
    self = group
  }
}

extension TableFooter.Chunk {
  init(_ reader: inout ThriftReader) throws(FormatError) {
    var chunk = TableFooter.Chunk()
    try reader.structure { (reader, number, kind) throws(FormatError) in
      switch (number, kind) {
      case (1, .binary): chunk.isElsewhere = try !reader.binary().isEmpty
      case (3, .structure): try chunk.describe(&reader)
      case (8, _):
        chunk.isEncrypted = true
        return false
      default: return false
      }
      return true
    }
    self = chunk
  }

  private mutating func describe(_ reader: inout ThriftReader) throws(FormatError) {
    var chunk = self
    try reader.structure { (reader, number, kind) throws(FormatError) in
      switch (number, kind) {
      case (1, .i32): chunk.type = try reader.int(kind)
      case (4, .i32): chunk.codec = try reader.int(kind)
      case (5, .i64): chunk.values = try reader.int(kind)
      case (7, .i64): chunk.packedSize = try reader.int(kind)
      case (9, .i64): chunk.dataOffset = try reader.int(kind)
      case (11, .i64): chunk.dictionaryOffset = try reader.int(kind)
      default: return false
      }
      return true
    }
    self = chunk
  }
}
