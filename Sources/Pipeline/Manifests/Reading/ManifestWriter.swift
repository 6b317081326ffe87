public import Model
internal import Wire

/// Writes data as a manifest that people go on editing: one key a line, in the usual order.
public enum ManifestWriter {
  /// `comments` stand at the top, one a line.
  public static func text(_ tree: PayloadObject, comments: [String] = []) -> String {
    let top = comments.map { "# \($0)\n" }.joined()
    var text = top
    append(tree, depth: 0, to: &text)
    let file = SourceFile(path: "manifest", bytes: Array(text.utf8))
    guard case .success(let bytes) = ManifestFormatter.format(file) else { return text }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func append(_ object: PayloadObject, depth: Int, to text: inout String) {
    let indent = String(repeating: "  ", count: depth)
    for (key, value) in object {
      text += indent + scalar(key) + ":"
      if case .object(let inner) = value, !inner.isEmpty {
        text += "\n"
        append(inner, depth: depth + 1, to: &text)
      } else if case .string(let word) = value {
        text += " \(scalar(word))\n"
      } else {
        // JSON is YAML too.
        text += " \(JSONWriter.text(value))\n"
      }
    }
  }

  /// A word that could be read as something else is quoted.
  private static func scalar(_ text: String) -> String {
    let words: Set<String> = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
    let isPlain =
      (text.utf8.first.map(isLetter) ?? false)
      && text.utf8.allSatisfy { byte in
        isLetter(byte) || (0x30...0x39).contains(byte) || "_-./".utf8.contains(byte)
      }
    return isPlain && !words.contains(text.lowercased())
      ? text : JSONWriter.text(PayloadValue.string(text))
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }
}
