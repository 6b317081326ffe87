internal import Model
internal import StoreBytes

/// Documents in their usual form, which are most of what a store has.
extension PickleMachine {
  /// Takes the items that follow, as long as they are documents in the usual form.
  mutating func takeDocuments() throws(FormatError) {
    guard stream.role == .documents, replays == 0, marks.count == stream.marks + 1,
      let start = marks.last, start == stream.level, (stack.count - start).isMultiple(of: 2)
    else { return }
    while true {
      let (offset, number) = (bytes.offset, memo.count)
      guard try readTape() else { return }
      if stack.count > start {
        try takeItems(from: start, false)
        stack.removeLast(stack.count - start)
      }
      try takeTape(offset, number)
    }
  }

  private mutating func takeTape(_ offset: UInt64, _ number: Int) throws(FormatError) {
    guard memo.count < 1 << 31, items.count < 1 << 31 else {
      throw failure(.tooLarge, "more rows than can be counted")
    }
    items.append(start: offset, memo: number, keyIsFirst: true)
    let key = tape.cells[0]
    guard stream.keys.append(try keyHash(key)) else {
      throw failure(.corrupt, "the docstore has a key twice: \(Excerpt.of(try idText(key)))")
    }
    stream.isTaped = true
    memo.forget(nodes: stream.node + 1)
  }

  /// Puts the item that begins here onto the tape, and passes it; false where it is in another form.
  private mutating func readTape() throws(FormatError) -> Bool {
    let number = memo.count
    while true {
      if let next = tape.read(bytes, &memo) {
        bytes.seek(next)
        return true
      }
      memo.cut(to: number)
      guard tape.isCut, try bytes.advanceWindow() else { return false }
    }
  }

  /// A document by its item, with its key; nil for one that only the machine can tell.
  mutating func tapedDocument(_ item: Int, withText: Bool) throws(FormatError) -> (
    PickledDocument, PickleDoubts
  )? {
    rowStart = items.start(item)
    bytes.seek(rowStart)
    let frame = memo.enter(base: items.memo(item))
    defer { memo.leave(to: frame) }
    guard try readTape(item) else { return nil }
    memo.cacheTexts()
    if tape.references > 0 {
      let level = heap.level
      defer { heap.cut(to: level) }
      guard settleTape() else { return nil }
    }
    var conversion = Conversion()
    guard let document = try tapedDocument(&conversion, withText) else { return nil }
    return (document, conversion.doubts)
  }

  private mutating func readTape(_ item: Int) throws(FormatError) -> Bool {
    guard item + 1 < items.count else {
      guard try readTape() else { return false }
      return try bytes.peek() == Opcode.setItems.rawValue
    }
    let next = items.start(item + 1)
    guard next > rowStart, try bytes.hold(next - rowStart), try readTape() else { return false }
    if bytes.offset == next { return true }
    return try bytes.peek() == Opcode.setItems.rawValue
  }

  /// Finds what the item refers to; false where that is more than a text or a number.
  private mutating func settleTape() -> Bool {
    for place in 0..<tape.cells.count where tape.cells[place].kind == .reference {
      let number = tape.cells[place].number
      guard memo.isForgotten(number), let cell = try? found(number), cell.isFreestanding else {
        return false
      }
      tape.settle(place, cell)
    }
    return true
  }
}

// MARK: - What is on the tape

extension PickleMachine {
  /// The key is first, and the state of the document comes next.
  private mutating func tapedDocument(_ conversion: inout Conversion, _ withText: Bool)
    throws(FormatError) -> PickledDocument?
  {
    let (attributes, _, _) = taped(.attributes, .attributes, .attributes, in: 1)
    guard let attributes, isTaped(.dict, attributes) else { return nil }
    let (content, metadata, id) = taped(.pageContent, .metadata, .id, in: attributes)
    guard let content, tape.cells[content].kind == .text, let metadata, isTaped(.dict, metadata)
    else { return nil }
    if let id {
      let kind = tape.cells[id].kind
      guard kind == .none || kind == .text || kind == .int else { return nil }
    }
    try count(tape.cells[content], &conversion)
    var isLeftOut = !withText
    if isLeftOut { isLeftOut = try isValid(tape.cells[content]) }
    let text = isLeftOut ? "" : try countedText(tape.cells[content], &conversion)
    guard let object = try tapedMetadata(metadata, &conversion) else { return nil }
    return PickledDocument(text: text, metadata: object, id: try sourceID(tape.cells[0]))
  }

  private func isTaped(_ kind: Heap.Kind, _ place: Int) -> Bool {
    tape.cells[place].kind == .node && tape.cells[place].bits == UInt64(kind.rawValue)
  }

