/// Reads the hybrid of runs and packed bits, in which levels and places in a dictionary are written.
struct RunDecoder {
  private let bytes: [UInt8]
  private(set) var place: Int
  private let end: Int
  private let width: Int

  /// A width of 0 to 32 bits.
  init(_ bytes: [UInt8], _ range: Range<Int>, width: Int) {
    self.bytes = bytes
    place = range.lowerBound
    end = range.upperBound
    self.width = width
  }

  /// `count` numbers, or nil where the bytes end before.
  mutating func numbers<Number: FixedWidthInteger>(_ count: Int, as type: Number.Type) -> [Number]?
  {
    var numbers: [Number] = []
    numbers.reserveCapacity(count)
    if width == 0 { return [Number](repeating: 0, count: count) }
    while numbers.count < count {
      guard let head = varint() else { return nil }
      let left = count - numbers.count
      if head & 1 == 0 {
        guard let value = repeated() else { return nil }
        let length = Int(clamping: head >> 1)
        guard length > 0 else { return nil }
        numbers.append(
          contentsOf: repeatElement(Number(truncatingIfNeeded: value), count: min(left, length)))
      } else {
        let groups = Int(clamping: head >> 1)
        guard groups > 0, unpack(min(left, groups > left ? left : groups * 8), groups, &numbers)
        else { return nil }
      }
    }
    return numbers
  }

  /// Whether the next `count` numbers are one run of this one.
  func isRun(of number: UInt32, _ count: Int) -> Bool {
    var runs = self
    guard width > 0 else { return number == 0 }
    guard let head = runs.varint(), head & 1 == 0, Int(clamping: head >> 1) >= count else {
      return false
    }
    return runs.repeated() == number
  }

  /// Which of the next `count` numbers of one bit are zero, or nil where the bytes end before.
  mutating func zeros(_ count: Int) -> [Int]? {
    var zeros: [Int] = []
    var number = 0
    while number < count {
      guard let head = varint(), head > 1 else { return nil }
      let left = count - number
      let length = Int(clamping: head >> 1)
      if head & 1 == 0 {
        guard let value = repeated(), value <= 1 else { return nil }
        let run = number..<number + min(left, length)
        if value == 0 { zeros.append(contentsOf: run) }
        number = run.upperBound
      } else {
        let packed = length > left / 8 ? left : 8 * length
        guard (packed + 7) / 8 <= end - place else { return nil }
        addZeros(packed, from: number, to: &zeros)
        place += min(length, end - place)
        number += packed
      }
    }
    return zeros
  }

  private func addZeros(_ count: Int, from number: Int, to zeros: inout [Int]) {
    for byte in 0..<(count + 7) / 8 {
      var bits = ~bytes[place + byte]
      while bits != 0 {
        let bit = 8 * byte + bits.trailingZeroBitCount
        if bit < count { zeros.append(number + bit) }
        bits &= bits - 1
      }
    }
  }

  private mutating func varint() -> UInt64? {
    Varint.next(in: bytes, at: &place, until: end, bits: 42)
  }

  private mutating func repeated() -> UInt32? {
    let size = (width + 7) / 8
    guard size <= end - place else { return nil }
    var value: UInt32 = 0
    for byte in 0..<size { value |= UInt32(bytes[place + byte]) << (8 * UInt32(byte)) }
    place += size
    return value
  }

  /// The first `count` numbers of so many groups of eight; the rest of the groups is padding.
  private mutating func unpack<Number: FixedWidthInteger>(
    _ count: Int, _ groups: Int, _ numbers: inout [Number]
  ) -> Bool {
    let needed = (count * width + 7) / 8
    guard needed <= end - place else { return false }
    let mask = UInt64(1) << UInt64(width) - 1
    var held: UInt64 = 0
    var bits = 0
    var at = place
    for _ in 0..<count {
      while bits < width {
        held |= UInt64(bytes[at]) << UInt64(bits)
        at += 1
        bits += 8
      }
      numbers.append(Number(truncatingIfNeeded: held & mask))
      held >>= UInt64(width)
      bits -= width
    }
    // A last run may be cut where its padding would begin.
    place = groups > (end - place) / width ? end : place + groups * width
    return true
  }
}

/// Reads numbers that are written as differences in packed blocks.
struct DeltaDecoder {
  private let bytes: [UInt8]
  private(set) var place: Int
  private let end: Int

  init(_ bytes: [UInt8], _ range: Range<Int>) {
    self.bytes = bytes
    place = range.lowerBound
    end = range.upperBound
  }

  /// All numbers, at most `limit`; nil where the bytes are not what they should be.
  mutating func numbers(limit: Int) -> [Int64]? {
    guard let block = varint(), let parts = varint(), let total = varint(), let first = zigzag(),
      block > 0, block <= 1 << 20, parts > 0, parts <= block, block % parts == 0,
      (block / parts) % 8 == 0, total <= UInt64(limit)
    else { return nil }
    guard total > 0 else { return [] }
    let count = Int(total)
    let size = Int(block / parts)
    var numbers = [first]
    numbers.reserveCapacity(count)
    var value = first
    while numbers.count < count {
      guard let least = zigzag(), Int(parts) <= end - place else { return nil }
      let widths = bytes[place..<place + Int(parts)].map { Int($0) }
      place += Int(parts)
      for width in widths where numbers.count < count {
        guard width <= 64, size * width / 8 <= end - place else { return nil }
        for step in 0..<min(size, count - numbers.count) {
          value = value &+ least &+ Int64(bitPattern: bits(at: step * width, width))
          numbers.append(value)
        }
        place += size * width / 8
      }
    }
    return numbers
  }

  private func bits(at start: Int, _ width: Int) -> UInt64 {
    var value: UInt64 = 0
    var filled = 0
    while filled < width {
      let bit = start + filled
      let part = UInt64(bytes[place + bit / 8]) >> UInt64(bit % 8)
      value |= part << UInt64(filled)
      filled += 8 - bit % 8
    }
    return width == 64 ? value : value & (UInt64(1) << UInt64(width) - 1)
  }

  private mutating func varint() -> UInt64? {
    Varint.next(in: bytes, at: &place, until: end, bits: 70)
  }

  private mutating func zigzag() -> Int64? {
    varint().map { Int64(bitPattern: $0 >> 1) ^ -Int64(bitPattern: $0 & 1) }
  }
}
