internal import CCurl

/// libcurl itself, set up once before any handle is made.
enum CurlLibrary {
  static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

  /// libcurl 7.88 fails every request on a reused cleartext HTTP/2 connection; 8.0 does not.
  static let losesReusedH2C = (0x075800..<0x080000).contains(plumb_curl_version())
}
