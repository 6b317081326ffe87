internal import CCurl

/// One libcurl multi handle: the connections of a lane, kept between requests.
///
/// The easy interface would do, but it looks up from a silent connection only once a second; a
/// multi handle can be woken from another thread.
@safe
struct MultiHandle: ~Copyable {
  private let raw: UnsafeMutableRawPointer

  init?(connections: Int) {
    guard CurlLibrary.isReady, let raw = unsafe curl_multi_init() else { return nil }
    unsafe self.raw = raw
    _ = unsafe plumb_curl_multi_set_long(raw, CURLMOPT_MAXCONNECTS, connections)
  }

  deinit {
    unsafe curl_multi_cleanup(raw)
  }

  func add(_ easy: borrowing EasyHandle) -> Bool {
    unsafe curl_multi_add_handle(raw, easy.raw) == CURLM_OK
  }

  /// Ends the transfer if it is still under way; its connection is then closed.
  func remove(_ easy: borrowing EasyHandle) {
    _ = unsafe curl_multi_remove_handle(raw, easy.raw)
  }

  /// Does what can be done at once. The transfer's result when it is over.
  func advance() -> CURLcode? {
    var running: Int32 = 0
    guard unsafe curl_multi_perform(raw, &running) == CURLM_OK else { return CURLE_FAILED_INIT }
    let code = unsafe plumb_curl_multi_finished(raw)
    return code < 0 ? nil : CURLcode(rawValue: UInt32(code))
  }

  /// Blocks until there is something to do, at most for so long.
  func wait(milliseconds: Int) {
    _ = unsafe curl_multi_poll(raw, nil, 0, Int32(clamping: milliseconds), nil)
  }

  /// Ends a `wait`, from any thread.
  ///
  /// > this is the only function that can be called from another thread
  /// https://curl.se/libcurl/c/curl_multi_wakeup.html
  func wake() {
    _ = unsafe curl_multi_wakeup(raw)
  }
}
