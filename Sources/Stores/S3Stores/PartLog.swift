internal import Crypto
internal import Host
internal import Model

/// Which parts of a cached file are there, written down after each was written.
///
/// Each record has the hash of its bytes, so that after a power cut nothing is believed that the disk
/// lost. Records of several processes may mix; a damaged one is only a part that is fetched again.
struct PartLog: Sendable {
  static let recordLength = 32
  let path: String
  private let file: SharedFile

  init(_ path: String) throws {
    self.path = path
    file = try SharedFile(path, appending: true)
  }

  func clear() throws { try file.setSize(0) }

  func append(_ range: Range<UInt64>, _ bytes: [UInt8]) throws {
    var record: [UInt8] = []
    let hash = ContentHash.hash(bytes)
    for word in [range.lowerBound, range.upperBound, hash.high, hash.low] {
      for shift in stride(from: UInt64(0), to: 64, by: 8) {
        record.append(UInt8(truncatingIfNeeded: word >> shift))
      }
    }
    try file.write(record)
  }

  /// The parts whose bytes in `data` are what was written down.
  func verified(_ data: OpenFile, size: UInt64) throws -> RangeSet {
    var parts = RangeSet()
    guard let bytes = try? Files.read(path, limit: 64 << 20) else { return parts }
    for start in stride(
      from: 0, to: bytes.count - PartLog.recordLength + 1, by: PartLog.recordLength)
    {
      let words = (0..<4).map { PartLog.word(bytes, at: start + 8 * $0) }
      guard words[0] < words[1], words[1] <= size, words[1] - words[0] <= 64 << 20 else { continue }
      let range = words[0]..<words[1]
      guard !parts.missing(range).isEmpty else { continue }
      let found = try data.read(at: range.lowerBound, count: range.count)
      let hash = ContentHash.hash(found)
      if found.count == range.count, hash.high == words[2], hash.low == words[3] {
        parts.insert(range)
      }
    }
    return parts
  }

  private static func word(_ bytes: [UInt8], at offset: Int) -> UInt64 {
    (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[offset + $1]) << UInt64(8 * $1) }
  }
}
