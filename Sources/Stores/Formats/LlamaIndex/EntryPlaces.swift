internal import JSONRows
internal import StoreBytes
internal import Wire

/// Where the entries of one object in a file begin, by their keys: sixteen bytes an entry. Its calls
/// block.
struct EntryPlaces: Sendable {
  private let file: PinnedFile
  /// Of each key, in the order of the file.
  private(set) var places: [UInt64] = []
  private(set) var hashes: [Int] = []
  /// Numbers of entries, sorted by their keys' hashes.
  private var order: [UInt32] = []

  var count: Int { places.count }

  /// The entries of the object at the key `name` of the file's object; none where it has no such key.
  init(of name: String, in file: PinnedFile) throws(FormatError) {
    self.file = file
    var cursor = try JSONCursor.behindMark(file)
    try cursor.require(UInt8(ascii: "{"), "an object")
    while try cursor.peek() != UInt8(ascii: "}") {
      let key = try cursor.key()
      if key == name { try collect(&cursor) } else { try cursor.skip() }
      guard try cursor.take(UInt8(ascii: ",")) else { break }
    }
    try cursor.require(UInt8(ascii: "}"), "the end of the object")
    order = hashes.indices.map { UInt32($0) }
    // Of two entries of one key the later one counts, as in Python.
    order.sort { (hashes[Int($0)], $1) < (hashes[Int($1)], $0) }
  }

  private mutating func collect(_ cursor: inout JSONCursor) throws(FormatError) {
    try cursor.require(UInt8(ascii: "{"), "an object")
    while try cursor.peek() != UInt8(ascii: "}") {
      guard places.count < Int(UInt32.max) else {
        throw cursor.failure(.tooLarge, "more than \(UInt32.max) entries")
      }
      places.append(cursor.offset)
      hashes.append(try cursor.key().hashValue)
      try cursor.skip()
      guard try cursor.take(UInt8(ascii: ",")) else { break }
    }
    try cursor.require(UInt8(ascii: "}"), "the end of the object")
  }

  /// Numbers of the entries that may have this key, latest first: their keys have to be compared.
  func candidates(_ hash: Int) -> ArraySlice<UInt32> {
    var low = 0
    var high = order.count
    while low < high {
      let middle = (low + high) / 2
      if hashes[Int(order[middle])] < hash { low = middle + 1 } else { high = middle }
    }
    var end = low
    while end < order.count && hashes[Int(order[end])] == hash { end += 1 }
    return order[low..<end]
  }
}
