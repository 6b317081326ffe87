internal import Model
internal import YAML

/// Rules over one manifest that compare values with each other, which no JSON Schema can say.
///
/// They look into the nodes themselves, so that they also speak when something else is wrong.
struct CombinationRules {
  let root: YAMLNode
  var checker: Checker

  static func check(_ root: YAMLNode, _ checker: inout Checker) {
    var rules = CombinationRules(root: root, checker: checker)
    rules.checkTarget()
    rules.checkSync()
    rules.checkVectorNames()
    rules.checkMappedVector()
    rules.checkIndexes()
    rules.checkSpellings(root.entry(["spec", "collection"])?.value, depth: 0)
    checker = rules.checker
    PayloadRules.check(root, &checker)
  }

  private func text(_ way: String...) -> (text: String, value: YAMLNode)? {
    guard let value = root.entry(way)?.value, let text = value.text else { return nil }
    return (text, value)
  }

  private mutating func checkTarget() {
    guard let alias = text("spec", "target", "alias") else {
      guard let replace = text("spec", "sync", "replace"), replace.text == "blueGreen" else {
        return
      }
      checker.note(
        .noWayToReplace,
        "`replace: blueGreen` has no alias to swap, so a replacement is impossible",
        at: replace.value, hint: "add `spec.target.alias`, or write `replace: forbid`",
        severity: .warning)
      return
    }
    if let collection = text("spec", "target", "collection"), collection.text.isSame(as: alias.text)
    {
      checker.note(
        .aliasIsCollection, "the alias has the name of the collection itself", at: alias.value,
        hint: "readers use the alias; give the collection another name")
    }
  }

  private mutating func checkSync() {
    guard let sync = root.entry(["spec", "sync"])?.value else { return }
    if let limit = sync.entry("maxDelete"), sync.entry("prune")?.value.resolved == .bool(false) {
      checker.note(
        .limitWithoutPrune, "`maxDelete` has no effect with `prune: false`", at: limit.key,
        hint: "remove it, or set `prune: true`", severity: .warning)
    }
    if sync.entry("replace")?.value.text == "forbid",
      let approval = sync.entry("allow")?.value.elements.first(where: { $0.text == "replace" })
    {
      checker.note(
        .approvalOfForbidden, "`allow: [replace]` has no effect with `replace: forbid`",
        at: approval,
        hint: "keep one of the two", severity: .warning)
    }
  }

  private mutating func checkVectorNames() {
    guard let collection = root.entry(["spec", "collection"])?.value,
      let dense = collection.entry("vectors")?.value,
      let sparse = collection.entry("sparse_vectors")?.value
    else { return }
    for entry in sparse.entries where dense.entry(entry.name)?.value.isMapping == true {
      checker.note(
        .denseAndSparse, "\(Quote.text(entry.name)) is the name of a dense vector too",
        at: entry.key,
        hint: "give one of the two another name")
    }
  }

  /// A row's vector without a name needs a dense space to go to.
  private mutating func checkMappedVector() {
    guard let wanted = text("spec", "map", "vector"),
      let dense = root.entry(["spec", "collection", "vectors"])?.value, dense.isMapping,
      dense.entry("size")?.value.isMapping ?? true
    else { return }
    guard let space = dense.entry(wanted.text)?.value else {
      checker.note(
        .noSuchSpace, "there is no vector \(Quote.text(wanted.text)) under `collection.vectors`",
        at: wanted.value, hint: "name one that is declared there")
      return
    }
    if space.entry("multivector_config") != nil {
      checker.note(
        .noSuchSpace, "\(Quote.text(wanted.text)) holds several vectors per point",
        at: wanted.value, hint: "name a vector without `multivector_config`")
    }
  }

  private mutating func checkIndexes() {
    let indexes = root.entry(["spec", "collection", "payload_indexes"])?.value.entries ?? []
    for index in indexes {
      if index.value.entry("lookup")?.value.resolved == .bool(false),
        let range = index.value.entry("range"), range.value.resolved == .bool(false)
      {
        checker.note(
          .indexForNothing, "the index has neither `lookup` nor `range`", at: range.key,
          hint: "set one of them to true, or remove both keys")
      }
      guard case .int(let least) = index.value.entry("min_token_len")?.value.resolved,
        let most = index.value.entry("max_token_len"), case .int(let limit) = most.value.resolved,
        least > limit
      else { continue }
      checker.note(
        .rangeUpsideDown, "no token is at least \(least) and at most \(limit) characters long",
        at: most.value, hint: "make `max_token_len` at least \(least)")
    }
  }

  /// `memory` beside the older spelling of the same thing.
  private mutating func checkSpellings(_ node: YAMLNode?, depth: Int) {
    guard let node, depth < 8 else { return }
    if let memory = node.entry("memory") {
      for old in ["on_disk", "always_ram"] where node.entry(old) != nil {
        checker.note(
          .twoSpellings, "`memory` and `\(old)` say the same thing", at: memory.key,
          hint: "keep `memory` for Qdrant 1.19 and later, `\(old)` for older servers",
          severity: .warning)
      }
    }
    for entry in node.entries where entry.name != "metadata" {
      checkSpellings(entry.value, depth: depth + 1)
    }
  }
}
