/// Finds where a value of JSON ends, from piece to piece of the text, without understanding it.
struct JSONExtent {
  private var depth = 0
  private var isInString = false
  private var isEscaped = false
  private var isScalar = false
  private(set) var isOver = false
  /// Whether nothing of a value was seen before it ended.
  private(set) var isEmpty = true

  /// Whether the text may end here: a number has no closing mark.
  var mayEnd: Bool { isOver || (isScalar && depth == 0 && !isInString) }

  /// How many of these bytes belong to the value.
  mutating func advance(over bytes: Span<UInt8>) -> Int {
    var place = 0
    while place < bytes.count && !isOver {
      if isInString { string(bytes, &place) } else { structure(bytes, &place) }
    }
    return place
  }

  private mutating func string(_ bytes: Span<UInt8>, _ place: inout Int) {
    if isEscaped && place < bytes.count {
      isEscaped = false
      place += 1
    }
    while place < bytes.count {
      let byte = bytes[place]
      place += 1
      if byte == UInt8(ascii: "\"") {
        isInString = false
        isOver = depth == 0
        return
      }
      if byte == UInt8(ascii: "\\") {
        guard place < bytes.count else {
          isEscaped = true
          return
        }
        place += 1
      }
    }
  }

  private mutating func structure(_ bytes: Span<UInt8>, _ place: inout Int) {
    while place < bytes.count {
      switch bytes[place] {
      case UInt8(ascii: "\""):
        if isScalar { return close() }
        isEmpty = false
        isInString = true
        place += 1
        return
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        if isScalar { return close() }
        isEmpty = false
        depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if depth == 0 { return close() }
        depth -= 1
        if depth == 0 {
          place += 1
          return close()
        }
      case UInt8(ascii: ","), UInt8(ascii: ":"), 0x20, 0x0A, 0x0D, 0x09:
        if depth == 0 { return close() }
      default:
        if depth == 0 {
          isScalar = true
          isEmpty = false
        }
      }
      place += 1
    }
  }

  private mutating func close() { isOver = true }
}
