internal import Crypto

/// What of a request goes into its signature.
struct SigningRequest: Sendable {
  enum Payload: Hashable, Sendable {
    case bytes([UInt8])
    /// The SHA-256 of bytes that are sent from elsewhere, as hexadecimal digits.
    case digest(String)
    /// Only over TLS, which then is all that protects the bytes.
    case unsigned
    /// In chunks with a checksum behind them, which nobody signs.
    case streamingUnsigned
  }

  var method: String
  /// Not encoded.
  var path: String
  /// Not encoded.
  var query: [(name: String, value: String)]
  var headers: [(name: String, value: String)]
  var payload: Payload
  /// Everybody but S3 wants "." and ".." and double slashes resolved.
  var normalizesPath = false
}

extension SigningRequest {
  var payloadHash: String {
    switch payload {
    case .bytes(let bytes): SHA256.hash(bytes).description
    case .digest(let digest): digest
    case .unsigned: "UNSIGNED-PAYLOAD"
    case .streamingUnsigned: "STREAMING-UNSIGNED-PAYLOAD-TRAILER"
    }
  }

  /// The text whose digest is signed.
  var canonical: String {
    let headers = canonicalHeaders
    return [
      method, canonicalPath, canonicalQuery,
      headers.map { "\($0.name):\($0.value)\n" }.joined(),
      headers.map(\.name).joined(separator: ";"), payloadHash,
    ].joined(separator: "\n")
  }

  var signedHeaders: String { canonicalHeaders.map(\.name).joined(separator: ";") }

  /// Also the query of the URL, so that what is sent is what was signed.
  var canonicalQuery: String {
    let pairs = query.map {
      (name: URIEncoding.encoded($0.name), value: URIEncoding.encoded($0.value))
    }
    let sorted = pairs.sorted { one, other in
      one.name == other.name
        ? one.value.utf8.lexicographicallyPrecedes(other.value.utf8)
        : one.name.utf8.lexicographicallyPrecedes(other.name.utf8)
    }
    return sorted.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
  }

  /// Also the path of the URL.
  var canonicalPath: String {
    let path = normalizesPath ? SigningRequest.normalized(path) : path
    return path.isEmpty ? "/" : URIEncoding.encoded(path, keepingSlashes: true)
  }

  /// Names in lower case and in order; repeated ones joined; runs of spaces count as one.
  private var canonicalHeaders: [(name: String, value: String)] {
    var values: [String: [String]] = [:]
    for header in headers {
      values[header.name.lowercased(), default: []].append(SigningRequest.trimmed(header.value))
    }
    return values.map { (name: $0.key, value: $0.value.joined(separator: ",")) }
      .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  private static func trimmed(_ value: String) -> String {
    value.split { $0 == " " || $0 == "\n" || $0 == "\t" }.joined(separator: " ")
  }

  private static func normalized(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part != ".." { parts.append(part) } else { _ = parts.popLast() }
    }
    let ending = !parts.isEmpty && path.hasSuffix("/") ? "/" : ""
    return "/" + parts.joined(separator: "/") + ending
  }
}
