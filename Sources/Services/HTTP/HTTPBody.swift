/// What a request carries.
public enum HTTPBody: Sendable {
  case none
  case bytes([UInt8])
  case stream(HTTPBodySource)
}

/// A body that is produced while it is sent.
public struct HTTPBodySource: Sendable {
  /// Appends the next bytes to the buffer. Appending nothing ends the body; it is not called again.
  public typealias Pull = (inout OutputSpan<UInt8>) throws -> Void

  /// Without a length, HTTP/1.1 sends the body in chunks.
  public let length: Int?
  /// Opens the body at its beginning: a second time when a stale connection makes a fresh start
  /// necessary. It is called, and pulled, where blocking is allowed.
  public let open: @Sendable () throws -> Pull

  public init(length: Int? = nil, open: @escaping @Sendable () throws -> Pull) {
    self.length = length
    self.open = open
  }
}
