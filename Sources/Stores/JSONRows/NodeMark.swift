public import StoreBytes

/// Tells the nodes of LlamaIndex and LlamaCloud, and the results of LlamaParse, from other rows.
public enum NodeMark {
  /// Whether the first member of the list at `place` is one.
  public static func isNode(_ file: PinnedFile, listAt place: UInt64) throws(FormatError) -> Bool {
    var cursor = JSONCursor(file, at: place)
    try cursor.require(UInt8(ascii: "["), "a list")
    guard try cursor.peek() == UInt8(ascii: "{") else { return false }
    return isNode(try keys(&cursor))
  }

  /// Keys that only nodes have, beside what every row has.
  public static func isNode(_ keys: [String]) -> Bool {
    let keys = Set(keys)
    if keys.contains("pages") { return keys.contains("job_id") || keys.contains("job_metadata") }
    if keys.contains("node") { return keys.isSubset(of: ["node", "score", "class_name"]) }
    return keys.contains("id_")
      && !keys.isDisjoint(with: ["relationships", "extra_info", "class_name", "start_char_idx"])
  }

  /// The keys of the object that comes next, values stepped over.
  public static func keys(_ cursor: inout JSONCursor) throws(FormatError) -> [String] {
    var keys: [String] = []
    try cursor.require(UInt8(ascii: "{"), "an object")
    while try cursor.peek() != UInt8(ascii: "}") {
      keys.append(try cursor.key())
      try cursor.skip()
      guard try cursor.take(UInt8(ascii: ",")) else { break }
    }
    return keys
  }
}
