/// One document of a stream and its key, read straight through and laid out flat.
///
/// Picklers write nearly every document in the same few opcodes, of which each value is whole before the
/// next begins. Those are read here without a stack: a container is a cell with the place behind its last
/// member, followed by its members. Anything else is no mistake but somebody else's: this says no, and
/// the machine interprets the item from its first byte, with its own words for what is wrong in it.
struct ItemTape: ~Copyable {
  private(set) var cells: [Cell] = []
  /// How many references are in it that are still to be found.
  private(set) var references = 0
  /// Whether the window ended before the item.
  private(set) var isCut = false
  /// Whether a frame in it cannot be.
  private var isBroken = false
  /// In the window.
  private var at = 0
  private var depth = 0
  private var trials = 0
  /// Of the window and of the pickle's end, in the file.
  private var windowStart: UInt64 = 0
  private var fileEnd: UInt64 = 0

  /// How often it is tried whether a container is followed by a single member of its own.
  private static let trials = 32

  /// Reads the item that begins where the bytes stand, as far as they are in the window, and gives the
  /// offset behind it; nil where it is of another form. What it numbers is in the memo's frame then.
  mutating func read(_ source: borrowing PickleBytes, _ memo: inout Memo) -> UInt64? {
    cells.removeAll(keepingCapacity: true)
    (at, depth, trials, references) = (source.place, 0, 0, 0)
    (isCut, isBroken) = (false, false)
    (windowStart, fileEnd) = (source.windowStart, source.end)
    return item(source.window.span, &memo) && !isBroken ? windowStart + UInt64(at) : nil
  }

  /// Puts what was found in the place of a reference.
  mutating func settle(_ place: Int, _ cell: Cell) { cells[place] = cell }

  private mutating func item(_ bytes: Span<UInt8>, _ memo: inout Memo) -> Bool {
    let first = memo.count
    guard value(bytes, &memo), cells[0].kind == .text, memo.count == first + 1,
      isDocument(bytes, memo), take(.emptyTuple, bytes), take(.newObject, bytes)
    else { return false }
    memoize(.missing, bytes, &memo)
    guard peek(bytes) == Opcode.emptyDict.rawValue, value(bytes, &memo) else { return false }
    return take(.build, bytes)
  }

  private mutating func isDocument(_ bytes: Span<UInt8>, _ memo: borrowing Memo) -> Bool {
    guard let opcode = next(bytes), let number = memoNumber(opcode, bytes) else { return false }
    return memo.entry(number)?.global == .document
  }
}

// MARK: - Values

extension ItemTape {
  private mutating func value(_ bytes: Span<UInt8>, _ memo: inout Memo) -> Bool {
    guard let opcode = next(bytes) else { return false }
    switch opcode {
    case 0x68, 0x6A:
      guard let number = memoNumber(opcode, bytes) else { return false }
      return refer(number, memo)
    case 0x8C: return text(1, bytes, &memo)
    case 0x58: return text(4, bytes, &memo)
    case 0x4B:
      guard let byte = number(1, bytes) else { return false }
      cells.append(.int(Int64(byte)))
    case 0x4D: return integer(2, bytes)
    case 0x4A: return integer(4, bytes)
    case 0x47:
      guard let bits = number(8, bytes) else { return false }
      cells.append(Cell(kind: .double, bits: bits.byteSwapped))
    case 0x4E: cells.append(.none)
    case 0x88: cells.append(.bool(true))
    case 0x89: cells.append(.bool(false))
    case 0x7D: return container(.dict, Opcode.setItems, .setItem, bytes, &memo)
    case 0x5D: return container(.list, Opcode.appends, .append, bytes, &memo)
    case 0x8F: return container(.set, Opcode.addItems, nil, bytes, &memo)
    default: return false
    }
    return true
  }

  private mutating func refer(_ number: Int, _ memo: borrowing Memo) -> Bool {
    guard number < memo.count else { return false }
    if let cell = memo.entry(number), cell.isFreestanding {
      cells.append(cell)
    } else {
      references += 1
      cells.append(Cell(kind: .reference, bits: UInt64(number)))
    }
    return true
  }

  private mutating func text(_ width: Int, _ bytes: Span<UInt8>, _ memo: inout Memo) -> Bool {
    guard let count = number(width, bytes) else { return false }
    guard count <= UInt64(bytes.count - at) else {
      isCut = true
      return false
    }
    let cell = Cell(kind: .text, length: UInt32(count), bits: windowStart + UInt64(at))
    at += Int(count)
    cells.append(cell)
    memoize(cell, bytes, &memo)
    return true
  }

  private mutating func integer(_ width: Int, _ bytes: Span<UInt8>) -> Bool {
    guard let bits = number(width, bytes) else { return false }
    cells.append(
      .int(width == 4 ? Int64(Int32(truncatingIfNeeded: bits)) : Int64(truncatingIfNeeded: bits)))
    return true
  }

