/// A message in the frame in which it is sent: a byte that says "not compressed", its length, itself.
public struct GRPCMessage: Sendable {
  static let header = 5
  let frame: [UInt8]

  /// `capacity` is a guess of the message's size, so that it grows in place.
  public init(capacity: Int = 256, _ body: (inout ProtoWriter) -> Void) {
    var nothing: [UInt8] = []
    self.init(over: &nothing, capacity: capacity, body)
  }

  /// The same in memory that an earlier message left behind.
  init(over used: inout [UInt8], capacity: Int, _ body: (inout ProtoWriter) -> Void) {
    var writer = ProtoWriter(header: GRPCMessage.header, capacity: capacity, over: &used)
    body(&writer)
    let length = UInt32(clamping: writer.count - GRPCMessage.header)
    writer.put(header: [0] + (0..<4).map { UInt8(truncatingIfNeeded: length >> (24 - 8 * $0)) })
    frame = writer.bytes
  }

  /// The size of the message, without its frame.
  public var count: Int { frame.count - GRPCMessage.header }

  /// The message in a received body, which must hold exactly one.
  static func open(_ body: [UInt8]) throws(ProtoError) -> ProtoReader {
    guard body.count >= header else { throw ProtoError("no whole message", at: 0) }
    guard body[0] == 0 else { throw ProtoError("a compressed message, not asked for", at: 0) }
    let length = body[1..<header].reduce(0) { $0 << 8 | Int($1) }
    guard length == body.count - header else {
      throw ProtoError("\(body.count - header) bytes instead of \(length)", at: header)
    }
    return ProtoReader(body, header..<body.count)
  }
}
