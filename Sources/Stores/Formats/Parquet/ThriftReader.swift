internal import StoreBytes

/// Reads the compact protocol of Thrift, in which Parquet describes itself.
struct ThriftReader {
  enum Kind: UInt8 {
    case stop, yes, no, byte, i16, i32, i64, double, binary, list, set, map, structure, uuid
  }

  private static let depthLimit = 40

  private let bytes: [UInt8]
  private(set) var place = 0
  private let path: String
  /// Of the first byte, in the file.
  private let base: UInt64
  private var depth = 0

  init(_ bytes: [UInt8], in path: String, at base: UInt64) {
    self.bytes = bytes
    self.path = path
    self.base = base
  }

  /// Goes through the fields of a structure. What `field` does not read, by returning false, is skipped.
  mutating func structure(
    _ field: (inout ThriftReader, Int, Kind) throws(FormatError) -> Bool
  ) throws(FormatError) {
    depth += 1
    guard depth <= ThriftReader.depthLimit else {
      throw failure(.tooLarge, "it is nested too deep")
    }
    var last = 0
    while true {
      let head = try byte()
      guard let kind = Kind(rawValue: head & 0xF) else {
        throw failure(.corrupt, "there is no field of kind \(head & 0xF)")
      }
      if kind == .stop { break }
      let step = Int(head >> 4)
      last = step > 0 ? last + step : Int(truncatingIfNeeded: try zigzag())
      guard (0...32_767).contains(last) else { throw failure(.corrupt, "a field has no number") }
      if try !field(&self, last, kind) { try skip(kind) }
    }
    depth -= 1
  }

  /// Goes through the elements of a list whose elements are of this kind.
  mutating func list(
    of kind: Kind, _ element: (inout ThriftReader) throws(FormatError) -> Void
  ) throws(FormatError) {
    let (count, found) = try listHead()
    guard count == 0 || found == kind || (kind == .yes && found == .no) else {
      throw failure(.corrupt, "a list holds elements of another kind than expected")
    }
    for _ in 0..<count { try element(&self) }
  }

  private mutating func listHead() throws(FormatError) -> (count: Int, kind: Kind) {
    let head = try byte()
    let count = head >> 4 == 15 ? try varint() : UInt64(head >> 4)
    guard let kind = Kind(rawValue: head & 0xF) else {
      throw failure(.corrupt, "there is no element of kind \(head & 0xF)")
    }
    // Every element takes a byte at least.
    guard count <= UInt64(bytes.count - place) else {
      throw failure(.truncated, "a list of \(count) elements does not fit into what is left")
    }
    return (Int(count), kind)
  }

  mutating func int(_ kind: Kind) throws(FormatError) -> Int {
    switch kind {
    case .byte: Int(Int8(bitPattern: try byte()))
    case .i16, .i32, .i64: Int(truncatingIfNeeded: try zigzag())
    default: throw failure(.corrupt, "a number was expected")
    }
  }

  mutating func binary() throws(FormatError) -> ArraySlice<UInt8> {
    let count = try varint()
    guard count <= UInt64(bytes.count - place) else {
      throw failure(.truncated, "a text of \(count) bytes does not fit into what is left")
    }
    defer { place += Int(count) }
    return bytes[place..<place + Int(count)]
  }

  mutating func text() throws(FormatError) -> String {
    String(decoding: try binary(), as: UTF8.self)
  }

  private mutating func skip(_ kind: Kind) throws(FormatError) {
    depth += 1
    guard depth <= ThriftReader.depthLimit else {
      throw failure(.tooLarge, "it is nested too deep")
    }
    switch kind {
    case .stop, .yes, .no: break
    case .byte: _ = try byte()
    case .i16, .i32, .i64: _ = try varint()
    case .double: try pass(8)
    case .uuid: try pass(16)
    case .binary: _ = try binary()
    case .list, .set:
      let (count, element) = try listHead()
      // In a list, booleans take a byte each.
      for _ in 0..<count {
        if element == .yes || element == .no { try pass(1) } else { try skip(element) }
      }
    case .map:
      let count = try varint()
      guard count <= UInt64(bytes.count - place) else {
        throw failure(.truncated, "a map of \(count) entries does not fit into what is left")
      }
      guard count > 0 else { break }
      let kinds = try byte()
      guard let key = Kind(rawValue: kinds >> 4), let value = Kind(rawValue: kinds & 0xF) else {
        throw failure(.corrupt, "a map holds entries of an unknown kind")
      }
      for _ in 0..<count {
        try skip(key)
        try skip(value)
      }
    case .structure:
      try structure { (_, _, _) throws(FormatError) in false }
    }
    depth -= 1
  }

  private mutating func pass(_ count: Int) throws(FormatError) {
    guard count <= bytes.count - place else { throw failure(.truncated, "it ends too early") }
    place += count
  }

  private mutating func byte() throws(FormatError) -> UInt8 {
    guard place < bytes.count else { throw failure(.truncated, "it ends too early") }
    defer { place += 1 }
    return bytes[place]
  }

  private mutating func varint() throws(FormatError) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let next = try byte()
      guard shift < 64 else { throw failure(.corrupt, "a number has more than ten bytes") }
      value |= UInt64(next & 0x7F) << shift
      if next < 0x80 { return value }
      shift += 7
    }
  }

  private mutating func zigzag() throws(FormatError) -> Int64 {
    let value = try varint()
    return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
  }

  func failure(_ code: FormatError.Code, _ message: String) -> FormatError {
    FormatError(
      code, path, offset: base + UInt64(place),
      "the description of the table is damaged: \(message)")
  }
}
