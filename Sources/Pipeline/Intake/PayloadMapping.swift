internal import Crypto
internal import Model

/// Which payload a row's point has.
struct PayloadMapping: Sendable {
  private let rule: PayloadRule
  private let textKey: String?
  private let excluded: Set<String>
  private let included: Set<String>?
  private let fixed: PayloadObject
  /// Payload keys that receive the row's position.
  private let rowKeys: [String]
  /// A payload is the metadata and the text, and nothing else: the usual case.
  private let isPlain: Bool

  /// Whether the same row in another place has another payload.
  var dependsOnPosition: Bool { !rowKeys.isEmpty }

  init(_ manifest: Manifest, version: StoreVersion) {
    rule = manifest.map.payload
    textKey = manifest.map.text
    excluded = Set(rule.exclude)
    included = rule.include.map(Set.init)
    var fixed = rule.constants
    var rowKeys: [String] = []
    for (key, fact) in rule.provenance {
      switch fact {
      case .store: fixed[key] = .string(manifest.source.store)
      case .source: fixed[key] = .string(version.name)
      case .version: fixed[key] = version.version.map { .string($0) } ?? .null
      case .collection: fixed[key] = manifest.source.collection.map { .string($0) } ?? .null
      case .row: rowKeys.append(key)
      }
    }
    self.fixed = fixed
    self.rowKeys = rowKeys
    isPlain =
      rule.exclude.isEmpty && rule.include == nil && rule.rename.isEmpty && fixed.isEmpty
      && rowKeys.isEmpty && textKey != LivePoint.Mark.key
  }

  func payload(of row: SourceRow, original: String?) throws(MappingError) -> PayloadObject {
    var payload = PayloadObject()
    for (key, value) in row.metadata where keeps(key) {
      try put(value, under: rule.rename[key] ?? key, into: &payload, row)
    }
    if let textKey, let text = row.text {
      try put(.string(text), under: textKey, into: &payload, row)
    }
    for (key, value) in fixed { try put(value, under: key, into: &payload, row) }
    for key in rowKeys { try put(.int(Int64(row.position)), under: key, into: &payload, row) }
    if let original {
      try put(.string(original), under: IdentityMapping.originalKey, into: &payload, row)
    }
    return payload
  }

  private func keeps(_ key: String) -> Bool {
    guard !excluded.contains(key) else { return false }
    return included.map { $0.contains(key) } ?? true
  }

  private func put(
    _ value: PayloadValue, under key: String, into payload: inout PayloadObject, _ row: SourceRow
  ) throws(MappingError) {
    guard key != LivePoint.Mark.key else {
      throw MappingError(
        row, "its payload has the key \"\(key)\", which is reserved for Plumb's mark",
        hint: "rename or exclude it in `map.payload`")
    }
    if let present = payload[key], present != value {
      throw MappingError(
        row, "two values for the payload key \"\(key)\"",
        hint: "rename or exclude one of them in `map.payload`, or move the text by `map.text`")
    }
    payload[key] = value
  }

  static func hash(_ payload: PayloadObject) -> Hash128 {
    var scratch = HashScratch()
    return hash(payload, &scratch)
  }

  private static func hash(_ payload: PayloadObject, _ scratch: inout HashScratch) -> Hash128 {
    scratch.bytes.removeAll(keepingCapacity: true)
    scratch.bytes.append(version)
    PayloadValue.object(payload).writeCanonically(into: &scratch.bytes)
    return ContentHash.hash(scratch.bytes)
  }

  /// Of the canonical form: a change of it changes every fingerprint, knowingly.
  private static let version: UInt8 = 1

  /// The hash of what `payload` makes of the row, in the usual case without making it.
  func hash(
    of row: SourceRow, original: String?, _ scratch: inout HashScratch
  ) throws(MappingError) -> Hash128 {
    guard isPlain, original == nil, row.metadata[LivePoint.Mark.key] == nil else {
      return PayloadMapping.hash(try payload(of: row, original: original), &scratch)
    }
    guard let textKey, let text = row.text else {
      return PayloadMapping.hash(row.metadata, &scratch)
    }
    guard row.metadata[textKey] == nil else {
      return PayloadMapping.hash(try payload(of: row, original: original), &scratch)
    }
    scratch.bytes.removeAll(keepingCapacity: true)
    scratch.bytes.append(PayloadMapping.version)
    row.metadata.writeCanonically(with: textKey, text, into: &scratch.bytes)
    return ContentHash.hash(scratch.bytes)
  }
}
