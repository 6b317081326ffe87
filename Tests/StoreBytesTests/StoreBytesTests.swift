import Host
import Model
import StoreBytes
import TestSupport
import Testing

@Suite struct `A pinned file` {
  private let scratch = StoreScratch()

  private func pinned(_ bytes: [UInt8]) throws -> StoreFile {
    let path = scratch.write("file", bytes)
    return StoreFile(
      name: "file", path: path, size: UInt64(bytes.count), identity: try Files.identity(path))
  }

  @Test func `is read field by field`() throws {
    let file = try pinned([7, 1, 2, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0x80, 0x3F, 9, 8])
    var cursor = ByteCursor(try PinnedFile(file))
    #expect(try cursor.u8("a kind") == 7)
    #expect(try cursor.u16("a width") == 0x0201)
    #expect(try cursor.i32("a number") == -1)
    #expect(try cursor.floats(1, "a value") == [1])
    #expect(try cursor.bytes(2, "the rest") == [9, 8])
    #expect(cursor.left == 0)
  }

  @Test func `says what was expected where it ends`() throws {
    let file = try pinned([1, 2, 3])
    var cursor = ByteCursor(try PinnedFile(file), from: 1)
    let error = #expect(throws: FormatError.self) { try cursor.u32("the number of rows") }
    #expect(
      error?.description
        == "cannot read \(file.path): byte 1: expected the number of rows (4 bytes), and 2 bytes are left"
    )
  }

  @Test func `allocates nothing for a lying count`() throws {
    let file = try pinned([0, 0, 0, 0, 0, 0, 0, 0x40, 5])
    var cursor = ByteCursor(try PinnedFile(file))
    let error = #expect(throws: FormatError.self) { try cursor.count(of: 8, "ids") }
    #expect(error?.code == .truncated)
    #expect(
      error?.message
        == "the file announces 4611686018427387904 ids of 8 bytes each, and 1 bytes are left")
  }

  @Test func `is refused when it changed`() throws {
    let file = try pinned([1, 2, 3])
    let open = try PinnedFile(file)
    scratch.write("file", [3, 2, 1, 0])
    #expect(throws: FormatError.self) { try open.check() }
    #expect(throws: FormatError.self) { try PinnedFile(file) }
  }

  @Test func `fetches what it does not have yet`() throws {
    var file = try pinned([UInt8](repeating: 0, count: 8))
    file.supply = FileSupply { [scratch] range in
      #expect(range == 4..<8)
      scratch.write("file", [0, 0, 0, 0, 0, 0, 0x80, 0x3F])
    } whole: { _ in
    }
    file.identity = "etag:1"
    #expect(try PinnedFile(file).floats(at: 4, count: 1) == [1])
  }
}
