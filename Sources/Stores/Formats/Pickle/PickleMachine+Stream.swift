internal import StoreBytes

extension PickleMachine {
  /// Looks whether the empty container on top of the stack is the one whose items are counted.
  mutating func beginStream() {
    guard stream.layout != .whole, stream.level == 0, replays == 0, let top = stack.last,
      heap[top.number].count == 0, let role = role(of: top)
    else { return }
    stream.role = role
    stream.level = stack.count
    stream.node = top.number
    stream.marks = marks.count
    stream.births = []
    stream.heapLevel = heap.level
    heap[top.number].isStreamed = true
    if role == .map {
      stream.hasMap = true
    } else {
      stream.isDictionary = heap[top.number].kind == .dict
      stream.width = stream.isDictionary ? 2 : 1
      stream.hasItems = true
    }
  }

  private func role(of top: Cell) -> ItemStream.Role? {
    let depth = stack.count
    if stream.layout == .items { return depth == 1 && !stream.hasItems ? .items : nil }
    guard heap[top.number].kind == .dict, depth >= 2 else { return nil }
    if !stream.hasItems {
      guard depth >= 4, stack[depth - 2].isText, (try? text(stack[depth - 2])) == "_dict",
        isInstance(stack[depth - 4], of: .docstore)
      else { return nil }
      return .documents
    }
    return !stream.hasMap && isInstance(stack[depth - 2], of: .docstore) ? .map : nil
  }

  func isInstance(_ cell: Cell, of global: PickleGlobal) -> Bool {
    cell.kind == .node && heap[cell.number].kind == .instance && heap[cell.number].global == global
  }

  mutating func noteBirth() {
    if stack.count < stream.level {
      stream.level = 0
      return
    }
    guard marks.count <= stream.marks + 1 else { return }
    let slot = stack.count - stream.level
    let birth = ItemStream.Birth(offset: place, memo: memo.count)
    if slot == 0, marks.count == stream.marks { stream.single = birth }
    if slot < stream.births.count {
      stream.births[slot] = birth
    } else if slot == stream.births.count {
      stream.births.append(birth)
    }
  }

  mutating func setItems(from start: Int, isSingle: Bool = false) throws(FormatError) {
    guard start > fence, stack[start - 1].kind == .node, (stack.count - start).isMultiple(of: 2),
      heap[stack[start - 1].number].kind == .dict
    else { throw failure(.corrupt, "pairs for a dictionary, and there is no dictionary") }
    try add(from: start, to: stack[start - 1].number, isSingle)
  }

  mutating func appendItems(from start: Int, isSingle: Bool = false) throws(FormatError) {
    guard start > fence, stack[start - 1].kind == .node,
      heap[stack[start - 1].number].kind == .list
    else { throw failure(.corrupt, "items for a list, and there is no list") }
    try add(from: start, to: stack[start - 1].number, isSingle)
  }

  private mutating func add(from start: Int, to number: Int, _ isSingle: Bool) throws(FormatError) {
    let node = heap[number]
    guard !node.isFrozen else {
      throw failure(.unsupported, "a value of an earlier item is changed by a later one")
    }
    if node.isStreamed {
      guard stream.level == start, stream.node == number, replays == 0 else {
        throw failure(.unsupported, "the rows of the pickle are added to in two places")
      }
      try takeItems(from: start, isSingle)
    } else {
      heap.append(stack, from: start, to: number)
    }
    stack.removeLast(stack.count - start)
  }

  /// Counts the items from `start` on, and forgets what they were made of.
  mutating func takeItems(from start: Int, _ isSingle: Bool) throws(FormatError) {
    var slot = start
    while slot < stack.count {
      if stream.role == .map {
        try takePair(stack[slot], stack[slot + 1])
        slot += 2
        continue
      }
      guard slot - start < stream.births.count, memo.count < 1 << 31, items.count < 1 << 31 else {
        throw failure(.tooLarge, "more rows than can be counted")
      }
      var birth = stream.births[slot - start]
      // A mark before a single item is the item's own, and what is pushed after it begins nothing.
      if isSingle { (birth.offset, birth.memo) = (stream.single.offset, stream.single.memo) }
      let first = memo.entry(birth.memo)
      let isKey = stack[slot].isText && first?.kind == stack[slot].kind
      items.append(
        start: birth.offset, memo: birth.memo,
        keyIsFirst: isKey && first?.bits == stack[slot].bits)
      if stream.role == .documents { try takeKey(stack[slot], birth) }
      slot += stream.width
    }
    guard let level = stream.heapLevel else { return }
    heap.cut(to: level)
    memo.forget(nodes: stream.node + 1)
  }

  /// Hashes a key while it is in the window: its item is taken only at the end of a batch.
  mutating func hashKey(_ text: Cell) throws(FormatError) {
    let slot = stack.count - stream.level
    guard stream.role == .documents, slot >= 0, slot < stream.births.count, slot.isMultiple(of: 2),
      text.length <= 4096, marks.count <= stream.marks + 1
    else { return }
    stream.births[slot].hash = try keyHash(text)
    stream.births[slot].hashed = text.bits
  }

  private mutating func takeKey(_ key: Cell, _ birth: ItemStream.Birth) throws(FormatError) {
    let isHashed = key.kind == .text && birth.hashed == key.bits
    guard stream.keys.append(isHashed ? birth.hash : try keyHash(key)) else {
      throw failure(.corrupt, "the docstore has a key twice: \(Excerpt.of(try idText(key)))")
    }
  }

  /// An id as text; what is neither text nor an integer is described.
  func idText(_ cell: Cell) throws(FormatError) -> String {
    cell.kind == .int ? String(cell.int) : cell.isText ? try text(cell) : describe(cell)
  }

  private mutating func takePair(_ key: Cell, _ value: Cell) throws(FormatError) {
    guard key.kind == .int, key.int >= 0, key.int < Int64(Int32.max) else {
      throw failure(.corrupt, "a position in the map from positions to ids is no position")
    }
    let item =
      value.kind == .itemKey ? value.number : stream.keys.item(try keyHash(value))
    stream.map.append(position: Int32(key.int), item: Int32(item ?? -1))
    guard item == nil else { return }
    guard stream.missing.count < PickleLimits.missing else {
      throw failure(
        .mismatch, "more than \(PickleLimits.missing) ids of the map are not in the docstore")
    }
    stream.missing[Int(key.int)] = try sourceID(value)
  }
}
