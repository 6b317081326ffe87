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

  /// One rule's part of some rows. It ends at the first row that the rule cannot compare.
  func append(
    _ rows: [SourceRow], of place: Int, to column: inout RuleColumn, _ scratch: inout HashScratch
  ) throws(MappingError) {
    let rule = rules[place]
    do throws(MappingError) {
      try appendKeys(rows, rule, to: &column.keys, &scratch)
      guard OrderField.isCompared(by: rule) else { return }
      column.orders.reserveCapacity(rows.count)
      for place in rows.indices {
        column.orders.append(try OrderField.value(rows[place], rule))
      }
    } catch {
      throw error.met(by: rule, at: place)
    }
  }

  private func appendKeys(
    _ rows: [SourceRow], _ rule: DedupeRule, to keys: inout ContiguousArray<Hash128?>,
    _ scratch: inout HashScratch
  ) throws(MappingError) {
    switch rule.by {
    case .id, .vector: break
    case .similarity: for place in rows.indices { try checkDirection(rows[place]) }
    case .text:
      keys.reserveCapacity(rows.count)
      if rule.normalize.isEmpty {
        for place in rows.indices { keys.append(rows[place].text.map { ContentHash.hash($0) }) }
      } else {
        for place in rows.indices {
          keys.append(rows[place].text.map { ContentHash.hash(rule.normalized($0)) })
        }
      }
    case .fields(let paths):
      keys.reserveCapacity(rows.count)
      for place in rows.indices {
        keys.append(try fieldsKey(paths, rows[place], rule, &scratch))
      }
    }
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

  /// A row that lacks one of the fields is nobody's copy.
  private func fieldsKey(
    _ paths: [String], _ row: SourceRow, _ rule: DedupeRule, _ scratch: inout HashScratch
  ) throws(MappingError) -> Hash128? {
    scratch.bytes.removeAll(keepingCapacity: true)
    for path in paths {
      switch row.metadata.value(at: path) {
      case .none, .some(.null): return nil
      case .some(.string(let text)):
        PayloadValue.string(rule.normalized(text)).writeCanonically(into: &scratch.bytes)
      case .some(let value):
        if value.isContainer {
          throw MappingError(
            row, "field \"\(path)\" is \(value.kind), and dedupe compares single values",
            hint: "choose another field in `dedupe`")
        }
        value.writeCanonically(into: &scratch.bytes)
      }
    }
    return ContentHash.hash(scratch.bytes)
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
