internal import Model
internal import StoreBytes

/// Values of the heap for who looks into small pickles.
extension PickleMachine {
  mutating func value(_ cell: Cell, _ conversion: inout Conversion) throws(FormatError)
    -> PickleValue
  {
    switch cell.kind {
    case .bytes, .latinBytes, .escapedBytes:
      try count(cell, &conversion)
      return .bytes(try byteString(cell))
    case .node: break
    default: return .plain(try payload(cell, &conversion))
    }
    try count(cell, &conversion)
    guard conversion.enter() else { throw tooDeep() }
    defer { conversion.depth -= 1 }
    try requireKept(cell.number)
    switch heap[cell.number].kind {
    case .list, .tuple: return .list(try values(cell.number, &conversion))
    case .set, .frozenset: return .set(try values(cell.number, &conversion))
    case .dict: return try dictionary(cell.number, &conversion)
    case .instance: return try instance(cell, &conversion)
    }
  }

  private mutating func values(_ number: Int, _ conversion: inout Conversion) throws(FormatError)
    -> [PickleValue]
  {
    var values: [PickleValue] = []
    var walk = heap.walk(number)
    while let cell = heap.next(&walk) { values.append(try value(cell, &conversion)) }
    return values
  }

  private mutating func dictionary(_ number: Int, _ conversion: inout Conversion)
    throws(FormatError) -> PickleValue
  {
    var pairs: [PickleValue.Pair] = []
    var walk = heap.walk(number)
    while let key = heap.next(&walk), let held = heap.next(&walk) {
      let keyValue = try value(key, &conversion)
      pairs.append(PickleValue.Pair(key: keyValue, value: try value(held, &conversion)))
    }
    return .dictionary(pairs)
  }

  private mutating func instance(_ cell: Cell, _ conversion: inout Conversion)
    throws(FormatError) -> PickleValue
  {
    let global = heap[cell.number].global
    switch global {
    case .document: return .document(try document(cell, &conversion))
    case .reconstruct, .frombuffer:
      let array = try self.array(cell)
      if array.data.kind == .node { return try value(array.data, &conversion) }
      guard array.data.kind == .bytes else { return .plain(try payload(cell, &conversion)) }
      return .array(
        PickleArray(
          type: array.name, isBigEndian: array.type.isBigEndian, shape: array.shape,
          isFortran: array.isFortran, offset: array.data.bits, count: UInt64(array.data.length)))
    case .persistentData, .faissIndex, .docstore:
      guard let state = heap.items(cell.number).dropFirst().last else { throw unreadable(global) }
      return .instance(of: "\(global)", state: try value(state, &conversion))
    default: return .plain(try payload(cell, &conversion))
    }
  }
}
