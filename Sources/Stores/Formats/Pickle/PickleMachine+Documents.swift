internal import Model
internal import StoreBytes

/// Documents, whichever generation of their library wrote them: their text and metadata are in a
/// dictionary of attributes, and everything else about them is how the library keeps itself.
extension PickleMachine {
  mutating func document(_ cell: Cell, _ conversion: inout Conversion) throws(FormatError)
    -> PickledDocument
  {
    guard isInstance(cell, of: .document) else {
      throw failure(.unsupported, "expected a document, found \(describe(cell))")
    }
    var walk = heap.walk(cell.number)
    var state = Cell.missing
    while let part = heap.next(&walk) { state = part }
    guard isNode(state, .dict), let attributes = value(of: .attributes, in: state.number),
      isNode(attributes, .dict)
    else { throw failure(.corrupt, "a document without its attributes") }
    guard let text = value(of: .pageContent, in: attributes.number) else {
      throw failure(.corrupt, "a document without page_content")
    }
    let metadata = value(of: .metadata, in: attributes.number) ?? .none
    let isEmpty = metadata.kind == .none
    guard isEmpty || isNode(metadata, .dict) else {
      throw failure(.corrupt, "a document whose metadata is \(describe(metadata))")
    }
    guard text.kind == .none || text.isText else {
      throw failure(.corrupt, "a document whose text is \(describe(text))")
    }
    try count(text, &conversion)
    return PickledDocument(
      text: text.kind == .none ? nil : try countedText(text, &conversion),
      metadata: isEmpty ? PayloadObject() : try metadataObject(metadata.number, &conversion),
      id: try documentID(in: attributes.number))
  }

  private mutating func documentID(in attributes: Int) throws(FormatError) -> SourceID? {
    guard let id = value(of: .id, in: attributes), id.kind != .none else { return nil }
    return try sourceID(id)
  }

  mutating func metadataObject(_ number: Int, _ conversion: inout Conversion) throws(FormatError)
    -> PayloadObject
  {
    guard heap[number].count <= 64 else { return try object(number, &conversion) }
    try requireKept(number)
    var object = PayloadObject()
    object.reserveCapacity(Int(heap[number].count) / 2)
    var walk = heap.walk(number)
    while let key = heap.next(&walk), let value = heap.next(&walk) {
      var name = try sharedText(key, &conversion)
      if name == nil { name = try keyText(key, &conversion) }
      guard let name else { continue }
      if value.isText, let text = try sharedText(value, &conversion) {
        object[name] = .string(text)
      } else {
        object[name] = try payload(value, &conversion)
      }
    }
    return object
  }

  /// The value of the last pair with that key.
  private mutating func value(of name: Names.Name, in dictionary: Int) -> Cell? {
    var walk = heap.walk(dictionary)
    var found: Cell?
    while let key = heap.next(&walk), let value = heap.next(&walk) {
      if matches(key, name) { found = value }
    }
    return found
  }

  /// Whether a key is that name. Pickles write a name once and refer to it, so its place tells.
  mutating func matches(_ key: Cell, _ name: Names.Name) -> Bool {
    if key.kind == .text {
      if Int(key.length) != name.length { return false }
      if names.offset(of: name) == key.bits { return true }
    }
    guard isText(key, name) else { return false }
    if key.kind == .text { names.remember(name, at: key.bits) }
    return true
  }

  private func isText(_ key: Cell, _ name: Names.Name) -> Bool {
    key.isText && (try? text(key)) == name.rawValue
  }

  /// Short texts that were met before, by their place: keys and shared values.
  mutating func sharedText(_ cell: Cell, _ conversion: inout Conversion)
    throws(FormatError) -> String?
  {
    guard cell.kind == .text, cell.length <= 256, cell.bits < rowStart else { return nil }
    try count(cell, &conversion)
    if let known = names.text(at: cell.bits) { return known }
    let found = try countedText(cell, &conversion)
    names.remember(found, at: cell.bits)
    return found
  }

  func sourceID(_ cell: Cell) throws(FormatError) -> SourceID {
    switch cell.kind {
    case .text, .escapedText: return .text(try text(cell))
    case .int: return UInt64(exactly: cell.int).map { .number($0) } ?? .text(String(cell.int))
    case .integer, .digits:
      let text = try integerText(cell)
      return UInt64(text).map { .number($0) } ?? .text(text)
    default:
      if cell.kind == .node {
        var conversion = Conversion()
        if case .string(let text) = try payload(cell, &conversion) { return .text(text) }
      }
      throw failure(.unsupported, "an id that is \(describe(cell))")
    }
  }
}

/// Names that rows share, by where they are in the file.
struct Names {
  enum Name: String, CaseIterable {
    case attributes = "__dict__"
    case pageContent = "page_content"
    case metadata
    case id

    var length: Int {
      switch self {
      case .attributes, .metadata: 8
      case .pageContent: 12
      case .id: 2
      }
    }

    fileprivate var place: Int {
      switch self {
      case .attributes: 0
      case .pageContent: 1
      case .metadata: 2
      case .id: 3
      }
    }
  }

  private var offsets: [UInt64] = Array(repeating: .max, count: Name.allCases.count)
  private var places: [UInt64] = Array(repeating: .max, count: size)
  private var texts: [String] = Array(repeating: "", count: size)
  private static let size = 1 << 10

  func offset(of name: Name) -> UInt64 { offsets[name.place] }
  mutating func remember(_ name: Name, at offset: UInt64) { offsets[name.place] = offset }

  func text(at offset: UInt64) -> String? {
    let slot = Names.slot(offset)
    return places[slot] == offset ? texts[slot] : nil
  }

  mutating func remember(_ text: String, at offset: UInt64) {
    let slot = Names.slot(offset)
    places[slot] = offset
    texts[slot] = text
  }

  private static func slot(_ offset: UInt64) -> Int {
    Int(truncatingIfNeeded: (offset &* 0x9E37_79B9_7F4A_7C15) >> 54)
  }
}
