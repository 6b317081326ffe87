internal import JSONRows
internal import Model
internal import StoreBytes
internal import Wire

/// Goes through the rows of one group, all columns in step. Its calls block.
///
/// Unchecked because one reader holds it, and uses it on its lane only.
final class GroupWalk: @unchecked Sendable {
  let table: ParquetTables.Table
  let group: Int
  /// Of the next row, in the store.
  private(set) var position: Int
  let end: Int
  private var cursors: [Int: ColumnCursor] = [:]
  private var vectors: VectorCursor?
  private var fields: [SchemaNode] {
    [table.shape.metadata].compactMap(\.self) + table.shape.others
  }

  init(_ table: ParquetTables.Table, group: Int) throws(FormatError) {
    self.table = table
    self.group = group
    let before = table.footer.groups[..<group].reduce(0) { $0 + $1.rows }
    position = table.start + before
    end = position + table.footer.groups[group].rows
    let shape = table.shape
    let chunks = table.footer.groups[group].chunks
    if let (field, leaf) = shape.vector {
      vectors = VectorCursor(
        try PageReader(table.file, leaf, chunks[leaf.number], isVector: true), of: field)
    }
    for leaf in [shape.id, shape.text].compactMap(\.self) + fields.flatMap(\.leaves) {
      cursors[leaf.number] = ColumnCursor(try PageReader(table.file, leaf, chunks[leaf.number]))
    }
  }

  /// At most so many more rows.
  func next(_ limit: Int) throws(FormatError) -> [SourceRow] {
    let count = min(limit, end - position)
    guard count > 0 else { return [] }
    let ids = try flat(table.shape.id, count)
    let texts = try flat(table.shape.text, count)
    let vectors = try vectors?.vectors(count, from: position)
    let objects = try metadata(count)
    var rows: [SourceRow] = []
    rows.reserveCapacity(count)
    for index in 0..<count {
      rows.append(
        SourceRow(
          position: position + index, id: try id(ids?[index], position + index),
          text: texts?[index].text, metadata: objects[index], vector: vectors?[index],
          collection: table.collection))
    }
    position += count
    return rows
  }

  /// Passes over rows; their pages are unpacked all the same.
  func skip(to wanted: Int) throws(FormatError) {
    while position < wanted {
      let count = min(wanted - position, 4096)
      for number in Array(cursors.keys) { _ = try slice(number, count) }
      try vectors?.skip(count, from: position)
      position += count
    }
  }

  private func slice(_ number: Int, _ count: Int) throws(FormatError) -> ColumnSlice {
    // Taken out, so that its page is not copied.
    guard var cursor = cursors.removeValue(forKey: number) else {
      throw failure(.corrupt, "a column is missing")
    }
    let slice = try cursor.records(count)
    cursors[number] = cursor
    return slice
  }

  /// The values of a column without lists in it.
  private func flat(_ column: LeafColumn?, _ count: Int) throws(FormatError) -> [PayloadValue]? {
    guard let column else { return nil }
    let slice = try slice(column.number, count)
    let texts = LeafTexts(column.asText)
    var values: [PayloadValue] = []
    var next = 0
    for index in 0..<count {
      let isThere = slice.definitions.isEmpty || Int(slice.definitions[index]) == column.definition
      values.append(isThere ? try texts.value(slice.values, at: next, table.file.path) : .null)
      if isThere { next += 1 }
    }
    return values
  }

  private func id(_ value: PayloadValue?, _ row: Int) throws(FormatError) -> SourceID? {
    switch value {
    case .string(let text)?: return .text(text)
    case .int(let number)?:
      // Only what is below zero is no id of its own, and stays readable.
      return UInt64(exactly: number).map { .number($0) } ?? .text(String(number))
    default: return nil
    }
  }

  private func metadata(_ count: Int) throws(FormatError) -> [PayloadObject] {
    var objects = [PayloadObject](repeating: PayloadObject(), count: count)
    for field in fields {
      let slices = try field.leaves.map { (leaf) throws(FormatError) in
        try slice(leaf.number, count)
      }
      let isWhole = field.name == table.shape.metadata?.name
      var records = RecordReader(field, slices, in: table.file.path)
      for index in 0..<count {
        let value = try records.next()
        if isWhole {
          try merge(value, into: &objects[index], field, position + index)
        } else {
          objects[index][field.name] = value
        }
      }
    }
    return objects
  }

  /// The metadata of a row as one object, or as its JSON.
  private func merge(
    _ value: PayloadValue, into object: inout PayloadObject, _ field: SchemaNode, _ row: Int
  ) throws(FormatError) {
    switch value {
    case .object(let members): for (key, value) in members { object[key] = value }
    case .null: break
    case .string(let text):
      guard case .object(let members)? = try? JSONReader.value(text) else {
        object[field.name] = value
        return
      }
      for (key, value) in members { object[key] = value }
    default: object[field.name] = value
    }
  }

  private func failure(_ code: FormatError.Code, _ message: String) -> FormatError {
    FormatError(code, table.file.path, row: position, message)
  }
}

extension PayloadValue {
  fileprivate var text: String? { if case .string(let text) = self { text } else { nil } }
}

extension LeafColumn {
  /// Bytes under the name of a text are one.
  fileprivate var asText: LeafColumn {
    guard type == .bytes, meaning == .plain else { return self }
    return LeafColumn(
      number: number, type: type, length: length, meaning: .text, definition: definition,
      repeats: repeats, path: path)
  }
}
