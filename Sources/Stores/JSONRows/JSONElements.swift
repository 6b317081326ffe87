public import StoreBytes
public import Wire

/// The members of one list, or the values that stand one after another in a file of lines.
public struct JSONElements: Sendable {
  public enum Shape: Hashable, Sendable {
    case list
    /// Values with white space between them, to the end of the file.
    case lines
  }

  public var cursor: JSONCursor
  private let shape: Shape
  /// How many were passed.
  public private(set) var count = 0
  private var isOver = false

  /// The list whose opening bracket is the cursor's next byte, or the lines that begin there.
  public init(_ cursor: JSONCursor, _ shape: Shape) throws(FormatError) {
    self.cursor = cursor
    self.shape = shape
    if shape == .list { try self.cursor.require(UInt8(ascii: "["), "a list") }
  }

  /// Stands before the next member, or says that there is none.
  public mutating func advance() throws(FormatError) -> Bool {
    guard !isOver else { return false }
    switch shape {
    case .lines: isOver = try cursor.peek() == nil
    case .list:
      let goesOn = count > 0 ? try cursor.take(UInt8(ascii: ",")) : false
      if !goesOn {
        isOver = try cursor.take(UInt8(ascii: "]"))
        if !isOver && count > 0 { throw try cursor.unexpected("a comma or the end of the list") }
      }
    }
    if !isOver { count += 1 }
    return !isOver
  }

  /// Where the next member begins; only right behind `advance`.
  public mutating func place() throws(FormatError) -> UInt64 {
    _ = try cursor.peek()
    return cursor.offset
  }

  /// The first byte of the next member; only right behind `advance`.
  public mutating func first() throws(FormatError) -> UInt8? { try cursor.peek() }

  /// Reads the next member, as `JSONCursor.parse` does.
  public mutating func parse<Value>(
    row: Int? = nil, _ body: (inout JSONScanner, Span<UInt8>) throws(JSONError) -> Value
  ) throws(FormatError) -> Value {
    try cursor.parse(row: row, body)
  }

  /// Goes to a member that was passed before, out of order.
  public mutating func move(to place: UInt64) throws(FormatError) { try cursor.move(to: place) }

  public mutating func skip() throws(FormatError) { try cursor.skip() }

  /// Makes sure that nothing comes behind the list; only where it is all that is in the file.
  public mutating func finish() throws(FormatError) {
    guard try cursor.peek() == nil else {
      throw cursor.failure(.corrupt, "there is more text behind the end of the list")
    }
  }
}
