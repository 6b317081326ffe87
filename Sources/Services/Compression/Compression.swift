// Compression: packed bytes made whole again.
//
// It is given packed bytes, piece by piece, and returns what they hold, never more than was asked for
// at once: a small file that unpacks to terabytes costs its reader no memory. It reads no file itself.

/// Packed bytes that cannot be unpacked.
public enum CompressionError: Error, Hashable, Sendable {
  /// The bytes are not what the method writes.
  case damaged(String)
  /// The bytes end before the stream does.
  case endsEarly
  /// The machine has no memory left for the method.
  case noMemory

  /// What happened; lower case, no full stop.
  public var reason: String {
    switch self {
    case .damaged(let what): "the packed bytes are damaged (\(what))"
    case .endsEarly: "the packed bytes end before what they hold is complete"
    case .noMemory: "there is not enough memory to unpack them"
    }
  }
}
