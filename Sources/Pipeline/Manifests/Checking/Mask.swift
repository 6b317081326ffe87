/// Covers what may be a secret in a line of a connections file, so that a problem can show the line.
///
/// It works on the text, because the line of a syntax error was never parsed. Each covered character
/// becomes one star, so that columns stay true.
enum Mask {
  static func covered(_ line: String) -> String {
    var scalars = Array(line.unicodeScalars)
    coverKey(&scalars)
    coverUser(&scalars)
    var text = ""
    text.unicodeScalars.append(contentsOf: scalars)
    return text
  }

  /// Behind `apiKey:` and `env:`, unless a mapping or the name of a variable follows.
  private static func coverKey(_ scalars: inout [Unicode.Scalar]) {
    for key in ["apiKey", "api_key", "apikey", "env"] {
      var start = 0
      while let found = find(Array(key.unicodeScalars), in: scalars, from: start) {
        start = found + key.unicodeScalars.count
        while start < scalars.count, "\"' :".unicodeScalars.contains(scalars[start]) { start += 1 }
        let value = scalars[start...].prefix { !",}\"' \t".unicodeScalars.contains($0) }
        guard value.first != "{", !isVariable(value) else { continue }
        for index in value.indices { scalars[index] = "*" }
      }
    }
  }

  private static func isVariable(_ value: ArraySlice<Unicode.Scalar>) -> Bool {
    value.allSatisfy { $0 == "_" || ("A"..."Z").contains($0) || ("0"..."9").contains($0) }
      || value.starts(with: "${".unicodeScalars)
  }

  /// `user:password` in front of an `@` in an address, and what follows a `?`.
  private static func coverUser(_ scalars: inout [Unicode.Scalar]) {
    guard let scheme = find(Array("://".unicodeScalars), in: scalars, from: 0) else { return }
    let rest = scalars[(scheme + 3)...].prefix { !"\"' \t".unicodeScalars.contains($0) }
    if let at = rest.lastIndex(of: "@") {
      for index in rest.startIndex..<at { scalars[index] = "*" }
    }
    // `${NAME:?...}` is no query.
    guard let query = rest.firstIndex(of: "?"), !rest.contains("$") else { return }
    for index in rest.index(after: query)..<rest.endIndex { scalars[index] = "*" }
  }

  private static func find(
    _ word: [Unicode.Scalar], in scalars: [Unicode.Scalar], from start: Int
  ) -> Int? {
    guard scalars.count - start >= word.count else { return nil }
    return (start...scalars.count - word.count).first {
      scalars[$0..<$0 + word.count].elementsEqual(word)
    }
  }
}
