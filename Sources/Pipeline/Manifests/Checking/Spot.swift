internal import YAML

/// Where the checker stands: the way from the top of the document, and the key that led here.
struct Spot {
  var path: String
  /// The node of the key, or of the entry of a list; nil at the top.
  var key: YAMLNode?
  /// The definition of the key, for an example.
  var field: Field?

  static let top = Spot(path: "", key: nil, field: nil)

  func inside(_ name: String, key: YAMLNode, field: Field? = nil) -> Spot {
    let shown = Quote.shown(name)
    let isPlain = shown.utf8.allSatisfy { $0.isLetter || $0.isDigit || $0 == 0x5F || $0 == 0x2D }
    let part = isPlain && !shown.isEmpty ? shown : "\"\(shown)\""
    return Spot(path: path.isEmpty ? part : "\(path).\(part)", key: key, field: field)
  }

  func inside(_ index: Int, node: YAMLNode) -> Spot {
    Spot(path: "\(path)[\(index)]", key: node, field: nil)
  }

  /// How a sentence names this spot.
  var name: String { path.isEmpty ? "the document" : "`\(path)`" }
  /// How a sentence says that something is in it.
  var within: String { path.isEmpty ? "at the top of the document" : "in `\(path)`" }
}
