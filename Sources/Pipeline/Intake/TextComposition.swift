@_spi(_Unicode) internal import Swift

extension TextNormalization {
  /// Unicode normalization form C, by the standard library's own tables.
  static func composed(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text._nfc { result.append(scalar) }
    return String(result)
  }
}
