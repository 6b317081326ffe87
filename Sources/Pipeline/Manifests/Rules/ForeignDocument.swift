internal import YAML

/// A document that is not meant for Plumb at all gets one message, not one for each of its keys.
enum ForeignDocument {
  static func refuses(_ root: YAMLNode, _ checker: inout Checker) -> Bool {
    guard root.isMapping else { return false }
    let hint = "a manifest begins with `apiVersion: plumb/v1` and `kind: Collection`"
    let names = ManifestShape.shape.fields.map(\.name)
    if !root.entries.contains(where: { Suggestion.nearest(to: $0.name, among: names) != nil }) {
      let first = root.entries.first?.key ?? root
      checker.note(
        .otherDocument, "this is no manifest: it has neither `apiVersion` nor `kind`", at: first,
        hint: hint)
      return true
    }
    guard let version = root.entry("apiVersion")?.value.text, let kind = root.entry("kind"),
      let text = kind.value.text, !version.hasPrefix("plumb"),
      Suggestion.nearest(to: text, among: [ManifestShape.kind]) == nil
    else { return false }
    checker.note(
      .otherDocument,
      "this is no manifest, it is kind \(Quote.text(text)) of \(Quote.text(version))",
      at: kind.value, hint: hint)
    return true
  }
}
