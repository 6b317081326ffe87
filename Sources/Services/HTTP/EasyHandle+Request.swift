internal import CCurl

extension EasyHandle {
  /// What all requests have in common, and the proxy and trust for this one.
  func apply(_ settings: HTTPConfiguration, to url: URLParts) throws(CurlRefusal) {
    try set(CURLOPT_NOSIGNAL, 1)
    // A cancelled look-up of a name is left behind instead of waited for.
    try set(CURLOPT_QUICK_EXIT, 1)
    try set(CURLOPT_PROTOCOLS_STR, "http,https")
    try set(CURLOPT_FOLLOWLOCATION, 0)
    try set(CURLOPT_NETRC, Int(CURL_NETRC_IGNORED.rawValue))
    try set(CURLOPT_USERAGENT, settings.userAgent)
    try set(CURLOPT_CONNECTTIMEOUT_MS, max(1, settings.connectTimeout.milliseconds))
    // A wish only: libcurl refuses it while a buffer is left over from a failed request.
    try? set(CURLOPT_BUFFERSIZE, 256 << 10)
    try? set(CURLOPT_UPLOAD_BUFFERSIZE, 256 << 10)
    // An empty string also keeps libcurl from looking into the environment.
    try set(CURLOPT_PROXY, settings.proxy.proxy(for: url) ?? "")
    try set(CURLOPT_NOPROXY, "")
    try set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    try apply(settings.tls)
  }

  private func apply(_ tls: TLSOptions) throws(CurlRefusal) {
    try set(CURLOPT_SSL_VERIFYPEER, 1)
    try set(CURLOPT_SSL_VERIFYHOST, 2)
    try set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
    if let authorities = tls.authorities {
      try set(CURLOPT_CAINFO, authorities)
      try set(CURLOPT_PROXY_CAINFO, authorities)
      // Without this the system's folder of authorities would be trusted as well.
      try set(CURLOPT_CAPATH, nil as String?)
      try set(CURLOPT_PROXY_CAPATH, nil as String?)
    }
    if let identity = tls.identity {
      try set(CURLOPT_SSLCERT, identity.certificate)
      try set(CURLOPT_SSLKEY, identity.key)
    }
  }

  /// All about one request but its headers and the bytes of its body.
  func apply(
    _ request: HTTPRequest, within remaining: Duration, _ manner: Manner
  ) throws(CurlRefusal) {
    try set(CURLOPT_URL, request.url)
    // Object keys may hold "..", and a signature covers the path as written.
    try set(CURLOPT_PATH_AS_IS, 1)
    try set(CURLOPT_TIMEOUT_MS, remaining.milliseconds)
    switch manner {
    case .ordinary:
      try set(CURLOPT_HTTP_VERSION, request.version.curlValue)
    case .keptConnectionOnly:
      try set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
      try Transfer.forbidNewConnections(self)
    }
    try applyMethod(of: request)
  }

  private func applyMethod(of request: HTTPRequest) throws(CurlRefusal) {
    switch request.body {
    case .none where request.method == .head:
      try set(CURLOPT_NOBODY, 1)
      return
    case .none where !request.method.expectsBody:
      try set(CURLOPT_HTTPGET, 1)
    case .none, .bytes:
      try set(CURLOPT_POST, 1)
    case .stream(let source):
      try set(CURLOPT_UPLOAD, 1)
      try set(CURLOPT_INFILESIZE_LARGE, offset: source.length ?? -1)
    }
    try set(CURLOPT_CUSTOMREQUEST, request.method.name)
  }

  /// Runs `body` while libcurl may read the request's bytes where they are.
  func lendingBody(
    of call: Call, _ body: () -> CURLcode
  ) throws(HTTPError) -> CURLcode {
    guard case .bytes(let bytes) = call.request.body, !bytes.isEmpty else {
      return try unsafe lending(nil, count: 0, of: call, body)
    }
    let result = unsafe bytes.withUnsafeBytes { buffer in
      Result { () throws(HTTPError) -> CURLcode in
        try unsafe lending(buffer.baseAddress, count: buffer.count, of: call, body)
      }
    }
    return try result.get()
  }

  private func lending(
    _ start: UnsafeRawPointer?, count: Int, of call: Call, _ body: () -> CURLcode
  ) throws(HTTPError) -> CURLcode {
    if case .stream = call.request.body { return body() }
    guard call.request.sendsFields else { return body() }
    do throws(CurlRefusal) {
      try set(CURLOPT_POSTFIELDSIZE_LARGE, offset: count)
      if unsafe start == nil {
        // No pointer would make libcurl ask the read callback instead.
        try set(CURLOPT_COPYPOSTFIELDS, "")
      } else {
        try unsafe set(CURLOPT_POSTFIELDS, pointer: start)
      }
    } catch {
      throw call.error(.internalFailure, error.text)
    }
    return body()
  }
}

extension HTTPMethod {
  /// Says how long its body is even when there is none (RFC 9110, section 8.6).
  fileprivate var expectsBody: Bool { ["POST", "PUT", "PATCH"].contains(name) }
}

extension HTTPVersion {
  fileprivate var curlValue: Int {
    switch self {
    case .http1: Int(CURL_HTTP_VERSION_1_1)
    case .http2, .auto: Int(CURL_HTTP_VERSION_2TLS)
    case .http2PriorKnowledge: Int(CURL_HTTP_VERSION_2_PRIOR_KNOWLEDGE)
    }
  }
}

extension HTTPRequest {
  fileprivate var sendsFields: Bool {
    switch body {
    case .none: method.expectsBody
    case .bytes: true
    case .stream: false
    }
  }

  /// The headers as libcurl takes them. "Name:" would remove a field, "Name;" sends it empty; the
  /// fields that libcurl adds by itself are removed unless they are given.
  var headerLines: [String] {
    let given = headers.fields.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" }
    let unwanted = ["Accept", "Content-Type", "Expect"].filter { !headers.contains($0) }
    let coding = decoding == .gzip ? ["Accept-Encoding: gzip"] : []
    return given + unwanted.map { "\($0):" } + coding
  }
}
