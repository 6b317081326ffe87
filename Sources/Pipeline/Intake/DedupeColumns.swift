internal import Crypto
internal import Model

/// What the dedupe rules will compare of each row.
struct DedupeColumns: Sendable {
  let rules: [DedupeRule]

  func empty() -> [RuleColumn] { rules.map { _ in RuleColumn() } }

  /// Whether a rule will look at vectors again.
  var needVectors: Bool {
    rules.contains { if case .similarity = $0.by { true } else { false } }
  }

  func append(_ row: SourceRow, to columns: inout [RuleColumn]) throws(MappingError) {
    for (index, rule) in rules.enumerated() {
      do throws(MappingError) {
        try append(row, rule, to: &columns[index])
      } catch {
        throw error.met(by: rule, at: index)
      }
    }
  }

  private func append(
    _ row: SourceRow, _ rule: DedupeRule, to column: inout RuleColumn
  ) throws(MappingError) {
    switch rule.by {
    case .id, .vector: break
    case .similarity: try checkDirection(row)
    case .text: column.keys.append(textKey(row, rule))
    case .fields(let paths): column.keys.append(try fieldsKey(paths, row, rule))
    }
    if let order = try OrderField.value(row, rule) { column.orders.append(order) }
  }

  private func checkDirection(_ row: SourceRow) throws(MappingError) {
    guard let vector = row.vector else {
      throw MappingError(
        row, "has no vector to compare", hint: "embed it before it is published")
    }
    guard vector.contains(where: { $0 != 0 }) else {
      throw MappingError(
        row, "its vector is all zeros, which has no direction to compare",
        hint: "mend the embedding before it is published")
    }
  }

  private func textKey(_ row: SourceRow, _ rule: DedupeRule) -> Hash128? {
    guard let text = row.text else { return nil }
    return ContentHash.hash(rule.normalize.isEmpty ? text : rule.normalized(text))
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
    return ContentHash.hash(bytes)
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
