/// One value of a pickle in 16 bytes, without anything that must be counted or freed.
struct Cell {
  enum Kind: UInt8 {
    case none, bool, int, double
    /// A place in the file: UTF-8 as Python writes it, where lone surrogates are allowed.
    case text
    /// A place in the file: raw-unicode-escape, as protocol 0 writes text.
    case escapedText
    case bytes
    /// A place of a text whose characters are the bytes, as protocols 0 to 2 write byte strings.
    case latinBytes, escapedBytes
    /// A place of an integer: two's complement, little-endian.
    case integer
    /// A place of an integer: decimal digits.
    case digits
    case global
    /// A list, a dictionary or an instance: its number in the heap.
    case node
    /// The key of a streamed item: its number.
    case itemKey
    /// A memo number whose entry is still to be found.
    case reference
    /// A memo entry that was never written, or that is to be found by the item it was in.
    case missing
  }

  var kind: Kind
  /// Of what is in the file.
  var length: UInt32 = 0
  /// The value, its offset in the file, or its number.
  var bits: UInt64 = 0

  static let none = Cell(kind: .none)
  static let missing = Cell(kind: .missing)
  static func bool(_ value: Bool) -> Cell { Cell(kind: .bool, bits: value ? 1 : 0) }
  static func int(_ value: Int64) -> Cell { Cell(kind: .int, bits: UInt64(bitPattern: value)) }
  static func double(_ value: Double) -> Cell { Cell(kind: .double, bits: value.bitPattern) }
  static func node(_ number: Int) -> Cell { Cell(kind: .node, bits: UInt64(number)) }
  static func global(_ global: PickleGlobal) -> Cell {
    Cell(kind: .global, bits: UInt64(global.rawValue))
  }

  var int: Int64 { Int64(bitPattern: bits) }
  var number: Int { Int(truncatingIfNeeded: bits) }

  var global: PickleGlobal? {
    kind == .global ? PickleGlobal(rawValue: UInt8(truncatingIfNeeded: bits)) : nil
  }

  /// Whether it means the same after the heap that it came from is gone.
  @inline(__always)
  var isFreestanding: Bool { kind != .node && kind != .missing && kind != .reference }

  var isText: Bool { kind == .text || kind == .escapedText }
}
