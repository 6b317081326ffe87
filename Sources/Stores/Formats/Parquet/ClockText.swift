internal import Wire

/// Dates and times as Python's isoformat writes them.
enum ClockText {
  static func date(_ seconds: Int64) -> String {
    // Years beyond what a calendar of four digits has stay numbers.
    guard (-62_135_596_800...253_402_300_799).contains(seconds) else { return String(seconds) }
    return String(Instant(seconds: seconds).description.prefix(10))
  }

  static func time(_ value: Int64, _ units: Int64) -> String {
    let (seconds, nanoseconds) = split(value, units)
    guard (0..<86_400).contains(seconds) else { return String(value) }
    return clock(seconds, nanoseconds)
  }

  static func timestamp(_ value: Int64, _ units: Int64) -> String {
    let (seconds, nanoseconds) = split(value, units)
    guard (-62_135_596_800...253_402_300_799).contains(seconds) else { return String(value) }
    let day = seconds - mod(seconds, 86_400)
    return date(day) + "T" + clock(seconds - day, nanoseconds)
  }

  /// Twelve bytes: nanoseconds of the day, then the day of the Julian calendar.
  static func old(_ bytes: ArraySlice<UInt8>) -> String {
    let all = Array(bytes)
    let nanoseconds = (0..<8).reduce(UInt64(0)) { $0 | UInt64(all[$1]) << (8 * UInt64($1)) }
    let day = (0..<4).reduce(UInt32(0)) { $0 | UInt32(all[8 + $1]) << (8 * UInt32($1)) }
    guard nanoseconds < 86_400_000_000_000 else { return Base64Text.text(bytes) }
    let start = (Int64(day) - 2_440_588) * 86_400
    return date(start) + "T"
      + clock(Int64(nanoseconds / 1_000_000_000), Int64(nanoseconds % 1_000_000_000))
  }

  private static func split(_ value: Int64, _ units: Int64) -> (Int64, Int64) {
    let rest = mod(value, units)
    return ((value - rest) / units, rest * (1_000_000_000 / units))
  }

  private static func mod(_ value: Int64, _ by: Int64) -> Int64 {
    let rest = value % by
    return rest < 0 ? rest + by : rest
  }

  private static func clock(_ seconds: Int64, _ nanoseconds: Int64) -> String {
    var text = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { padded($0, 2) }
      .joined(separator: ":")
    if nanoseconds % 1000 != 0 {
      text += "." + padded(nanoseconds, 9)
    } else if nanoseconds != 0 {
      text += "." + padded(nanoseconds / 1000, 6)
    }
    return text
  }

  private static func padded(_ value: Int64, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }
}
