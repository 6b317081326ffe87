import Testing

@Suite struct `Placeholder` {
  @Test func `none`() { #expect(Bool(true)) }
}
