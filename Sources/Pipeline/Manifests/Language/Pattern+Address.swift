extension Pattern {
  /// A web address without user name, password, path, query or fragment.
  static let origin = Pattern(
    "an address that begins with http:// or https:// and has no user name, query or fragment",
    regex: "^https?://(?:\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9._-]+)(?::[0-9]{1,5})?(?:/[^\\s?#@]*)?$",
    hint: "for example https://qdrant.example:6333"
  ) { text in
    guard let rest = afterScheme(text) else { return false }
    let host = rest.prefix { $0 != 0x2F }
    return isAuthority(host) && isPath(String(decoding: rest.dropFirst(host.count), as: UTF8.self))
  }

  private static func afterScheme(_ text: String) -> ArraySlice<UInt8>? {
    let bytes = Array(text.utf8)
    for scheme in ["http://", "https://"] where bytes.starts(with: scheme.utf8) {
      return bytes[scheme.utf8.count...]
    }
    return nil
  }

  private static func isAuthority(_ text: ArraySlice<UInt8>) -> Bool {
    let port: ArraySlice<UInt8>
    if text.first == UInt8(ascii: "[") {
      guard let close = text.firstIndex(of: UInt8(ascii: "]")) else { return false }
      let address = text[text.startIndex + 1..<close]
      guard !address.isEmpty, address.allSatisfy(isInAddress) else { return false }
      port = text[(close + 1)...]
    } else {
      let host = text.prefix { $0.isLetter || $0.isDigit || [0x2E, 0x5F, 0x2D].contains($0) }
      guard !host.isEmpty else { return false }
      port = text.dropFirst(host.count)
    }
    guard let colon = port.first else { return true }
    let digits = port.dropFirst()
    return colon == 0x3A && (1...5).contains(digits.count) && digits.allSatisfy(\.isDigit)
  }

  private static func isInAddress(_ byte: UInt8) -> Bool {
    byte.isDigit || [0x3A, 0x2E].contains(byte) || (0x61...0x66).contains(byte | 0x20)
  }

  private static func isPath(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy {
      !$0.properties.isWhitespace && !"?#@".unicodeScalars.contains($0)
    }
  }
}
