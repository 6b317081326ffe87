import Model
import NumPy
import StoreBytes
import TestSupport
import Testing

@Suite struct `A store of arrays` {
  private let scratch = StoreScratch()

  private func array(_ values: [Float], _ shape: String) -> [UInt8] {
    header("{'descr': '<f4', 'fortran_order': False, 'shape': \(shape)}")
      + values.flatMap { value in
        (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * $0)) }
      }
  }

  private func refusal(_ code: FormatError.Code) async throws -> String {
    let version = try scratch.pinned()
    let error = await #expect(throws: FormatError.self) {
      try await NumPyFormat().open(version, RowSelection(format: .numpy)).allRows()
    }
    #expect(error?.code == code, "\(error?.description ?? "")")
    return error?.message ?? ""
  }

  @Test func `hands over NaN as it is and says so`() async throws {
    scratch.write("v.npy", array([1, .nan, 3, .infinity, 0, 0], "(3, 2)"))
    let reader = try await NumPyFormat().open(try scratch.pinned(), RowSelection(format: .numpy))
    let rows = try await reader.allRows()
    #expect(rows.count == 3 && rows[0].vector?[1].isNaN == true)
    let report = try await reader.inspect(full: true)
    #expect(report.problems.map(\.code) == ["PS101", "PS104", "PS105", "PS121"])
    #expect(
      report.problems.last?.message
        == "2 of 3 rows have a vector that is not finite in float32, first row 0")
  }

  @Test func `claims its companions and leaves other files alone`() async throws {
    scratch.write("v.npy", array([1, 2], "(2, 1)"))
    scratch.write("rows.jsonl", "{\"text\":\"a\"}\n{\"text\":\"b\"}\n")
    scratch.write("config.json", "{\"model\":\"m\"}")
    scratch.write("other.jsonl", "{\"text\":\"a\",\"vector\":[1]}\n")
    scratch.write("README.md", "words")
    #expect(
      await NumPyFormat().claim(try scratch.pinned())
        == FormatClaim(.numpy, files: ["v.npy", "rows.jsonl"]))
  }

  @Test func `has no rows where the array has none`() async throws {
    scratch.write("v.npy", array([], "(0, 4)"))
    let reader = try await NumPyFormat().open(try scratch.pinned(), RowSelection(format: .numpy))
    #expect(try await reader.allRows().isEmpty)
    #expect(try await reader.inspect(full: false).dimensions == 4)
  }

  @Test func `is refused where sizes lie`() async throws {
    scratch.write("v.npy", array([1, 2], "(1000000000, 1000000)"))
    #expect(
      try await refusal(.truncated)
        == "the header announces 1000000000 × 1000000 elements in 4000000000000000 bytes, and 8 are left"
    )
    scratch.write("v.npy", array([1, 2, 3], "(1, 2)"))
    #expect(try await refusal(.corrupt) == "there are 4 bytes behind the end of the array")
  }

  @Test(arguments: [
    ("{\"text\":\"a\"}\n", "there are 1 entries for the 2 rows of the array"),
    ("{\"text\":\"a\"}\n{}\n{}\n", "there are more entries than the 2 rows of the array"),
  ])
  func `is refused where a companion does not fit`(lines: String, message: String) async throws {
    scratch.write("v.npy", array([1, 2], "(2, 1)"))
    scratch.write("rows.jsonl", lines)
    #expect(try await refusal(.mismatch) == message)
  }
}

@Suite struct `An archive of arrays` {
  private let scratch = StoreScratch()

  private func code(_ bytes: [UInt8]) async throws -> FormatError.Code? {
    scratch.write("a.npz", bytes)
    let version = try scratch.pinned()
    do {
      _ = try await NumPyFormat().open(version, RowSelection(format: .numpy)).allRows()
      return nil
    } catch let error as FormatError { return error.code }
  }

  /// One stored member, with what its directory says of it.
  private func archive(
    _ name: String, _ content: [UInt8], size: UInt32? = nil, sum: UInt32, method: UInt16 = 0,
    flags: UInt16 = 0, place: UInt32 = 0, copies: Int = 1
  ) -> [UInt8] {
    func bytes(_ value: some FixedWidthInteger) -> [UInt8] {
      (0..<value.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
    let packed = UInt32(content.count)
    let sizes = bytes(sum) + bytes(packed) + bytes(size ?? packed) + bytes(UInt16(name.utf8.count))
    let fields = bytes(UInt16(20)) + bytes(flags) + bytes(method) + bytes(UInt32(0)) + sizes
    let local = bytes(UInt32(0x0403_4B50)) + fields + bytes(UInt16(0)) + Array(name.utf8) + content
    var list: [UInt8] = []
    for copy in 0..<copies {
      list +=
        bytes(UInt32(0x0201_4B50)) + bytes(UInt16(20)) + fields + [UInt8](repeating: 0, count: 12)
      list += bytes(place) + Array((copy == 0 ? name : String(name.dropFirst()) + "").utf8)
      if copy > 0 { list.append(0x79) }
    }
    return local + list + bytes(UInt32(0x0605_4B50)) + bytes(UInt32(0)) + bytes(UInt16(copies))
      + bytes(UInt16(copies)) + bytes(UInt32(list.count)) + bytes(UInt32(local.count)) + [0, 0]
  }

  private let content =
    header("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1)}") + [0, 0, 0x80, 0x3F]
  private let sum: UInt32 = 0x3D9A_D4B9

  @Test func `is read`() async throws {
    #expect(try await code(archive("v.npy", content, sum: sum)) == nil)
  }

  @Test func `is refused where it lies`() async throws {
    #expect(try await code(archive("v.npy", content, sum: 1)) == .corrupt)
    #expect(try await code(archive("v.npy", content, size: .max - 1, sum: sum)) == .unsupported)
    #expect(
      try await code(archive("v.npy", content, size: .max - 1, sum: sum, method: 8)) == .corrupt)
    #expect(try await code(archive("v.npy", content, size: 90, sum: sum, method: 8)) == .corrupt)
    #expect(try await code(archive("v.npy", content, sum: sum, method: 12)) == .unsupported)
    #expect(try await code(archive("v.npy", content, sum: sum, flags: 1)) == .unsupported)
    #expect(try await code(archive("v.npy", content, sum: sum, place: 7)) == .corrupt)
    #expect(try await code(archive("v.npy", content, sum: sum, place: 0xFFFF_FF00)) == .truncated)
    #expect(try await code(archive("v.npy", content, sum: sum, copies: 2)) == .corrupt)
    #expect(try await code(archive("v.npy", Array(content.dropLast()), sum: 0)) == .corrupt)
    #expect(try await code(archive("v.txt", content, sum: sum)) == .unsupported)
    #expect(try await code(Array("PK".utf8)) == .truncated)
  }
}
