import Model
import StoreBytes
import Testing

@testable import NumPy

/// A header as numpy writes it.
func header(_ text: String, version: UInt8 = 1) -> [UInt8] {
  let bytes = Array(text.utf8)
  let count = (0..<(version == 1 ? 2 : 4)).map {
    UInt8(truncatingIfNeeded: bytes.count >> (8 * $0))
  }
  return ArrayHeader.mark + [version, 0] + count + bytes
}

@Suite struct `The header of an array` {
  private func read(_ bytes: [UInt8]) throws -> ArrayHeader {
    let length = try ArrayHeader.length(Array(bytes.prefix(12)), "a.npy", at: 0)
    return try ArrayHeader(Array(bytes.prefix(length)), "a.npy", at: 0)
  }

  @Test(arguments: [1, 2, 3] as [UInt8])
  func `is read in every version`(version: UInt8) throws {
    let found = try read(
      header("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }   \n", version: version))
    #expect(found.shape == [3, 4] && !found.isFortran && found.byteCount == 48)
    #expect(found.element.isPlainFloat)
  }

  @Test(arguments: [
    ("{'shape': (3L, 4L), 'fortran_order': True, 'descr': '>f8'}", [3, 4]),
    ("{\"descr\":\"|u1\",\"fortran_order\":False,\"shape\":(7,)}", [7]),
    ("{'descr': '<U7', 'fortran_order': False, 'shape': ()}", []),
  ])
  func `may be spelt in other ways`(text: String, shape: [Int]) throws {
    #expect(try read(header(text)).shape == shape)
  }

  @Test(arguments: [
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4)", FormatError.Code.corrupt),
    ("{'descr': '<f4', 'fortran_order': False}", .corrupt),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), 'x': 1}", .corrupt),
    ("{'descr': '<f4', 'descr': '<f8', 'fortran_order': False, 'shape': (3,)}", .corrupt),
    ("{'descr': '<f4', 'fortran_order': 0, 'shape': (3, 4)}", .corrupt),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (-3, 4)}", .corrupt),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4)} x", .corrupt),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (__import__('os'), 4)}", .corrupt),
    ("{'descr': '<f8', 'fortran_order': False, 'shape': (4294967296, 4294967296)}", .corrupt),
    ("{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999999999999,)}", .corrupt),
    (String(repeating: "(", count: 3000), .corrupt), ("", .truncated),
    ("{'descr': '|O', 'fortran_order': False, 'shape': (3,)}", .hostile),
    ("{'descr': '<c8', 'fortran_order': False, 'shape': (3, 2)}", .unsupported),
    ("{'descr': '<f16', 'fortran_order': False, 'shape': (3, 2)}", .unsupported),
    ("{'descr': '<U999999999999', 'fortran_order': False, 'shape': (3, 2)}", .unsupported),
    ("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (3,)}", .unsupported),
  ])
  func `is refused where it is wrong`(text: String, code: FormatError.Code) {
    let error = #expect(throws: FormatError.self) { try read(header(text)) }
    #expect(error?.code == code, "\(error?.description ?? "")")
  }

  @Test func `of an unknown version is refused`() {
    let error = #expect(throws: FormatError.self) { try read(header("{}", version: 4)) }
    #expect(
      error?.description == "cannot read a.npy: byte 6: version 4 of the array format is not known")
  }

  @Test(arguments: [
    (0, "D", "1970-01-01"), (-1, "D", "1969-12-31"), (18321, "D", "2020-02-29"),
    (-719_162, "D", "0001-01-01"), (2_932_896, "D", "9999-12-31"), (1, "h", "1970-01-01T01:00:00"),
    (-1, "ms", "1969-12-31T23:59:59.999000"),
    (1_500_000_000_123_456, "us", "2017-07-14T02:40:00.123456"),
    (1, "ns", "1970-01-01T00:00:00"), (2_932_897, "D", "2932897"),
  ])
  func `dates are as Python writes them`(count: Int64, unit: String, text: String) {
    #expect(ArrayDate.value(count, unit: unit) == .string(text))
  }
}
