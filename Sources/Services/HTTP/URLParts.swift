/// As much of a URL as is needed to check it, to choose a proxy, and to show it without secrets.
struct URLParts: Hashable, Sendable {
  let isSecure: Bool
  /// Lower case; an IPv6 address without its brackets.
  let host: String
  let port: Int
  /// The URL without userinfo, query and fragment.
  let shown: String

  /// Scheme, host and port: what a connection is good for.
  var origin: String { "\(isSecure ? "https" : "http")://\(host):\(port)" }

  init(_ url: String) throws(URLFault) {
    guard url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { throw .characters }
    guard let split = url.range(of: "://") else { throw .relative }
    let scheme = url[..<split.lowerBound].lowercased()
    guard scheme == "http" || scheme == "https" else { throw .scheme }
    isSecure = scheme == "https"
    let rest = url[split.upperBound...]
    let end = rest.firstIndex { "/?#\\".contains($0) } ?? rest.endIndex
    let authority = rest[..<end]
    let address = authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] }
    (host, port) = try URLParts.hostAndPort(address ?? authority, default: isSecure ? 443 : 80)
    let path = rest[end...].prefix { $0 != "?" && $0 != "#" }
    guard !path.contains("\\") else { throw .characters }
    shown = "\(scheme)://\(address ?? authority)\(path)"
  }

  private static func hostAndPort(
    _ text: Substring, default port: Int
  ) throws(URLFault) -> (String, Int) {
    var host = text
    var digits: Substring?
    if text.first == "[" {
      guard let close = text.lastIndex(of: "]") else { throw .host }
      host = text[text.index(after: text.startIndex)..<close]
      let tail = text[text.index(after: close)...]
      guard tail.isEmpty || tail.first == ":" else { throw .host }
      digits = tail.isEmpty ? nil : tail.dropFirst()
    } else if let colon = text.firstIndex(of: ":") {
      host = text[..<colon]
      digits = text[text.index(after: colon)...]
    }
    guard !host.isEmpty else { throw .host }
    guard let digits, !digits.isEmpty else { return (host.lowercased(), port) }
    guard let number = UInt16(digits), number > 0 else { throw .port }
    return (host.lowercased(), Int(number))
  }
}

/// What is wrong with a URL, in words that do not repeat it: it may hold a secret.
enum URLFault: String, Error {
  case characters = "the URL holds a space, a control character or one that must be percent-encoded"
  case relative = "the URL has no scheme"
  case scheme = "only http and https URLs are supported"
  case host = "the URL has no valid host"
  case port = "the URL's port is not a number from 1 to 65535"
}

extension String {
  /// Where `text` first occurs. Foundation has it; the standard library does not.
  fileprivate func range(of text: String) -> Range<String.Index>? {
    utf8.indices.lazy.first { self[$0...].utf8.starts(with: text.utf8) }
      .map { $0..<utf8.index($0, offsetBy: text.utf8.count) }
  }
}
