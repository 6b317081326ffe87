/// A file as it was read: its name for messages, and its bytes.
public struct SourceFile: Sendable, Hashable {
  public let path: String
  public let bytes: [UInt8]

  public init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }
}
