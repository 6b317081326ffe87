internal import Model
internal import Wire

/// All vectors of a point as the bytes of one column.
///
/// Each vector: length of the name (2 bytes), the name, a kind byte, a count (4 bytes), and for
/// - dense (0): that many float32;
/// - sparse (1): that many indices (4 bytes each), then that many float32;
/// - multi (2): the dimensions of a row (4 bytes), then that many float32 over all rows.
///
/// Every number is little-endian.
enum VectorBlob {
  static func bytes(_ vectors: Vectors) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(vectors.byName.reduce(0) { $0 + $1.name.utf8.count + size($1.vector) })
    for (name, vector) in vectors.byName {
      append(UInt32(name.utf8.count), width: 2, to: &bytes)
      bytes.append(contentsOf: name.utf8)
      append(vector, to: &bytes)
    }
    return bytes
  }

  private static func size(_ vector: Vector) -> Int {
    switch vector {
    case .dense(let values): 7 + 4 * values.count
    case .sparse(let sparse): 7 + 8 * sparse.values.count
    case .multi(let multi): 11 + 4 * multi.values.count
    }
  }

  private static func append(_ vector: Vector, to bytes: inout [UInt8]) {
    switch vector {
    case .dense(let values):
      bytes.append(0)
      append(UInt32(values.count), width: 4, to: &bytes)
      FloatBytes.append(values, to: &bytes)
    case .sparse(let sparse):
      bytes.append(1)
      append(UInt32(sparse.values.count), width: 4, to: &bytes)
      for index in sparse.indices { append(index, width: 4, to: &bytes) }
      FloatBytes.append(sparse.values, to: &bytes)
    case .multi(let multi):
      bytes.append(2)
      append(UInt32(multi.values.count), width: 4, to: &bytes)
      append(UInt32(multi.dimensions), width: 4, to: &bytes)
      FloatBytes.append(multi.values, to: &bytes)
    }
  }

  private static func append(_ value: UInt32, width: Int, to bytes: inout [UInt8]) {
    for place in 0..<width { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * place))) }
  }

  // MARK: - Reading

  /// Nil when the bytes are not what `bytes(_:)` writes.
  static func vectors(_ bytes: [UInt8]) -> Vectors? {
    var list: [(name: String, vector: Vector)] = []
    var cursor = Cursor()
    while cursor.offset < bytes.count {
      guard let (name, vector) = cursor.next(in: bytes) else { return nil }
      list.append((name, vector))
    }
    return Vectors(list)
  }

  private struct Cursor {
    var offset = 0

    mutating func next(in bytes: [UInt8]) -> (String, Vector)? {
      guard let length = number(2, in: bytes), let name = text(length, in: bytes),
        let kind = number(1, in: bytes), let count = number(4, in: bytes)
      else { return nil }
      switch kind {
      case 0:
        return floats(count, in: bytes).map { (name, .dense($0)) }
      case 1:
        var indices: [UInt32] = []
        for _ in 0..<min(count, bytes.count) {
          guard let index = number(4, in: bytes) else { return nil }
          indices.append(UInt32(index))
        }
        guard let values = floats(count, in: bytes) else { return nil }
        return SparseVector(indices: indices, values: values).map { (name, .sparse($0)) }
      case 2:
        guard let width = number(4, in: bytes), let values = floats(count, in: bytes) else {
          return nil
        }
        return MultiVector(dimensions: width, values: values).map { (name, .multi($0)) }
      default:
        return nil
      }
    }

    private mutating func number(_ width: Int, in bytes: [UInt8]) -> Int? {
      guard offset + width <= bytes.count else { return nil }
      var value = 0
      for place in 0..<width { value |= Int(bytes[offset + place]) << (8 * place) }
      offset += width
      return value
    }

    private mutating func text(_ length: Int, in bytes: [UInt8]) -> String? {
      guard length > 0 else { return "" }
      guard offset + length <= bytes.count else { return nil }
      defer { offset += length }
      return String(validating: bytes[offset..<offset + length], as: UTF8.self)
    }

    private mutating func floats(_ count: Int, in bytes: [UInt8]) -> [Float]? {
      guard offset + 4 * count <= bytes.count else { return nil }
      defer { offset += 4 * count }
      return FloatBytes.floats(count, from: offset, in: bytes)
    }
  }
}
