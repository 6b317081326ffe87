/// Whether requests go through a proxy, and which.
public enum ProxyChoice: Hashable, Sendable {
  case direct
  /// Everything goes through this http or https URL.
  case always(String)
  case rules(ProxyRules)

  /// What an environment asks for. The process's own is never looked at unless it is handed in.
  public static func environment(_ variables: [String: String]) -> ProxyChoice {
    .rules(ProxyRules(variables))
  }

  /// The proxy for a URL, or nil for a direct connection.
  func proxy(for url: URLParts) -> String? {
    switch self {
    case .direct: nil
    case .always(let proxy): proxy
    case .rules(let rules): rules.proxy(for: url)
    }
  }
}

/// The customary variables: `http_proxy`, `https_proxy`, `no_proxy`.
public struct ProxyRules: Hashable, Sendable {
  public var http: String?
  public var https: String?
  /// Host names (with all their subdomains), addresses, IPv4 networks as 10.0.0.0/8, or `*`.
  public var exceptions: [String]

  /// Upper case counts too, except for HTTP_PROXY: a web server sets that from a request's header.
  public init(_ variables: [String: String]) {
    func value(_ names: String...) -> String? {
      names.lazy.compactMap { variables[$0] }.first { !$0.isEmpty }
    }
    http = value("http_proxy")
    https = value("https_proxy", "HTTPS_PROXY")
    exceptions = (value("no_proxy", "NO_PROXY") ?? "")
      .split { $0 == "," || $0 == " " }.map { String($0).lowercased() }
  }

  func proxy(for url: URLParts) -> String? {
    guard !exceptions.contains(where: { ProxyRules.matches($0, url) }) else { return nil }
    return url.isSecure ? https : http
  }

  private static func matches(_ exception: String, _ url: URLParts) -> Bool {
    if exception == "*" { return true }
    var rule = Substring(exception)
    if let colon = rule.lastIndex(of: ":"), let port = Int(rule[rule.index(after: colon)...]),
      rule.firstIndex(of: ":") == colon || rule.hasPrefix("[")
    {
      guard port == url.port else { return false }
      rule = rule[..<colon]
    }
    if rule.hasPrefix("*.") { rule = rule.dropFirst(1) }
    if rule.hasPrefix(".") { rule = rule.dropFirst() }
    if rule.hasPrefix("[") { rule = rule.dropFirst().dropLast() }
    if let slash = rule.firstIndex(of: "/") {
      return isInNetwork(url.host, rule[..<slash], Int(rule[rule.index(after: slash)...]))
    }
    return url.host == rule || url.host.hasSuffix("." + rule)
  }

  private static func isInNetwork(_ host: String, _ network: Substring, _ bits: Int?) -> Bool {
    guard let bits, (0...32).contains(bits), let address = addressBits(host[...]),
      let base = addressBits(network)
    else { return false }
    let mask = bits == 0 ? 0 : UInt32.max << UInt32(32 - bits)
    return address & mask == base & mask
  }

  private static func addressBits(_ text: Substring) -> UInt32? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { UInt8($0) }
    guard parts.count == 4, numbers.count == 4 else { return nil }
    return numbers.reduce(0) { $0 << 8 | UInt32($1) }
  }
}
