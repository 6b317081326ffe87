import Model
import TestSupport
import Testing

@testable import Parquet

@Suite struct `Runs and packed bits` {
  /// Written here the plain way, to be read by the decoder.
  private func packed(_ numbers: [UInt32], width: Int) -> [UInt8] {
    var bits: [Bool] = []
    for number in numbers { for bit in 0..<width { bits.append(number >> UInt32(bit) & 1 == 1) } }
    while bits.count % 8 != 0 { bits.append(false) }
    return stride(from: 0, to: bits.count, by: 8).map { start in
      (0..<8).reduce(UInt8(0)) { $0 | (bits[start + $1] ? 1 << UInt8($1) : 0) }
    }
  }

  private func varint(_ value: Int) -> [UInt8] {
    value < 128 ? [UInt8(value)] : [UInt8(value & 127) | 128] + varint(value >> 7)
  }

  @Test(arguments: 1...200)
  func `are read as they were written`(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let width = 1 + random.below(31)
    var numbers: [UInt32] = []
    var bytes: [UInt8] = []
    for _ in 0..<1 + random.below(6) {
      if random.below(2) == 0 {
        let groups = 1 + random.below(4)
        let part = (0..<8 * groups).map { _ in UInt32(random.below(1 << width)) }
        bytes += varint(groups << 1 | 1) + packed(part, width: width)
        numbers += part
      } else {
        let (count, value) = (1 + random.below(300), UInt32(random.below(1 << width)))
        bytes += varint(count << 1)
        bytes += (0..<(width + 7) / 8).map { UInt8(truncatingIfNeeded: value >> UInt32(8 * $0)) }
        numbers += Array(repeating: value, count: count)
      }
    }
    let wanted = max(1, numbers.count - random.below(8))
    var decoder = RunDecoder(bytes, 0..<bytes.count, width: width)
    #expect(decoder.numbers(wanted, as: UInt32.self) == Array(numbers.prefix(wanted)))
    var short = RunDecoder(bytes, 0..<bytes.count - 1, width: width)
    let cut = short.numbers(numbers.count, as: UInt32.self)
    #expect(cut == nil || cut == numbers)
  }

  @Test(arguments: 0..<300)
  func `of any bytes end`(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let bytes = (0..<random.below(60)).map { _ in UInt8(random.below(256)) }
    var runs = RunDecoder(bytes, 0..<bytes.count, width: random.below(33))
    let numbers = runs.numbers(1000, as: Int32.self)
    #expect(numbers == nil || numbers?.count == 1000)
    var deltas = DeltaDecoder(bytes, 0..<bytes.count)
    #expect((deltas.numbers(limit: 1000)?.count ?? 0) <= 1000)
  }
}

@Suite struct `Values as metadata` {
  @Test(
    arguments: [
      (0x0000, 0), (0x8000, -0.0), (0x3C00, 1), (0xC000, -2), (0x7BFF, 65504), (0x0001, 0x1p-24),
      (0x03FF, 1023 * 0x1p-24), (0x3555, 0.333251953125), (0x7C00, .infinity),
    ] as [(UInt16, Float)])
  func `half precision is widened`(bits: UInt16, value: Float) {
    #expect(HalfFloat.value(bits).bitPattern == value.bitPattern)
  }

  @Test(
    arguments: [
      ([0], 2, "0.00"), ([5], 2, "0.05"), ([0xFF], 2, "-0.01"), ([0x04, 0xD2], 2, "12.34"),
      ([0xFB, 0x2E], 0, "-1234"), ([0x80], 1, "-12.8"),
      ([0x7F] + Array(repeating: 0xFF, count: 15), 0, "170141183460469231731687303715884105727"),
    ] as [([UInt8], Int, String)])
  func `decimals keep every digit`(bytes: [UInt8], scale: Int, text: String) {
    #expect(DecimalText.text(DecimalText.digits(bytes[...]), scale: scale) == text)
  }

  @Test(
    arguments: [
      (0, 1000, "1970-01-01T00:00:00"), (-1, 1000, "1969-12-31T23:59:59.999000"),
      (1, 1_000_000_000, "1970-01-01T00:00:00.000000001"),
      (253_402_300_800, 1, "253402300800"),
    ] as [(Int64, Int64, String)])
  func `timestamps are those of Python`(value: Int64, units: Int64, text: String) {
    #expect(ClockText.timestamp(value, units) == text)
  }

  @Test(arguments: [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")])
  func `bytes are base64`(text: String, encoded: String) {
    #expect(Base64Text.text(Array(text.utf8)) == encoded)
  }
}
