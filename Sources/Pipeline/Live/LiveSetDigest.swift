internal import Crypto
public import Model

/// A digest over ids, owners and fingerprints of live points, taken batch by batch in id order.
public struct LiveSetDigest: Sendable {
  private var hash = ContentHash()
  private var bytes: [UInt8] = []

  public init() {}

  public mutating func take(_ batch: [LivePoint]) {
    bytes.removeAll(keepingCapacity: true)
    for point in batch { append(point) }
    hash.update(bytes)
  }

  private mutating func append(_ point: LivePoint) {
    switch point.id {
    case .number(let number):
      bytes.append(0)
      bytes.appendLittleEndian(number)
    case .uuid(let uuid):
      bytes.append(1)
      bytes.appendLittleEndian(uuid.high)
      bytes.appendLittleEndian(uuid.low)
    }
    guard let mark = point.mark else {
      bytes.append(0)
      return
    }
    bytes.append(1)
    bytes.appendCounted(mark.owner)
    for half in [mark.fingerprint.vector, mark.fingerprint.payload] {
      bytes.appendLittleEndian(half.high)
      bytes.appendLittleEndian(half.low)
    }
  }

  public consuming func finish() -> String { hash.finalize().description }
}
