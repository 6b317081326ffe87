internal import Wire

/// The values of one page, out of its bytes.
///
/// Everything returns nil where the bytes are not what they should be: the page names itself then.
struct ValueDecoder {
  let type: SchemaElement.PhysicalType
  /// Of fixed values.
  let length: Int

  private var width: Int? {
    switch type {
    case .int32, .float: 4
    case .int64, .double: 8
    case .int96: 12
    case .fixed: length
    case .boolean, .bytes: nil
    }
  }

  func plain(_ count: Int, _ bytes: [UInt8], from start: Int) -> LeafValues? {
    let left = bytes.count - start
    guard left >= 0 else { return nil }
    if let width {
      guard count <= left / width else { return nil }
      return fixed(count, bytes, start, width)
    }
    if type == .boolean {
      guard count <= left * 8 else { return nil }
      return .bools((0..<count).map { bytes[start + $0 / 8] >> UInt8($0 % 8) & 1 == 1 })
    }
    var blobs: [ArraySlice<UInt8>] = []
    var place = start
    for _ in 0..<count {
      guard bytes.count - place >= 4 else { return nil }
      let size = Int(little(bytes, place))
      place += 4
      guard size <= bytes.count - place else { return nil }
      blobs.append(bytes[place..<place + size])
      place += size
    }
    return .blobs(blobs)
  }

  private func fixed(_ count: Int, _ bytes: [UInt8], _ start: Int, _ width: Int) -> LeafValues {
    switch type {
    case .float: return .floats(FloatBytes.floats(count, from: start, in: bytes))
    case .int32:
      return .int32s((0..<count).map { Int32(bitPattern: little(bytes, start + 4 * $0)) })
    case .int64:
      let span = bytes.span
      return .int64s(words(count, span, start).map { Int64(bitPattern: $0) })
    case .double:
      let span = bytes.span
      return .doubles(words(count, span, start).map { Double(bitPattern: $0) })
    case .int96, .fixed, .boolean, .bytes:
      return .blobs((0..<count).map { bytes[start + width * $0..<start + width * ($0 + 1)] })
    }
  }

  private func words(_ count: Int, _ bytes: Span<UInt8>, _ start: Int) -> [UInt64] {
    var words: [UInt64] = []
    words.reserveCapacity(count)
    for index in 0..<count { words.append(WordBytes.word(bytes, at: start + 8 * index)) }
    return words
  }

  private func little(_ bytes: [UInt8], _ place: Int) -> UInt32 {
    UInt32(bytes[place]) | UInt32(bytes[place + 1]) << 8 | UInt32(bytes[place + 2]) << 16
      | UInt32(bytes[place + 3]) << 24
  }

  /// Byte 0 of all values, then byte 1 of all values, and so on.
  func split(_ count: Int, _ bytes: [UInt8], from start: Int) -> LeafValues? {
    guard let width, start <= bytes.count, count <= (bytes.count - start) / width else {
      return nil
    }
    var joined = [UInt8](repeating: 0, count: count * width)
    for part in 0..<width {
      for index in 0..<count { joined[index * width + part] = bytes[start + part * count + index] }
    }
    return plain(count, joined, from: 0)
  }

  func differences(_ count: Int, _ bytes: [UInt8], from start: Int) -> LeafValues? {
    var decoder = DeltaDecoder(bytes, min(start, bytes.count)..<bytes.count)
    guard let numbers = decoder.numbers(limit: count), numbers.count == count else { return nil }
    switch type {
    case .int32: return .int32s(numbers.map { Int32(truncatingIfNeeded: $0) })
    case .int64: return .int64s(numbers)
    default: return nil
    }
  }

  /// Lengths as differences, then all bytes.
  func lengths(_ count: Int, _ bytes: [UInt8], from start: Int) -> LeafValues? {
    guard type == .bytes else { return nil }
    var decoder = DeltaDecoder(bytes, min(start, bytes.count)..<bytes.count)
    guard let sizes = decoder.numbers(limit: count), sizes.count == count else { return nil }
    return slices(sizes, bytes, from: decoder.place).map { .blobs($0) }
  }

  /// How much each value shares with the one before, then the rest of each.
  func prefixes(_ count: Int, _ bytes: [UInt8], from start: Int) -> LeafValues? {
    guard type == .bytes || type == .fixed else { return nil }
    var decoder = DeltaDecoder(bytes, min(start, bytes.count)..<bytes.count)
    guard let shared = decoder.numbers(limit: count), shared.count == count,
      let sizes = decoder.numbers(limit: count), sizes.count == count,
      let rests = slices(sizes, bytes, from: decoder.place)
    else { return nil }
    var blobs: [ArraySlice<UInt8>] = []
    var last: ArraySlice<UInt8> = []
    // A value that repeats its beginning again and again must not grow without bound.
    var total = 0
    for (common, rest) in zip(shared, rests) {
      guard common >= 0, common <= last.count else { return nil }
      total += Int(common)
      guard total <= 64 << 20 else { return nil }
      last = common == 0 ? rest : ArraySlice(Array(last.prefix(Int(common))) + rest)
      if type == .fixed && last.count != length { return nil }
      blobs.append(last)
    }
    return .blobs(blobs)
  }

  private func slices(_ sizes: [Int64], _ bytes: [UInt8], from start: Int) -> [ArraySlice<UInt8>]? {
    var place = start
    var slices: [ArraySlice<UInt8>] = []
    for size in sizes {
      guard size >= 0, size <= bytes.count - place else { return nil }
      slices.append(bytes[place..<place + Int(size)])
      place += Int(size)
    }
    return slices
  }
}
