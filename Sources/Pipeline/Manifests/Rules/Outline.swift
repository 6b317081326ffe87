internal import Model
internal import YAML

/// What other manifests need to know of one, taken from the text even where the rest of it is wrong.
struct Outline: Sendable {
  struct Named: Sendable {
    let text: String
    let place: Place
  }

  let name: Named?
  let connection: String?
  let collection: Named?
  let alias: Named?
  let dependsOn: [Named]

  init(_ root: YAMLNode, _ lines: SourceLines) {
    func named(_ node: YAMLNode?) -> Named? {
      guard let node, let text = node.text, !text.isEmpty else { return nil }
      return Named(text: text, place: lines.place(of: node))
    }
    name = named(root.entry(["metadata", "name"])?.value)
    connection = root.entry(["spec", "target", "connection"])?.value.text
    collection = named(root.entry(["spec", "target", "collection"])?.value)
    alias = named(root.entry(["spec", "target", "alias"])?.value)
    dependsOn = root.entry(["spec", "dependsOn"])?.value.elements.compactMap(named) ?? []
  }
}
