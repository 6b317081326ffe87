internal import StoreBytes

/// Which node a number of faiss stands for, as FaissMapVectorStore writes it: JSON, or in older
/// versions the text of a Python dict, which is read as data and never run.
struct IdentityMap: Sendable {
  private(set) var nodes: [Int64: String] = [:]

  private static let limit: UInt64 = 1 << 30

  /// It blocks.
  init(_ file: PinnedFile) throws(FormatError) {
    guard file.size <= IdentityMap.limit else {
      throw FormatError(
        .tooLarge, file.path, "a map of ids of more than \(IdentityMap.limit >> 30) GB")
    }
    var reader = LiteralReader(try file.read(at: 0, count: Int(file.size)))
    var names: [String: [(LiteralReader.Scalar, LiteralReader.Scalar)]] = [:]
    do throws(LiteralReader.Failure) { names = try reader.mapOfMaps() } catch {
      throw FormatError(
        .corrupt, file.path, offset: UInt64(error.offset),
        "expected a map of ids, found \(error.message)")
    }
    for (node, number) in names["node_id_to_faiss_id_map"] ?? [] {
      if let number = number.number { nodes[number] = node.text }
    }
    // Where the two differ, a number that is used twice, this is the one that answers are made from.
    for (number, node) in names["faiss_id_to_node_id_map"] ?? [] {
      if let number = number.number { nodes[number] = node.text }
    }
  }
}
