internal import Model

/// The value by which `newest`, `oldest`, `highest` and `longest` choose.
enum OrderField {
  static func isCompared(by rule: DedupeRule) -> Bool {
    switch rule.keep {
    case .any, .first, .last: false
    case .longest, .newest, .oldest, .highest: true
    }
  }

  /// Missing where the rule compares nothing.
  static func value(_ row: SourceRow, _ rule: DedupeRule) throws(MappingError) -> OrderValue {
    switch rule.keep {
    case .any, .first, .last:
      return .missing
    case .longest:
      return row.text.map { .number(Double($0.unicodeScalars.count)) } ?? .missing
    case .newest, .oldest:
      return try field(row, rule) { value throws(MappingError) in try moment(value, row, rule) }
    case .highest:
      return try field(row, rule) { value throws(MappingError) in try rank(value, row, rule) }
    }
  }

  private static func field(
    _ row: SourceRow, _ rule: DedupeRule,
    _ read: (PayloadValue) throws(MappingError) -> OrderValue
  ) throws(MappingError) -> OrderValue {
    let path = rule.order ?? ""
    if let value = row.metadata.value(at: path), value != .null { return try read(value) }
    guard rule.missing != .error else {
      throw MappingError(
        row, "has no field \"\(path)\", by which dedupe chooses",
        hint: "choose another `order`, or set `missing: keep` or `missing: drop`")
    }
    return .missing
  }

  private static func rank(
    _ value: PayloadValue, _ row: SourceRow, _ rule: DedupeRule
  ) throws(MappingError) -> OrderValue {
    switch value {
    case .int(let number): return .number(Double(number))
    case .double(let number): return .number(number)
    case .string(let text): return .text(text)
    case .null, .bool, .list, .object: throw wrongKind(value, row, rule)
    }
  }

  /// RFC 3339 and other common forms, or Unix time in seconds or milliseconds.
  private static func moment(
    _ value: PayloadValue, _ row: SourceRow, _ rule: DedupeRule
  ) throws(MappingError) -> OrderValue {
    switch value {
    case .int(let number): return .number(CommonDate.unix(Double(number)))
    case .double(let number): return .number(CommonDate.unix(number))
    case .string(let text):
      guard let seconds = CommonDate.seconds(text) else {
        throw MappingError(
          row,
          "field \"\(rule.order ?? "")\" is not a date that can be read: \"\(text.prefix(40))\"",
          hint: "use RFC 3339 (2026-11-20T09:00:00Z), or `keep: highest` to compare it as text")
      }
      return .number(seconds)
    case .null, .bool, .list, .object: throw wrongKind(value, row, rule)
    }
  }

  private static func wrongKind(
    _ value: PayloadValue, _ row: SourceRow, _ rule: DedupeRule
  ) -> MappingError {
    MappingError(
      row, "field \"\(rule.order ?? "")\" is \(value.kind), which has no order",
      hint: "choose another `order` in `dedupe`")
  }
}
