internal import Model

/// Quantization is replaced as a whole, so it is compared as a whole.
enum QuantizationComparison {
  static func agree(_ declared: PayloadValue, _ live: PayloadValue?) -> Bool {
    guard case .object(let wanted) = declared, wanted.count == 1,
      case .object(let present)? = live
    else {
      // The word Disabled, or nothing there.
      return (live ?? .string("Disabled")) == declared
    }
    return wanted.allSatisfy { kind, value in
      guard case .object(let wanted) = value, case .object(let present) = present[kind] else {
        return false
      }
      return wanted.allSatisfy { key, value in
        Spellings.live(key, value, in: present).map { value.equalsAsSetting($0) }
          ?? (value == standard(kind, key))
      }
    }
  }

  /// What a server takes for a parameter that was not given.
  private static func standard(_ kind: String, _ key: String) -> PayloadValue? {
    switch (kind, key) {
    case (_, "always_ram"): .bool(false)
    case ("binary", "encoding"): .string("one_bit")
    case ("binary", "query_encoding"): .string("default")
    default: nil
    }
  }
}
