internal import Compression
internal import StoreBytes

/// What one page of a column holds.
struct Page {
  /// One for each value or gap, empty where the column has no such levels.
  var repeats: [UInt8] = []
  /// Empty also where a vector's values are all there.
  var definitions: [UInt8] = []
  /// Of vectors, instead of `repeats`: at which of the levels a row begins.
  var starts: [Int] = []
  var values: LeafValues
  /// Values and gaps.
  var count = 0
}

/// Goes through the pages of one column in one group of rows. Its calls block.
struct PageReader {
  private static let pageLimit = 256 << 20
  private static let valueLimit = 64 << 20
  private static let headLimit: UInt64 = 1 << 20

  private let file: PinnedFile
  let column: LeafColumn
  /// Whether the values are the numbers of vectors, which are not unpacked one by one.
  private let isVector: Bool
  private let codec: BlockCodec?
  private let decoder: ValueDecoder
  private var dictionary: LeafValues?
  private var offset: UInt64
  private let end: UInt64
  /// Values and gaps that are still to come.
  private var left: Int

  init(
    _ file: PinnedFile, _ column: LeafColumn, _ chunk: TableFooter.Chunk, isVector: Bool = false
  ) throws(FormatError) {
    self.file = file
    self.column = column
    self.isVector = isVector
    let name = column.name
    func failure(_ code: FormatError.Code, _ message: String) -> FormatError {
      FormatError(code, file.path, "column \"\(name)\": \(message)")
    }
    guard !chunk.isEncrypted else { throw failure(.unsupported, "it is encrypted") }
    guard !chunk.isElsewhere else {
      throw failure(.unsupported, "its values are in another file")
    }
    guard chunk.type == column.type.rawValue else {
      throw failure(.corrupt, "the schema and the column disagree about its type")
    }
    codec =
      switch chunk.codec {
      case 0: nil
      case 1: .snappy
      case 2: .gzip
      case 4: .brotli
      case 6: .zstd
      case 7: .lz4
      default:
        throw failure(
          .unsupported,
          "its pages are packed with \(chunk.codec == 3 ? "LZO" : chunk.codec == 5 ? "the old LZ4" : "method \(chunk.codec)")"
        )
      }
    decoder = ValueDecoder(type: column.type, length: column.length)
    var start = chunk.dataOffset
    if let dictionary = chunk.dictionaryOffset, dictionary > 0 { start = min(start, dictionary) }
    guard start >= 4, chunk.packedSize >= 0, UInt64(start) <= file.size,
      UInt64(chunk.packedSize) <= file.size - UInt64(start), chunk.values >= 0
    else {
      throw failure(
        .corrupt, "\(chunk.packedSize) bytes from byte \(start) on are not inside the file")
    }
    offset = UInt64(start)
    end = offset + UInt64(chunk.packedSize)
    left = chunk.values
  }

  /// The next page with values; nil behind the last one.
  mutating func next() throws(FormatError) -> Page? {
    while left > 0 {
      let start = offset
      let (head, size) = try head()
      offset += UInt64(size)
      guard head.packedSize >= 0, UInt64(head.packedSize) <= end - offset else {
        throw failure(at: start, .truncated, "a page of \(head.packedSize) bytes does not fit")
      }
      guard (0...PageReader.pageLimit).contains(head.size) else {
        throw failure(at: start, .tooLarge, "a page of \(head.size) bytes is more than is read")
      }
      let bytes = try file.read(at: offset, count: head.packedSize)
      offset += UInt64(head.packedSize)
      if let sum = head.checksum { try compare(bytes, with: sum, at: start) }
      switch head.kind {
      case .dictionary: try readDictionary(bytes, head, at: start)
      case .data, .data2:
        guard head.values >= 0, head.values <= min(left, PageReader.valueLimit) else {
          throw failure(at: start, .corrupt, "a page announces \(head.values) values of \(left)")
        }
        guard head.values > 0 else { continue }
        left -= head.values
        return head.kind == .data
          ? try page(bytes, head, at: start) : try page2(bytes, head, at: start)
      case .other: continue
      }
    }
    return nil
  }

