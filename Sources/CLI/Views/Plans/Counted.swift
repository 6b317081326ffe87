/// Numbers as people read them.
enum Counted {
  /// 59353 is "59,353".
  static func number(_ value: Int) -> String {
    let digits = String(value.magnitude)
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0 && (digits.count - index).isMultiple(of: 3) { text.append(",") }
      text.append(digit)
    }
    return value < 0 ? "-" + text : text
  }

  /// "1 point", "59,353 points".
  static func of(_ value: Int, _ noun: String) -> String {
    "\(number(value)) \(noun)\(value == 1 ? "" : "s")"
  }

  /// A share with two decimals, never rounded to nothing: "0.06%", "<0.01%", "100%".
  static func percent(_ part: Int, of whole: Int) -> String {
    guard whole > 0 else { return "0%" }
    if part == whole { return "100%" }
    let hundredths = (part * 10_000 + whole / 2) / whole
    if hundredths == 0 { return part == 0 ? "0%" : "<0.01%" }
    // Nearly everything is not everything.
    let shown = min(hundredths, 9_999)
    let fraction = shown % 100
    return "\(shown / 100).\(fraction < 10 ? "0" : "")\(fraction)%"
  }

  /// "187.4 MiB".
  static func bytes(_ value: UInt64) -> String {
    let units = ["KiB", "MiB", "GiB", "TiB", "PiB"]
    guard value >= 1024 else { return "\(value) bytes" }
    var scaled = Double(value) / 1024
    var unit = 0
    while scaled >= 1023.95 && unit < units.count - 1 {
      scaled /= 1024
      unit += 1
    }
    let tenths = Int((scaled * 10).rounded())
    return "\(tenths / 10).\(tenths % 10) \(units[unit])"
  }
}
