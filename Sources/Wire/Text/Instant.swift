/// A moment, as seconds and nanoseconds since 1970 in UTC.
public struct Instant: Hashable, Sendable {
  public let seconds: Int64
  /// 0 to 999,999,999.
  public let nanoseconds: Int32

  public init(seconds: Int64, nanoseconds: Int32 = 0) {
    self.seconds = seconds
    self.nanoseconds = nanoseconds
  }

  public var secondsSince1970: Double { Double(seconds) + Double(nanoseconds) / 1e9 }
}

extension Instant: Comparable {
  public static func < (left: Instant, right: Instant) -> Bool {
    (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
  }
}

extension Instant {
  /// Reads RFC 3339 and its common relatives: a space instead of the T, no seconds, hyphens in the
  /// time as in file names, no zone (taken for UTC), or a date alone.
  public init?(_ text: String) {
    var reader = InstantReader(Array(text.utf8))
    guard let instant = reader.instant() else { return nil }
    self = instant
  }
}

extension Instant: CustomStringConvertible {
  /// RFC 3339 in UTC, with a fraction only where there is one.
  public var description: String {
    let days = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
    let date = CivilDate(daysSince1970: days)
    let second = seconds - days * 86_400
    return "\(Instant.pad(date.year, 4))-\(Instant.pad(date.month, 2))-\(Instant.pad(date.day, 2))T"
      + "\(Instant.pad(second / 3600, 2)):\(Instant.pad(second / 60 % 60, 2)):"
      + "\(Instant.pad(second % 60, 2))\(fraction)Z"
  }

  private var fraction: String {
    guard nanoseconds > 0 else { return "" }
    var digits = Instant.pad(Int64(nanoseconds), 9)
    while digits.hasSuffix("0") { digits.removeLast() }
    return "." + digits
  }

  private static func pad(_ number: Int64, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}

/// Days and dates of the Gregorian calendar, by eras of 400 years that start on a first of March.
struct CivilDate: Hashable {
  var year: Int64
  var month: Int64
  var day: Int64

  init(year: Int64, month: Int64, day: Int64) {
    (self.year, self.month, self.day) = (year, month, day)
  }

  init(daysSince1970 days: Int64) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  var daysSince1970: Int64 {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// Whether the calendar has this day.
  var exists: Bool {
    guard (1...12).contains(month), day >= 1, (1...9999).contains(year) else { return false }
    return CivilDate(daysSince1970: daysSince1970) == self
  }
}
