internal import Crypto
internal import Model

/// What the dedupe rules will compare of each row.
struct DedupeColumns: Sendable {
  let rules: [DedupeRule]

  func empty() -> [RuleColumn] { rules.map { _ in RuleColumn() } }

  func append(_ row: SourceRow, to columns: inout [RuleColumn]) throws(MappingError) {
    for (index, rule) in rules.enumerated() {
      switch rule.by {
      case .id, .vector, .similarity: break
      case .text: columns[index].keys.append(textKey(row, rule))
      case .fields(let paths): columns[index].keys.append(try fieldsKey(paths, row, rule))
      }
      if let order = try OrderField.value(row, rule) { columns[index].orders.append(order) }
    }
  }

  private func textKey(_ row: SourceRow, _ rule: DedupeRule) -> Hash128? {
    guard let text = row.text else { return nil }
    return ContentHash.of(Array(rule.normalized(text).utf8))
  }

  /// A row that lacks one of the fields is nobody's copy.
  private func fieldsKey(
    _ paths: [String], _ row: SourceRow, _ rule: DedupeRule
  ) throws(MappingError) -> Hash128? {
    var bytes: [UInt8] = []
    for path in paths {
      switch row.metadata.value(at: path) {
      case .none, .some(.null): return nil
      case .some(.string(let text)):
        PayloadValue.string(rule.normalized(text)).writeCanonically(into: &bytes)
      case .some(let value):
        if value.isContainer {
          throw MappingError(
            row, "field \"\(path)\" is \(value.kind), and dedupe compares single values",
            hint: "choose another field in `dedupe`")
        }
        value.writeCanonically(into: &bytes)
      }
    }
    return ContentHash.of(bytes)
  }
}

extension PayloadValue {
  fileprivate var isContainer: Bool {
    switch self {
    case .list, .object: true
    case .null, .bool, .int, .double, .string: false
    }
  }
}