  private mutating func container(
    _ kind: Heap.Kind, _ many: Opcode, _ one: Opcode?, _ bytes: Span<UInt8>, _ memo: inout Memo
  ) -> Bool {
    guard depth < PickleLimits.depth else { return false }
    depth += 1
    defer { depth -= 1 }
    let head = cells.count
    cells.append(Cell(kind: .node, bits: UInt64(kind.rawValue)))
    memoize(.missing, bytes, &memo)
    if peek(bytes) == Opcode.mark.rawValue {
      repeat {
        at += 1
        guard members(kind, until: many, bytes, &memo) else { return false }
      } while peek(bytes) == Opcode.mark.rawValue
    } else if let one {
      guard single(kind, one, bytes, &memo) else { return false }
    }
    cells[head].length = UInt32(cells.count)
    return true
  }

  private mutating func members(
    _ kind: Heap.Kind, until last: Opcode, _ bytes: Span<UInt8>, _ memo: inout Memo
  ) -> Bool {
    while let opcode = peek(bytes) {
      if opcode == last.rawValue {
        at += 1
        return true
      }
      guard value(bytes, &memo), kind != .dict || value(bytes, &memo) else { return false }
    }
    return false
  }

  /// What follows may be the only member, or something behind an empty container: only the opcode after
  /// it tells. False where that was tried too often.
  private mutating func single(
    _ kind: Heap.Kind, _ last: Opcode, _ bytes: Span<UInt8>, _ memo: inout Memo
  ) -> Bool {
    guard let opcode = peek(bytes), ItemTape.begins(opcode) else { return true }
    trials += 1
    guard trials <= ItemTape.trials else { return false }
    let before = (at, cells.count, memo.count, references)
    if value(bytes, &memo), kind != .dict || value(bytes, &memo), take(last, bytes) { return true }
    at = before.0
    cells.removeLast(cells.count - before.1)
    memo.cut(to: before.2)
    references = before.3
    return true
  }

  /// Whether a value begins with that opcode, and not one of those that end a container.
  private static func begins(_ opcode: UInt8) -> Bool {
    switch opcode {
    case Opcode.setItem.rawValue, Opcode.setItems.rawValue, Opcode.append.rawValue,
      Opcode.appends.rawValue, Opcode.addItems.rawValue, Opcode.build.rawValue:
      false
    default: true
    }
  }
}

// MARK: - Bytes

extension ItemTape {
  /// The next opcode; frames, which may begin before any of them, are passed.
  @inline(__always)
  private mutating func peek(_ bytes: Span<UInt8>) -> UInt8? {
    guard at < bytes.count else {
      isCut = true
      return nil
    }
    let opcode = bytes[at]
    return opcode == Opcode.frame.rawValue ? behindFrame(bytes) : opcode
  }

  private mutating func behindFrame(_ bytes: Span<UInt8>) -> UInt8? {
    while at < bytes.count, bytes[at] == Opcode.frame.rawValue {
      at += 1
      guard let size = number(8, bytes), size <= fileEnd - windowStart - UInt64(at) else {
        isBroken = true
        return nil
      }
    }
    isCut = isCut || at >= bytes.count
    return at < bytes.count ? bytes[at] : nil
  }

  @inline(__always)
  private mutating func next(_ bytes: Span<UInt8>) -> UInt8? {
    guard let opcode = peek(bytes) else { return nil }
    at += 1
    return opcode
  }

  private mutating func take(_ opcode: Opcode, _ bytes: Span<UInt8>) -> Bool {
    guard peek(bytes) == opcode.rawValue else { return false }
    at += 1
    return true
  }

  @inline(__always)
  private mutating func number(_ width: Int, _ bytes: Span<UInt8>) -> UInt64? {
    guard bytes.count - at >= width else {
      isCut = true
      return nil
    }
    var value: UInt64 = 0
    for place in 0..<width { value |= UInt64(bytes[at + place]) << (8 * UInt64(place)) }
    at += width
    return value
  }

  /// Which entry a GET wants.
  @inline(__always)
  private mutating func memoNumber(_ opcode: UInt8, _ bytes: Span<UInt8>) -> Int? {
    switch opcode {
    case Opcode.binGet.rawValue: return number(1, bytes).map { Int($0) }
    case Opcode.longBinGet.rawValue: return number(4, bytes).map { Int($0) }
    default: return nil
    }
  }

  /// Numbers the value that was just read, if the pickle does: what has no number is not referred to.
  @inline(__always)
  private mutating func memoize(_ cell: Cell, _ bytes: Span<UInt8>, _ memo: inout Memo) {
    guard at < bytes.count else { return }
    if bytes[at] == Opcode.memoize.rawValue {
      at += 1
      memo.append(cell)
    } else {
      put(cell, bytes, &memo)
    }
  }

  /// Old protocols say the number, which is the next one.
  private mutating func put(_ cell: Cell, _ bytes: Span<UInt8>, _ memo: inout Memo) {
    let opcode = bytes[at]
    let width =
      opcode == Opcode.binPut.rawValue ? 1 : opcode == Opcode.longBinPut.rawValue ? 4 : 0
    guard width > 0 else { return }
    let start = at
    at += 1
    if let number = number(width, bytes), number == UInt64(memo.count) {
      memo.append(cell)
    } else {
      // Another number is for the machine, and no value begins with this opcode.
      at = start
    }
  }
}
