internal import StoreBytes

/// Goes through the records of one column in one group of rows, page by page. Its calls block.
struct ColumnCursor {
  private var pages: PageReader
  private var page: Page
  /// The next value or gap of the page, and the next value.
  private var level = 0
  private var value = 0

  var column: LeafColumn { pages.column }

  init(_ pages: PageReader) {
    self.pages = pages
    page = Page(values: .empty(pages.column.type))
  }

  /// The next `count` records; fewer is an error, because every column of a group has all of its rows.
  mutating func records(_ count: Int) throws(FormatError) -> ColumnSlice {
    var slice = ColumnSlice(column)
    var missing = count
    while true {
      if level == page.count {
        guard let next = try pages.next() else {
          guard missing == 0 else {
            throw pages.failure(.truncated, "\(missing) rows are missing at its end")
          }
          return slice
        }
        (page, level, value) = (next, 0, 0)
      }
      let (end, begun) = span(atMost: missing, goesOn: slice.count > 0)
      missing -= begun
      if end > level { take(upTo: end, into: &slice) }
      // Behind the last wanted record stands the first of the next one, or the end of the column.
      if end < page.count { return slice }
      if missing == 0 && column.repeats == 0 { return slice }
    }
  }

  /// Where in this page the wanted records end, and how many of them begin in it.
  private func span(atMost wanted: Int, goesOn: Bool) -> (end: Int, begun: Int) {
    guard column.repeats > 0 else {
      let count = min(wanted, page.count - level)
      return (level + count, count)
    }
    var begun = 0
    var place = level
    while place < page.count {
      if page.repeats[place] == 0 {
        if begun == wanted { return (place, begun) }
        begun += 1
      }
      place += 1
    }
    return (place, begun)
  }

  private mutating func take(upTo end: Int, into slice: inout ColumnSlice) {
    var values = end - level
    if !page.definitions.isEmpty {
      let highest = UInt8(column.definition)
      values = page.definitions[level..<end].count { $0 == highest }
      slice.definitions += page.definitions[level..<end]
    }
    if !page.repeats.isEmpty { slice.repeats += page.repeats[level..<end] }
    slice.values.append(page.values, value..<value + values)
    slice.count += end - level
    level = end
    value += values
  }
}

/// Records of one column.
struct ColumnSlice {
  let column: LeafColumn
  var repeats: [UInt8] = []
  var definitions: [UInt8] = []
  var values: LeafValues
  /// Values and gaps.
  var count = 0

  init(_ column: LeafColumn) {
    self.column = column
    values = .empty(column.type)
  }
}
