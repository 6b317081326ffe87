internal import StoreBytes

extension PickleMachine {
  mutating func memoize() throws(FormatError) {
    guard stack.count > fence, let top = stack.last else {
      throw failure(.corrupt, "there is nothing to remember on the stack of the pickle")
    }
    memo.append(top)
  }

  mutating func remember(_ number: Int) throws(FormatError) {
    if number == memo.count { return try memoize() }
    // A pickler numbers one by one, so no number is higher than there were bytes before.
    guard UInt64(number) <= place, number < PickleLimits.values else {
      throw failure(
        .tooLarge, "memo number \(number), after \(memo.count) values at most could be remembered")
    }
    guard stack.count > fence, let top = stack.last else {
      throw failure(.corrupt, "there is nothing to remember on the stack of the pickle")
    }
    guard memo.set(number, top) else {
      throw failure(.unsupported, "memo number \(number) is given a second time")
    }
  }

  mutating func recall(_ number: Int) throws(FormatError) {
    if stream.isMapLevel(stack.count, marks: marks.count), memo.isForgotten(number),
      let item = items.itemKeyed(number)
    {
      push(Cell(kind: .itemKey, bits: UInt64(item)))
      return
    }
    if let cell = memo.entry(number), cell.kind != .missing {
      push(cell)
      return
    }
    guard memo.isForgotten(number), items.count > 0 else {
      throw failure(.corrupt, "memo number \(number) is used, and nothing has that number")
    }
    push(try found(number))
  }

  /// A forgotten entry, from the item that it was made in.
  mutating func found(_ number: Int) throws(FormatError) -> Cell {
    let asked = place
    guard let item = items.item(of: number) else {
      throw failure(.corrupt, "memo number \(number) is used, and nothing has that number")
    }
    let cell = try replay(item, until: number)
    place = asked
    guard let cell, cell.kind != .missing else {
      throw failure(.corrupt, "memo number \(number) is used, and nothing has that number")
    }
    memo.cache(number, cell)
    if cell.kind == .node { heap[cell.number].isFrozen = true }
    return cell
  }

  /// Interprets an item again, on top of the stack. Returns early with the memo entry `until` once it
  /// is there, and takes everything else back; otherwise leaves the item on the stack.
  mutating func replay(_ item: Int, until wanted: Int? = nil) throws(FormatError) -> Cell? {
    guard replays < PickleLimits.replays else {
      throw failure(.tooLarge, "a chain of more than \(PickleLimits.replays) references back")
    }
    // A row that was asked for has the window to itself, because its texts are read next.
    let isAside = wanted != nil
    let outer = (bytes.offset, stackFloor, markFloor, fence, stream.level)
    let floor = stack.count
    if isAside { swap(&bytes, &side) }
    bytes.seek(items.start(item))
    let frame = memo.enter(base: items.memo(item))
    (stackFloor, markFloor, fence, stream.level) = (floor, marks.count, floor, 0)
    replays += 1
    defer {
      memo.leave(to: frame)
      replays -= 1
      if isAside {
        swap(&bytes, &side)
        bytes.seek(outer.0)
      }
      (stackFloor, markFloor, fence, stream.level) = (outer.1, outer.2, outer.3, outer.4)
    }
    let start = bytes.offset
    var found: Cell?
    while try !isAtEnd(of: item) {
      guard try step() else { break }
      if let wanted, wanted < memo.count, let cell = memo.entry(wanted) {
        found = cell
        if cell.isFreestanding { break }
      }
    }
    if wanted != nil {
      replayedBytes += bytes.offset - start
      try checkReplays()
      marks.removeLast(marks.count - markFloor)
      stack.removeLast(stack.count - floor)
    } else if stack.count != floor + stream.width || marks.count != markFloor {
      throw failure(.corrupt, "row \(item) is not one value")
    }
    return found
  }

  /// Every reference back costs its item once more; honest pickles do that a few times per item.
  private func checkReplays() throws(FormatError) {
    let size = bytes.end
    guard replayedBytes / 64 <= size + (1 << 20) else {
      throw failure(.tooLarge, "too many references from one item into another")
    }
  }

  /// Whether the next opcode is no more of the item.
  private mutating func isAtEnd(of item: Int) throws(FormatError) -> Bool {
    guard marks.count == markFloor, stack.count == stackFloor + stream.width else { return false }
    if item + 1 < items.count, bytes.offset == items.start(item + 1) { return true }
    switch Opcode(rawValue: try bytes.peek()) {
    case .setItem, .setItems, .append, .appends, .stop: return true
    default: return false
    }
  }
}
