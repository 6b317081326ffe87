internal import StoreBytes

/// Interprets one pickle: a stack, marks, a memo and a heap of plain data. Nothing is ever called.
struct PickleMachine: ~Copyable {
  var bytes: PickleBytes
  /// For going back to an earlier item without losing the window.
  var side: PickleBytes
  var heap = Heap()
  var memo = Memo()
  var tape = ItemTape()
  var items = ItemTable()
  var stream: ItemStream
  var stack: [Cell] = []
  var marks: [Int] = []
  /// What is below belongs to a mark, or to whoever went back.
  var fence = 0
  var markFloor = 0
  var stackFloor = 0
  /// Where the opcode at work begins.
  var place: UInt64 = 0
  var replays = 0
  var replayedBytes: UInt64 = 0
  var names = Names()
  /// Where the row begins that is being read: texts before it are shared with other rows.
  var rowStart: UInt64 = 0
  var shape = KeyShape()
  private var ticks: UInt32 = 0
  let emptyTuple: Cell

  init(_ file: PinnedFile, from start: UInt64 = 0, to end: UInt64? = nil, layout: PickleLayout) {
    bytes = PickleBytes(file, from: start, to: end)
    side = PickleBytes(file, from: start, to: end)
    stream = ItemStream(layout: layout)
    emptyTuple = heap.make(.tuple)
  }

  /// Runs to the end of the pickle and returns what it is.
  mutating func run() throws(FormatError) -> Cell {
    while try step() {}
    guard let result = stack.popLast(), stack.isEmpty, marks.isEmpty else {
      throw failure(.corrupt, "the pickle ends with an unfinished value")
    }
    return result
  }

  func failure(_ code: FormatError.Code, _ message: String) -> FormatError {
    bytes.failure(code, at: place, message)
  }

  /// One opcode; false at the end of the pickle. The frequent ones are here.
  mutating func step() throws(FormatError) -> Bool {
    ticks &+= 1
    if ticks & 4095 == 0 { try checkSize() }
    place = bytes.offset
    let byte = try bytes.u8()
    guard let opcode = Opcode(rawValue: byte) else {
      throw failure(.corrupt, "\(byte) is no opcode of a pickle")
    }
    switch opcode {
    case .shortBinUnicode: try pushPlace(.text, 1)
    case .memoize: try memoize()
    case .binGet: try recall(Int(try bytes.number(1, "a memo number")))
    case .longBinGet: try recall(Int(try bytes.number(4, "a memo number")))
    case .binPut: try remember(Int(try bytes.number(1, "a memo number")))
    case .longBinPut: try remember(Int(try bytes.number(4, "a memo number")))
    case .binUnicode: try pushPlace(.text, 4)
    case .mark:
      mark()
      if stream.level > 0 { try takeDocuments() }
    case .emptyDict: try pushEmpty(.dict)
    case .emptyList: try pushEmpty(.list)
    case .setItems: try setItems(from: try popMark(ofPairs: true))
    case .setItem: try setItems(from: stack.count - 2, isSingle: true)
    case .appends: try appendItems(from: try popMark())
    case .append: try appendItems(from: stack.count - 1, isSingle: true)
    case .none: push(.none)
    case .newTrue: push(.bool(true))
    case .newFalse: push(.bool(false))
    case .binInt1: push(.int(Int64(try bytes.number(1, "an integer"))))
    case .binInt2: push(.int(Int64(try bytes.number(2, "an integer"))))
    case .emptyTuple: push(emptyTuple)
    case .newObject: try newObject()
    case .build: try build()
    case .stop: return false
    default: try rareStep(opcode)
    }
    return true
  }

  private func checkSize() throws(FormatError) {
    guard heap.size + stack.count + memo.size <= PickleLimits.values else {
      throw failure(
        .tooLarge, "more than \(PickleLimits.values) values would have to be kept in memory")
    }
  }
}

// MARK: - The stack

extension PickleMachine {
  /// A value of its own, not one that was made of others.
  mutating func push(_ cell: Cell) {
    if stream.level > 0 { noteBirth() }
    stack.append(cell)
  }

  mutating func pop() throws(FormatError) -> Cell {
    guard stack.count > fence, let cell = stack.popLast() else {
      throw failure(.corrupt, "the stack of the pickle is empty here")
    }
    return cell
  }

  mutating func mark() {
    if stream.level > 0 { noteBirth() }
    marks.append(stack.count)
    fence = stack.count
  }

  mutating func popMark(ofPairs: Bool = false) throws(FormatError) -> Int {
    if stream.isTaped, marks.count == stream.marks + 1 {
      guard ofPairs else {
        throw failure(.unsupported, "rows that are made into something else again")
      }
      stream.isTaped = false
    }
    guard marks.count > markFloor, let start = marks.popLast() else {
      throw failure(.corrupt, "there is no mark on the stack of the pickle")
    }
    fence = marks.count > markFloor ? marks[marks.count - 1] : stackFloor
    return start
  }

  /// The place of a counted text or byte string.
  mutating func pushPlace(_ kind: Cell.Kind, _ width: Int) throws(FormatError) {
    let count = try bytes.number(width, "a length")
    guard count <= bytes.left else {
      throw failure(
        .truncated,
        "expected a \(kind == .bytes ? "byte string" : "text") of \(count) bytes, and "
          + "\(bytes.left) bytes are left")
    }
    guard count <= UInt64(kind == .bytes ? Int(UInt32.max) : PickleLimits.text) else {
      throw failure(.tooLarge, "a text of \(count) bytes")
    }
    let cell = Cell(kind: kind, length: UInt32(count), bits: bytes.offset)
    if stream.level > 0 {
      noteBirth()
      if kind == .text { try hashKey(cell) }
    }
    stack.append(cell)
    try bytes.skip(count, "a text")
  }

  mutating func pushEmpty(_ kind: Heap.Kind) throws(FormatError) {
    push(heap.make(kind))
    beginStream()
  }

  /// Puts a value in the place of everything from `start` on.
  mutating func replace(from start: Int, with cell: Cell) {
    stack.removeLast(stack.count - start)
    stack.append(cell)
  }

  mutating func makeTuple(_ count: Int) throws(FormatError) {
    let start = stack.count - count
    guard start >= fence else { throw failure(.corrupt, "too few values for a tuple") }
    collect(.tuple, from: start)
  }

  mutating func collect(_ kind: Heap.Kind, from start: Int) {
    let cell = heap.make(kind)
    heap.append(stack, from: start, to: cell.number)
    replace(from: start, with: cell)
  }
}
