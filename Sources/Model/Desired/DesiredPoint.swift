/// What a plan must know of one desired point, in 56 bytes, so that ten million fit a laptop.
public struct DesiredPoint: Hashable, Sendable {
  private let high: UInt64
  private let low: UInt64
  public let fingerprint: Fingerprint
  /// The row in the lower 63 bits, the kind of the id above them.
  private let tagged: UInt64

  private static let uuidTag = UInt64(1) << 63

  public init(id: PointID, fingerprint: Fingerprint, row: Int) {
    switch id {
    case .number(let number):
      (high, low, tagged) = (0, number, UInt64(row))
    case .uuid(let uuid):
      (high, low, tagged) = (uuid.high, uuid.low, UInt64(row) | DesiredPoint.uuidTag)
    }
    self.fingerprint = fingerprint
  }

  public var id: PointID {
    tagged & DesiredPoint.uuidTag == 0 ? .number(low) : .uuid(UUID(high: high, low: low))
  }

  /// The position of the source row that the point comes from.
  public var row: Int { Int(tagged & ~DesiredPoint.uuidTag) }

  /// Whether both are the same point, without building an id.
  public func hasID(of other: DesiredPoint) -> Bool {
    low == other.low && high == other.high
      && tagged & DesiredPoint.uuidTag == other.tagged & DesiredPoint.uuidTag
  }

  /// Where the id falls in a hash table: people choose ids, and with a seed that they cannot know none
  /// of their choices is a bad one.
  public func mixedID(seed: UInt64) -> UInt64 {
    let product = (low ^ seed).multipliedFullWidth(by: (high ^ seed.byteSwapped) | 1)
    return product.high ^ product.low
  }

  /// The same point as of another row.
  public func moved(by rows: Int) -> DesiredPoint {
    DesiredPoint(high: high, low: low, fingerprint: fingerprint, tagged: tagged + UInt64(rows))
  }

  private init(high: UInt64, low: UInt64, fingerprint: Fingerprint, tagged: UInt64) {
    (self.high, self.low, self.tagged) = (high, low, tagged)
    self.fingerprint = fingerprint
  }

  /// The order of `PointID`, without building one.
  public static func precedes(_ left: DesiredPoint, _ right: DesiredPoint) -> Bool {
    let kinds = (left.tagged & uuidTag, right.tagged & uuidTag)
    return (kinds.0, left.high, left.low) < (kinds.1, right.high, right.low)
  }
}
