import Testing

@testable import Qdrant

@Suite struct `A server's version` {
  @Test func `is read`() {
    #expect(ServerVersion("1.19.0") == ServerVersion(1, 19, 0))
  }
}
