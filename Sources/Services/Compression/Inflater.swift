internal import CZlib

/// Unpacks one stream of deflate: bare, as zip files have it, or in the format of zlib or gzip.
///
/// Unchecked because zlib's state is behind a pointer: one caller at a time, which is the reader that
/// holds it.
@safe
public final class Inflater: @unchecked Sendable {
  public enum Wrapping: Sendable { case none, zlib, gzip }

  private let stream: UnsafeMutablePointer<z_stream>
  /// Packed bytes that were given and not used yet.
  private var input: [UInt8] = []
  private var used = 0
  /// Whether the end of the stream was reached.
  public private(set) var isComplete = false

  public init(_ wrapping: Wrapping) throws(CompressionError) {
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    let window =
      switch wrapping {
      case .none: -MAX_WBITS
      case .zlib: MAX_WBITS
      case .gzip: MAX_WBITS + 16
      }
    guard unsafe plumb_inflate_begin(stream, window) == Z_OK else {
      unsafe stream.deallocate()
      throw .noMemory
    }
  }

  deinit {
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  /// Whether everything that was given is used up, so that only more of it leads on.
  public var isHungry: Bool { used == input.count && !isComplete }

  /// Gives the next packed bytes; what is left of earlier ones comes first.
  public func feed(_ bytes: [UInt8]) {
    input = used == input.count ? bytes : Array(input[used...]) + bytes
    used = 0
  }

  /// At most `count` more bytes of what is packed; fewer where the input is used up or the stream ends.
  public func next(_ count: Int) throws(CompressionError) -> [UInt8] {
    guard count > 0, !isComplete else { return [] }
    var code = Z_OK
    let output = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      code = unsafe step(into: UnsafeMutableBufferPointer(rebasing: buffer[..<count]), &filled)
    }
    switch code {
    case Z_STREAM_END: isComplete = true
    // Nothing to do and nothing wrong: it waits for input, or for room.
    case Z_OK, Z_BUF_ERROR: break
    case Z_MEM_ERROR: throw .noMemory
    default:
      throw .damaged(unsafe stream.pointee.msg.map { unsafe String(cString: $0) } ?? "deflate")
    }
    return output
  }

  /// zlib counts with 32 bits: more is done in several calls of `next`.
  private func step(into buffer: UnsafeMutableBufferPointer<UInt8>, _ filled: inout Int) -> Int32 {
    let room = min(buffer.count, 1 << 30)
    let given = min(input.count - used, 1 << 30)
    unsafe stream.pointee.next_out = buffer.baseAddress
    unsafe stream.pointee.avail_out = UInt32(room)
    let code = unsafe input.withUnsafeMutableBufferPointer { bytes in
      unsafe stream.pointee.next_in = bytes.baseAddress.map { unsafe $0 + used }
      unsafe stream.pointee.avail_in = UInt32(given)
      return unsafe inflate(stream, Z_NO_FLUSH)
    }
    filled = unsafe room - Int(stream.pointee.avail_out)
    used += unsafe given - Int(stream.pointee.avail_in)
    return code
  }
}

extension Inflater {
  /// Everything that these bytes hold, which must be `count` bytes and no more.
  public static func unpacked(_ bytes: [UInt8], _ wrapping: Wrapping, count: Int)
    throws(CompressionError) -> [UInt8]
  {
    let inflater = try Inflater(wrapping)
    inflater.feed(bytes)
    var output: [UInt8] = []
    // One byte more than announced, to see whether there is one.
    while output.count <= count, !inflater.isComplete {
      let piece = try inflater.next(min(count + 1 - output.count, 1 << 20))
      if piece.isEmpty && inflater.isHungry { throw .endsEarly }
      output += piece
    }
    guard output.count == count else {
      throw .damaged("they hold other than the \(count) bytes that were announced")
    }
    return output
  }
}
