/// Reads the three spellings of a date in HTTP (RFC 9110, section 5.6.7) as Unix seconds.
public enum HTTPDate {
  public static func seconds(_ text: String) -> Int? {
    let words = text.split { $0 == " " || $0 == "," || $0 == "-" }
    // Sun, 06 Nov 1994 08:49:37 GMT; Sunday, 06-Nov-94 08:49:37 GMT; Sun Nov  6 08:49:37 1994
    if words.count == 6, words[5] == "GMT" {
      return seconds(day: words[1], month: words[2], year: words[3], time: words[4])
    }
    guard words.count == 5 else { return nil }
    return seconds(day: words[2], month: words[1], year: words[4], time: words[3])
  }

  private static func seconds(
    day: Substring, month: Substring, year: Substring, time: Substring
  ) -> Int? {
    let clock = time.split(separator: ":", omittingEmptySubsequences: false)
      .compactMap { UInt8($0).map(Int.init) }
    guard let day = UInt8(day), (1...31).contains(day), let month = months.firstIndex(of: month),
      let year = fullYear(year), clock.count == 3, clock[0] < 24, clock[1] < 60, clock[2] < 61
    else { return nil }
    let days = daysBefore(year: year, month: month + 1, day: Int(day))
    return days * 86_400 + clock[0] * 3600 + clock[1] * 60 + clock[2]
  }

  private static let months: [Substring] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// Two digits are meant for the years around 2000: 70...99 and 00...69.
  private static func fullYear(_ text: Substring) -> Int? {
    guard let year = UInt16(text).map(Int.init) else { return nil }
    switch text.utf8.count {
    case 2: return year >= 70 ? 1900 + year : 2000 + year
    case 4: return year
    default: return nil
    }
  }

  /// Days from 1970-01-01: years begin in March, so that the leap day is the last of a year.
  private static func daysBefore(year: Int, month: Int, day: Int) -> Int {
    let shifted = month > 2 ? year : year - 1
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }
}
