internal import Model
internal import StoreBytes
internal import Wire

/// What a column's values are as metadata.
struct LeafTexts {
  private let column: LeafColumn

  init(_ column: LeafColumn) { self.column = column }

  func value(_ values: LeafValues, at place: Int, _ path: String) throws(FormatError)
    -> PayloadValue
  {
    switch values {
    case .bools(let values): return .bool(values[place])
    case .int32s(let values):
      if column.meaning == .unsigned { return .int(Int64(UInt32(bitPattern: values[place]))) }
      return number(Int64(values[place]))
    case .int64s(let values):
      if column.meaning == .unsigned, values[place] < 0 {
        return .string(String(UInt64(bitPattern: values[place])))
      }
      return number(values[place])
    case .floats(let values): return finite(Double(values[place]))
    case .plainFloats(let bytes, let first, _):
      return finite(Double(FloatBytes.floats(1, from: first + 4 * place, in: bytes)[0]))
    case .doubles(let values): return finite(values[place])
    case .blobs(let values): return try blob(values[place], path)
    }
  }

  private func finite(_ value: Double) -> PayloadValue { value.isFinite ? .double(value) : .null }

  private func number(_ value: Int64) -> PayloadValue {
    switch column.meaning {
    case .date:
      let (seconds, isTooLarge) = value.multipliedReportingOverflow(by: 86_400)
      return isTooLarge ? .int(value) : .string(ClockText.date(seconds))
    case .time(let units): return .string(ClockText.time(value, units))
    case .timestamp(let units, let isUTC):
      return .string(ClockText.timestamp(value, units) + (isUTC ? "+00:00" : ""))
    case .decimal(let scale): return .string(DecimalText.text(String(value), scale: scale))
    case .plain, .text, .list, .map, .uuid, .half, .unsigned: return .int(value)
    }
  }

  private func blob(_ bytes: ArraySlice<UInt8>, _ path: String) throws(FormatError) -> PayloadValue
  {
    switch column.meaning {
    case .text:
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw FormatError(
          .corrupt, path, "column \"\(column.name)\" holds a text that is not UTF-8")
      }
      return .string(text)
    case .half where bytes.count == 2:
      let bits = UInt16(bytes[bytes.startIndex]) | UInt16(bytes[bytes.startIndex + 1]) << 8
      return finite(Double(FloatBytes.widened(bits)))
    case .uuid where bytes.count == 16:
      let digits = Array(Hex.bytes(bytes))
      let parts = [digits[..<8], digits[8..<12], digits[12..<16], digits[16..<20], digits[20...]]
      return .string(parts.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "-"))
    case .decimal(let scale):
      return .string(DecimalText.text(DecimalText.digits(bytes), scale: scale))
    default:
      if column.type == .int96, bytes.count == 12 { return .string(ClockText.old(bytes)) }
      return .string(Base64Text.text(bytes))
    }
  }
}
