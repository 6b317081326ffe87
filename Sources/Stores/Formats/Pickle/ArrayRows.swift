internal import Model
internal import StoreBytes

/// The rows of an array in a pickle: vectors of an array with two axes, texts or integers of one.
struct ArrayRows: Sendable {
  let file: PinnedFile
  let type: ElementType
  let count: Int
  /// nil for an array with one axis.
  let dimensions: Int?
  let offset: UInt64

  func rows(_ numbers: [Int]) throws(FormatError) -> [PickledRow] {
    var rows: [PickledRow] = []
    rows.reserveCapacity(numbers.count)
    let size = type.size * (dimensions ?? 1)
    for number in numbers {
      let bytes = try file.read(at: offset + UInt64(number) * UInt64(size), count: size)
      rows.append(try row(bytes, number))
    }
    return rows
  }

  private func row(_ bytes: [UInt8], _ number: Int) throws(FormatError) -> PickledRow {
    if dimensions != nil, let floats = type.floats(bytes) {
      var row = PickledRow(.vector)
      row.vector = floats
      return row
    }
    switch type.payload(bytes, at: 0) {
    case .string(let text):
      var row = PickledRow(.text)
      row.text = text
      return row
    case .int(let value):
      var row = PickledRow(.integer)
      row.id = UInt64(exactly: value).map { .number($0) } ?? .text(String(value))
      return row
    default:
      throw FormatError(
        .unsupported, file.path, row: number, "an array whose elements are no text and no id")
    }
  }
}

extension ElementType {
  /// All of the bytes as numbers of this type; nil for types that are no numbers.
  func floats(_ bytes: [UInt8]) -> [Float]? {
    guard size > 0 else { return nil }
    switch kind {
    case UInt8(ascii: "f"):
      return stride(from: 0, to: bytes.count - size + 1, by: size).map {
        Float(float(bytes, at: $0))
      }
    case UInt8(ascii: "i"), UInt8(ascii: "u"):
      var floats: [Float] = []
      for start in stride(from: 0, to: bytes.count - size + 1, by: size) {
        guard case .int(let value) = payload(bytes, at: start) else { return nil }
        floats.append(Float(value))
      }
      return floats
    default: return nil
    }
  }
}

extension PickleMachine {
  /// An array as rows; nil for what is no array.
  func arrayRows(_ cell: Cell, _ file: PinnedFile) throws(FormatError)
    -> (rows: ArrayRows, cells: [Cell], isObject: Bool)?
  {
    guard isInstance(cell, of: .reconstruct) || isInstance(cell, of: .frombuffer) else {
      return nil
    }
    let array = try self.array(cell)
    let isObject = array.data.kind == .node
    guard isObject || array.data.kind == .bytes, (1...2).contains(array.shape.count) else {
      throw failure(.unsupported, "an array of \(array.shape.count) axes in the place of rows")
    }
    guard !array.isFortran || array.shape.count == 1 || array.shape[0] <= 1 else {
      throw FormatError(
        .unsupported, file.path, offset: place, "an array of vectors in Fortran order",
        hints: ["save it as numpy.ascontiguousarray of it"])
    }
    let rows = ArrayRows(
      file: file, type: array.type, count: array.shape[0],
      dimensions: array.shape.count == 2 ? array.shape[1] : nil, offset: array.data.bits)
    return (rows, isObject ? heap.items(array.data.number) : [], isObject)
  }
}
