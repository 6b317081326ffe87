internal import StoreBytes

/// The opcodes that are seldom met, or only in old protocols.
extension PickleMachine {
  mutating func rareStep(_ opcode: Opcode) throws(FormatError) {
    switch opcode {
    case .proto: try checkProtocol()
    case .frame: try checkFrame()
    case .binInt: push(.int(Int64(Int32(bitPattern: UInt32(try bytes.number(4, "an integer"))))))
    case .binFloat: push(Cell(kind: .double, bits: try bytes.number(8, "a float").byteSwapped))
    case .long1: try pushInteger(width: 1)
    case .long4: try pushInteger(width: 4)
    case .binUnicode8: try pushPlace(.text, 8)
    case .shortBinString: try pushPlace(.text, 1)
    case .binString: try pushPlace(.text, 4)
    case .shortBinBytes: try pushPlace(.bytes, 1)
    case .binBytes: try pushPlace(.bytes, 4)
    case .binBytes8, .byteArray8: try pushPlace(.bytes, 8)
    case .int, .long, .float, .unicode, .string, .put, .get, .global: try lineStep(opcode)
    case .stackGlobal: try stackGlobal()
    case .reduce: try reduce()
    case .pop: try popOne()
    case .popMark: stack.removeLast(stack.count - (try popMark()))
    default: try collectStep(opcode)
    }
  }

  private mutating func collectStep(_ opcode: Opcode) throws(FormatError) {
    switch opcode {
    case .tuple1: try makeTuple(1)
    case .tuple2: try makeTuple(2)
    case .tuple3: try makeTuple(3)
    case .tuple: collect(.tuple, from: try popMark())
    case .list: try collectMarked(.list)
    case .dict: try collectMarked(.dict)
    case .emptySet: push(heap.make(.set))
    case .addItems: try addItems()
    case .frozenSet: collect(.frozenset, from: try popMark())
    default: throw refusal(opcode)
    }
  }

  private mutating func checkProtocol() throws(FormatError) {
    let number = try bytes.number(1, "a protocol")
    guard number <= 5 else {
      throw failure(.unsupported, "protocol \(number); protocols 0 to 5 are read")
    }
  }

  private mutating func checkFrame() throws(FormatError) {
    let count = try bytes.number(8, "the size of a frame")
    guard count <= bytes.left else {
      throw failure(
        .truncated, "expected a frame of \(count) bytes, and \(bytes.left) bytes are left")
    }
  }

  private mutating func popOne() throws(FormatError) {
    // A mark on top is what this takes away then.
    if marks.count > markFloor, marks[marks.count - 1] == stack.count {
      _ = try popMark()
    } else {
      _ = try pop()
    }
  }

  private mutating func collectMarked(_ kind: Heap.Kind) throws(FormatError) {
    let start = try popMark()
    guard kind != .dict || (stack.count - start).isMultiple(of: 2) else {
      throw failure(.corrupt, "a dictionary with a key that has no value")
    }
    collect(kind, from: start)
    beginStream()
  }

  private mutating func addItems() throws(FormatError) {
    let start = try popMark()
    guard start > fence, stack[start - 1].kind == .node,
      heap[stack[start - 1].number].kind == .set, !heap[stack[start - 1].number].isFrozen
    else { throw failure(.corrupt, "items for a set, and there is no set") }
    heap.append(stack, from: start, to: stack[start - 1].number)
    stack.removeLast(stack.count - start)
  }

  private mutating func pushInteger(width: Int) throws(FormatError) {
    let count = try bytes.number(width, "the length of an integer")
    guard count <= bytes.left else {
      throw failure(
        .truncated, "expected an integer of \(count) bytes, and \(bytes.left) bytes are left")
    }
    guard count <= UInt64(PickleLimits.integer) else {
      throw failure(.tooLarge, "an integer of \(count) bytes")
    }
    if count > 8 {
      push(Cell(kind: .integer, length: UInt32(count), bits: bytes.offset))
      try bytes.skip(count, "an integer")
    } else {
      let bits = try bytes.number(Int(count), "an integer")
      let unused = 64 - 8 * count
      push(.int(count == 0 ? 0 : Int64(bitPattern: bits << unused) >> Int64(unused)))
    }
  }

  private func refusal(_ opcode: Opcode) -> FormatError {
    switch opcode {
    case .object, .extension1, .extension2, .extension4, .newObjectEx:
      failure(
        .hostile, "the opcode \(opcode.name) calls a class; nothing of a pickle is ever called")
    case .instance:
      failure(.hostile, "the opcode INST calls a class; nothing of a pickle is ever called")
    case .persistentID, .binPersistentID, .nextBuffer, .readOnlyBuffer:
      failure(
        .unsupported, "the opcode \(opcode.name) refers to something that is not in the file")
    default:
      failure(.unsupported, "the opcode \(opcode.name), which no pickler writes")
    }
  }
}

extension Opcode {
  /// As Python's documentation has it, for those that are refused.
  fileprivate var name: String {
    switch self {
    case .object: "OBJ"
    case .newObjectEx: "NEWOBJ_EX"
    case .extension1: "EXT1"
    case .extension2: "EXT2"
    case .extension4: "EXT4"
    case .persistentID: "PERSID"
    case .binPersistentID: "BINPERSID"
    case .nextBuffer: "NEXT_BUFFER"
    case .readOnlyBuffer: "READONLY_BUFFER"
    case .duplicate: "DUP"
    default: "0x\(String(rawValue, radix: 16))"
    }
  }
}