  private func head() throws(FormatError) -> (PageHead, Int) {
    var room: UInt64 = 512
    while true {
      let count = min(room, end - offset)
      var reader = ThriftReader(
        try file.read(at: offset, count: Int(count)), in: file.path, at: offset)
      do throws(FormatError) {
        let head = try PageHead(&reader)
        return (head, reader.place)
      } catch {
        // Statistics can make a head long; only what is cut off is read again.
        guard error.code == .truncated, count == room, room < PageReader.headLimit else {
          throw error
        }
        room *= 16
      }
    }
  }

  private func compare(_ bytes: [UInt8], with sum: UInt32, at start: UInt64) throws(FormatError) {
    var found = CRC32()
    found.update(bytes.span)
    guard found.value == sum else {
      throw failure(at: start, .corrupt, "the checksum of a page is another than announced")
    }
  }

  private func unpacked(_ bytes: [UInt8], _ size: Int, at start: UInt64) throws(FormatError)
    -> [UInt8]
  {
    guard let codec else { return bytes }
    do throws(CompressionError) { return try codec.unpacked(bytes, count: size) } catch {
      throw failure(at: start, .corrupt, error.reason)
    }
  }

  private mutating func readDictionary(_ bytes: [UInt8], _ head: PageHead, at start: UInt64)
    throws(FormatError)
  {
    guard dictionary == nil, head.encoding == 0 || head.encoding == 2,
      (0...PageReader.valueLimit).contains(head.values)
    else { throw failure(at: start, .corrupt, "its dictionary is none that is allowed") }
    let plain = try unpacked(bytes, head.size, at: start)
    guard let values = decoder.plain(head.values, plain, from: 0) else {
      throw failure(at: start, .corrupt, "its dictionary does not hold \(head.values) values")
    }
    dictionary = values
  }

  private func page(_ packed: [UInt8], _ head: PageHead, at start: UInt64) throws(FormatError)
    -> Page
  {
    let bytes = try unpacked(packed, head.size, at: start)
    var place = 0
    let repeats = try levelBytes(column.repeats, bytes, &place, at: start)
    let definitions = try levelBytes(column.definition, bytes, &place, at: start)
    var page = Page(values: .empty(column.type), count: head.values)
    try readLevels(&page, bytes, repeats, definitions, at: start)
    try readValues(&page, bytes, from: place, head, at: start)
    return page
  }

  /// Where levels are that have their size before them.
  private func levelBytes(
    _ highest: Int, _ bytes: [UInt8], _ place: inout Int, at start: UInt64
  ) throws(FormatError) -> Range<Int> {
    guard highest > 0 else { return place..<place }
    guard bytes.count - place >= 4 else {
      throw failure(at: start, .truncated, "levels are missing")
    }
    let size = (0..<4).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
    place += 4
    guard size <= bytes.count - place else {
      throw failure(at: start, .corrupt, "levels of \(size) bytes do not fit into the page")
    }
    defer { place += size }
    return place..<place + size
  }

  private func page2(_ packed: [UInt8], _ head: PageHead, at start: UInt64) throws(FormatError)
    -> Page
  {
    let sizes = head.levelSizes
    guard sizes.repeats >= 0, sizes.definitions >= 0, sizes.repeats <= packed.count,
      sizes.definitions <= packed.count - sizes.repeats
    else { throw failure(at: start, .corrupt, "levels do not fit into the page") }
    let levels = sizes.repeats + sizes.definitions
    var page = Page(values: .empty(column.type), count: head.values)
    try readLevels(
      &page, packed, 0..<sizes.repeats, sizes.repeats..<levels, at: start)
    let size = head.size - levels
    guard size >= 0 else { throw failure(at: start, .corrupt, "levels do not fit into the page") }
    if codec == nil || !head.isPacked || levels == packed.count {
      try readValues(&page, packed, from: levels, head, at: start)
    } else {
      let bytes = try unpacked(Array(packed[levels...]), size, at: start)
      try readValues(&page, bytes, from: 0, head, at: start)
    }
    return page
  }

