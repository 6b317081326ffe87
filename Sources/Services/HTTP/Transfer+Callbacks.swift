internal import CCurl

/// The C functions that libcurl calls, each a few lines that find the transfer and ask it.
///
/// The context pointer is the transfer, unretained: `Lane` keeps it alive until libcurl is done.
extension Transfer {
  /// > Your callback should return the number of bytes actually taken care of. If that amount
  /// > differs from the amount passed […], it signals an error condition to the library.
  /// https://curl.se/libcurl/c/CURLOPT_WRITEFUNCTION.html
  private static let onBody: plumb_curl_transfer = { bytes, size, count, context in
    let total = size * count
    guard total > 0, let bytes = unsafe bytes else { return total }
    let transfer = unsafe Transfer.at(context)
    let goesOn = unsafe UnsafeRawPointer(bytes).withMemoryRebound(to: UInt8.self, capacity: total) {
      transfer.receive(body: unsafe UnsafeBufferPointer(start: $0, count: total).span)
    }
    return goesOn ? total : total &+ 1
  }

  private static let onHeader: plumb_curl_transfer = { bytes, size, count, context in
    let total = size * count
    guard let bytes = unsafe bytes else { return total }
    let line = unsafe [UInt8](UnsafeRawBufferPointer(start: bytes, count: total))
    return unsafe Transfer.at(context).receive(headerLine: line) ? total : total &+ 1
  }

  private static let onRead: plumb_curl_transfer = { bytes, size, count, context in
    guard let bytes = unsafe bytes else { return Int(CURL_READFUNC_ABORT) }
    let transfer = unsafe Transfer.at(context)
    let produced = unsafe UnsafeMutableRawPointer(bytes)
      .withMemoryRebound(to: UInt8.self, capacity: size * count) {
        unsafe transfer.produce(into: UnsafeMutableBufferPointer(start: $0, count: size * count))
      }
    return produced ?? Int(CURL_READFUNC_ABORT)
  }

  private static let onSeek: plumb_curl_seek = { context, offset, origin in
    guard offset == 0, origin == 0 else { return Int32(CURL_SEEKFUNC_CANTSEEK) }
    unsafe Transfer.at(context).rewind()
    return Int32(CURL_SEEKFUNC_OK)
  }

  private static let onStart: plumb_curl_prerequest = { context, _, _, _, _ in
    unsafe Transfer.at(context).start() ? Int32(CURL_PREREQFUNC_OK) : Int32(CURL_PREREQFUNC_ABORT)
  }

  private static let noSocket: plumb_curl_opensocket = { _, _, _ in curl_socket_t(-1) }

  private static func at(_ context: UnsafeMutableRawPointer?) -> Transfer {
    guard let context = unsafe context else { fatalError("libcurl lost the context of a transfer") }
    return unsafe Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
  }

  /// Tells libcurl to call this transfer.
  func attach(to easy: borrowing EasyHandle) throws(CurlRefusal) {
    let context = unsafe UnsafeRawPointer(Unmanaged.passUnretained(self).toOpaque())
    try unsafe easy.onTransfer(CURLOPT_WRITEFUNCTION, Transfer.onBody)
    try unsafe easy.set(CURLOPT_WRITEDATA, pointer: context)
    try unsafe easy.onTransfer(CURLOPT_HEADERFUNCTION, Transfer.onHeader)
    try unsafe easy.set(CURLOPT_HEADERDATA, pointer: context)
    try unsafe easy.onTransfer(CURLOPT_READFUNCTION, Transfer.onRead)
    try unsafe easy.set(CURLOPT_READDATA, pointer: context)
    try unsafe easy.onSeek(Transfer.onSeek)
    try unsafe easy.set(CURLOPT_SEEKDATA, pointer: context)
    try unsafe easy.onPrerequest(Transfer.onStart)
    try unsafe easy.set(CURLOPT_PREREQDATA, pointer: context)
  }

  /// Makes every attempt to open a connection fail: only a kept one will do.
  static func forbidNewConnections(_ easy: borrowing EasyHandle) throws(CurlRefusal) {
    try unsafe easy.onOpenSocket(noSocket)
  }
}
