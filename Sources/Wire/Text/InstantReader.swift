/// Reads a moment from text, digit by digit.
struct InstantReader {
  private let bytes: [UInt8]
  private var offset = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  mutating func instant() -> Instant? {
    guard let year = number(4), take("-"), let month = number(2), take("-"), let day = number(2)
    else {
      return nil
    }
    let date = CivilDate(year: year, month: month, day: day)
    guard date.exists else { return nil }
    let midnight = date.daysSince1970 * 86_400
    if offset == bytes.count { return Instant(seconds: midnight) }
    guard takeOne(of: "Tt ") != nil, let time = time(), let zone = zone(), offset == bytes.count
    else {
      return nil
    }
    return Instant(seconds: midnight + time.seconds - zone, nanoseconds: time.nanoseconds)
  }

  private mutating func time() -> (seconds: Int64, nanoseconds: Int32)? {
    guard let hour = number(2), hour < 24, let separator = takeOne(of: ":-"),
      let minute = number(2),
      minute < 60
    else { return nil }
    var second: Int64 = 0
    var fraction: Int32 = 0
    if offset < bytes.count, bytes[offset] == separator, offset + 2 < bytes.count {
      offset += 1
      // A leap second is the second after it: no clock here counts one.
      guard let value = number(2), value <= 60 else { return nil }
      second = value
      if takeOne(of: ".,") != nil {
        guard let value = nanoseconds() else { return nil }
        fraction = value
      }
    }
    return (hour * 3600 + minute * 60 + second, fraction)
  }

  /// Seconds east of UTC; no zone is UTC.
  private mutating func zone() -> Int64? {
    if offset == bytes.count || takeOne(of: "Zz") != nil { return 0 }
    guard let sign = takeOne(of: "+-"), let hour = number(2), hour < 24 else { return nil }
    _ = take(":")
    guard let minute = offset == bytes.count ? 0 : number(2), minute < 60 else { return nil }
    let seconds = hour * 3600 + minute * 60
    return sign == UInt8(ascii: "-") ? -seconds : seconds
  }

  private mutating func nanoseconds() -> Int32? {
    var value: Int32 = 0
    var digits = 0
    while offset < bytes.count, bytes[offset] >= 0x30, bytes[offset] <= 0x39 {
      if digits < 9 { value = value * 10 + Int32(bytes[offset] - 0x30) }
      digits += 1
      offset += 1
    }
    guard digits > 0 else { return nil }
    for _ in min(digits, 9)..<9 { value *= 10 }
    return value
  }

  private mutating func number(_ width: Int) -> Int64? {
    guard offset + width <= bytes.count else { return nil }
    var value: Int64 = 0
    for byte in bytes[offset..<offset + width] {
      guard byte >= 0x30 && byte <= 0x39 else { return nil }
      value = value * 10 + Int64(byte - 0x30)
    }
    offset += width
    return value
  }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard offset < bytes.count, bytes[offset] == UInt8(ascii: scalar) else { return false }
    offset += 1
    return true
  }

  private mutating func takeOne(of choices: StaticString) -> UInt8? {
    guard offset < bytes.count, choices.description.utf8.contains(bytes[offset]) else { return nil }
    offset += 1
    return bytes[offset - 1]
  }
}
