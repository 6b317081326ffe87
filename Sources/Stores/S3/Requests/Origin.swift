/// A server's address taken apart: where to connect, and what stands before every path.
struct Origin: Hashable, Sendable {
  let scheme: String
  /// With the port where it is not the scheme's own, as the Host header has it.
  let host: String
  /// Without a slash at its end; empty for none.
  let path: String

  /// Nil where the text is no http or https URL, or holds a user, a query or a fragment.
  init?(_ text: String) {
    guard let end = text.firstIndex(of: ":") else { return nil }
    let scheme = text[..<end].lowercased()
    let rest = text[text.index(after: end)...]
    guard scheme == "http" || scheme == "https", rest.hasPrefix("//") else { return nil }
    let tail = rest.dropFirst(2)
    let slash = tail.firstIndex(of: "/") ?? tail.endIndex
    var host = String(tail[..<slash])
    var path = tail[slash...]
    guard !host.isEmpty, !host.contains("@"), !tail.contains("?"), !tail.contains("#") else {
      return nil
    }
    // The port of the scheme is left out of the Host header by every client, and so is it here.
    let usual = scheme == "https" ? ":443" : ":80"
    if host.hasSuffix(usual) { host = String(host.dropLast(usual.count)) }
    while path.last == "/" { path.removeLast() }
    self.scheme = scheme
    self.host = host
    self.path = String(path)
  }

  var root: String { "\(scheme)://\(host)" }

  var isSecure: Bool { scheme == "https" }

  var hostName: String {
    if host.hasPrefix("["), let end = host.firstIndex(of: "]") { return String(host[...end]) }
    return String(host.prefix { $0 != ":" })
  }
}
