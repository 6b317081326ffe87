internal import Model
internal import Wire

// Points as servers send them. Read by hand, because an id may need all 64 bits of a number.
extension JSONScanner {
  private static let open = UInt8(ascii: "{")
  private static let close = UInt8(ascii: "}")

  /// `{"points": […], "next_page_offset": …}`
  mutating func page(in bytes: Span<UInt8>) throws(JSONError) -> Page {
    var page = Page(records: [], next: nil)
    var members = try begin(JSONScanner.open, in: bytes)
    while try next(&members, until: JSONScanner.close, in: bytes) {
      switch try key(in: bytes) {
      case "points": page.records = try records(in: bytes)
      case "next_page_offset":
        if try peek(in: bytes) == UInt8(ascii: "n") {
          _ = try value(in: bytes)
        } else {
          page.next = try id(in: bytes)
        }
      default: _ = try value(in: bytes)
      }
    }
    return page
  }

  mutating func records(in bytes: Span<UInt8>) throws(JSONError) -> [StoredRecord] {
    var records: [StoredRecord] = []
    var members = try begin(UInt8(ascii: "["), in: bytes)
    while try next(&members, until: UInt8(ascii: "]"), in: bytes) {
      records.append(try record(in: bytes))
    }
    return records
  }

  private mutating func record(in bytes: Span<UInt8>) throws(JSONError) -> StoredRecord {
    let start = offset
    var record: StoredRecord?
    var payload = PayloadObject()
    var vectors = Vectors([])
    var members = try begin(JSONScanner.open, in: bytes)
    while try next(&members, until: JSONScanner.close, in: bytes) {
      switch try key(in: bytes) {
      case "id": record = StoredRecord(id: try id(in: bytes))
      case "payload": payload = try value(in: bytes).object ?? PayloadObject()
      case "vector": vectors = try self.vectors(in: bytes)
      default: _ = try value(in: bytes)
      }
    }
    guard var record else { throw JSONError(.wrongKind, "a point without an id", at: start) }
    record.payload = payload
    record.vectors = vectors
    return record
  }

  private mutating func id(in bytes: Span<UInt8>) throws(JSONError) -> PointID {
    let start = offset
    if try peek(in: bytes) == UInt8(ascii: "\"") {
      if let uuid = UUID(try string(in: bytes)) { return .uuid(uuid) }
    } else if let number = try unsigned(in: bytes) {
      return .number(number)
    }
    throw JSONError(.wrongKind, "a point without a valid id", at: start)
  }

  /// One vector without a name, or an object of named ones. A sparse one is an object, too.
  private mutating func vectors(in bytes: Span<UInt8>) throws(JSONError) -> Vectors {
    switch try peek(in: bytes) {
    case UInt8(ascii: "["): return Vectors([("", try vector(in: bytes))])
    case JSONScanner.open: break
    default:
      _ = try value(in: bytes)
      return Vectors([])
    }
    var found: [(name: String, vector: Vector)] = []
    var members = try begin(JSONScanner.open, in: bytes)
    while try next(&members, until: JSONScanner.close, in: bytes) {
      let name = try key(in: bytes)
      found.append((name, try vector(in: bytes)))
    }
    return Vectors(found)
  }

  private mutating func vector(in bytes: Span<UInt8>) throws(JSONError) -> Vector {
    if try peek(in: bytes) == JSONScanner.open { return try sparse(in: bytes) }
    var inner = self
    _ = try inner.begin(UInt8(ascii: "["), in: bytes)
    guard try inner.peek(in: bytes) == UInt8(ascii: "[") else {
      return .dense(try floats(in: bytes))
    }
    return try multi(in: bytes)
  }

  private mutating func multi(in bytes: Span<UInt8>) throws(JSONError) -> Vector {
    let start = offset
    var values: [Float] = []
    var dimensions: Int?
    var members = try begin(UInt8(ascii: "["), in: bytes)
    while try next(&members, until: UInt8(ascii: "]"), in: bytes) {
      let row = try floats(in: bytes)
      guard dimensions == nil || dimensions == row.count else {
        throw JSONError(.wrongKind, "rows of different lengths", at: start)
      }
      dimensions = row.count
      values += row
    }
    guard let dimensions, let multi = MultiVector(dimensions: dimensions, values: values) else {
      throw JSONError(.wrongKind, "a multivector without values", at: start)
    }
    return .multi(multi)
  }

  private mutating func sparse(in bytes: Span<UInt8>) throws(JSONError) -> Vector {
    let start = offset
    var indices: [UInt32] = []
    var values: [Float] = []
    var members = try begin(JSONScanner.open, in: bytes)
    while try next(&members, until: JSONScanner.close, in: bytes) {
      switch try key(in: bytes) {
      case "indices":
        var list = try begin(UInt8(ascii: "["), in: bytes)
        while try next(&list, until: UInt8(ascii: "]"), in: bytes) {
          guard let number = try unsigned(in: bytes), let index = UInt32(exactly: number) else {
            throw JSONError(.wrongKind, "an index that is none", at: start)
          }
          indices.append(index)
        }
      case "values": values = try floats(in: bytes)
      default: _ = try value(in: bytes)
      }
    }
    guard let sparse = SparseVector(indices: indices, values: values) else {
      throw JSONError(.wrongKind, "a sparse vector whose lists differ", at: start)
    }
    return .sparse(sparse)
  }
}
