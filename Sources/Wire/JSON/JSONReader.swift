public import Model

/// Reads JSON strictly: no trailing text, no repeated key, no number that would lose a digit of an
/// integer, and never deeper than `depth`.
public enum JSONReader {
  public static let depth = 128

  public static func value(_ bytes: [UInt8]) throws(JSONError) -> PayloadValue {
    var scanner = JSONScanner()
    let value = try scanner.value(in: bytes.span)
    try scanner.end(in: bytes.span)
    return value
  }

  public static func value(_ text: String) throws(JSONError) -> PayloadValue {
    try value(Array(text.utf8))
  }
}
