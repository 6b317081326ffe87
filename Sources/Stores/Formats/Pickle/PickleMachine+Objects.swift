internal import StoreBytes

/// Globals, and what pickles do with them. None of it runs code: it records what was asked for.
extension PickleMachine {
  func known(_ name: String, in module: String) throws(FormatError) -> PickleGlobal {
    guard let global = PickleGlobal.named(name, in: module) else {
      throw hostile("names \(Excerpt.of(module + "." + name)), which is not data")
    }
    return global
  }

  private func hostile(_ what: String) -> FormatError {
    FormatError(
      .hostile, bytes.file.path, offset: place,
      "the pickle \(what); nothing of a pickle is ever imported or called",
      hints: [
        "load it once where you trust it, and save plain lists, dictionaries, documents or arrays"
      ])
  }

  mutating func stackGlobal() throws(FormatError) {
    let name = try pop()
    let module = try pop()
    guard name.isText, module.isText else {
      throw failure(.corrupt, "the name of a global is no text")
    }
    guard name.length <= UInt32(PickleLimits.line), module.length <= UInt32(PickleLimits.line)
    else { throw failure(.tooLarge, "the name of a global is too long") }
    stack.append(.global(try known(try text(name), in: try text(module))))
  }

  /// Class and arguments become an empty instance.
  mutating func newObject() throws(FormatError) {
    let arguments = try pop()
    let callee = try pop()
    guard let global = callee.global else {
      throw failure(.corrupt, "an instance of \(describe(callee))")
    }
    guard global.isBuilt else { throw hostile("makes an instance of \(global)") }
    guard arguments.kind == .node, heap[arguments.number].kind == .tuple,
      heap[arguments.number].count == 0
    else { throw failure(.unsupported, "an instance of \(global) with arguments") }
    stack.append(instance(of: global, arguments))
  }

  mutating func instance(of global: PickleGlobal, _ arguments: Cell) -> Cell {
    let cell = heap.make(.instance, global)
    heap.append(arguments, to: cell.number)
    return cell
  }

  mutating func build() throws(FormatError) {
    let state = try pop()
    guard stack.count > fence, let target = stack.last else {
      throw failure(.corrupt, "a state, and nothing that it is of")
    }
    guard target.kind == .node else {
      throw hostile("changes \(describe(target))")
    }
    let node = heap[target.number]
    guard !node.isFrozen else {
      throw failure(.unsupported, "a value of an earlier item is changed by a later one")
    }
    switch node.kind {
    case .instance:
      heap.append(state, to: target.number)
      if stream.level > 0 { try takeDocuments() }
    // An ordered dictionary or a queue with attributes of its own: its items are what counts.
    case .dict, .list, .set: break
    case .tuple, .frozenset: throw failure(.corrupt, "a state of \(describe(target))")
    }
  }

  mutating func reduce() throws(FormatError) {
    let arguments = try pop()
    let callee = try pop()
    guard let global = callee.global else {
      throw hostile("calls \(describe(callee))")
    }
    guard global.isCallable else { throw hostile("calls \(global)") }
    guard arguments.kind == .node, heap[arguments.number].kind == .tuple else {
      throw failure(.corrupt, "\(global) with arguments that are no tuple")
    }
    guard let value = try made(global, arguments) else {
      throw failure(.unsupported, "\(global) with these arguments")
    }
    stack.append(value)
    if value.kind == .node { beginStream() }
  }

  /// What a call would make; nil for arguments that no pickler writes.
  private mutating func made(_ global: PickleGlobal, _ arguments: Cell) throws(FormatError) -> Cell?
  {
    let count = heap[arguments.number].count
    let isPath = global == .path || global == .windowsPath
    guard count <= 8 || isPath else { return nil }
    let given = isPath ? [] : heap.items(arguments.number)
    switch global {
    case .codecsEncode:
      guard count == 2, isText(given[1], "latin1") || isText(given[1], "latin-1") else {
        return nil
      }
      return encoded(given[0])
    case .bytes, .bytearray: return try madeBytes(given)
    case .reconstructor:
      guard count == 3, let made = given[0].global, made.isBuilt, given[1].global == .object,
        given[2].kind == .none
      else { return nil }
      return instance(of: made, emptyTuple)
    case .orderedDict: return count == 0 ? heap.make(.dict) : nil
    case .defaultdict: return count <= 1 ? heap.make(.dict) : nil
    case .counter:
      if count == 0 { return heap.make(.dict) }
      return count == 1 && isNode(given[0], .dict) ? given[0] : nil
    case .set, .frozenset, .deque: return try gathered(global, given)
    default: return instance(of: global, arguments)
    }
  }

  private func encoded(_ cell: Cell) -> Cell? {
    switch cell.kind {
    case .text: Cell(kind: .latinBytes, length: cell.length, bits: cell.bits)
    case .escapedText: Cell(kind: .escapedBytes, length: cell.length, bits: cell.bits)
    default: nil
    }
  }

  private func madeBytes(_ given: [Cell]) throws(FormatError) -> Cell? {
    switch given.count {
    case 0: return Cell(kind: .bytes, bits: place)
    case 1:
      switch given[0].kind {
      case .bytes, .latinBytes, .escapedBytes: return given[0]
      default: return nil
      }
    case 2:
      guard isText(given[1], "latin-1") || isText(given[1], "latin1") else { return nil }
      return encoded(given[0])
    default: return nil
    }
  }

  /// A set or queue with the items of a list.
  private mutating func gathered(_ global: PickleGlobal, _ given: [Cell]) throws(FormatError)
    -> Cell?
  {
    let limit = global == .deque ? 2 : 1
    guard given.count <= limit else { return nil }
    let kind: Heap.Kind = global == .deque ? .list : global == .set ? .set : .frozenset
    guard let first = given.first else { return heap.make(kind) }
    guard isNode(first, .list) || isNode(first, .tuple) || isNode(first, .set) else { return nil }
    guard !heap[first.number].isStreamed else { return nil }
    // A copy, which a few bytes can ask for again and again.
    guard heap.size + Int(heap[first.number].count) <= PickleLimits.values else {
      throw failure(
        .tooLarge, "more than \(PickleLimits.values) values would have to be kept in memory")
    }
    let cell = heap.make(kind)
    heap.append(heap.items(first.number), from: 0, to: cell.number)
    return cell
  }

  func isNode(_ cell: Cell, _ kind: Heap.Kind) -> Bool {
    cell.kind == .node && heap[cell.number].kind == kind
  }
}
