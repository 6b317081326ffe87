internal import Model

/// A date of numpy, a count of some unit since 1970, as Python's isoformat() writes it.
enum ArrayDate {
  static func value(_ count: Int64, unit: String) -> PayloadValue {
    // "Not a time".
    guard count != .min else { return .null }
    let perSecond: [String: Int64] = ["s": 1, "ms": 1_000, "us": 1_000_000, "ns": 1_000_000_000]
    let seconds: [String: Int64] = ["D": 86_400, "h": 3_600, "m": 60]
    if let factor = seconds[unit] {
      let (product, isTooMuch) = count.multipliedReportingOverflow(by: factor)
      guard !isTooMuch else { return .string(String(count)) }
      return text(product, 0, isDate: unit == "D") ?? .string(String(count))
    }
    guard let scale = perSecond[unit] else { return .int(count) }
    let second = floorDivide(count, scale)
    let rest = count - second * scale
    // Python's dates end at microseconds.
    let micros = scale > 1_000_000 ? rest / (scale / 1_000_000) : rest * (1_000_000 / scale)
    return text(second, micros, isDate: false) ?? .string(String(count))
  }

  private static func floorDivide(_ value: Int64, _ by: Int64) -> Int64 {
    value / by - (value % by < 0 ? 1 : 0)
  }

  /// Nil for years that Python does not have.
  private static func text(_ second: Int64, _ micros: Int64, isDate: Bool) -> PayloadValue? {
    let day = floorDivide(second, 86_400)
    guard (-719_162...2_932_896).contains(day) else { return nil }
    let (year, month, dayOfMonth) = civil(day)
    let date = "\(pad(year, 4))-\(pad(month, 2))-\(pad(dayOfMonth, 2))"
    if isDate { return .string(date) }
    let clock = second - day * 86_400
    let time = "\(pad(clock / 3_600, 2)):\(pad(clock / 60 % 60, 2)):\(pad(clock % 60, 2))"
    return .string(date + "T" + time + (micros == 0 ? "" : "." + pad(micros, 6)))
  }

  /// Days since 1970 to a date, in eras of 400 years that begin in March.
  private static func civil(_ days: Int64) -> (Int64, Int64, Int64) {
    let shifted = days + 719_468
    let era = floorDivide(shifted, 146_097)
    let day = shifted - era * 146_097
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365
    let dayOfYear = day - (365 * year + year / 4 - year / 100)
    let month = (5 * dayOfYear + 2) / 153
    let dayOfMonth = dayOfYear - (153 * month + 2) / 5 + 1
    return (
      year + era * 400 + (month >= 10 ? 1 : 0), month < 10 ? month + 3 : month - 9, dayOfMonth
    )
  }

  private static func pad(_ value: Int64, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
