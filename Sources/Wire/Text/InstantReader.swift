extension Instant {
  /// Reads RFC 3339 as written: `2026-11-20T09:00:00Z`, `2026-11-20T10:00:00.25+01:00`.
  public init?(rfc3339 text: String) {
    self.init(InstantReader(text, isStrict: true))
  }

  /// Reads what exports and scripts write for an instant: RFC 3339, and also a space for the "T",
  /// no seconds, no time, an offset without colon or none at all (taken for UTC), the basic form
  /// `20261120T090000Z`, and the form of file names, `2026-11-20T09-00-00Z`.
  public init?(lenient text: String) {
    self.init(InstantReader(text, isStrict: false))
  }

  private init?(_ reader: InstantReader) {
    var reader = reader
    guard let instant = reader.instant() else { return nil }
    self = instant
  }
}

/// A walk over the text of one instant.
private struct InstantReader {
  private let text: [UInt8]
  private let isStrict: Bool
  private var place = 0

  init(_ text: String, isStrict: Bool) {
    self.text = Array(text.utf8)
    self.isStrict = isStrict
  }

  mutating func instant() -> Instant? {
    guard let year = number(4) else { return nil }
    let isBasic = !isStrict && next != UInt8(ascii: "-")
    guard isBasic || skip("-"), let month = number(2), isBasic || skip("-"), let day = number(2)
    else { return nil }
    let date = CivilDate(year: year, month: month, day: day)
    guard date.isReal else { return nil }
    let midnight = Int64(date.days) * 86_400
    if place == text.count { return isStrict ? nil : Instant(seconds: midnight) }
    guard skip("T") || skip("t") || skip(" ") else { return nil }
    guard let time = time(isBasic: isBasic), let fraction = fraction(), let offset = offset(),
      place == text.count
    else { return nil }
    return Instant(seconds: midnight + Int64(time) - Int64(offset), nanoseconds: fraction)
  }

  /// Seconds since midnight. A leap second counts as the second that follows it.
  private mutating func time(isBasic: Bool) -> Int? {
    guard let hour = number(2), hour < 24 else { return nil }
    let separator: Unicode.Scalar = !isStrict && next == UInt8(ascii: "-") ? "-" : ":"
    guard isBasic || skip(separator), let minute = number(2), minute < 60 else { return nil }
    let hasSeconds = isBasic ? (next.map(isDigit) ?? false) : skip(separator)
    guard hasSeconds else { return isStrict ? nil : hour * 3600 + minute * 60 }
    guard let second = number(2), second <= 60 else { return nil }
    return hour * 3600 + minute * 60 + second
  }

  /// Nanoseconds; digits beyond the ninth are cut off.
  private mutating func fraction() -> Int32? {
    guard skip(".") || (!isStrict && skip(",")) else { return 0 }
    let first = place
    var value: Int32 = 0
    while let byte = next, isDigit(byte) {
      if place - first < 9 { value = value * 10 + Int32(byte - 0x30) }
      place += 1
    }
    guard place > first else { return nil }
    for _ in 0..<max(0, 9 - (place - first)) { value *= 10 }
    return value
  }

  /// Seconds east of UTC.
  private mutating func offset() -> Int? {
    if skip("Z") || skip("z") { return 0 }
    if place == text.count { return isStrict ? nil : 0 }
    let isWest = next == UInt8(ascii: "-")
    guard skip("+") || skip("-"), let hours = number(2), hours < 24 else { return nil }
    if !isStrict && place == text.count { return (isWest ? -1 : 1) * hours * 3600 }
    guard skip(":") || !isStrict, let minutes = number(2), minutes < 60 else { return nil }
    return (isWest ? -1 : 1) * (hours * 3600 + minutes * 60)
  }

  private var next: UInt8? { place < text.count ? text[place] : nil }

  private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: character) else { return false }
    place += 1
    return true
  }

  private mutating func number(_ width: Int) -> Int? {
    guard text.count - place >= width else { return nil }
    var value = 0
    for byte in text[place..<place + width] {
      guard isDigit(byte) else { return nil }
      value = value * 10 + Int(byte - 0x30)
    }
    place += width
    return value
  }
}
