import LangChain
import Model
import Pickle
import PickleStores
import StoreBytes

/// The interpreter of pickles: the first byte says whether of a docstore, a table beside an index, a
/// table of its own, or of a value.
enum PickleTarget: FuzzTarget {
  static func feed(_ bytes: [UInt8], in folder: String) async throws {
    guard let first = bytes.first else { return }
    let content = Array(bytes.dropFirst())
    switch first {
    case UInt8(ascii: "d"):
      try await docstore(content, folder)
    case UInt8(ascii: "b"):
      try await proveRows(
        PickleStoreFormat(),
        try version(folder, ["faiss.index": index(rows: 3), "text.pkl": content]))
    case UInt8(ascii: "t"):
      try await proveRows(PickleStoreFormat(), try version(folder, ["text.pkl": content]))
    default:
      try value(try write("value.pkl", content, folder))
    }
  }

  /// Beside an index of as many rows as the docstore has positions, unless the index is in it.
  private static func docstore(_ bytes: [UInt8], _ folder: String) async throws {
    let pickle = try write("index.pkl", bytes, folder)
    guard let docstore = try? PickledDocstore(PinnedFile(pickle)) else { return }
    try require(
      docstore.positionCount <= bytes.count && docstore.documentCount <= bytes.count,
      "more documents than bytes")
    let rows = docstore.index == nil ? min(docstore.positionCount, 1 << 12) : 0
    let beside = try write("index.faiss", index(rows: rows), folder)
    try await proveRows(
      LangChainFormat(), StoreVersion(name: "fuzz", files: [beside, pickle]))
  }

  private static func value(_ file: StoreFile) throws {
    do {
      _ = try PickleReader.value(of: PinnedFile(file))
    } catch {
      try require(!error.sentence.isEmpty, "a refusal without words")
    }
  }

  /// A flat index of one dimension, all zero.
  private static func index(rows: Int) -> [UInt8] {
    var bytes = Array("IxF2".utf8)
    func add(_ number: some FixedWidthInteger) {
      withUnsafeBytes(of: number.littleEndian) { bytes += Array($0) }
    }
    add(Int32(1))
    add(Int64(rows))
    add(UInt64(1 << 20))
    add(UInt64(1 << 20))
    add(UInt8(1))
    add(Int32(1))
    add(UInt64(rows))
    return bytes + [UInt8](repeating: 0, count: 4 * rows)
  }
}
