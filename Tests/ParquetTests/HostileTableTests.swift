import Compression
import Host
import Model
import StoreBytes
import TestSupport
import Testing

@testable import Parquet

@Suite(.timeLimit(.minutes(15))) struct `A hostile table` {
  private let scratch = StoreScratch()

  private func failure(footer: [UInt8], size: Int? = nil, mark: String = "PAR1") async
    -> FormatError?
  {
    let announced = UInt32(size ?? footer.count)
    let tail = (0..<4).map { UInt8(truncatingIfNeeded: announced >> UInt32(8 * $0)) }
    let path = scratch.write("t.parquet", Array("PAR1".utf8) + footer + tail + Array(mark.utf8))
    guard let facts = try? Files.facts(path) else { return nil }
    let version = StoreVersion(
      name: "t",
      files: [StoreFile(name: "t.parquet", path: path, size: facts.size, identity: facts.identity)])
    do {
      let source = try await ParquetFormat().open(version, RowSelection())
      try await source.read { _ in }
      return nil
    } catch {
      return error as? FormatError
    }
  }

  @Test func `that is encrypted is refused by name`() async {
    #expect(await failure(footer: [0], mark: "PARE")?.code == .unsupported)
  }

  @Test func `that announces a huge footer allocates nothing`() async {
    #expect(await failure(footer: [0], size: 0x7FFF_FFFF)?.code == .corrupt)
  }

  @Test func `that is nested without end is refused`() async {
    let deep = [UInt8](repeating: 0x1C, count: 100_000)
    #expect(await failure(footer: deep)?.code == .tooLarge)
    // A list of lists of lists.
    #expect(await failure(footer: [UInt8](repeating: 0x19, count: 100_000))?.code != nil)
  }

  @Test func `that announces a list of billions is refused`() async {
    let error = await failure(footer: [0x29, 0xFC, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 0])
    #expect(error?.code == .truncated)
  }

  @Test(arguments: 0..<200)
  func `of any bytes is refused`(seed: Int) async {
    var random = SeededGenerator(seed: UInt64(seed))
    let footer = (0..<1 + random.below(80)).map { _ in
      random.below(3) == 0
        ? [0x15, 0x19, 0x1C, 0x2C, 0x18][random.below(5)] : UInt8(random.below(256))
    }
    #expect(await failure(footer: footer) != nil)
  }

  @Test(arguments: [BlockCodec.gzip, .snappy, .zstd, .brotli, .lz4])
  func `with damaged pages is refused`(codec: BlockCodec) {
    var random = SeededGenerator(seed: 3)
    for size in [0, 1, 2, 10, 300] {
      let bytes = (0..<size).map { _ in UInt8(random.below(256)) }
      #expect(throws: CompressionError.self) { try codec.unpacked(bytes, count: 100_000) }
    }
  }
}
