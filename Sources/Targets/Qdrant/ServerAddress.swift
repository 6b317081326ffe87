/// Where a server is, from the address that people have for its REST interface.
struct ServerAddress: Hashable, Sendable {
  let scheme: String
  /// With its brackets, where it is an IPv6 address.
  let host: String
  let port: Int
  /// What stands before every path: "" or "/qdrant".
  let path: String

  /// As in Qdrant's own clients.
  private static let usualPort = 6333

  init(_ url: String) throws(Refusal) {
    guard let start = url.firstRange(of: "://") else { throw ServerAddress.bad(nil) }
    scheme = String(url[..<start.lowerBound]).lowercased()
    guard scheme == "http" || scheme == "https" else { throw ServerAddress.bad(nil) }
    let rest = url[start.upperBound...]
    let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    guard !authority.contains("@") else {
      throw ServerAddress.bad("leave out user and password; a key goes into `apiKey`")
    }
    let path = rest[authority.endIndex...]
    guard !path.contains("?"), !path.contains("#") else { throw ServerAddress.bad(nil) }
    self.path = path.hasSuffix("/") ? String(path.dropLast()) : String(path)
    let colon = authority.lastIndex(of: ":").flatMap { colon in
      authority[colon...].contains("]") ? nil : colon
    }
    host = String(authority[..<(colon ?? authority.endIndex)])
    guard let colon else {
      port = ServerAddress.usualPort
      guard !host.isEmpty else { throw ServerAddress.bad(nil) }
      return
    }
    guard !host.isEmpty, let port = UInt16(authority[authority.index(after: colon)...]), port > 0
    else { throw ServerAddress.bad(nil) }
    self.port = Int(port)
  }

  /// What people are shown, and REST is spoken to.
  var origin: String { "\(scheme)://\(host):\(port)" }

  func origin(port: Int) -> String { "\(scheme)://\(host):\(port)" }

  private static func bad(_ hint: String?) -> Refusal {
    Refusal(
      .badAddress, "the `url` of a Qdrant target is not an address that can be used",
      hint: hint ?? "write it as http://HOST:6333 or https://HOST:6333")
  }
}
