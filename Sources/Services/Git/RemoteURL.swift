/// The address of a repository elsewhere, checked so that it can be given to git as an argument.
public struct RemoteURL: Hashable, Sendable, CustomStringConvertible {
  /// The ways to speak to a repository.
  public enum Scheme: String, Hashable, Sendable, CaseIterable { case https, ssh, git, http, file }

  public let scheme: Scheme
  /// As written. It holds no password and no query: both are refused.
  let text: String

  /// Reads an address: a URL, ssh's short form `user@host:path`, or a path that starts with "/" or
  /// ".".
  ///
  /// A password in it is refused: everybody on the machine can read the arguments of a program.
  public init(_ text: String) throws(GitError) {
    func refused(_ message: String, advice: String? = nil) -> GitError {
      GitError(
        .invalidAddress, attempt: "use the address", subject: Self.shown(text), message: message,
        advice: advice)
    }
    guard !text.isEmpty, text.utf8.allSatisfy({ $0 > 32 && $0 != 127 }) else {
      throw refused("it is empty, or holds spaces or control characters")
    }
    guard let scheme = Self.scheme(of: text) else {
      throw refused("it is not one of https, ssh, git, http, file, or a path")
    }
    let user = Self.user(in: text)
    let mayName = scheme == .ssh && !(user ?? "").contains(":")
    guard user == nil || mayName else {
      throw refused(
        "it holds a user or password", advice: "give them as credentials, from the environment")
    }
    guard scheme == .file || !text.contains(where: { $0 == "?" || $0 == "#" }) else {
      throw refused("it holds a query", advice: "give tokens as credentials, from the environment")
    }
    self.scheme = scheme
    self.text = text
  }

  /// Without the user.
  public var description: String { Self.shown(text) }

  /// Any text that may be an address, fit to be shown: user, password, query and fragment removed.
  static func shown(_ text: String) -> String {
    var shown = text
    if let user = user(in: text), let range = text.utf8Range(of: user + "@") {
      shown.removeSubrange(range)
    }
    if text.contains("://") {
      shown = String(shown.prefix { $0 != "?" && $0 != "#" })
    }
    return TreePath(shown).description
  }

  // MARK: - Private

  private static func scheme(of text: String) -> Scheme? {
    if text.hasPrefix("/") || text.hasPrefix("./") || text.hasPrefix("../") { return .file }
    if let mark = text.utf8Range(of: "://") {
      return Scheme(rawValue: text[..<mark.lowerBound].lowercased())
    }
    // "ext::…" names a program to run, and a dash at the start would be an option.
    guard !text.hasPrefix("-"), !text.contains("::"), let colon = text.firstIndex(of: ":") else {
      return nil
    }
    let host = text[..<colon]
    return host.isEmpty || host.contains("/") || host.contains("@-") ? nil : .ssh
  }

  /// What stands before the last "@" of the host part, if there is one.
  private static func user(in text: String) -> String? {
    var start = text.startIndex
    if let mark = text.utf8Range(of: "://") {
      start = mark.upperBound
    } else if text.hasPrefix("/") || text.hasPrefix(".") || !text.contains(":") {
      return nil
    }
    let end = text[start...].firstIndex { "/?#".contains($0) } ?? text.endIndex
    guard let at = text[start..<end].lastIndex(of: "@") else { return nil }
    return String(text[start..<at])
  }
}

extension String {
  /// Where `part` stands for the first time, compared by bytes.
  func utf8Range(of part: String) -> Range<String.Index>? {
    let wanted = Array(part.utf8)
    let all = Array(utf8)
    guard !wanted.isEmpty, all.count >= wanted.count else { return nil }
    for start in 0...(all.count - wanted.count)
    where all[start..<start + wanted.count].elementsEqual(wanted) {
      let from = utf8.index(utf8.startIndex, offsetBy: start)
      return from..<utf8.index(from, offsetBy: wanted.count)
    }
    return nil
  }
}
