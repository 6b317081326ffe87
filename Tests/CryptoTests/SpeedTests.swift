import Glibc
import Model
import Testing

@testable import Crypto

/// Numbers, not judgements: run with PLUMB_BENCH=1 and a release build.
@Suite(.enabled(if: getenv("PLUMB_BENCH") != nil, "numbers are wanted with PLUMB_BENCH=1"))
struct `The speed of digests` {
  @Test func `per second`() {
    let clock = ContinuousClock()
    let block = [Float](repeating: 0.5, count: 384)
    var high: UInt64 = 0
    let rows = clock.measure {
      for _ in 0..<1_000_000 { high ^= ContentHash.hash(block).high }
    }
    let large = [UInt8](repeating: 7, count: 64 << 20)
    let whole = clock.measure { high ^= ContentHash.hash(large).high }
    let small = [UInt8](repeating: 7, count: 64 << 10)
    let cached = clock.measure {
      for _ in 0..<16384 { high ^= ContentHash.hash(small).high }
    }
    let sha = clock.measure { high ^= SHA256.hash(large).words[0] }
    print(
      "XXH3-128: 384 floats \(rows / 1_000_000) each, 64 MiB in \(whole), 1 GiB in cache \(cached)")
    print("SHA-256: 64 MiB in \(sha); \(high)")
  }
}
