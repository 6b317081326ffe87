/// The path of something in a tree: bytes, as git has them, separated by "/".
///
/// Two paths are the same if their bytes are: git keeps composed and decomposed letters apart, and
/// Swift's `String` does not. A path need not be UTF-8.
public struct TreePath: Hashable, Comparable, Sendable, ExpressibleByStringLiteral,
  CustomStringConvertible
{
  public let bytes: [UInt8]

  public init(bytes: [UInt8]) { self.bytes = bytes }

  public init(_ text: String) { bytes = Array(text.utf8) }

  public init(stringLiteral text: String) { self.init(text) }

  /// Nil if the path is not UTF-8.
  public var text: String? { String(validating: bytes, as: UTF8.self) }

  public static func < (left: TreePath, right: TreePath) -> Bool {
    left.bytes.lexicographicallyPrecedes(right.bytes)
  }

  func appending(_ name: [UInt8]) -> TreePath {
    TreePath(bytes: bytes.isEmpty ? name : bytes + [UInt8(ascii: "/")] + name)
  }

  /// The path if it can be shown as it is, else quoted as git does: in quotes, with `\n`, `\t`,
  /// `\"`, `\\` and octal escapes for control characters and whatever is not UTF-8.
  public var description: String {
    let special: (UInt8) -> Bool = { $0 < 32 || $0 == 127 || $0 == 34 || $0 == 92 }
    let text = self.text
    if let text, !bytes.contains(where: special) { return text }
    let escaped = bytes.map { byte in
      special(byte) || (byte > 127 && text == nil) ? Self.escape(byte) : [byte]
    }
    return "\"" + String(decoding: escaped.joined(), as: UTF8.self) + "\""
  }

  private static func escape(_ byte: UInt8) -> [UInt8] {
    switch byte {
    case 9: Array(#"\t"#.utf8)
    case 10: Array(#"\n"#.utf8)
    case 13: Array(#"\r"#.utf8)
    case 34: Array(#"\""#.utf8)
    case 92: Array(#"\\"#.utf8)
    default: [92, 48 + byte >> 6, 48 + byte >> 3 & 7, 48 + byte & 7]
    }
  }
}
