internal import Model

/// Compares what a manifest declares with what is live: declared keys only, because a server fills
/// in everything else, and a key that was never written cannot be unset.
struct SchemaComparison {
  /// Without indexes, which are changes of their own.
  private let declared: PayloadObject
  private let live: PayloadObject
  /// Nil where there is no server.
  private let version: ServerVersion?
  /// The paths that the last applied manifest declared: only such a vector is ever dropped.
  private let applied: [String]

  init(
    _ declared: PayloadObject, live: PayloadObject, version: ServerVersion? = nil,
    applied: [String] = []
  ) {
    var declared = declared
    declared["payload_indexes"] = nil
    self.declared = declared
    self.live = Spellings.aligned(live, with: declared)
    self.version = version
    self.applied = applied
  }

  /// Named vectors come and go in place from here on.
  private static let namedVectors = ServerVersion("1.18")

  var changes: [SchemaChange] {
    var found: [SchemaChange] = []
    compare(declared, live, at: [], &found)
    return found + droppedSpaces
  }

  private func compare(
    _ declared: PayloadObject, _ live: PayloadObject, at path: [String],
    _ found: inout [SchemaChange]
  ) {
    for (key, value) in declared {
      compare(value, Spellings.live(key, value, in: live), at: path + [key], &found)
    }
  }

  private func compare(
    _ declared: PayloadValue, _ live: PayloadValue?, at path: [String],
    _ found: inout [SchemaChange]
  ) {
    switch (declared, live) {
    case (.null, _):
      // Facts about a collection can be taken back; nothing else can.
      guard path.count == 2, path[0] == "metadata", let live, live != .null else { return }
      found.append(SchemaChange(path: dotted(path), before: live, after: .null, effect: .inPlace))
    case _ where path.last == "quantization_config":
      if QuantizationComparison.agree(declared, live) { return }
      add(path, live, declared, &found)
    case (.object(let wanted), .object(let present)) where !isFact(path):
      compare(wanted, present, at: path, &found)
    case (.object(let wanted), nil) where isSpace(path):
      // A vector space that is not there at all: one line, not one for each of its keys.
      found.append(
        SchemaChange(
          path: dotted(path), before: nil, after: .object(wanted), effect: effectOfSpaces))
    case (.object(let wanted), nil) where !wanted.isEmpty && !isFact(path):
      compare(wanted, PayloadObject(), at: path, &found)
    default:
      if let live, declared.equalsAsSetting(live) { return }
      add(path, live, declared, &found)
    }
  }

  private func add(
    _ path: [String], _ live: PayloadValue?, _ declared: PayloadValue,
    _ found: inout [SchemaChange]
  ) {
    found.append(
      SchemaChange(
        path: dotted(path), before: live, after: declared,
        effect: Knobs.effect(of: path, from: live, to: declared)))
  }

  /// Named spaces that this manifest declared once, and declares no more.
  private var droppedSpaces: [SchemaChange] {
    ["vectors", "sparse_vectors"].flatMap { section -> [SchemaChange] in
      let wanted = declared.section(section)
      guard !wanted.isUnnamedSpace, !live.section(section).isUnnamedSpace else { return [] }
      return live.section(section).filter { name, _ in
        wanted[name] == nil && wasDeclared([section, name])
      }.map { name, space in
        SchemaChange(
          path: dotted([section, name]), before: space, after: .null, effect: effectOfSpaces)
      }
    }
  }

  private func wasDeclared(_ path: [String]) -> Bool {
    let text = dotted(path)
    return applied.contains { $0 == text || $0.hasPrefix(text + ".") }
  }

  /// The unnamed vector of a collection cannot stand beside named ones.
  private var effectOfSpaces: SchemaChange.Effect {
    guard !live.section("vectors").isUnnamedSpace || !declared.section("vectors").hasSpaces else {
      return .replace
    }
    guard let version, let needed = SchemaComparison.namedVectors else { return .inPlace }
    return version >= needed ? .inPlace : .replace
  }

  /// A value of `metadata` is compared whole.
  private func isFact(_ path: [String]) -> Bool { path.count == 2 && path[0] == "metadata" }

  private func isSpace(_ path: [String]) -> Bool {
    guard path.count == 2 else { return false }
    return path[0] == "sparse_vectors"
      || (path[0] == "vectors" && !declared.section("vectors").isUnnamedSpace)
  }

  private func dotted(_ path: [String]) -> String { path.joined(separator: ".") }
}

extension PayloadObject {
  func section(_ key: String) -> PayloadObject {
    if case .object(let section) = self[key] { section } else { PayloadObject() }
  }

  /// A named space is a mapping, so a number under "size" is that of the unnamed one.
  var isUnnamedSpace: Bool {
    if case .int = self["size"] { true } else { false }
  }

  fileprivate var hasSpaces: Bool { !isEmpty && !isUnnamedSpace }
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
