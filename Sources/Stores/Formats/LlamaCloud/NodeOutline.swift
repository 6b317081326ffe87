internal import JSONRows
internal import Model
internal import StoreBytes

/// Where the nodes are in a file. Its calls block.
struct NodeOutline: Sendable {
  let file: PinnedFile
  let list: UInt64
  /// Pages of LlamaParse.
  let isPages: Bool
  /// Whether the list is the whole file.
  let isWhole: Bool

  /// How many keys of an object may come before its list.
  private static let keyLimit = 64

  init(_ file: StoreFile) throws(FormatError) {
    let pinned = try PinnedFile(file)
    self.file = pinned
    var cursor = try JSONCursor.behindMark(pinned)
    if try cursor.peek() == UInt8(ascii: "[") {
      list = cursor.offset
      isWhole = true
      _ = try cursor.take(UInt8(ascii: "["))
      guard try cursor.peek() == UInt8(ascii: "{") else { throw NodeOutline.foreign(cursor) }
      let keys = try NodeMark.keys(&cursor)
      guard NodeMark.isNode(keys) else { throw NodeOutline.foreign(cursor) }
      isPages = keys.contains("pages")
      return
    }
    isWhole = false
    var keys: [String] = []
    _ = try cursor.take(UInt8(ascii: "{"))
    while keys.count < NodeOutline.keyLimit, try cursor.peek() == UInt8(ascii: "\"") {
      let key = try cursor.key()
      keys.append(key)
      if key == "retrieval_nodes", try cursor.peek() == UInt8(ascii: "[") {
        list = cursor.offset
        isPages = false
        return
      }
      try cursor.skip()
      guard try cursor.take(UInt8(ascii: ",")) else { break }
    }
    guard keys.contains("pages"), NodeMark.isNode(keys) else { throw NodeOutline.foreign(cursor) }
    isPages = true
    list = 0
  }

  private static func foreign(_ cursor: JSONCursor) -> FormatError {
    cursor.failure(.wrongContent, "expected a list of nodes, or an object with \"retrieval_nodes\"")
  }
}
