internal import Crypto
public import Model

/// A digest over ids, owners and fingerprints of live points, taken batch by batch in id order.
public struct LiveSetDigest: ~Copyable {
  private var hash: ContentHash
  /// Whole words instead of bytes: this is done for every point of every plan.
  private var words: [UInt64] = []
  private var lastOwner = ""
  private var ownerHash = ContentHash.hash("")

  public init() {
    hash = ContentHash()
  }

  public mutating func take(_ batch: [LivePoint]) {
    words.removeAll(keepingCapacity: true)
    for point in batch { append(point) }
    hash.update(words)
  }

  private mutating func append(_ point: LivePoint) {
    let isMarked: UInt64 = point.mark == nil ? 0 : 2
    switch point.id {
    case .number(let number):
      words.append(isMarked)
      words.append(0)
      words.append(number)
    case .uuid(let uuid):
      words.append(isMarked | 1)
      words.append(uuid.high)
      words.append(uuid.low)
    }
    guard let mark = point.mark else { return }
    if !mark.owner.utf8.elementsEqual(lastOwner.utf8) {
      lastOwner = mark.owner
      ownerHash = ContentHash.hash(mark.owner)
    }
    append(ownerHash)
    append(mark.fingerprint.vector)
    append(mark.fingerprint.payload)
  }

  private mutating func append(_ hash: Hash128) {
    words.append(hash.high)
    words.append(hash.low)
  }

  public borrowing func finish() -> String { hash.finalize().description }
}
