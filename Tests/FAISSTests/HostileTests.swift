import Host
import Model
import StoreBytes
import TestSupport
import Testing

@testable import FAISS

@Suite(.timeLimit(.minutes(15))) struct `An index that lies` {
  private let scratch = IndexScratch()

  private func flat(_ dimensions: Int32, _ count: Int64, values: UInt64) -> IndexBytes {
    var index = IndexBytes()
    index.header("IxF2", dimensions, count)
    index.number(values)
    return index
  }

  @Test func `about its dimensions or rows is refused`() throws {
    #expect(
      try scratch.refusal(flat(-3, 1, values: 0))
        == "corrupt 4: -3 dimensions; from 1 to 1048576 can be")
    #expect(
      try scratch.refusal(flat(0, 0, values: 0))
        == "corrupt 4: 0 dimensions; from 1 to 1048576 can be")
    #expect(
      try scratch.refusal(flat(2, -1, values: 0)) == "corrupt 8: -1 rows cannot be")
    #expect(
      try scratch.refusal(flat(2, .max, values: 0))
        == "corrupt 8: 9223372036854775807 rows cannot be")
    // 2^44 times 2^20 values are 2^64 of them, which is none where products wrap around.
    #expect(
      try scratch.refusal(flat(1 << 20, 1 << 44, values: 0))
        == "corrupt 37: 17592186044416 times 1048576 values cannot be")
    #expect(
      try scratch.refusal(flat(2, 3, values: 6))
        == "truncated 37: the file announces 6 values of 4 bytes each, and 0 bytes are left")
    #expect(
      try scratch.refusal(flat(2, 3, values: 1 << 62))
        == "truncated 37: the file announces 4611686018427387904 values of 4 bytes each, and 0 bytes "
        + "are left")
    #expect(
      try scratch.refusal(flat(2, 3, values: 0))
        == "corrupt 37: 0 values where 6 are expected")
  }

  @Test(arguments: ["IxMp", "IxPT", "IxRF", "IHNf", "IwFl"])
  func `and is wrapped ten thousand times is refused early`(kind: String) throws {
    var index = IndexBytes()
    for _ in 0..<10_000 {
      index.header(kind, 2, 0)
      switch kind {
      case "IxPT": index.number(Int32(0))
      case "IHNf":
        for size in [0, 0, 0] { index.number(UInt64(size)) }
        index.list([UInt64(0)])
        index.number(UInt64(0))
        for _ in 0..<5 { index.number(Int32(0)) }
      case "IwFl":
        index.number(UInt64(1))
        index.number(UInt64(1))
      default: break
      }
    }
    let refusal = try scratch.refusal(index)
    #expect(refusal.hasPrefix("too_large") || refusal.hasPrefix("tooLarge"), "\(refusal)")
    #expect(refusal.hasSuffix("more than 16 indexes are wrapped in each other"))
  }

  @Test func `about what it wraps is refused`() throws {
    var map = IndexBytes()
    map.header("IxMp", 2, 2)
    map.add(.flat([[1, 2]]))
    map.list([Int64(1), 2])
    #expect(
      try scratch.refusal(map)
        == "corrupt 90: IndexIDMap has 2 rows, and IndexFlatL2 in it has 1")
    var ids = IndexBytes()
    ids.header("IxMp", 2, 1)
    ids.add(.flat([[1, 2]]))
    ids.list([Int64(1), 2])
    #expect(try scratch.refusal(ids) == "corrupt 90: 2 ids where 1 are expected")
    var wide = IndexBytes()
    wide.header("IxMp", 3, 1)
    wide.add(.flat([[1, 2]]))
    #expect(
      try scratch.refusal(wide)
        == "corrupt 90: IndexIDMap has 3 dimensions, and IndexFlatL2 in it has 2")
    var twice = IndexBytes()
    twice.header("IxM2", 2, 1)
    twice.add(ids)
    twice.bytes.removeLast(8)
    twice.bytes[twice.bytes.count - 16] = 1
    twice.list([Int64(1)])
    #expect(
      try scratch.refusal(twice)
        == "unsupported 159: an id map around an id map is not read")
  }

  @Test func `about its lists is refused`() throws {
    let start = UInt64(IndexBytes.inverted(count: 0).bytes.count)
    var few = IndexBytes.inverted(count: 3)
    few.lists([[(1, [1, 1])], []])
    #expect(
      try scratch.refusal(few).hasSuffix(": the index has 3 rows, and its lists 1"))
    var cut = few
    cut.bytes.removeLast(1)
    #expect(try scratch.refusal(cut).contains("expected the ids of list 0 (8 bytes), and 7"))
    var size = IndexBytes.inverted(count: 0)
    size.text("ilar")
    size.number(UInt64(2))
    size.number(UInt64(8))
    size.text("full")
    size.list([UInt64(1) << 60, 0])
    #expect(
      try scratch.refusal(size)
        == "corrupt \(start + 32): a list of 1152921504606846976 rows cannot be")
    var number = IndexBytes.inverted(count: 0)
    number.text("ilar")
    number.number(UInt64(2))
    number.number(UInt64(8))
    number.text("sprs")
    number.list([UInt64(2), 1])
    #expect(try scratch.refusal(number) == "corrupt \(start + 32): there is no list 2 here")
    var none = IndexBytes.inverted(count: 4)
    none.text("il00")
    #expect(
      try scratch.refusal(none)
        == "unsupported \(start): the index was written without its lists (\"il00\")")
    var packed = IndexBytes.inverted(count: 4)
    packed.text("ilbl")
    #expect(
      try scratch.refusal(packed)
        == "unsupported \(start + 4): lists in blocks, packed for fast scans (\"ilbl\"), is not read"
    )
  }

  @Test(arguments: ["/etc/passwd", "../../etc/passwd", "other/", "", "index.faiss"])
  func `about where its lists are looks nowhere outside of the store`(name: String) throws {
    let outside = try IndexScratch().file([UInt8](repeating: 7, count: 64), "passwd-of-others")
    let refusal = try scratch.refusal(onDisk(name, start: 0), [outside])
    #expect(refusal.hasPrefix("mismatch "), "\(refusal)")
    #expect(refusal.contains("no file of that name is in the store beside it"))
  }

  @Test func `about a file of lists is refused`() throws {
    let lists = try scratch.file([UInt8](repeating: 0, count: 31), "lists")
    for start in [16, UInt64.max, 1 << 63] {
      let refusal = try scratch.refusal(onDisk("/data/lists", start: start), [lists])
      #expect(
        refusal
          == "truncated \(start): expected list 0, with room for 1 rows, and the file has 31 bytes")
    }
    #expect(try scratch.refusal(onDisk("/data/lists", start: 15), [lists]) == "read")
    let twice = try scratch.refusal(onDisk("lists", start: 0, second: 0), [lists])
    #expect(twice == "corrupt -: its lists overlap; it has room for 1 rows, and they have more")
    let refusal = try scratch.refusal(onDisk("lists", start: 0, capacity: 1 << 62), [lists])
    #expect(refusal.hasPrefix("truncated 0: expected list 0"))
  }

  private func onDisk(
    _ name: String, start: UInt64, capacity: UInt64 = 1, second: UInt64? = nil
  ) -> IndexBytes {
    var index = IndexBytes.inverted(count: second == nil ? 1 : 2)
    index.text("ilod")
    index.number(UInt64(2))
    index.number(UInt64(8))
    index.number(UInt64(2))
    for number in [1, capacity, start] { index.number(number) }
    for number in second.map({ [1, 1, $0] }) ?? [0, 0, 0] { index.number(number) }
    index.list([UInt64]())
    index.list(Array(name.utf8))
    index.number(UInt64(32))
    return index
  }

  @Test func `about the ids under a map is refused`() throws {
    var map = IndexBytes()
    map.header("IxMp", 2, 2)
    var lists = IndexBytes.inverted(count: 2)
    lists.lists([[(0, [1, 1])], [(2, [3, 3])]])
    map.add(lists)
    map.list([Int64(10), 30])
    #expect(
      try scratch.refusal(map)
        == "corrupt -: the lists under the id map do not hold the positions 0 to 1, but 2 where 1 is "
        + "due; faiss leaves them so when rows are removed from an IndexIDMap over inverted lists, "
        + "and which vector has which id is lost")
  }

  @Test func `about a quantizer is refused`() throws {
    func scalar(_ type: Int32, _ codeSize: UInt64, trained: [Float]) -> IndexBytes {
      var index = IndexBytes()
      index.header("IxSQ", 2, 1)
      index.number(type)
      index.number(UInt64(0))
      index.number(UInt64(2))
      index.number(codeSize)
      index.floats(trained)
      index.list([UInt8(1), 2])
      return index
    }
    #expect(try scratch.refusal(scalar(0, 2, trained: [0, 0, 1, 1])) == "read")
    #expect(
      try scratch.refusal(scalar(0, 9, trained: [0, 0, 1, 1]))
        == "corrupt 57: codes of 9 bytes where 2 are expected")
    #expect(
      try scratch.refusal(scalar(0, 2, trained: [0]))
        == "corrupt 65: 1 trained values of the quantizer where 4 are expected")
    #expect(
      try scratch.refusal(scalar(12, 2, trained: []))
        == "unsupported 37: scalar quantizers of type 12 (TurboQuant, EDEN) are not read")
    #expect(
      try scratch.refusal(scalar(-1, 2, trained: []))
        == "corrupt 37: there is no scalar quantizer of type -1")
    var product = IndexBytes()
    product.header("IxPq", 2, 1)
    for number in [2, 0, 8] { product.number(UInt64(number)) }
    #expect(
      try scratch.refusal(product)
        == "corrupt 37: a product quantizer of 0 parts of 8 bits for 2 dimensions cannot be")
    var bits = IndexBytes()
    bits.header("IxPq", 2, 1)
    for number in [2, 1, 63] { bits.number(UInt64(number)) }
    #expect(try scratch.refusal(bits).hasSuffix("of 1 parts of 63 bits for 2 dimensions cannot be"))
  }

  @Test func `about its kind is refused by what it is`() throws {
    for (kind, refused) in Kind.refused {
      var index = IndexBytes()
      index.header(kind, 2, 0)
      #expect(
        try scratch.refusal(index)
          == "unsupported 0: \(refused.name) \(refused.holds), and is not read")
    }
    var unknown = IndexBytes()
    unknown.text("IxZz")
    #expect(
      try scratch.refusal(unknown)
        == "unsupported 0: no kind of faiss index begins with \"IxZz\"")
    unknown.bytes = [1, 2, 3, 4]
    #expect(
      try scratch.refusal(unknown)
        == "unsupported 0: no kind of faiss index begins with bytes 1 2 3 4")
  }
}
