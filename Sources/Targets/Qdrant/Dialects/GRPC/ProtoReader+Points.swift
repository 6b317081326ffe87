internal import GRPC
internal import Model

// Points as servers send them.
extension ProtoReader {
  mutating func id(_ field: Field) throws(ProtoError) -> PointID {
    var inner = try message(field)
    var id: PointID?
    while let field = try inner.next() {
      switch field.number {
      case 1: id = .number(try inner.number(field))
      case 2: id = UUID(try inner.string(field)).map { .uuid($0) }
      default: try inner.skip(field)
      }
    }
    guard let id else { throw ProtoError("a point without a valid id", at: 0) }
    return id
  }

  /// A RetrievedPoint. Servers to 1.16 answer with vectors in another form than later ones.
  mutating func record(_ field: Field) throws(ProtoError) -> StoredRecord {
    var inner = try message(field)
    var record: StoredRecord?
    var payload = PayloadObject()
    var vectors = Vectors([])
    while let field = try inner.next() {
      switch field.number {
      case 1: record = StoredRecord(id: try inner.id(field))
      case 2: try inner.payload(field, into: &payload)
      case 4: vectors = try inner.vectors(field)
      default: try inner.skip(field)
      }
    }
    guard var record else { throw ProtoError("a point without an id", at: 0) }
    record.payload = payload
    record.vectors = vectors
    return record
  }

  private mutating func vectors(_ field: Field) throws(ProtoError) -> Vectors {
    var inner = try message(field)
    var found: [(name: String, vector: Vector)] = []
    while let field = try inner.next() {
      switch field.number {
      case 1: found.append(("", try inner.vector(field)))
      case 2: found += try inner.namedVectors(field)
      default: try inner.skip(field)
      }
    }
    return Vectors(found)
  }

  private mutating func namedVectors(_ field: Field) throws(ProtoError) -> [(String, Vector)] {
    var inner = try message(field)
    var found: [(String, Vector)] = []
    while let field = try inner.next() {
      guard field.number == 1 else {
        try inner.skip(field)
        continue
      }
      var entry = try inner.message(field)
      var name = ""
      var vector = Vector.dense([])
      while let field = try entry.next() {
        switch field.number {
        case 1: name = try entry.string(field)
        case 2: vector = try entry.vector(field)
        default: try entry.skip(field)
        }
      }
      found.append((name, vector))
    }
    return found
  }

  private mutating func vector(_ field: Field) throws(ProtoError) -> Vector {
    var inner = try message(field)
    var flat: [Float] = []
    var indices: [UInt32]?
    var rows: UInt64?
    var vector: Vector?
    while let field = try inner.next() {
      switch field.number {
      case 1: try inner.floats(field, to: &flat)
      case 2: indices = try inner.indices(field)
      case 3: rows = try inner.number(field)
      case 101: vector = .dense(try inner.dense(field))
      case 102: vector = try inner.sparse(field)
      case 103: vector = try inner.multi(field)
      default: try inner.skip(field)
      }
    }
    if let vector { return vector }
    return try ProtoReader.old(flat, indices, rows)
  }

  /// The form of servers to 1.16: one list of numbers, and what it means beside it.
  private static func old(_ values: [Float], _ indices: [UInt32]?, _ rows: UInt64?)
    throws(ProtoError) -> Vector
  {
    if let indices {
      guard let sparse = SparseVector(indices: indices, values: values) else {
        throw ProtoError("a sparse vector whose lists differ", at: 0)
      }
      return .sparse(sparse)
    }
    guard let rows else { return .dense(values) }
    guard rows > 0, rows <= UInt64(values.count),
      let multi = MultiVector(dimensions: values.count / Int(rows), values: values)
    else { throw ProtoError("a multivector with rows of different lengths", at: 0) }
    return .multi(multi)
  }

  private mutating func indices(_ field: Field) throws(ProtoError) -> [UInt32] {
    var inner = try message(field)
    var indices: [UInt32] = []
    while let field = try inner.next() {
      if field.number == 1 {
        try inner.numbers(field, to: &indices)
      } else {
        try inner.skip(field)
      }
    }
    return indices
  }

  private mutating func dense(_ field: Field) throws(ProtoError) -> [Float] {
    var inner = try message(field)
    var values: [Float] = []
    while let field = try inner.next() {
      if field.number == 1 {
        try inner.floats(field, to: &values)
      } else {
        try inner.skip(field)
      }
    }
    return values
  }

  private mutating func sparse(_ field: Field) throws(ProtoError) -> Vector {
    var inner = try message(field)
    var values: [Float] = []
    var indices: [UInt32] = []
    while let field = try inner.next() {
      switch field.number {
      case 1: try inner.floats(field, to: &values)
      case 2: try inner.numbers(field, to: &indices)
      default: try inner.skip(field)
      }
    }
    guard let sparse = SparseVector(indices: indices, values: values) else {
      throw ProtoError("a sparse vector whose lists differ", at: 0)
    }
    return .sparse(sparse)
  }

  private mutating func multi(_ field: Field) throws(ProtoError) -> Vector {
    var inner = try message(field)
    var values: [Float] = []
    var dimensions: Int?
    while let field = try inner.next() {
      guard field.number == 1 else {
        try inner.skip(field)
        continue
      }
      let row = try inner.dense(field)
      guard dimensions == nil || dimensions == row.count else {
        throw ProtoError("a multivector with rows of different lengths", at: 0)
      }
      dimensions = row.count
      values += row
    }
    guard let dimensions, let multi = MultiVector(dimensions: dimensions, values: values) else {
      return .dense([])
    }
    return .multi(multi)
  }
}
