internal import StoreBytes

/// What an array says of itself before its elements.
struct ArrayHeader: Hashable, Sendable {
  let element: ElementType
  let isFortran: Bool
  let shape: [Int]
  /// How many bytes the header takes, in front of the elements.
  let length: Int
  /// Of all elements.
  let byteCount: UInt64

  static let mark: [UInt8] = [0x93] + Array("NUMPY".utf8)
  /// Mark, version, and a length of four bytes.
  static let prefix = 12
  /// numpy itself refuses headers of more than 10,000 bytes.
  private static let limit = 64 << 10

  /// How many bytes the whole header takes, by its first bytes.
  static func length(_ head: [UInt8], _ path: String, at offset: UInt64) throws(FormatError) -> Int
  {
    guard head.starts(with: mark) else {
      throw FormatError(.wrongContent, path, offset: offset, "expected an array of numpy")
    }
    guard head.count >= prefix else {
      throw FormatError(.truncated, path, offset: offset, "the array ends in its header")
    }
    let isShort = head[6] == 1
    guard (1...3).contains(head[6]) else {
      throw FormatError(
        .unsupported, path, offset: offset + 6,
        "version \(head[6]) of the array format is not known")
    }
    let count = head[8..<(isShort ? 10 : 12)].reversed().reduce(0) { $0 << 8 | Int($1) }
    guard count <= limit else {
      throw FormatError(
        .tooLarge, path, offset: offset + 8, "a header of \(count) bytes; \(limit) are the limit")
    }
    return count + (isShort ? 10 : 12)
  }

  /// `bytes` are the whole header.
  init(_ bytes: [UInt8], _ path: String, at offset: UInt64) throws(FormatError) {
    length = bytes.count
    let start = bytes.count > 6 && bytes[6] == 1 ? 10 : 12
    func corrupt(_ message: String, at place: Int = 0) -> FormatError {
      FormatError(.corrupt, path, offset: offset + UInt64(start + place), message)
    }
    var reader = HeaderLiteralReader(Array(bytes.dropFirst(start)))
    let literal: HeaderLiteral
    do throws(HeaderLiteralReader.Failure) { literal = try reader.whole() } catch {
      throw corrupt("expected the array's header, found \(error.message)", at: error.offset)
    }
    guard case .dictionary(let entries) = literal, entries.count == 3, let descr = literal["descr"],
      case .bool(let isFortran) = literal["fortran_order"], case .list(let sizes) = literal["shape"]
    else {
      throw corrupt("expected a header with descr, fortran_order and shape")
    }
    self.isFortran = isFortran
    do throws(ElementType.Refusal) { element = try ElementType(descr) } catch {
      throw ArrayHeader.refusal(error, path, at: offset)
    }
    var shape: [Int] = []
    var bytes = UInt64(element.size)
    for size in sizes {
      guard case .number(let number) = size, let whole = Int(exactly: number) else {
        throw corrupt("the shape has something else than sizes in it")
      }
      let (product, isTooMuch) = bytes.multipliedReportingOverflow(by: number)
      guard !isTooMuch else {
        throw corrupt("the shape \(sizes.count) sizes long is beyond all bytes")
      }
      bytes = product
      shape.append(whole)
    }
    self.shape = shape
    byteCount = bytes
  }

  private static func refusal(_ refusal: ElementType.Refusal, _ path: String, at offset: UInt64)
    -> FormatError
  {
    switch refusal {
    case .object:
      FormatError(
        .hostile, path, offset: offset,
        "an array of Python objects, which is a pickle that would have to be executed",
        hints: ["save texts as an array of strings (dtype \"U\"), or beside the vectors as .jsonl"])
    case .structured:
      FormatError(
        .unsupported, path, offset: offset, "an array whose elements have fields",
        hints: ["save every field as an array of its own with numpy.savez"])
    case .unknown(let name):
      FormatError(
        .unsupported, path, offset: offset, "an array of elements of type \"\(name)\"",
        hints: ["save the vectors as float32"])
    }
  }
}
