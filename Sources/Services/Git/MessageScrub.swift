/// Makes what another program said fit to be shown: short, on one line, and without secrets, even
/// where the other side has sent one back.
struct MessageScrub {
  let secrets: [String]

  func scrubbed(_ bytes: [UInt8]) -> String {
    let printable = masked(bytes).map { $0 < 32 && $0 != 10 || $0 == 127 ? 32 : $0 }
    let text = String(decoding: printable, as: UTF8.self)
    let lines = text.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
    let telling = lines.filter { line in Self.starts.contains { line.hasPrefix($0) } }
    let shown = (telling.isEmpty ? lines : telling).filter { !$0.isEmpty }.joined(separator: " | ")
    let plain = shown.split(separator: " ", omittingEmptySubsequences: false).map(address)
    return Self.shortened(plain.joined(separator: " "))
  }

  // MARK: - Private

  /// The bytes with every secret replaced, in one pass: what is put in is not looked at again.
  private func masked(_ bytes: [UInt8]) -> [UInt8] {
    // The longest first: one secret can be the beginning of another.
    let secrets = secrets.map { Array($0.utf8) }.filter { !$0.isEmpty }
      .sorted { $0.count > $1.count }
    var masked: [UInt8] = []
    var rest = bytes[...]
    while let byte = rest.first {
      if let secret = secrets.first(where: { rest.starts(with: $0) }) {
        masked += "***".utf8
        rest = rest.dropFirst(secret.count)
      } else {
        masked.append(byte)
        rest = rest.dropFirst()
      }
    }
    return masked
  }

  /// How the lines start that say why; the rest is progress and hints.
  private static let starts = ["fatal:", "error:", "remote:", "ERROR:", "ssh:", "Host key", "git@"]

  /// A word, without user and query if it is an address.
  private func address(_ word: Substring) -> String {
    guard let mark = String(word).utf8Range(of: "://") else { return String(word) }
    let text = String(word)
    guard let start = text[..<mark.lowerBound].lastIndex(where: { !$0.isLetter && $0 != "+" })
    else {
      return RemoteURL.shown(text)
    }
    let first = text.index(after: start)
    return text[..<first] + RemoteURL.shown(String(text[first...]))
  }

  private static func shortened(_ text: String) -> String {
    text.unicodeScalars.count <= 600
      ? text : String(String.UnicodeScalarView(text.unicodeScalars.prefix(600))) + "…"
  }
}
