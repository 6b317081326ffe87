internal import Model

/// A point id as the three integer columns that sort like it.
///
/// SQLite's integers are signed: flipping the highest bit makes their order that of the unsigned
/// halves. A number has a high half of 0, which takes no byte in a row.
struct PointKey: Hashable {
  let kind: Int64
  let high: Int64
  let low: Int64

  private static let flip = UInt64(1) << 63

  init(_ id: PointID) {
    switch id {
    case .number(let number):
      (kind, high) = (0, 0)
      low = Int64(bitPattern: number ^ PointKey.flip)
    case .uuid(let uuid):
      kind = 1
      high = Int64(bitPattern: uuid.high ^ PointKey.flip)
      low = Int64(bitPattern: uuid.low ^ PointKey.flip)
    }
  }

  init(kind: Int64, high: Int64, low: Int64) {
    self.kind = kind
    self.high = high
    self.low = low
  }

  /// Comes before every id.
  static let beforeAll = PointKey(kind: -1, high: 0, low: 0)

  var id: PointID {
    let low = UInt64(bitPattern: low) ^ PointKey.flip
    guard kind != 0 else { return .number(low) }
    return .uuid(UUID(high: UInt64(bitPattern: high) ^ PointKey.flip, low: low))
  }
}
