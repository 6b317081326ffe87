internal import CCurl

/// One libcurl easy handle with its error buffer, freed exactly once.
@safe
struct EasyHandle: ~Copyable {
  let raw: UnsafeMutableRawPointer
  private let errorText: UnsafeMutablePointer<CChar>

  init?() {
    guard CurlLibrary.isReady, let raw = unsafe curl_easy_init() else { return nil }
    unsafe self.raw = raw
    unsafe errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
    unsafe errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
  }

  deinit {
    unsafe curl_easy_cleanup(raw)
    unsafe errorText.deallocate()
  }

  /// Forgets the last request. Connections stay open: they belong to the multi handle.
  func reset() throws(CurlRefusal) {
    unsafe curl_easy_reset(raw)
    unsafe errorText.pointee = 0
    try check(
      CURLOPT_ERRORBUFFER, unsafe plumb_curl_set_pointer(raw, CURLOPT_ERRORBUFFER, errorText))
  }

  /// What went wrong with the last transfer, in libcurl's words.
  func explanation(of code: CURLcode) -> String {
    let detail = unsafe String(cString: errorText)
    return detail.isEmpty ? unsafe String(cString: curl_easy_strerror(code)) : detail
  }

  func number(_ info: CURLINFO) -> Int {
    var value = 0
    _ = unsafe plumb_curl_get_long(raw, info, &value)
    return value
  }

  func offset(_ info: CURLINFO) -> Int {
    var value: curl_off_t = 0
    _ = unsafe plumb_curl_get_offset(raw, info, &value)
    return Int(value)
  }
}

/// An option that libcurl did not take.
struct CurlRefusal: Error {
  let option: UInt32
  let code: CURLcode

  var text: String { "option \(option): " + (unsafe String(cString: curl_easy_strerror(code))) }
}

extension EasyHandle {
  func set(_ option: CURLoption, _ text: String?) throws(CurlRefusal) {
    try check(option, unsafe plumb_curl_set_text(raw, option, text))
  }

  func set(_ option: CURLoption, _ number: Int) throws(CurlRefusal) {
    try check(option, unsafe plumb_curl_set_long(raw, option, number))
  }

  func set(_ option: CURLoption, offset: Int) throws(CurlRefusal) {
    try check(option, unsafe plumb_curl_set_offset(raw, option, curl_off_t(offset)))
  }

  /// `pointer` must stay valid until the transfer is over.
  func set(_ option: CURLoption, pointer: UnsafeRawPointer?) throws(CurlRefusal) {
    try check(option, unsafe plumb_curl_set_pointer(raw, option, pointer))
  }

  /// The list must stay alive until the transfer is over.
  func set(_ option: CURLoption, _ list: borrowing HeaderList) throws(CurlRefusal) {
    try check(option, unsafe plumb_curl_set_list(raw, option, list.raw))
  }

  func onTransfer(
    _ option: CURLoption, _ callback: plumb_curl_transfer?
  ) throws(CurlRefusal) {
    try check(option, unsafe plumb_curl_on_transfer(raw, option, callback))
  }

  func onSeek(_ callback: plumb_curl_seek?) throws(CurlRefusal) {
    try check(CURLOPT_SEEKFUNCTION, unsafe plumb_curl_on_seek(raw, callback))
  }

  func onPrerequest(_ callback: plumb_curl_prerequest?) throws(CurlRefusal) {
    try check(CURLOPT_PREREQFUNCTION, unsafe plumb_curl_on_prerequest(raw, callback))
  }

  func onOpenSocket(_ callback: plumb_curl_opensocket?) throws(CurlRefusal) {
    try check(CURLOPT_OPENSOCKETFUNCTION, unsafe plumb_curl_on_opensocket(raw, callback))
  }

  private func check(_ option: CURLoption, _ code: CURLcode) throws(CurlRefusal) {
    guard code == CURLE_OK else { throw CurlRefusal(option: option.rawValue, code: code) }
  }
}
