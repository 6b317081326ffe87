import TestSupport

/// Changes bytes at random, as a fuzzer does.
struct Mutation {
  private static let numbers: [UInt64] = [
    0, 1, 2, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF,
    0x4000_0000_0000_0000, 0x7FFF_FFFF_FFFF_FFFF, 0x8000_0000_0000_0000, .max,
  ]

  private var random: SeededGenerator
  private let seeds: [[UInt8]]

  init(_ seed: UInt64, _ seeds: [[UInt8]]) {
    random = SeededGenerator(seed: seed)
    self.seeds = seeds
  }

  /// One to four changes of one of the seeds.
  mutating func next() -> [UInt8] {
    var bytes = seeds[random.below(seeds.count)]
    for _ in 0...random.below(4) where !bytes.isEmpty { change(&bytes) }
    return bytes
  }

  private mutating func change(_ bytes: inout [UInt8]) {
    let place = random.below(bytes.count)
    let end = min(bytes.count, place + 1 + random.below(16))
    switch random.below(9) {
    case 0: bytes[place] ^= 1 << UInt8(random.below(8))
    case 1: bytes[place] = UInt8(truncatingIfNeeded: random.next())
    case 2: bytes.removeSubrange(place..<end)
    case 3: bytes.insert(contentsOf: bytes[place..<end], at: random.below(bytes.count))
    case 4: bytes.removeSubrange(place...)
    case 5: write(number(), over: &bytes, place)
    case 6: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: place)
    case 7: bytes.replaceSubrange(place..<end, with: bytes[..<(end - place)])
    default:
      // The end of another seed.
      let other = seeds[random.below(seeds.count)]
      bytes = bytes[..<place] + other.suffix(random.below(other.count + 1))
    }
  }

  private mutating func number() -> [UInt8] {
    let number = Mutation.numbers[random.below(Mutation.numbers.count)]
    let size = 1 << random.below(4)
    let bytes = (0..<size).map { UInt8(truncatingIfNeeded: number >> UInt64(8 * $0)) }
    return random.chance(50) ? bytes : bytes.reversed()
  }

  private func write(_ number: [UInt8], over bytes: inout [UInt8], _ place: Int) {
    let end = min(bytes.count, place + number.count)
    bytes.replaceSubrange(place..<end, with: number.prefix(end - place))
  }
}
