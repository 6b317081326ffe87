/// Where each key of a language is at home, for "it belongs under ...".
struct KeyHomes: Sendable {
  private var ways: [String: [String]] = [:]

  init(_ root: ObjectShape) {
    add(root, at: "")
  }

  /// The mappings that a key belongs to: those inside the mapping at hand if there are any, else the
  /// outermost, at most two.
  func of(_ key: String, from path: String) -> [String] {
    let all = ways[key] ?? []
    let inside = all.filter { path.isEmpty == false && $0.hasPrefix(Self.withoutIndexes(path)) }
    return Array((inside.isEmpty ? all : inside).prefix(2))
  }

  /// `spec.dedupe[0]` is `spec.dedupe[]` among the homes.
  private static func withoutIndexes(_ path: String) -> String {
    String(path.filter { !$0.isNumber })
  }

  private mutating func add(_ object: ObjectShape, at way: String) {
    for field in object.fields { ways[field.name, default: []].append(way) }
    for field in object.fields {
      add(field.shape, at: way.isEmpty ? field.name : "\(way).\(field.name)")
    }
    for name in ways.keys {
      ways[name]?.sort { (Self.depth($0), $0) < (Self.depth($1), $1) }
    }
  }

  private static func depth(_ way: String) -> Int { way.utf8.count { $0 == 0x2E || $0 == 0x3C } }

  private mutating func add(_ shape: Shape, at way: String) {
    switch shape {
    case .object(let object): add(object, at: way)
    case .map(let dictionary): add(dictionary.values, at: "\(way).<\(dictionary.noun)>")
    case .list(let list): add(list.element, at: "\(way)[]")
    case .either(let shapes): for shape in shapes { add(shape, at: way) }
    case .having(_, let object, _): add(object, at: way)
    case .text, .integer, .number, .boolean, .yes, .null, .anything: break
    }
  }
}
