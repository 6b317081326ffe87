internal import Model

/// Compares what a manifest declares with what is live: declared keys only, because a server fills
/// in everything else, and a key that was never written cannot be unset.
enum SchemaComparison {
  /// Not part of the configuration itself.
  private static let indexKey = "payload_indexes"

  static func changes(_ declared: PayloadObject, live: PayloadObject) -> [SchemaChange] {
    var declared = declared
    declared[indexKey] = nil
    var found: [SchemaChange] = []
    compare(declared, live, at: [], &found)
    return found
  }

  private static func compare(
    _ declared: PayloadObject, _ live: PayloadObject, at path: [String],
    _ found: inout [SchemaChange]
  ) {
    for (key, value) in declared {
      compare(value, live[key], at: path + [key], &found)
    }
  }

  private static func compare(
    _ declared: PayloadValue, _ live: PayloadValue?, at path: [String],
    _ found: inout [SchemaChange]
  ) {
    switch (declared, live) {
    case (.null, _):
      return
    case (.object(let wanted), .object(let present)) where !replacesWhole(path):
      compare(wanted, present, at: path, &found)
    case (.object(let wanted), nil) where isSpace(path) && !wanted.isEmpty:
      // A vector space that is not there at all: one line, not one for each of its keys.
      found.append(SchemaChange(path: dotted(path), before: nil, after: declared, effect: .replace))
    case (.object(let wanted), nil) where !wanted.isEmpty && !replacesWhole(path):
      compare(wanted, PayloadObject(), at: path, &found)
    default:
      if let live, declared.equalsAsSetting(live) { return }
      found.append(
        SchemaChange(
          path: dotted(path), before: live, after: declared, effect: Mutability.effect(of: path)))
    }
  }

  /// Sections that a server replaces as a whole instead of merging.
  private static func replacesWhole(_ path: [String]) -> Bool {
    path.last == "quantization_config"
  }

  private static func isSpace(_ path: [String]) -> Bool {
    path.count == 2 && (path[0] == "vectors" || path[0] == "sparse_vectors")
  }

  private static func dotted(_ path: [String]) -> String {
    path.joined(separator: ".")
  }
}

extension PayloadValue {
  /// Equality of settings: 1 and 1.0 are the same, and an object may hold more than was declared.
  func equalsAsSetting(_ live: PayloadValue) -> Bool {
    switch (self, live) {
    case (.int(let a), .double(let b)), (.double(let b), .int(let a)): Double(a) == b
    case (.object(let a), .object(let b)):
      a.allSatisfy { key, value in
        value == .null || b[key].map { value.equalsAsSetting($0) } ?? false
      }
    case (.list(let a), .list(let b)):
      a.count == b.count && zip(a, b).allSatisfy { $0.equalsAsSetting($1) }
    default: self == live
    }
  }
}
