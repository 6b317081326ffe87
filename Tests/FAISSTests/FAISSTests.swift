import Host
import Model
import StoreBytes
import TestSupport
import Testing

@testable import FAISS

@Suite(.timeLimit(.minutes(15))) struct `An index` {
  private let scratch = IndexScratch()

  @Test func `gives its vectors in windows and one by one`() throws {
    let index = try scratch.index(.flat([[1, 2], [3, 4], [5, 6], [7, 8]]))
    #expect(index.kind == "IndexFlatL2")
    #expect(index.dimensions == 2 && index.count == 4)
    #expect(index.metric.word == "l2")
    #expect(index.isLossless && index.hasVectors && !index.hasExplicitLabels)
    #expect(try index.vectors(1..<3) == [3, 4, 5, 6])
    #expect(try index.vectors(at: [0, 2, 2, 3]) == [1, 2, 5, 6, 5, 6, 7, 8])
    #expect(try index.labels(1..<3) == [1, 2])
    #expect(index.end == 37 + 8 + 32)
    let error = #expect(throws: FormatError.self) { try index.vectors(3..<5) }
    #expect(error?.code == .noSuchRow)
  }

  @Test func `may be a part of another file`() throws {
    var whole = IndexBytes()
    whole.text("before")
    whole.add(.flat([[1, 2]]))
    let end = UInt64(whole.bytes.count)
    whole.text("after")
    let file = try PinnedFile(scratch.file(whole))
    #expect(try FAISSIndex(file, from: 6, to: end).vectors(0..<1) == [1, 2])
    let error = #expect(throws: FormatError.self) { try FAISSIndex(file, from: 6, to: end - 1) }
    #expect(error?.code == .truncated)
  }

  @Test func `tells inverted lists by ascending id`() throws {
    var bytes = IndexBytes.inverted(count: 5)
    bytes.lists([[(7, [7, 0]), (-2, [2, 0])], [(3, [3, 0]), (7, [7, 1]), (40, [4, 0])]])
    let index = try scratch.index(bytes)
    #expect(index.hasExplicitLabels)
    #expect(try index.labels(0..<5) == [-2, 3, 7, 7, 40])
    #expect(try index.vectors(0..<5) == [2, 0, 3, 0, 7, 0, 7, 1, 4, 0])
    #expect(try index.vectors(at: [1, 4]) == [3, 0, 4, 0])
    #expect(try index.labels(at: [0, 4]) == [-2, 40])
  }

  @Test func `reads lists whose ids ascend by runs, in any window`() throws {
    var bytes = IndexBytes.inverted(count: 60)
    let rows = (0..<60).map { (Int64($0), [Float($0), Float(-$0)]) }
    bytes.lists([rows.filter { $0.0 % 3 == 0 }, rows.filter { $0.0 % 3 != 0 }])
    let index = try scratch.index(bytes)
    let all = rows.flatMap(\.1)
    #expect(try index.vectors(0..<60) == all)
    for window in [1, 7, 59] {
      var found: [Float] = []
      for start in stride(from: 0, to: 60, by: window) {
        found += try index.vectors(start..<min(60, start + window))
      }
      #expect(found == all)
    }
    #expect(try index.vectors(at: [3, 30, 59]) == [3, -3, 30, -30, 59, -59])
  }

  @Test func `reads lists of files that old versions wrote`() throws {
    for (kind, unit) in [("IvFl", 4), ("IvFL", 1)] {
      var bytes = IndexBytes()
      bytes.header(kind, 2, 3)
      bytes.number(UInt64(2))
      bytes.number(UInt64(1))
      bytes.add(.flat([[0, 0], [9, 9]]))
      bytes.list([Int64(2), 0])
      bytes.list([Int64(1)])
      bytes.number(UInt8(0))
      bytes.list([Int64]())
      for values in [[Float(2), 2, 0, 0], [1, 1]] {
        bytes.number(UInt64(values.count * 4 / unit))
        for value in values { bytes.number(value.bitPattern) }
      }
      let index = try scratch.index(bytes)
      #expect(try index.vectors(0..<3) == [0, 0, 1, 1, 2, 2])
    }
  }

  @Test func `gives a duplicate the vector of the row that it repeats`() throws {
    var bytes = IndexBytes.inverted("IwFd", count: 2)
    bytes.list([Int64(5), 6, 5, 1])
    bytes.lists([[(5, [1, 1])], [(3, [3, 3])]])
    let index = try scratch.index(bytes)
    #expect(index.count == 4)
    #expect(try index.labels(0..<4) == [1, 3, 5, 6])
    #expect(try index.vectors(0..<4) == [1, 1, 3, 3, 1, 1, 1, 1])
  }

  @Test func `takes rotations back, and says that they round`() throws {
    var bytes = IndexBytes()
    bytes.header("IxPT", 2, 1)
    bytes.number(Int32(1))
    bytes.text("LTra")
    bytes.number(UInt8(1))
    bytes.floats([0, 1, -1, 0])
    bytes.floats([10, 20])
    bytes.number(Int32(2))
    bytes.number(Int32(2))
    bytes.number(UInt8(1))
    bytes.add(.flat([[12, 19]]))
    let index = try scratch.index(bytes)
    #expect(try index.vectors(0..<1) == [1, 2])
    #expect(index.kind == "IndexPreTransform(IndexFlatL2)")
    let error = #expect(throws: FormatError.self) { try index.require(allowsLossy: false) }
    #expect(error?.code == .lossy)
    #expect(
      error?.message == "IndexPreTransform(IndexFlatL2) keeps vectors rotated, and rotating them "
        + "back rounds, so its vectors are only approximate")
    try index.require(allowsLossy: true)
  }

  @Test(arguments: [
    (0, "ip"), (1, "l2"), (2, "l1"), (3, "linf"), (4, "l2.5"), (20, "canberra"),
    (21, "braycurtis"), (22, "jensenshannon"), (23, "jaccard"), (24, "nan_euclidean"),
    (25, "gower"),
  ])
  func `says its metric`(number: Int32, word: String) throws {
    #expect(FAISSMetric(number: number, argument: 2.5)?.word == word)
  }
}
