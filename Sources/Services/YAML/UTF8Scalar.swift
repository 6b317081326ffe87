/// One unicode scalar read from bytes.
struct UTF8Scalar {
  let value: UInt32
  let length: Int

  init(value: UInt32, length: Int) {
    self.value = value
    self.length = length
  }

  /// Nil when the bytes at `offset` are not the shortest form of a scalar.
  init?(_ bytes: [UInt8], at offset: Int) {
    let lead = bytes[offset]
    let length = Self.length(ofLead: lead)
    guard lead < 0x80 || lead >= 0xC2 && lead <= 0xF4, offset + length <= bytes.count else {
      return nil
    }
    var value = UInt32(length == 1 ? lead : lead & (0x7F >> UInt8(length)))
    for next in bytes[(offset + 1)..<(offset + length)] {
      guard next & 0xC0 == 0x80 else { return nil }
      value = value << 6 | UInt32(next & 0x3F)
    }
    let smallest: UInt32 = length == 4 ? 0x10000 : length == 3 ? 0x800 : length == 2 ? 0x80 : 0
    guard value >= smallest, Unicode.Scalar(value) != nil else { return nil }
    self.value = value
    self.length = length
  }

  static func length(ofLead lead: UInt8) -> Int {
    lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
  }

  /// Whether it may stand in a text as it is: no control character, none of the three line breaks
  /// that YAML 1.1 knew and YAML 1.2 does not, no byte order mark inside.
  var isAllowed: Bool {
    switch value {
    case 0x09, 0x0A, 0x0D, 0x20...0x7E: true
    case 0xA0...0x2027, 0x202A...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD: true
    case 0x10000...0x10FFFF: true
    default: false
    }
  }
}
