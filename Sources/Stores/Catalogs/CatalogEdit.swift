public import Model
internal import Wire

/// A metadata.json with one thing changed. What it does not know stays as it was.
public enum CatalogEdit {
  /// With another version, before the first one that is not newer.
  public static func adding(
    _ entry: PayloadObject, to name: String, in bytes: [UInt8]?
  ) throws(CatalogError) -> [UInt8] {
    var (document, entries) = try parts(of: bytes, name)
    let instant = CatalogEdit.instant(.object(entry))
    let place = entries.firstIndex { other in
      guard let instant, let time = CatalogEdit.instant(other) else { return instant != nil }
      return time <= instant
    }
    entries.insert(.object(entry), at: place ?? entries.count)
    document[name] = .list(entries)
    return text(document)
  }

  /// Without some versions. Nil where there is none of them.
  public static func removing(
    _ versions: Set<String>, from name: String, in bytes: [UInt8]
  ) throws(CatalogError) -> [UInt8]? {
    var (document, entries) = try parts(of: bytes, name)
    let count = entries.count
    entries.removeAll { version(of: $0).map(versions.contains) ?? false }
    guard entries.count < count else { return nil }
    document[name] = .list(entries)
    return text(document)
  }

  private static func parts(
    of bytes: [UInt8]?, _ name: String
  ) throws(CatalogError) -> (PayloadObject, [PayloadValue]) {
    guard let bytes else { return (PayloadObject(), []) }
    let document = try Catalog(bytes).raw
    switch document[name] {
    case nil: return (document, [])
    case .list(let entries): return (document, entries)
    case .some(let value):
      throw CatalogError(
        .notACatalog, "\"\(name)\" is \(value.kind) there, and no list of versions")
    }
  }

  private static func version(of entry: PayloadValue) -> String? {
    guard case .object(let object) = entry else { return nil }
    if case .string(let version) = object["version"] { return version }
    if case .string(let timestamp) = object["timestamp"] { return timestamp }
    return nil
  }

  private static func instant(_ entry: PayloadValue) -> Instant? {
    if case .object(let object) = entry, case .string(let text) = object["timestamp"] {
      return Instant(lenient: text)
    }
    return version(of: entry).flatMap { Instant(lenient: $0) }
  }

  private static func text(_ document: PayloadObject) -> [UInt8] {
    JSONWriter.bytes(JSON(.object(document)), .pretty) + [0x0A]
  }
}
