internal import Model
internal import StoreBytes

/// Values of the heap as parts of rows.
extension PickleMachine {
  mutating func row(_ cell: Cell, asMetadata: Bool, _ conversion: inout Conversion)
    throws(FormatError) -> PickledRow
  {
    switch cell.kind {
    case .none: return PickledRow(.nothing)
    case .text, .escapedText:
      var row = PickledRow(.text)
      try count(cell, &conversion)
      row.text = try countedText(cell, &conversion)
      return row
    case .int, .integer, .digits:
      var row = PickledRow(.integer)
      row.id = try sourceID(cell)
      return row
    case .node: break
    default: throw failure(.unsupported, "\(describe(cell)) in the place of a row")
    }
    try requireKept(cell.number)
    switch heap[cell.number].kind {
    case .list, .tuple: return try vectorRow(try vector(cell, &conversion))
    case .dict where asMetadata:
      var row = PickledRow(.dictionary)
      row.metadata = try metadataObject(cell.number, &conversion)
      return row
    case .dict: return try chunk(cell.number, &conversion)
    case .instance: return try instanceRow(cell, &conversion)
    case .set, .frozenset:
      throw failure(.unsupported, "\(describe(cell)) in the place of a row")
    }
  }

  private func vectorRow(_ vector: [Float]) throws(FormatError) -> PickledRow {
    var row = PickledRow(.vector)
    row.vector = vector
    return row
  }

  private mutating func instanceRow(_ cell: Cell, _ conversion: inout Conversion)
    throws(FormatError) -> PickledRow
  {
    let global = heap[cell.number].global
    if global == .reconstruct || global == .frombuffer {
      return try vectorRow(try vector(cell, &conversion))
    }
    if global == .document {
      let document = try document(cell, &conversion)
      var row = PickledRow(.document)
      (row.id, row.text, row.metadata) = (document.id, document.text, document.metadata)
      return row
    }
    var row = PickledRow(.text)
    switch try plain(cell, &conversion) {
    case .string(let text): row.text = text
    case .int(let number):
      row.kind = .integer
      row.id = UInt64(exactly: number).map { .number($0) } ?? .text(String(number))
    default: throw failure(.unsupported, "\(describe(cell)) in the place of a row")
    }
    return row
  }

  /// A dictionary that is a row of its own: what has a usual name goes to its place, and everything
  /// else belongs to the metadata.
  private mutating func chunk(_ number: Int, _ conversion: inout Conversion) throws(FormatError)
    -> PickledRow
  {
    var row = PickledRow(.dictionary)
    var parts: [(name: String, cell: Cell)] = []
    var walk = heap.walk(number)
    while let key = heap.next(&walk), let value = heap.next(&walk) {
      let name = try keyText(key, &conversion)
      parts.removeAll { $0.name.utf8.elementsEqual(name.utf8) }
      parts.append((name, value))
      guard parts.count <= 1 << 12 else {
        throw failure(.tooLarge, "a row with more than \(1 << 12) keys")
      }
    }
    func taken(_ names: [String], _ fits: (Cell) -> Bool) -> Cell? {
      for name in names {
        guard let place = parts.firstIndex(where: { $0.name == name && fits($0.cell) }) else {
          continue
        }
        return parts.remove(at: place).cell
      }
      return nil
    }
    let text = taken(RowNames.text) { $0.isText }
    let vectorCell = taken(RowNames.vector) { isVector($0) }
    let metadata = taken(RowNames.metadata) { isNode($0, .dict) }
    let id = taken(RowNames.id) {
      $0.isText || $0.kind == .int || $0.kind == .integer || isInstance($0, of: .uuid)
    }
    if let metadata { row.metadata = try metadataObject(metadata.number, &conversion) }
    for part in parts {
      guard row.metadata[part.name] == nil else {
        throw failure(
          .corrupt, "the key \(Excerpt.of(part.name)) is both beside and inside the metadata")
      }
      row.metadata[part.name] = try payload(part.cell, &conversion)
    }
    if let text { row.text = try countedText(text, &conversion) }
    if let vectorCell { row.vector = try vector(vectorCell, &conversion) }
    if let id { row.id = try sourceID(id) }
    row.hasContent = text != nil || vectorCell != nil
    return row
  }

  private func isVector(_ cell: Cell) -> Bool {
    guard cell.kind == .node else { return false }
    let node = heap[cell.number]
    switch node.kind {
    case .list, .tuple: return node.count > 0
    case .instance: return node.global == .reconstruct || node.global == .frombuffer
    case .set, .frozenset, .dict: return false
    }
  }

  /// The numbers of a list or of an array with one axis.
  func vector(_ cell: Cell, _ conversion: inout Conversion) throws(FormatError) -> [Float] {
    if heap[cell.number].kind == .instance {
      let array = try self.array(cell)
      if array.data.kind == .node { return try vector(array.data, &conversion) }
      guard array.shape.count == 1 else {
        throw failure(.corrupt, "a vector of \(array.shape.count) axes")
      }
      let bytes = try byteString(array.data)
      guard let floats = array.type.floats(bytes) else {
        throw failure(.unsupported, "a vector of numpy type \(array.name)")
      }
      conversion.values += floats.count
      try count(.none, &conversion)
      return floats
    }
    var floats: [Float] = []
    floats.reserveCapacity(min(Int(heap[cell.number].count), 1 << 16))
    var walk = heap.walk(cell.number)
    while let part = heap.next(&walk) {
      try count(part, &conversion)
      if part.kind == .double {
        floats.append(Float(Double(bitPattern: part.bits)))
      } else if part.kind == .int {
        floats.append(Float(part.int))
      } else if isInstance(part, of: .scalar),
        case .double(let value) = try plain(part, &conversion)
      {
        floats.append(Float(value))
      } else {
        throw failure(.unsupported, "\(describe(part)) in the place of a component of a vector")
      }
    }
    return floats
  }
}
