internal import JSONRows
internal import StoreBytes

/// Which columns of a table are which part of a row.
struct RowShape: Sendable {
  var id: LeafColumn?
  var text: LeafColumn?
  /// The list's field, and the column of its numbers.
  var vector: (field: SchemaNode, leaf: LeafColumn)?
  /// A field that is metadata as a whole.
  var metadata: SchemaNode?
  /// Everything else: metadata, field by field.
  var others: [SchemaNode] = []

  init(_ fields: [SchemaNode], in path: String) throws(FormatError) {
    let vector = try RowShape.vector(fields, in: path)
    self.vector = vector.flatMap { field in field.vectorLeaf.map { (field, $0) } }
    let id = RowShape.first(.id, of: fields) { $0.isText || $0.isWhole }
    let text = RowShape.first(.text, of: fields) { $0.isText }
    self.id = id?.leaf
    self.text = text?.leaf
    metadata = RowShape.metadata(fields)
    let taken = Set([vector, id, text, metadata].compactMap { $0?.name })
    others = fields.filter { !taken.contains($0.name) }
  }

  /// The list of numbers that is named as a vector; else the only list of numbers there is.
  private static func vector(_ fields: [SchemaNode], in path: String) throws(FormatError)
    -> SchemaNode?
  {
    let lists = fields.filter { $0.vectorLeaf != nil }
    let named = lists.filter { RowKeys.role(of: $0.name) == .vector }
    if named.count == 1 { return named[0] }
    let candidates = named.isEmpty ? lists : named
    guard candidates.count > 1 else { return candidates.first }
    throw FormatError(
      .mismatch, path,
      "several columns could be the vector: \(candidates.map(\.name).sorted().joined(separator: ", "))",
      hints: ["keep one of them under the name \"vector\", or write each to a store of its own"])
  }

  /// The field with the plainest name that fits.
  private static func first(
    _ role: RowKeys.Role, of fields: [SchemaNode], where fits: (LeafColumn) -> Bool
  ) -> SchemaNode? {
    let plainest = role == .id ? "id" : "text"
    let candidates = fields.filter { field in
      RowKeys.role(of: field.name) == role && field.repetition != .repeated
        && field.leaf.map(fits) == true
    }
    return candidates.first { $0.name == plainest } ?? candidates.first
  }

  private static func metadata(_ fields: [SchemaNode]) -> SchemaNode? {
    fields.first { field in
      guard RowKeys.role(of: field.name) == .metadata, field.repetition != .repeated else {
        return false
      }
      if field.element != nil { return false }
      return field.leaf.map { $0.isText && !RowKeys.isAmbiguous(field.name) } ?? true
    }
  }
}

extension LeafColumn {
  /// Old writers do not say which bytes are text.
  var isText: Bool { type == .bytes && (meaning == .text || meaning == .plain) }

  var isWhole: Bool {
    (type == .int32 || type == .int64) && (meaning == .plain || meaning == .unsigned)
      || meaning == .uuid
  }
}
