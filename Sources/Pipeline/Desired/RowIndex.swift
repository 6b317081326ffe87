internal import Crypto
public import Model
internal import Wire

/// The row index: a desired set as bytes, so that an unchanged source need not be read again.
///
/// Format 1, little-endian: "PLUMBIDX"; u32 version; u32 length of the header; the header, one JSON
/// object (`key`, `rows`, `points`, `dropped`, `digest`, `dedupe`); per point 57 bytes (kind of id u8,
/// id u64 u64, vector hash u64 u64, payload hash u64 u64, row u64); per dropped id 17 bytes; and the
/// XXH3-128 of everything before. An index that is damaged, old or for another key is no index.
public enum RowIndex {
  static let magic = Array("PLUMBIDX".utf8)
  static let version: UInt32 = 1
  static let pointLength = 57
  static let idLength = 17
  /// Points a chunk: about a megabyte.
  private static let chunk = 18_000

  /// Hands over the whole index in chunks. `key` names what the set was computed from.
  public static func write(
    _ set: DesiredSet, key: String, to sink: ([UInt8]) throws -> Void
  ) throws {
    var hash = ContentHash()
    func emit(_ bytes: [UInt8]) throws {
      hash.update(bytes)
      try sink(bytes)
    }
    try emit(head(set, key: key))
    var bytes: [UInt8] = []
    for start in stride(from: 0, to: set.points.count, by: chunk) {
      bytes.removeAll(keepingCapacity: true)
      for point in set.points[start..<min(start + chunk, set.points.count)] {
        bytes.append(point)
        bytes.appendLittleEndian(UInt64(point.row))
      }
      try emit(bytes)
    }
    var ids: [UInt8] = []
    for id in set.dropped { ids.append(id) }
    try emit(ids)
    var end: [UInt8] = []
    end.append(hash.finalize())
    try sink(end)
  }

  private static func head(_ set: DesiredSet, key: String) -> [UInt8] {
    let rules = set.dedupe.rules.map { rule -> JSON in
      ["name": .string(rule.name), "dropped": JSON(rule.dropped), "recall": recall(rule.recall)]
    }
    let header = JSONWriter.bytes([
      "key": .string(key), "rows": JSON(set.rows), "points": JSON(set.points.count),
      "dropped": JSON(set.dropped.count), "digest": .string(set.digest.description),
      "dedupe": ["input": JSON(set.dedupe.input), "rules": .array(rules)],
    ])
    var bytes = magic
    bytes.append(little: version)
    bytes.append(little: UInt32(header.count))
    return bytes + header
  }

  private static func recall(_ recall: DedupeReport.Recall?) -> JSON {
    guard let recall else { return .null }
    return [
      "sampled": JSON(recall.sampled), "missed": JSON(recall.missed),
      "share": .double(recall.share),
    ]
  }
}

extension [UInt8] {
  fileprivate mutating func append(little value: UInt32) {
    for shift in stride(from: UInt32(0), to: 32, by: 8) {
      append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }
}
