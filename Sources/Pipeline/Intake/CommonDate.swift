internal import Wire

/// Moments as people and programs write them: all that `Instant` reads leniently, slashes for hyphens,
/// names of months, and Unix time as digits.
enum CommonDate {
  private static let months = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]
  private static let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

  /// Seconds since 1970. A date such as 11/10/2026, which is one day to some and another to others, is
  /// none.
  static func seconds(_ text: String) -> Double? {
    let text = TextNormalization.trimmed(text)
    let instant = Instant(lenient: text) ?? slashed(text) ?? worded(text)
    if let instant { return Double(instant.seconds) + Double(instant.nanoseconds) / 1e9 }
    // Eight digits are a date; nine and more are Unix time.
    guard text.utf8.count >= 9, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return nil
    }
    return Double(text).map(unix)
  }

  /// Beyond the year 5138 in seconds, so it is milliseconds.
  static func unix(_ number: Double) -> Double {
    abs(number) >= 100_000_000_000 ? number / 1000 : number
  }

  /// 2026/11/20, and whatever follows it.
  private static func slashed(_ text: String) -> Instant? {
    var bytes = Array(text.utf8)
    let slash = UInt8(ascii: "/")
    guard bytes.count >= 10, bytes[4] == slash, bytes[7] == slash else { return nil }
    bytes[4] = UInt8(ascii: "-")
    bytes[7] = UInt8(ascii: "-")
    return Instant(lenient: String(decoding: bytes, as: UTF8.self))
  }

  /// Fri, 20 Nov 2026 09:00:00 GMT; November 20, 2026; Fri Nov 20 09:00:00 2026.
  private static func worded(_ text: String) -> Instant? {
    var words = text.split { $0 == " " || $0 == "," }.map { $0.lowercased() }
    if let first = words.first, days.contains(String(first.prefix(3))) { words.removeFirst() }
    guard words.count >= 3, let place = words.prefix(2).firstIndex(where: { month($0) != nil }),
      let month = month(words[place]), let day = Int(words[1 - place]), (1...31).contains(day)
    else { return nil }
    var rest = Array(words.dropFirst(2))
    guard let yearPlace = rest.firstIndex(where: { $0.utf8.count == 4 && Int($0) != nil }) else {
      return nil
    }
    let year = rest.remove(at: yearPlace)
    guard rest.count <= 2 else { return nil }
    let date = "\(year)-\(padded(month))-\(padded(day))"
    guard let time = rest.first else { return Instant(lenient: date) }
    return Instant(lenient: "\(date)T\(time)\(zone(rest.dropFirst().first ?? ""))")
  }

  private static func month(_ word: String) -> Int? {
    guard word.utf8.count >= 3, !word.utf8.contains(where: { (0x30...0x39).contains($0) }) else {
      return nil
    }
    return months.firstIndex(of: String(word.prefix(3))).map { $0 + 1 }
  }

  private static func zone(_ word: String) -> String {
    ["gmt", "utc", "ut", "z"].contains(word) ? "Z" : word
  }

  private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
