internal import Model
internal import StoreBytes

/// Arrays and scalars of numpy: what type their elements have, and where their bytes are.
extension PickleMachine {
  struct NumPyArray {
    let type: ElementType
    let name: String
    let shape: [Int]
    let isFortran: Bool
    /// The bytes, or a list of values for arrays of objects.
    let data: Cell
  }

  func numpyPayload(_ cell: Cell, _ conversion: inout Conversion) throws(FormatError)
    -> PayloadValue
  {
    if heap[cell.number].global == .scalar {
      let given = try arguments(cell)
      guard given.count == 2 else { throw unreadable(.scalar) }
      let (type, _) = try elementType(given[0])
      let bytes = try byteString(given[1])
      guard bytes.count == type.size, let value = type.payload(bytes, at: 0) else {
        throw unreadable(.scalar)
      }
      return checked(value, &conversion)
    }
    let array = try self.array(cell)
    if array.data.kind == .node {
      guard array.shape.count == 1 else { throw unreadable(.ndarray) }
      return try payload(array.data, &conversion)
    }
    // An array without elements can still announce any number of empty rows.
    var rows = 1
    for count in array.shape {
      rows *= count
      conversion.values += min(rows, PickleLimits.expansion + 1)
      if rows == 0 || rows > PickleLimits.expansion { break }
    }
    try count(array.data, &conversion)
    let bytes = try byteString(array.data)
    var walk = ArrayWalk(array.shape, isFortran: array.isFortran)
    return try nested(array, bytes, &walk, 0, &conversion)
  }

  private func nested(
    _ array: NumPyArray, _ bytes: [UInt8], _ walk: inout ArrayWalk, _ axis: Int,
    _ conversion: inout Conversion
  ) throws(FormatError) -> PayloadValue {
    if axis == array.shape.count {
      guard let value = array.type.payload(bytes, at: walk.next() * array.type.size) else {
        throw unreadable(.ndarray)
      }
      return checked(value, &conversion)
    }
    var values: [PayloadValue] = []
    for _ in 0..<array.shape[axis] {
      values.append(try nested(array, bytes, &walk, axis + 1, &conversion))
    }
    return .list(values)
  }

  private func checked(_ value: PayloadValue, _ conversion: inout Conversion) -> PayloadValue {
    if case .double(let number) = value { return finite(number, &conversion) }
    return value
  }

  private func arguments(_ cell: Cell) throws(FormatError) -> [Cell] {
    guard let first = heap.items(cell.number).first, isNode(first, .tuple) else {
      throw unreadable(heap[cell.number].global)
    }
    return heap.items(first.number)
  }

  func array(_ cell: Cell) throws(FormatError) -> NumPyArray {
    let isBuffer = heap[cell.number].global == .frombuffer
    let parts = heap.items(cell.number)
    var given = try arguments(cell)
    if !isBuffer {
      // The state that was built: version, shape, type, order, data.
      guard parts.count == 2, isNode(parts[1], .tuple) else { throw unreadable(.ndarray) }
      let state = heap.items(parts[1].number)
      guard state.count == 5 else { throw unreadable(.ndarray) }
      given = [state[4], state[2], state[1], state[3]]
    }
    guard given.count == 4, isNode(given[2], .tuple), heap[given[2].number].count <= 16 else {
      throw unreadable(.ndarray)
    }
    let isFortran = isBuffer ? isText(given[3], "F") : given[3].kind == .bool && given[3].bits != 0
    let shape = try self.shape(given[2])
    if isNode(given[0], .list) {
      guard shape.count == 1, shape[0] == Int(heap[given[0].number].count) else {
        throw unreadable(.ndarray)
      }
      let object = ElementType("b1", isBigEndian: false)
      guard let object else { throw unreadable(.ndarray) }
      return NumPyArray(type: object, name: "O", shape: shape, isFortran: false, data: given[0])
    }
    let (type, name) = try elementType(given[1])
    var size = type.size
    var elements = 1
    for count in shape {
      let (product, isOver) = elements.multipliedReportingOverflow(by: count)
      let (bytes, isOverToo) = size.multipliedReportingOverflow(by: count)
      guard !isOver, !isOverToo else { throw unreadable(.ndarray) }
      (elements, size) = (product, bytes)
    }
    let length =
      given[0].kind == .bytes ? Int(given[0].length) : try byteString(given[0]).count
    guard length == size else {
      throw failure(
        .corrupt, "an array of shape \(shape) and type \(name) needs \(size) bytes, not \(length)")
    }
    return NumPyArray(type: type, name: name, shape: shape, isFortran: isFortran, data: given[0])
  }

  private func shape(_ cell: Cell) throws(FormatError) -> [Int] {
    var shape: [Int] = []
    for side in heap.items(cell.number) {
      guard side.kind == .int, side.int >= 0, side.int <= 1 << 40 else {
        throw unreadable(.ndarray)
      }
      shape.append(Int(side.int))
    }
    return shape
  }

  private func elementType(_ cell: Cell) throws(FormatError) -> (ElementType, String) {
    guard isInstance(cell, of: .dtype) else { throw unreadable(.dtype) }
    let parts = heap.items(cell.number)
    let given = try arguments(cell)
    guard let name = given.first, name.isText, parts.count == 2, isNode(parts[1], .tuple),
      case let state = heap.items(parts[1].number), state.count >= 8, state[1].isText,
      state[2].kind == .none, state[3].kind == .none
    else { throw unreadable(.dtype) }
    let spelled = try text(name)
    guard var type = ElementType(spelled, isBigEndian: isText(state[1], ">")) else {
      throw failure(.unsupported, "an array or scalar of numpy type \(Excerpt.of(spelled))")
    }
    if type.kind == UInt8(ascii: "M") { type.unit = try unit(state) }
    return (type, spelled)
  }

  /// (…, (metadata, (unit, 1, 1, 1)))
  private func unit(_ state: [Cell]) throws(FormatError) -> String {
    guard state.count == 9, isNode(state[8], .tuple),
      case let outer = heap.items(state[8].number), outer.count == 2, isNode(outer[1], .tuple),
      case let inner = heap.items(outer[1].number), inner.count == 4,
      inner[1].kind == .int, inner[1].int == 1
    else { throw unreadable(.dtype) }
    switch inner[0].kind {
    case .text, .escapedText: return try text(inner[0])
    default: return String(decoding: try byteString(inner[0]), as: UTF8.self)
    }
  }
}

/// The places of an array's elements in the order of its indices.
struct ArrayWalk {
  private let shape: [Int]
  private let strides: [Int]
  private var index: [Int]

  init(_ shape: [Int], isFortran: Bool) {
    self.shape = shape
    index = Array(repeating: 0, count: shape.count)
    var strides = index
    var step = 1
    for axis in isFortran ? Array(shape.indices) : shape.indices.reversed() {
      strides[axis] = step
      step &*= shape[axis]
    }
    self.strides = strides
  }

  mutating func next() -> Int {
    var place = 0
    for axis in index.indices { place += index[axis] * strides[axis] }
    for axis in index.indices.reversed() {
      index[axis] += 1
      if index[axis] < shape[axis] { break }
      index[axis] = 0
    }
    return place
  }
}
