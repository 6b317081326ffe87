internal import CCurl

/// Undoes the gzip coding of one body.
///
/// libcurl could do that, but takes a gzip stream that ends early for a whole one.
@safe
final class GzipDecoder {
  private let stream: UnsafeMutablePointer<z_stream>
  private var output = [UInt8](repeating: 0, count: 64 << 10)
  /// Whether the body, as far as it came, is made of whole gzip members.
  private(set) var isComplete = true

  init?() {
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    guard unsafe plumb_gunzip_begin(stream) == Z_OK else {
      unsafe stream.deallocate()
      return nil
    }
  }

  deinit {
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  /// Decodes the next bytes and delivers what they hold, until `deliver` returns false.
  func decode(
    _ input: Span<UInt8>, _ deliver: (borrowing Span<UInt8>) -> Bool
  ) throws(ResponseFault) -> Bool {
    let result = unsafe input.withUnsafeBufferPointer { input in
      unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
      unsafe stream.pointee.avail_in = UInt32(input.count)
      return Result { () throws(ResponseFault) -> Bool in try drain(deliver) }
    }
    return try result.get()
  }

  /// A call that fills the whole output may have more to say, also without further input.
  private func drain(
    _ deliver: (borrowing Span<UInt8>) -> Bool
  ) throws(ResponseFault) -> Bool {
    var isFull = false
    while unsafe isFull || stream.pointee.avail_in > 0 {
      // Another member may follow the end of one (RFC 1952, section 2.2).
      if isComplete { unsafe inflateReset(stream) }
      let (code, count) = inflateOnce()
      guard code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR else {
        throw ResponseFault(.protocolViolation, "the gzip body is damaged")
      }
      isComplete = code == Z_STREAM_END
      isFull = count == output.count && !isComplete
      if count > 0, !deliver(output.span.extracting(0..<count)) { return false }
      if code == Z_BUF_ERROR { return true }
    }
    return true
  }

  private func inflateOnce() -> (code: Int32, count: Int) {
    unsafe output.withUnsafeMutableBufferPointer { buffer in
      unsafe stream.pointee.next_out = buffer.baseAddress
      unsafe stream.pointee.avail_out = UInt32(buffer.count)
      let code = unsafe inflate(stream, Z_NO_FLUSH)
      return (code, unsafe buffer.count - Int(stream.pointee.avail_out))
    }
  }
}
