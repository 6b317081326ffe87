/// What one element of an array is, and how many bytes it takes.
struct ElementType: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    case float, signed, unsigned, bool
    /// Four bytes a character.
    case text
    case bytes
    /// A count of these since 1970.
    case date(unit: String)
  }

  let kind: Kind
  let size: Int
  let isBigEndian: Bool

  /// Whether vectors may be made of it.
  var isNumber: Bool {
    switch kind {
    case .float, .signed, .unsigned: true
    case .bool, .text, .bytes, .date: false
    }
  }

  /// float32 as this machine has it.
  var isPlainFloat: Bool { kind == .float && size == 4 && !isBigEndian }

  enum Refusal: Error, Hashable {
    /// A pickle in an array.
    case object
    /// Fields in an element.
    case structured
    case unknown(String)
  }

  init(_ descr: HeaderLiteral) throws(Refusal) {
    guard case .text(let text) = descr else { throw .structured }
    let scalars = Array(text.utf8)
    guard scalars.count >= 2, "<>|=".utf8.contains(scalars[0]) else { throw .unknown(text) }
    if scalars[1] == UInt8(ascii: "O") { throw .object }
    let digits = scalars[2...].prefix { (0x30...0x39).contains($0) }
    let unit = scalars[(2 + digits.count)...]
    guard digits.count <= 9,
      let count = digits.isEmpty ? 0 : Int(String(decoding: digits, as: UTF8.self)),
      let (kind, size) = ElementType.kind(scalars[1], count, String(decoding: unit, as: UTF8.self))
    else { throw .unknown(text) }
    self.kind = kind
    self.size = size
    isBigEndian = scalars[0] == UInt8(ascii: ">")
  }

  private static func kind(_ letter: UInt8, _ count: Int, _ unit: String) -> (Kind, Int)? {
    let isPlain = unit.isEmpty
    switch letter {
    case UInt8(ascii: "f"): return isPlain && [2, 4, 8].contains(count) ? (.float, count) : nil
    case UInt8(ascii: "i"): return isPlain && [1, 2, 4, 8].contains(count) ? (.signed, count) : nil
    case UInt8(ascii: "u"):
      return isPlain && [1, 2, 4, 8].contains(count) ? (.unsigned, count) : nil
    case UInt8(ascii: "b"): return isPlain && count == 1 ? (.bool, 1) : nil
    case UInt8(ascii: "U"): return isPlain ? (.text, 4 * count) : nil
    case UInt8(ascii: "S"): return isPlain ? (.bytes, count) : nil
    case UInt8(ascii: "M"):
      let units = ["[D]", "[h]", "[m]", "[s]", "[ms]", "[us]", "[ns]"]
      return count == 8 && units.contains(unit)
        ? (.date(unit: String(unit.dropFirst().dropLast())), 8) : nil
    default: return nil
    }
  }
}
