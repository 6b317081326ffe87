public import Model

/// Writes JSON as UTF-8, compact or indented.
public enum JSONWriter {
  public enum Layout: Sendable {
    /// One line, no spaces.
    case compact
    /// Two spaces a level; empty lists and objects on one line.
    case pretty
  }

  public static func text(_ value: JSON, _ layout: Layout = .compact) -> String {
    String(decoding: bytes(value, layout), as: UTF8.self)
  }

  public static func text(_ value: PayloadValue, _ layout: Layout = .compact) -> String {
    text(JSON(value), layout)
  }

  public static func bytes(_ value: JSON, _ layout: Layout = .compact) -> [UInt8] {
    var sink: [UInt8] = []
    append(value, to: &sink, layout, level: 0)
    return sink
  }

  private static func append(_ value: JSON, to sink: inout [UInt8], _ layout: Layout, level: Int) {
    switch value {
    case .null: sink.append(contentsOf: "null".utf8)
    case .bool(let value): sink.append(contentsOf: (value ? "true" : "false").utf8)
    case .int(let value): sink.append(contentsOf: String(value).utf8)
    case .unsigned(let value): sink.append(contentsOf: String(value).utf8)
    case .double(let value): append(value, to: &sink)
    case .float(let value): append(value, to: &sink)
    case .string(let value): append(value, to: &sink)
    case .array(let values):
      append(values, "[", "]", to: &sink, layout, level) { value, sink, level in
        append(value, to: &sink, layout, level: level)
      }
    case .object(let members):
      append(members, "{", "}", to: &sink, layout, level) { member, sink, level in
        append(member.key, to: &sink)
        sink.append(contentsOf: (layout == .pretty ? ": " : ":").utf8)
        append(member.value, to: &sink, layout, level: level)
      }
    }
  }

  private static func append<Part>(
    _ parts: [Part], _ open: Unicode.Scalar, _ close: Unicode.Scalar, to sink: inout [UInt8],
    _ layout: Layout, _ level: Int, each: (Part, inout [UInt8], Int) -> Void
  ) {
    sink.append(UInt8(ascii: open))
    for (index, part) in parts.enumerated() {
      if index > 0 { sink.append(UInt8(ascii: ",")) }
      if layout == .pretty { breakLine(&sink, level + 1) }
      each(part, &sink, level + 1)
    }
    if layout == .pretty && !parts.isEmpty { breakLine(&sink, level) }
    sink.append(UInt8(ascii: close))
  }

  private static func breakLine(_ sink: inout [UInt8], _ level: Int) {
    sink.append(0x0A)
    for _ in 0..<level * 2 { sink.append(0x20) }
  }

  /// JSON has no word for a number that is not finite, so it becomes null.
  private static func append(
    _ value: some BinaryFloatingPoint & CustomStringConvertible, to sink: inout [UInt8]
  ) {
    sink.append(contentsOf: (value.isFinite ? value.description : "null").utf8)
  }

  /// Quotes a string. Bytes above ASCII stay as they are.
  public static func append(_ text: String, to sink: inout [UInt8]) {
    sink.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): sink.append(contentsOf: "\\\"".utf8)
      case UInt8(ascii: "\\"): sink.append(contentsOf: "\\\\".utf8)
      case 0x0A: sink.append(contentsOf: "\\n".utf8)
      case 0x0D: sink.append(contentsOf: "\\r".utf8)
      case 0x09: sink.append(contentsOf: "\\t".utf8)
      case 0..<0x20, 0x7F: sink.append(contentsOf: escape(byte))
      default: sink.append(byte)
      }
    }
    sink.append(UInt8(ascii: "\""))
  }

  private static func escape(_ byte: UInt8) -> [UInt8] {
    Array("\\u00".utf8) + Hex.bytes([byte])
  }
}
