internal import GRPC
internal import Model

/// Reads points of which only ids and marks are wanted, without making objects of their payloads.
///
/// The same comes out as from `ProtoReader.record`: what is no mark there is none here.
struct MarkReader {
  /// The owner of the last point, who is mostly that of the next.
  private var owner = ""
  private var ownerBytes: [UInt8] = []

  private static let key = Array(LivePoint.Mark.key.utf8)
  private static let ownerKey = Array("owner".utf8)
  private static let vectorKey = Array("vector".utf8)
  private static let payloadKey = Array("payload".utf8)

  /// A RetrievedPoint.
  mutating func point(
    _ field: ProtoReader.Field, in reader: inout ProtoReader
  ) throws(ProtoError) -> LivePoint {
    var inner = try reader.message(field)
    var id: PointID?
    var mark: LivePoint.Mark?
    while let field = try inner.next() {
      switch field.number {
      case 1: id = try inner.id(field)
      case 2: try self.entry(field, in: &inner, &mark)
      default: try inner.skip(field)
      }
    }
    guard let id else { throw ProtoError("a point without an id", at: 0) }
    return LivePoint(id: id, mark: mark)
  }

  /// An entry of the payload.
  private mutating func entry(
    _ field: ProtoReader.Field, in reader: inout ProtoReader, _ mark: inout LivePoint.Mark?
  ) throws(ProtoError) {
    var entry = try reader.message(field)
    var isMark = false
    var value: ProtoReader?
    while let field = try entry.next() {
      switch field.number {
      case 1: isMark = try entry.bytes(field).elementsEqual(MarkReader.key)
      case 2: value = try entry.message(field)
      default: try entry.skip(field)
      }
    }
    guard isMark else { return }
    mark = nil
    guard var value else { return }
    while let field = try value.next() {
      // A Value that is an object; the last one counts, as of every field.
      if field.number == 6 {
        var content = try value.message(field)
        mark = try self.mark(&content)
      } else {
        try value.skip(field)
        mark = nil
      }
    }
  }

  private mutating func mark(_ content: inout ProtoReader) throws(ProtoError) -> LivePoint.Mark? {
    var owner: ArraySlice<UInt8>?
    var vector: Hash128?
    var payload: Hash128?
    while let field = try content.next() {
      guard field.number == 1 else {
        try content.skip(field)
        continue
      }
      var entry = try content.message(field)
      var key: ArraySlice<UInt8> = []
      var text: ArraySlice<UInt8>?
      while let field = try entry.next() {
        switch field.number {
        case 1: key = try entry.bytes(field)
        case 2: text = try MarkReader.text(field, in: &entry)
        default: try entry.skip(field)
        }
      }
      if key.elementsEqual(MarkReader.vectorKey) {
        vector = text.flatMap { Hash128(digits: $0) }
      } else if key.elementsEqual(MarkReader.payloadKey) {
        payload = text.flatMap { Hash128(digits: $0) }
      } else if key.elementsEqual(MarkReader.ownerKey) {
        owner = text
      }
    }
    guard let owner, let vector, let payload else { return nil }
    return LivePoint.Mark(
      owner: try name(owner), fingerprint: Fingerprint(vector: vector, payload: payload))
  }

  /// A Value that is a string; nil for another one.
  private static func text(
    _ field: ProtoReader.Field, in reader: inout ProtoReader
  ) throws(ProtoError) -> ArraySlice<UInt8>? {
    var value = try reader.message(field)
    var text: ArraySlice<UInt8>?
    while let field = try value.next() {
      if field.number == 4 {
        text = try value.bytes(field)
      } else {
        try value.skip(field)
        text = nil
      }
    }
    return text
  }

  private mutating func name(_ bytes: ArraySlice<UInt8>) throws(ProtoError) -> String {
    if bytes.elementsEqual(ownerBytes) { return owner }
    guard let name = String(validating: bytes, as: UTF8.self) else {
      throw ProtoError("text that is not UTF-8", at: bytes.startIndex)
    }
    ownerBytes = Array(bytes)
    owner = name
    return name
  }
}
