internal import CCurl

/// Header lines in libcurl's form.
@safe
struct HeaderList: ~Copyable {
  private(set) var raw: UnsafeMutablePointer<curl_slist>?

  init() {
    unsafe raw = nil
  }

  deinit {
    unsafe curl_slist_free_all(raw)
  }

  /// False when there is no memory.
  mutating func append(_ line: String) -> Bool {
    guard let longer = unsafe curl_slist_append(raw, line) else { return false }
    unsafe raw = longer
    return true
  }
}
