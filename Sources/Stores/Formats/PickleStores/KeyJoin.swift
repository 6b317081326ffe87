internal import FAISS
internal import Model
internal import Pickle
internal import StoreBytes

/// How columns that are dictionaries are put in order: by position where their keys are 0, 1, 2, …;
/// else by the ids of an index or of a column of ids; else, if nothing else has an order, by their own.
struct KeyJoin {
  let orders: [[Int32]?]
  /// nil where keys are positions, or where no column has keys.
  let keys: [SourceID]?

  init(_ columns: [Column], _ index: FAISSIndex?, _ version: StoreVersion) throws(FormatError) {
    let keyed = columns.map(\.pickled.isKeyed)
    guard let first = keyed.firstIndex(of: true) else {
      (orders, keys) = (columns.map { _ in nil }, nil)
      return
    }
    var tables: [[SourceID: Int32]?] = []
    for column in columns {
      tables.append(column.pickled.isKeyed ? try KeyJoin.table(column) : nil)
    }
    if let positions = KeyJoin.positions(tables) {
      (orders, keys) = (positions, nil)
      return
    }
    let spine: [SourceID]
    if let index, index.hasExplicitLabels {
      spine = try index.labels(0..<index.count).map {
        UInt64(exactly: $0).map { .number($0) } ?? .text(String($0))
      }
    } else if let ids = columns.first(where: { $0.role == .ids }) {
      spine = try KeyJoin.ids(ids, keyed: false)
    } else if index == nil, !keyed.contains(false) {
      spine = try KeyJoin.ids(columns[first], keyed: true)
    } else {
      throw FormatError(
        .mismatch, version.name,
        "\"\(columns[first].title)\" has ids as its keys, and nothing says which row has which id",
        hints: ["keep a list of the ids, in the order of the rows, in ids.pkl"])
    }
    var orders: [[Int32]?] = []
    for (column, table) in zip(columns, tables) {
      orders.append(
        try table.map { (table) throws(FormatError) in
          try KeyJoin.order(spine, table, column)
        })
    }
    (self.orders, keys) = (orders, spine)
  }

  private static func ids(_ column: Column, keyed: Bool) throws(FormatError) -> [SourceID] {
    var ids: [SourceID] = []
    var doubts = PickleDoubts()
    for start in stride(from: 0, to: column.pickled.count, by: 512) {
      let numbers = Array(start..<min(start + 512, column.pickled.count))
      for row in try column.pickled.rows(numbers, asMetadata: column.role == .metadata, &doubts) {
        guard let id = keyed ? row.key : row.text.map({ .text($0) }) ?? row.id else {
          throw FormatError(
            .corrupt, column.pickled.file.path, row: ids.count,
            "expected an id in \"\(column.title)\", found something else")
        }
        ids.append(id)
      }
    }
    return ids
  }

  private static func table(_ column: Column) throws(FormatError) -> [SourceID: Int32] {
    var table: [SourceID: Int32] = [:]
    for (item, key) in try ids(column, keyed: true).enumerated() {
      guard table.updateValue(Int32(item), forKey: key) == nil else {
        throw FormatError(
          .corrupt, column.pickled.file.path, row: item,
          "the key \"\(key)\" is in \"\(column.title)\" twice")
      }
    }
    return table
  }

  /// nil unless all keys of all columns are positions.
  private static func positions(_ tables: [[SourceID: Int32]?]) -> [[Int32]?]? {
    var orders: [[Int32]?] = []
    for table in tables {
      guard let table else {
        orders.append(nil)
        continue
      }
      var order: [Int32] = []
      for position in 0..<UInt64(table.count) {
        guard let item = table[.number(position)] else { return nil }
        order.append(item)
      }
      orders.append(order)
    }
    return orders
  }

  private static func order(_ spine: [SourceID], _ table: [SourceID: Int32], _ column: Column)
    throws(FormatError) -> [Int32]
  {
    var order: [Int32] = []
    order.reserveCapacity(spine.count)
    for (position, id) in spine.enumerated() {
      guard let item = table[id] else {
        throw FormatError(
          .mismatch, column.pickled.file.path, row: position,
          "the id \"\(id)\" is not in \"\(column.title)\"")
      }
      order.append(item)
    }
    return order
  }
}
