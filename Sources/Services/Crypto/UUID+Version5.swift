public import Model

extension UUID {
  /// The namespace for names that are URLs.
  public static let urlNamespace = UUID(high: 0x6ba7_b811_9dad_11d1, low: 0x80b4_00c0_4fd4_30c8)

  /// The namespace for names that are domain names.
  public static let dnsNamespace = UUID(high: 0x6ba7_b810_9dad_11d1, low: 0x80b4_00c0_4fd4_30c8)

  /// The UUID that everyone derives from this name in this namespace.
  public static func version5(namespace: UUID, name: String) -> UUID {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(16 + name.utf8.count)
    for word in [namespace.high, namespace.low] {
      for shift in stride(from: UInt64(56), through: 0, by: -8) {
        bytes.append(UInt8(truncatingIfNeeded: word >> shift))
      }
    }
    bytes.append(contentsOf: name.utf8)
    let digest = SHA1.hash(bytes)
    let high = word(digest[0..<8])
    let low = word(digest[8..<16])
    // Version 5 in the upper half, the standard variant in the lower.
    return UUID(
      high: high & ~0xF000 | 0x5000, low: low & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000)
  }

  private static func word(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reduce(0) { $0 << 8 | UInt64($1) }
  }
}
