import Model
import StoreBytes
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

  /// Runs and packed groups, with the numbers that they stand for.
  private func written(_ random: inout SeededGenerator, width: Int) -> ([UInt8], [UInt32]) {
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
    return (bytes, numbers)
  }

  @Test(arguments: 1...200)
  func `are read as they were written`(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let width = 1 + random.below(31)
    let (bytes, numbers) = written(&random, width: width)
    let wanted = max(1, numbers.count - random.below(8))
    var decoder = RunDecoder(bytes, 0..<bytes.count, width: width)
    #expect(decoder.numbers(wanted, as: UInt32.self) == Array(numbers.prefix(wanted)))
    var short = RunDecoder(bytes, 0..<bytes.count - 1, width: width)
    let cut = short.numbers(numbers.count, as: UInt32.self)
    #expect(cut == nil || cut == numbers)
  }

  @Test(arguments: 1...200)
  func `of one bit tell where their zeros are`(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let (bytes, numbers) = written(&random, width: 1)
    let wanted = max(1, numbers.count - random.below(8))
    var decoder = RunDecoder(bytes, 0..<bytes.count, width: 1)
    #expect(decoder.zeros(wanted) == numbers.indices.prefix(wanted).filter { numbers[$0] == 0 })
    var short = RunDecoder(bytes, 0..<bytes.count - 1, width: 1)
    let cut = short.zeros(numbers.count)
    #expect(cut == nil || cut == numbers.indices.filter { numbers[$0] == 0 })
  }

  @Test(
    arguments: [
      ([20, 3], 2, 3, 10, true), ([20, 3], 2, 3, 9, true), ([20, 3], 2, 3, 11, false),
      ([20, 2], 2, 3, 10, false), ([20], 2, 3, 10, false), ([], 2, 3, 1, false),
      ([3, 0xFF, 0xFF], 2, 3, 8, false), ([], 0, 0, 10, true),
    ] as [([UInt8], Int, UInt32, Int, Bool)])
  func `are one run or not`(bytes: [UInt8], width: Int, number: UInt32, count: Int, isRun: Bool) {
    let decoder = RunDecoder(bytes, 0..<bytes.count, width: width)
    #expect(decoder.isRun(of: number, count) == isRun)
  }

  @Test(arguments: 0..<300)
  func `of any bytes end`(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let bytes = (0..<random.below(60)).map { _ in UInt8(random.below(256)) }
    var runs = RunDecoder(bytes, 0..<bytes.count, width: random.below(33))
    let numbers = runs.numbers(1000, as: Int32.self)
    #expect(numbers == nil || numbers?.count == 1000)
    var bits = RunDecoder(bytes, 0..<bytes.count, width: 1)
    #expect((bits.zeros(1000)?.last ?? 0) < 1000)
    var deltas = DeltaDecoder(bytes, 0..<bytes.count)
    #expect((deltas.numbers(limit: 1000)?.count ?? 0) <= 1000)
  }
}

@Suite struct `Values as metadata` {
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

@Suite struct `Levels of a list` {
  /// An optional list of optional numbers.
  private let list: SchemaNode = {
    let leaf = LeafColumn(
      number: 0, type: .int64, length: 0, meaning: .plain, definition: 3, repeats: 1,
      path: ["x", "list", "element"])
    let element = SchemaNode(
      name: "element", repetition: .optional, meaning: .plain, definition: 3, repeats: 1,
      content: .leaf(leaf))
    let elements = SchemaNode(
      name: "list", repetition: .repeated, meaning: .plain, definition: 2, repeats: 1,
      content: .group([element]))
    return SchemaNode(
      name: "x", repetition: .optional, meaning: .list, definition: 1, repeats: 0,
      content: .group([elements]))
  }()

  private func rows(_ repeats: [UInt8], _ definitions: [UInt8], _ values: [Int64], _ count: Int)
    throws(FormatError) -> [PayloadValue]
  {
    var slice = ColumnSlice(list.leaves[0])
    slice.repeats = repeats
    slice.definitions = definitions
    slice.values = .int64s(values)
    slice.count = repeats.count
    var reader = RecordReader(list, [slice], in: "t")
    var rows: [PayloadValue] = []
    for _ in 0..<count { rows.append(try reader.next()) }
    return rows
  }

  @Test func `tell where a row begins`() throws {
    let rows = try rows([0, 0, 1, 0], [0, 3, 3, 1], [7, 8], 3)
    #expect(rows == [.null, .list([.int(7), .int(8)]), .list([])])
  }

  @Test(arguments: [([0, 1, 0], [0, 3, 3]), ([0, 1, 0], [1, 3, 3]), ([1, 0, 0], [3, 3, 0])])
  func `of no list must not go on`(repeats: [UInt8], definitions: [UInt8]) {
    #expect(throws: FormatError.self) { try rows(repeats, definitions, [7, 8], 2) }
  }
}
