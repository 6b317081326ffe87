public import StoreBytes
internal import Synchronization

/// One value per row: the items of a list, of a dictionary or of an array in a pickle. Its calls block.
public final class PickledColumn: Sendable {
  public let file: PinnedFile
  /// The key of the dictionary that it was under; nil where it is all of its file.
  public let name: String?
  public let count: Int
  /// Whether its items have keys.
  public let isKeyed: Bool
  private let content: Content

  private enum Content: Sendable {
    case items(PickledItems)
    case cells(SharedHeap, [Cell])
    case array(ArrayRows)
  }

  private init(_ file: PinnedFile, _ name: String?, _ content: Content) {
    self.file = file
    self.name = name
    self.content = content
    switch content {
    case .items(let items): (count, isKeyed) = (items.count, items.isDictionary)
    case .cells(_, let cells): (count, isKeyed) = (cells.count, false)
    case .array(let rows): (count, isKeyed) = (rows.count, false)
    }
  }

  /// The columns of a pickle: one, or, where it is a dictionary of some, all of them.
  public static func columns(of file: PinnedFile) throws(FormatError) -> [PickledColumn] {
    var machine = PickleMachine(file, layout: .items)
    let result = try machine.run()
    if result.kind == .node, machine.heap[result.number].isStreamed {
      let items = PickledItems(file, machine)
      guard items.isDictionary, items.count <= 16, try items.isTable() else {
        return [PickledColumn(file, nil, .items(items))]
      }
      return try tables(file)
    }
    guard let rows = try machine.arrayRows(result, file) else {
      throw FormatError(
        .unsupported, file.path,
        "expected a list, a dictionary or an array, found \(machine.describe(result))")
    }
    return [
      PickledColumn(
        file, nil, rows.isObject ? .cells(SharedHeap(machine), rows.cells) : .array(rows.rows))
    ]
  }

  /// A dictionary of columns, which is kept in memory but for its texts and arrays.
  private static func tables(_ file: PinnedFile) throws(FormatError) -> [PickledColumn] {
    var machine = PickleMachine(file, layout: .whole)
    let result = try machine.run()
    guard machine.isNode(result, .dict) else { return [] }
    var found: [(String, [Cell]?, ArrayRows?)] = []
    let pairs = machine.heap.items(result.number)
    for place in stride(from: 0, to: pairs.count, by: 2) {
      let (key, value) = (pairs[place], pairs[place + 1])
      guard key.isText, value.kind == .node else { continue }
      let name = try machine.text(key)
      if machine.isNode(value, .list) || machine.isNode(value, .tuple) {
        found.append((name, machine.heap.items(value.number), nil))
      } else if let rows = try machine.arrayRows(value, file) {
        found.append(rows.isObject ? (name, rows.cells, nil) : (name, nil, rows.rows))
      }
    }
    let shared = SharedHeap(machine)
    return found.compactMap { name, cells, rows in
      if let cells { return PickledColumn(file, name, .cells(shared, cells)) }
      return rows.map { PickledColumn(file, name, .array($0)) }
    }
  }

  /// Items by their number.
  public func rows(_ numbers: [Int], asMetadata: Bool, _ doubts: inout PickleDoubts)
    throws(FormatError) -> [PickledRow]
  {
    switch content {
    case .items(let items): try items.rows(numbers, asMetadata: asMetadata, &doubts)
    case .cells(let heap, let cells):
      try heap.rows(numbers.map { cells[$0] }, asMetadata: asMetadata, &doubts)
    case .array(let rows): try rows.rows(numbers)
    }
  }
}

/// A heap that several columns stand in.
final class SharedHeap: Sendable {
  private let machine: Mutex<PickleMachine>

  init(_ machine: consuming sending PickleMachine) { self.machine = Mutex(machine) }

  func rows(_ cells: [Cell], asMetadata: Bool, _ doubts: inout PickleDoubts) throws(FormatError)
    -> [PickledRow]
  {
    let (rows, found) = try machine.withLock {
      (machine) throws(FormatError) -> ([PickledRow], PickleDoubts) in
      var rows: [PickledRow] = []
      var doubts = PickleDoubts()
      for cell in cells {
        var conversion = Conversion()
        rows.append(try machine.row(cell, asMetadata: asMetadata, &conversion))
        doubts.add(conversion.doubts)
      }
      return (rows, doubts)
    }
    doubts.add(found)
    return rows
  }
}
