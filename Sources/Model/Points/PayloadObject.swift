/// Keys and values, sorted by the bytes of the key, each key once.
public struct PayloadObject: Sendable {
  private var keys: [String] = []
  private var values: [PayloadValue] = []

  public init() {}

  /// Takes pairs in any order. Of a repeated key the last one stays, as in JSON readers.
  public init(_ pairs: [(String, PayloadValue)]) {
    for (key, value) in pairs { self[key] = value }
  }

  /// Takes keys that are in order, each once, and a value for each of them.
  public init(sorted keys: [String], _ values: [PayloadValue]) {
    precondition(keys.count == values.count)
    self.keys = keys
    self.values = values
  }

  public var count: Int { keys.count }
  public var isEmpty: Bool { keys.isEmpty }

  /// Makes room for so many keys.
  public mutating func reserveCapacity(_ count: Int) {
    keys.reserveCapacity(count)
    values.reserveCapacity(count)
  }

  public subscript(key: String) -> PayloadValue? {
    get {
      let place = position(of: key)
      return place.found ? values[place.index] : nil
    }
    set {
      let place = position(of: key)
      switch (place.found, newValue) {
      case (true, .some(let value)):
        values[place.index] = value
      case (true, .none):
        keys.remove(at: place.index)
        values.remove(at: place.index)
      case (false, .some(let value)):
        keys.insert(key, at: place.index)
        values.insert(value, at: place.index)
      case (false, .none):
        break
      }
    }
  }

  /// Puts in a key that must be new; false, and nothing done, where it is there already.
  public mutating func insert(_ key: String, _ value: PayloadValue) -> Bool {
    let place = position(of: key)
    guard !place.found else { return false }
    // Growing from one place to two and to four would be three allocations.
    if keys.isEmpty { reserveCapacity(4) }
    keys.insert(key, at: place.index)
    values.insert(value, at: place.index)
    return true
  }

  /// Whether there is such a value, at the top level. Faster than a walk over keys and values.
  public func containsValue(where isWanted: (PayloadValue) -> Bool) -> Bool {
    for index in values.indices where isWanted(values[index]) { return true }
    return false
  }

  private func position(of key: String) -> (index: Int, found: Bool) {
    // Writers mostly append in order, so the end is looked at first.
    guard let last = keys.last, !last.precedesInBytes(key) else { return (keys.count, false) }
    var low = 0
    var high = keys.count
    while low < high {
      let middle = (low + high) / 2
      if keys[middle].precedesInBytes(key) { low = middle + 1 } else { high = middle }
    }
    return (low, low < keys.count && keys[low].utf8.elementsEqual(key.utf8))
  }
}

extension PayloadObject: Sequence {
  public func makeIterator() -> Zip2Sequence<[String], [PayloadValue]>.Iterator {
    zip(keys, values).makeIterator()
  }
}

extension PayloadObject: Hashable {
  public static func == (left: PayloadObject, right: PayloadObject) -> Bool {
    left.count == right.count
      && zip(left.keys, right.keys).allSatisfy { $0.utf8.elementsEqual($1.utf8) }
      && left.values == right.values
  }

  public func hash(into hasher: inout Hasher) {
    PayloadValue.object(self).hash(into: &hasher)
  }
}

extension PayloadObject: ExpressibleByDictionaryLiteral {
  public init(dictionaryLiteral elements: (String, PayloadValue)...) {
    self.init(elements)
  }
}

extension String {
  /// Order by UTF-8 bytes: Swift's own order treats differently spelt characters as equal.
  package func precedesInBytes(_ other: String) -> Bool {
    let (bytes, others) = (utf8.span, other.utf8.span)
    let shared = min(bytes.count, others.count)
    for place in 0..<shared where bytes[place] != others[place] {
      return bytes[place] < others[place]
    }
    return bytes.count < others.count
  }
}

extension PayloadValue: ExpressibleByDictionaryLiteral {
  public init(dictionaryLiteral elements: (String, PayloadValue)...) {
    self = .object(PayloadObject(elements))
  }
}
