internal import CCurl

extension HTTPError {
  /// What was going on when libcurl gave up; its codes alone do not say.
  struct Circumstances {
    let isReadingHead: Bool
    let usesProxy: Bool
    /// The proxy's answer to CONNECT, 0 if there was none.
    let proxyStatus: Int
  }
}

extension HTTPError.Code {
  /// The only place where libcurl's codes are understood.
  init(_ code: CURLcode, _ text: String, _ circumstances: HTTPError.Circumstances) {
    switch code {
    case CURLE_URL_MALFORMAT: self = .badURL
    case CURLE_COULDNT_RESOLVE_HOST: self = .cannotResolve
    case CURLE_COULDNT_RESOLVE_PROXY, CURLE_PROXY: self = .proxyFailed
    case CURLE_COULDNT_CONNECT: self = circumstances.usesProxy ? .proxyFailed : .cannotConnect
    case CURLE_OPERATION_TIMEDOUT: self = .timedOut
    case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM,
      CURLE_SSL_CIPHER, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR,
      CURLE_SSL_CRL_BADFILE, CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_PINNEDPUBKEYNOTMATCH,
      CURLE_SSL_ENGINE_INITFAILED, CURLE_USE_SSL_FAILED, CURLE_SSL_CLIENTCERT:
      self = .tlsFailed
    case CURLE_RECV_ERROR: self = HTTPError.Code(receiving: text, circumstances)
    case CURLE_PARTIAL_FILE, CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_SEND_FAIL_REWIND,
      CURLE_HTTP2_STREAM:
      self = .cutOff
    case CURLE_HTTP2, CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING:
      self = .protocolViolation
    // We only ask for http and https, so this is an answer that is not HTTP.
    case CURLE_UNSUPPORTED_PROTOCOL where circumstances.isReadingHead: self = .protocolViolation
    case CURLE_UNSUPPORTED_PROTOCOL, CURLE_NOT_BUILT_IN: self = .unsupported
    // A header line beyond libcurl's own limit is reported as a lack of memory.
    case CURLE_OUT_OF_MEMORY where circumstances.isReadingHead: self = .tooLarge
    default: self = .internalFailure
    }
  }

  /// "Failure when receiving data" has several causes, told apart only by libcurl's text.
  private init(receiving text: String, _ circumstances: HTTPError.Circumstances) {
    if circumstances.proxyStatus >= 300 {
      self = .proxyFailed
    } else if text.utf8Contains("alert") {
      // The server refuses our certificate, which TLS 1.3 tells only after the handshake.
      self = .tlsFailed
    } else if text.utf8Contains("response headers") {
      self = .tooLarge
    } else if text.utf8Contains("chunk") || text.utf8Contains("nvalid") {
      self = .protocolViolation
    } else {
      self = .cutOff
    }
  }
}

extension String {
  fileprivate func utf8Contains(_ text: String) -> Bool {
    utf8.indices.contains { utf8[$0...].starts(with: text.utf8) }
  }
}
