internal import Crypto
public import Model
internal import Wire

/// Which id a row's point has.
struct IdentityMapping: Sendable {
  let rule: IDRule

  /// The payload key that keeps a source id which is neither a number nor a UUID. It is the key of
  /// qdrant/migration, so that its users need not write their points again.
  static let originalKey = "__id__"

  struct Identity {
    var id: PointID
    /// The source's own id, where it had to be hashed.
    var original: String?
  }

  func id(of row: SourceRow) throws(MappingError) -> Identity {
    switch rule {
    case .from("id"):
      guard let id = row.id else { return contentID(of: row) }
      return identity(id)
    case .from(let path):
      return identity(try fieldID(path, of: row))
    case .fields(let paths):
      return Identity(id: try hashed(paths, of: row))
    case .content:
      return contentID(of: row)
    }
  }

  private func identity(_ id: SourceID) -> Identity {
    switch id {
    case .number(let number): Identity(id: .number(number))
    case .text(let text): IdentityMapping.identity(text)
    }
  }

  static func identity(_ text: String) -> Identity {
    PointID(text).map { Identity(id: $0) }
      ?? Identity(
        id: .uuid(UUID.version5(namespace: UUID.urlNamespace, name: text)), original: text)
  }

  private func fieldID(_ path: String, of row: SourceRow) throws(MappingError) -> SourceID {
    switch row.metadata.value(at: path) {
    case .string(let text): return .text(text)
    case .int(let number) where number >= 0: return .number(UInt64(number))
    case .int(let number): return .text(String(number))
    case .some(let value):
      throw MappingError(
        row, "field \"\(path)\" is \(value.kind), and an id is a string or an integer",
        hint: "choose another field in `map.id.from`")
    case .none:
      throw MappingError(
        row, "has no field \"\(path)\" to take its id from",
        hint: "choose another field in `map.id.from`, or use `map.id: { content: true }`")
    }
  }

  /// Over the values as a JSON list, so that ["a", "bc"] and ["ab", "c"] stay different.
  private func hashed(_ paths: [String], of row: SourceRow) throws(MappingError) -> PointID {
    var values: [PayloadValue] = []
    for path in paths {
      guard let value = row.metadata.value(at: path), value != .null else {
        throw MappingError(
          row, "has no field \"\(path)\", which is part of its id",
          hint: "choose other fields in `map.id.fields`")
      }
      values.append(value)
    }
    return .uuid(UUID.version5(namespace: UUID.urlNamespace, name: JSONWriter.text(.list(values))))
  }

  private func contentID(of row: SourceRow) -> Identity {
    var bytes: [UInt8] = []
    (row.text.map { PayloadValue.string($0) } ?? .null).writeCanonically(into: &bytes)
    PayloadValue.object(row.metadata).writeCanonically(into: &bytes)
    for value in row.vector ?? [] { bytes.append(littleEndian: value.bitPattern) }
    if let vectors = row.vectors { bytes.append(vectors) }
    let name = ContentHash.hash(bytes).description
    return Identity(id: .uuid(UUID.version5(namespace: UUID.urlNamespace, name: name)))
  }
}

extension PointID {
  /// The id of the point that a source id given as text becomes: itself where it is one, else its
  /// UUIDv5.
  public init(ofSource text: String) { self = IdentityMapping.identity(text).id }
}

extension PayloadObject {
  /// The value at a path with dots, or of a key that contains them.
  package func value(at path: String) -> PayloadValue? {
    if let value = self[path] { return value }
    guard let dot = path.firstIndex(of: "."),
      case .object(let inner) = self[String(path[..<dot])]
    else { return nil }
    return inner.value(at: String(path[path.index(after: dot)...]))
  }
}

extension [UInt8] {
  mutating func append(littleEndian value: UInt32) {
    for shift in stride(from: UInt32(0), to: 32, by: 8) {
      append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }
}
