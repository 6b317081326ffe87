public import StoreBytes
internal import Synchronization

/// The items of a pickle that is one list or one dictionary, found again when they are asked for. Its
/// calls block.
public final class PickledItems: Sendable {
  public let file: PinnedFile
  public let count: Int
  /// Whether items are pairs of key and value.
  public let isDictionary: Bool
  private let machine: Mutex<PickleMachine>

  public init(_ file: PinnedFile) throws(FormatError) {
    var machine = PickleMachine(file, layout: .items)
    let result = try machine.run()
    guard result.kind == .node, machine.heap[result.number].isStreamed else {
      throw FormatError(
        .wrongContent, file.path,
        "expected a list or a dictionary, found \(machine.describe(result))")
    }
    self.file = file
    count = machine.items.count
    isDictionary = machine.stream.isDictionary
    self.machine = Mutex(machine)
  }

  init(_ file: PinnedFile, _ machine: consuming sending PickleMachine) {
    self.file = file
    count = machine.items.count
    isDictionary = machine.stream.isDictionary
    self.machine = Mutex(machine)
  }

  /// Whether it is a dictionary of columns: texts to begin with, under a usual name.
  func isTable() throws(FormatError) -> Bool {
    try machine.withLock { (machine) throws(FormatError) in
      for number in 0..<machine.items.count {
        if try machine.isColumn(number) { return true }
      }
      return false
    }
  }

  /// Items by their number, as parts of rows.
  func rows(_ numbers: [Int], asMetadata: Bool, _ doubts: inout PickleDoubts) throws(FormatError)
    -> [PickledRow]
  {
    let (rows, found) = try machine.withLock {
      (machine) throws(FormatError) -> ([PickledRow], PickleDoubts) in
      var rows: [PickledRow] = []
      rows.reserveCapacity(numbers.count)
      var doubts = PickleDoubts()
      for number in numbers {
        rows.append(try machine.row(number, asMetadata: asMetadata, &doubts))
      }
      return (rows, doubts)
    }
    doubts.add(found)
    return rows
  }

  /// Items by their number; those of a list have no key.
  public func items(_ numbers: some Sequence<Int>, _ doubts: inout PickleDoubts)
    throws(FormatError) -> [Item]
  {
    let wanted = Array(numbers)
    let (items, found) = try machine.withLock {
      (machine) throws(FormatError) -> ([Item], PickleDoubts) in
      var items: [Item] = []
      items.reserveCapacity(wanted.count)
      var doubts = PickleDoubts()
      for number in wanted { items.append(try machine.item(number, &doubts)) }
      return (items, doubts)
    }
    doubts.add(found)
    return items
  }

  public struct Item: Hashable, Sendable {
    public let key: PickleValue?
    public let value: PickleValue
  }
}

extension PickleMachine {
  private static let columnNames: Set<String> = [
    "embeddings", "embedding", "vectors", "texts", "documents", "chunks", "contents", "metadatas",
    "metadata", "ids",
  ]

  /// Whether an item is a list or an array under the name of a column.
  fileprivate mutating func isColumn(_ number: Int) throws(FormatError) -> Bool {
    try onStack(number) { (machine) throws(FormatError) in
      let (key, value) = (
        machine.stack[machine.stack.count - 2], machine.stack[machine.stack.count - 1]
      )
      guard key.isText, key.length < 16, value.kind == .node,
        PickleMachine.columnNames.contains(try machine.text(key))
      else { return false }
      switch machine.heap[value.number].kind {
      case .list, .tuple: return true
      case .instance:
        return machine.isInstance(value, of: .reconstruct)
          || machine.isInstance(value, of: .frombuffer)
      case .dict, .set, .frozenset: return false
      }
    }
  }

  fileprivate mutating func row(_ number: Int, asMetadata: Bool, _ doubts: inout PickleDoubts)
    throws(FormatError) -> PickledRow
  {
    var conversion = Conversion()
    let row = try onStack(number) { (machine) throws(FormatError) in
      var row = try machine.row(
        machine.stack[machine.stack.count - 1], asMetadata: asMetadata, &conversion)
      if machine.stream.isDictionary {
        row.key = try machine.sourceID(machine.stack[machine.stack.count - 2])
      }
      return row
    }
    doubts.add(conversion.doubts)
    return row
  }

  /// Puts an item on the stack for as long as `body` runs.
  mutating func onStack<Value>(
    _ item: Int, row: Int? = nil, _ body: (inout PickleMachine) throws(FormatError) -> Value
  ) throws(FormatError) -> Value {
    let level = heap.level
    let floor = stack.count
    defer {
      heap.cut(to: level)
      stack.removeLast(max(0, stack.count - floor))
    }
    rowStart = items.start(item)
    do throws(FormatError) {
      _ = try replay(item)
      return try body(&self)
    } catch {
      var failure = error
      failure.row = row ?? item
      throw failure
    }
  }

  fileprivate mutating func item(_ number: Int, _ doubts: inout PickleDoubts) throws(FormatError)
    -> PickledItems.Item
  {
    var conversion = Conversion()
    let item = try onStack(number) { (machine) throws(FormatError) in
      let (key, value) = (
        machine.stream.isDictionary ? machine.stack[machine.stack.count - 2] : nil,
        machine.stack[machine.stack.count - 1]
      )
      var keyValue: PickleValue?
      if let key { keyValue = try machine.value(key, &conversion) }
      return PickledItems.Item(key: keyValue, value: try machine.value(value, &conversion))
    }
    doubts.add(conversion.doubts)
    return item
  }
}
