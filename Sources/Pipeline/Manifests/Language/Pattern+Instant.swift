extension Pattern {
  /// RFC 3339. February may have 29 days in any year: a regular expression cannot count leap years.
  static let instant = Pattern(
    "an RFC 3339 instant with a time zone, in quotes",
    regex: "^[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
      + "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|[12][0-9]))"
      + "T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\\.[0-9]{1,9})?"
      + "(?:Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])$",
    hint: "for example \"2026-12-01T00:00:00Z\""
  ) { text in
    var rest = Array(text.utf8)[...]
    guard let _ = number(&rest, digits: 4, in: 0...9999), take("-", from: &rest),
      let month = number(&rest, digits: 2, in: 1...12), take("-", from: &rest),
      number(&rest, digits: 2, in: 1...days(of: month)) != nil, take("T", from: &rest),
      clock(&rest, seconds: true)
    else { return false }
    return fraction(&rest) && zone(&rest) && rest.isEmpty
  }

  private static func days(of month: Int) -> Int {
    switch month {
    case 2: 29
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  private static func number(
    _ rest: inout ArraySlice<UInt8>, digits: Int, in range: ClosedRange<Int>
  ) -> Int? {
    let text = rest.prefix(digits)
    guard text.count == digits, text.allSatisfy(\.isDigit) else { return nil }
    let value = text.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    guard range.contains(value) else { return nil }
    rest = rest.dropFirst(digits)
    return value
  }

  private static func take(_ character: Unicode.Scalar, from rest: inout ArraySlice<UInt8>) -> Bool
  {
    guard rest.first == UInt8(ascii: character) else { return false }
    rest = rest.dropFirst()
    return true
  }

  private static func clock(_ rest: inout ArraySlice<UInt8>, seconds: Bool) -> Bool {
    guard number(&rest, digits: 2, in: 0...23) != nil, take(":", from: &rest),
      number(&rest, digits: 2, in: 0...59) != nil
    else { return false }
    return !seconds || take(":", from: &rest) && number(&rest, digits: 2, in: 0...59) != nil
  }

  private static func fraction(_ rest: inout ArraySlice<UInt8>) -> Bool {
    guard take(".", from: &rest) else { return true }
    let digits = rest.prefix(while: \.isDigit)
    rest = rest.dropFirst(digits.count)
    return (1...9).contains(digits.count)
  }

  private static func zone(_ rest: inout ArraySlice<UInt8>) -> Bool {
    if take("Z", from: &rest) { return true }
    return (take("+", from: &rest) || take("-", from: &rest)) && clock(&rest, seconds: false)
  }
}
