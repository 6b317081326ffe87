import Testing

@testable import GRPC

@Suite struct `Protocol buffers` {
  @Test func `placeholder`() {
    #expect(ProtoWriter.width(300) == 2)
  }
}