  private func readLevels(
    _ page: inout Page, _ bytes: [UInt8], _ repeats: Range<Int>, _ definitions: Range<Int>,
    at start: UInt64
  ) throws(FormatError) {
    if isVector {
      var runs = RunDecoder(bytes, repeats, width: 1)
      guard let starts = runs.zeros(page.count) else {
        throw failure(at: start, .corrupt, "its levels are damaged")
      }
      page.starts = starts
      let whole = RunDecoder(bytes, definitions, width: width(column.definition))
      if whole.isRun(of: UInt32(column.definition), page.count) { return }
    } else if column.repeats > 0 {
      page.repeats = try levels(column.repeats, page.count, bytes, repeats, at: start)
    }
    guard column.definition > 0 else { return }
    page.definitions = try levels(column.definition, page.count, bytes, definitions, at: start)
  }

  private func levels(
    _ highest: Int, _ count: Int, _ bytes: [UInt8], _ range: Range<Int>, at start: UInt64
  ) throws(FormatError) -> [UInt8] {
    var runs = RunDecoder(bytes, range, width: width(highest))
    guard let levels = runs.numbers(count, as: UInt8.self),
      levels.allSatisfy({ $0 <= UInt8(highest) })
    else { throw failure(at: start, .corrupt, "its levels are damaged") }
    return levels
  }

  private func width(_ highest: Int) -> Int { Int.bitWidth - highest.leadingZeroBitCount }

  private func readValues(
    _ page: inout Page, _ bytes: [UInt8], from place: Int, _ head: PageHead, at start: UInt64
  ) throws(FormatError) {
    let highest = UInt8(column.definition)
    let there = page.definitions.isEmpty ? page.count : page.definitions.count { $0 == highest }
    guard let values = try values(there, bytes, place, head, at: start), values.count == there
    else {
      throw failure(at: start, .corrupt, "the page does not hold \(there) values")
    }
    page.values = values
  }

  private func values(
    _ count: Int, _ bytes: [UInt8], _ place: Int, _ head: PageHead, at start: UInt64
  )
    throws(FormatError) -> LeafValues?
  {
    if count == 0 { return .empty(column.type) }
    switch head.encoding {
    case 0 where isVector && column.type == .float:
      guard place <= bytes.count, count <= (bytes.count - place) / 4 else { return nil }
      return .plainFloats(bytes, place, count)
    case 0: return decoder.plain(count, bytes, from: place)
    case 2, 8:
      guard let dictionary else {
        throw failure(at: start, .corrupt, "the page needs a dictionary, and there is none")
      }
      guard place < bytes.count, bytes[place] <= 32 else { return nil }
      var runs = RunDecoder(bytes, place + 1..<bytes.count, width: Int(bytes[place]))
      return runs.numbers(count, as: Int32.self).flatMap { dictionary.picked($0) }
    case 3 where column.type == .boolean:
      guard bytes.count - place >= 4 else { return nil }
      var runs = RunDecoder(bytes, place + 4..<bytes.count, width: 1)
      return runs.numbers(count, as: UInt8.self).map { .bools($0.map { $0 == 1 }) }
    case 5: return decoder.differences(count, bytes, from: place)
    case 6: return decoder.lengths(count, bytes, from: place)
    case 7: return decoder.prefixes(count, bytes, from: place)
    case 9: return decoder.split(count, bytes, from: place)
    default:
      throw failure(at: start, .unsupported, "its values are in encoding \(head.encoding)")
    }
  }

  func failure(at offset: UInt64? = nil, _ code: FormatError.Code, _ message: String) -> FormatError
  {
    FormatError(
      code, file.path, offset: offset ?? self.offset, "column \"\(column.name)\": \(message)")
  }
}
