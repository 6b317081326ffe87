internal import StoreBytes

/// What stands before each page.
struct PageHead {
  enum Kind { case data, data2, dictionary, other }

  var kind = Kind.other
  /// When it is unpacked.
  var size = 0
  var packedSize = 0
  /// Of the packed bytes.
  var checksum: UInt32?
  var values = 0
  var encoding = 0
  /// In bytes; only the second kind of data page says them.
  var levelSizes = (repeats: 0, definitions: 0)
  var isPacked = true

  init(_ reader: inout ThriftReader) throws(FormatError) {
    var head = PageHead()
    try reader.structure { (reader, number, kind) throws(FormatError) in
      switch (number, kind) {
      case (1, .i32):
        head.kind =
          switch try reader.int(kind) {
          case 0: .data
          case 2: .dictionary
          case 3: .data2
          default: .other
          }
      case (2, .i32): head.size = try reader.int(kind)
      case (3, .i32): head.packedSize = try reader.int(kind)
      case (4, .i32): head.checksum = UInt32(truncatingIfNeeded: try reader.int(kind))
      case (5, .structure), (7, .structure): try head.describe(&reader)
      case (8, .structure): try head.describe2(&reader)
      default: return false
      }
      return true
    }
    self = head
  }

  private init() {}

  private mutating func describe(_ reader: inout ThriftReader) throws(FormatError) {
    var head = self
    try reader.structure { (reader, number, kind) throws(FormatError) in
      switch (number, kind) {
      case (1, .i32): head.values = try reader.int(kind)
      case (2, .i32): head.encoding = try reader.int(kind)
      default: return false
      }
      return true
    }
    self = head
  }

  private mutating func describe2(_ reader: inout ThriftReader) throws(FormatError) {
    var head = self
    try reader.structure { (reader, number, kind) throws(FormatError) in
      switch (number, kind) {
      case (1, .i32): head.values = try reader.int(kind)
      case (4, .i32): head.encoding = try reader.int(kind)
      case (5, .i32): head.levelSizes.definitions = try reader.int(kind)
      case (6, .i32): head.levelSizes.repeats = try reader.int(kind)
      case (7, _): head.isPacked = kind == .yes
      default: return false
      }
      return true
    }
    self = head
  }
}