  /// Behind a value and all that is in it.
  private func behind(_ place: Int) -> Int {
    tape.cells[place].kind == .node ? Int(tape.cells[place].length) : place + 1
  }

  /// Where the last values with these keys are in a dictionary.
  private mutating func taped(
    _ one: Names.Name, _ two: Names.Name, _ three: Names.Name, in dictionary: Int
  ) -> (Int?, Int?, Int?) {
    var found: (Int?, Int?, Int?) = (nil, nil, nil)
    var place = dictionary + 1
    while place < Int(tape.cells[dictionary].length) {
      let key = tape.cells[place]
      place = behind(place)
      if matches(key, one) {
        found.0 = place
      } else if matches(key, two) {
        found.1 = place
      } else if matches(key, three) {
        found.2 = place
      }
      place = behind(place)
    }
    return found
  }

  private mutating func tapedMetadata(_ dictionary: Int, _ conversion: inout Conversion)
    throws(FormatError) -> PayloadObject?
  {
    let before = conversion
    if let object = try shapedMetadata(dictionary, &conversion) { return object }
    conversion = before
    return try tapedObject(dictionary, &conversion, learns: true)
  }

  /// By the shape of the row before; nil where the keys are others.
  private mutating func shapedMetadata(_ dictionary: Int, _ conversion: inout Conversion)
    throws(FormatError) -> PayloadObject?
  {
    // Appended, because the library's own way to repeat a value looks its type up each time.
    var values: [PayloadValue] = []
    values.reserveCapacity(shape.count)
    for _ in 0..<shape.count { values.append(.null) }
    var (place, number) = (dictionary + 1, 0)
    while place < Int(tape.cells[dictionary].length) {
      let key = tape.cells[place]
      guard key.kind == .text, let slot = shape.slot(number, key.bits) else { return nil }
      try count(key, &conversion)
      place += 1
      guard let value = try tapedValue(&place, &conversion) else { return nil }
      values[slot] = value
      number += 1
    }
    guard number == shape.count else { return nil }
    return PayloadObject(sorted: shape.keys, values)
  }

  private mutating func tapedObject(
    _ dictionary: Int, _ conversion: inout Conversion, learns: Bool = false
  ) throws(FormatError) -> PayloadObject? {
    var object = PayloadObject()
    var places: [UInt64] = []
    var names: [String] = []
    var place = dictionary + 1
    while place < Int(tape.cells[dictionary].length) {
      let key = tape.cells[place]
      guard key.kind == .text, names.count < 64 else { return nil }
      var name = try sharedText(key, &conversion)
      if name == nil { name = try keyText(key, &conversion) }
      place += 1
      guard let name, let value = try tapedValue(&place, &conversion) else { return nil }
      object[name] = value
      names.append(name)
      places.append(key.bits < rowStart ? key.bits : .max)
    }
    if learns, !places.contains(.max), object.count == names.count {
      shape = KeyShape(places, names)
    }
    return object
  }

  /// The value at a place, which moves behind it.
  private mutating func tapedValue(_ place: inout Int, _ conversion: inout Conversion)
    throws(FormatError) -> PayloadValue?
  {
    let cell = tape.cells[place]
    guard cell.kind == .node else {
      place += 1
      if cell.kind == .text, let text = try sharedText(cell, &conversion) { return .string(text) }
      return try payload(cell, &conversion)
    }
    try count(cell, &conversion)
    if isTaped(.dict, place) {
      let dictionary = place
      place = behind(place)
      return try tapedObject(dictionary, &conversion).map { .object($0) }
    }
    let isSet = isTaped(.set, place)
    var values: [PayloadValue] = []
    let end = behind(place)
    place += 1
    while place < end {
      guard let value = try tapedValue(&place, &conversion) else { return nil }
      values.append(value)
    }
    return .list(isSet ? PayloadOrder.sorted(values) : values)
  }
}

/// The keys that the last metadata had, by their places in the file: the next one mostly has them too.
struct KeyShape {
  /// In order.
  private(set) var keys: [String] = []
  /// As they come, and where each belongs among those in order.
  private var places: [UInt64] = []
  private var slots: [Int] = []

  init() {}

  /// All names are different.
  init(_ places: [UInt64], _ names: [String]) {
    self.places = places
    let order = names.indices.sorted {
      names[$0].utf8.lexicographicallyPrecedes(names[$1].utf8)
    }
    keys = order.map { names[$0] }
    slots = Array(repeating: 0, count: names.count)
    for (slot, number) in order.enumerated() { slots[number] = slot }
  }

  var count: Int { keys.count }

  /// Where the key belongs that comes at this number; nil for another key.
  func slot(_ number: Int, _ place: UInt64) -> Int? {
    number < places.count && places[number] == place ? slots[number] : nil
  }
}
