import Model
import Testing

@Suite struct `Hexadecimal` {
  @Test func `has two lower-case digits a byte`() {
    #expect(Hex.text([0x00, 0x0F, 0xA5, 0xFF]) == "000fa5ff")
    #expect(Hex.text([]) == "")
    #expect(Hex.bytes([0x7F]) == Array("7f".utf8))
  }

  @Test func `digits are read in either case`() {
    #expect("09afAF".utf8.map(Hex.value(of:)) == [0, 9, 10, 15, 10, 15])
    #expect("/:@G`g".utf8.allSatisfy { Hex.value(of: $0) == nil })
  }
}
