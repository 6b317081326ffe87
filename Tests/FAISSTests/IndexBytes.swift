import Host
import Model
import StoreBytes
import TestSupport

@testable import FAISS

/// Writes the fields of an index by hand.
struct IndexBytes {
  var bytes: [UInt8] = []

  static func flat(_ vectors: [[Float]], dimensions: Int32 = 2) -> IndexBytes {
    var index = IndexBytes()
    index.header("IxF2", dimensions, Int64(vectors.count))
    index.number(UInt64(vectors.count) * UInt64(dimensions))
    for value in vectors.flatMap(\.self) { index.number(value.bitPattern) }
    return index
  }

  mutating func header(
    _ kind: String, _ dimensions: Int32, _ count: Int64, metric: Int32 = 1
  ) {
    text(kind)
    number(dimensions)
    number(count)
    number(UInt64(1 << 20))
    number(UInt64(1 << 20))
    number(UInt8(1))
    number(metric)
  }

  mutating func text(_ text: String) { bytes += Array(text.utf8) }

  mutating func number(_ number: some FixedWidthInteger) {
    withUnsafeBytes(of: number.littleEndian) { bytes += Array($0) }
  }

  mutating func list(_ numbers: [some FixedWidthInteger]) {
    number(UInt64(numbers.count))
    for number in numbers { self.number(number) }
  }

  mutating func floats(_ values: [Float]) { list(values.map(\.bitPattern)) }

  mutating func add(_ other: IndexBytes) { bytes += other.bytes }

  /// Before the lists of an inverted file of floats with two dimensions and two lists.
  static func inverted(
    _ kind: String = "IwFl", count: Int64, metric: Int32 = 1, directMap: UInt8 = 0
  ) -> IndexBytes {
    var index = IndexBytes()
    index.header(kind, 2, count, metric: metric)
    index.number(UInt64(2))
    index.number(UInt64(1))
    index.add(.flat([[0, 0], [9, 9]]))
    index.number(directMap)
    index.list([Int64]())
    return index
  }

  /// Lists in the index itself, each with ids and vectors of two dimensions.
  mutating func lists(_ lists: [[(Int64, [Float])]], codeSize: UInt64 = 8) {
    text("ilar")
    number(UInt64(lists.count))
    number(codeSize)
    text("full")
    list(lists.map { UInt64($0.count) })
    for list in lists {
      for row in list { for value in row.1 { number(value.bitPattern) } }
      for row in list { number(row.0) }
    }
  }
}

/// Index files in a folder that is removed with it.
struct IndexScratch {
  let scratch = StoreScratch()

  func file(_ index: IndexBytes, _ name: String = "index.faiss") throws -> StoreFile {
    try file(index.bytes, name)
  }

  func file(_ bytes: [UInt8], _ name: String) throws -> StoreFile {
    let path = scratch.write(name, bytes)
    return StoreFile(
      name: name, path: path, size: UInt64(bytes.count), identity: try Files.identity(path))
  }

  func index(_ index: IndexBytes, _ companions: [StoreFile] = []) throws -> FAISSIndex {
    try FAISSIndex(try PinnedFile(file(index)), companions: companions)
  }

  /// What is said where an index is refused, without the path.
  func refusal(_ index: IndexBytes, _ companions: [StoreFile] = []) throws -> String {
    let file = try file(index)
    do throws(FormatError) {
      let index = try FAISSIndex(try PinnedFile(file), companions: companions)
      _ = try index.labels(0..<index.count)
      _ = try index.vectors(0..<index.count)
      return "read"
    } catch {
      return "\(error.code) \(error.offset.map { "\($0)" } ?? "-"): \(error.message)"
    }
  }
}
