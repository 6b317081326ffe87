/// Dates, times and durations as Python writes them.
enum CalendarText {
  static func date(_ year: Int, _ month: UInt8, _ day: UInt8) -> String {
    padded(year, 4) + "-" + padded(Int(month), 2) + "-" + padded(Int(day), 2)
  }

  /// Hour, minute, second, and microseconds in three bytes.
  static func clock(_ bytes: ArraySlice<UInt8>) -> String {
    let first = bytes.startIndex
    let micro = Int(bytes[first + 3]) << 16 | Int(bytes[first + 4]) << 8 | Int(bytes[first + 5])
    let text = (0..<3).map { padded(Int(bytes[first + $0]), 2) }.joined(separator: ":")
    return micro == 0 ? text : text + "." + padded(micro, 6)
  }

  /// "+02:00", and seconds only where there are some.
  static func offset(_ seconds: Int64, _ micro: Int64) -> String {
    // Python counts microseconds up from the seconds, also below zero.
    let total = seconds * 1_000_000 + micro
    let (whole, rest) = abs(total).quotientAndRemainder(dividingBy: 1_000_000)
    var text = (total < 0 ? "-" : "+") + padded(Int(whole / 3600), 2) + ":"
    text += padded(Int(whole / 60 % 60), 2)
    if whole % 60 != 0 || rest != 0 { text += ":" + padded(Int(whole % 60), 2) }
    return rest == 0 ? text : text + "." + padded(Int(rest), 6)
  }

  static func duration(_ duration: (days: Int64, seconds: Int64, micro: Int64)) -> String {
    let (days, seconds, micro) = duration
    var text =
      "\(seconds / 3600):\(padded(Int(seconds / 60 % 60), 2)):\(padded(Int(seconds % 60), 2))"
    if micro != 0 { text += "." + padded(Int(micro), 6) }
    if days != 0 { text = "\(days) day\(abs(days) == 1 ? "" : "s"), " + text }
    return text
  }

  /// Seconds from 1970 on and nanoseconds, as pandas writes a timestamp.
  static func instant(_ seconds: Int64, _ nano: Int64) -> String {
    var days = seconds / 86_400
    var rest = seconds % 86_400
    if rest < 0 { (days, rest) = (days - 1, rest + 86_400) }
    let (year, month, day) = civil(days)
    var text = date(Int(year), UInt8(month), UInt8(day)) + "T"
    text += [rest / 3600, rest / 60 % 60, rest % 60].map { padded(Int($0), 2) }
      .joined(separator: ":")
    if nano % 1000 != 0 { return text + "." + padded(Int(nano), 9) }
    return nano == 0 ? text : text + "." + padded(Int(nano / 1000), 6)
  }

  /// The date of a day counted from 1970-01-01 on, in the calendar without end.
  static func civil(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
    // Counted from 0000-03-01 on, in eras of 400 years; a leap day is then the last of its year.
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let month = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * month + 2) / 5 + 1
    let calendarMonth = month < 10 ? month + 3 : month - 9
    return (yearOfEra + era * 400 + (calendarMonth <= 2 ? 1 : 0), calendarMonth, day)
  }

  static func padded(_ value: Int, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }
}
