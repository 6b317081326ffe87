internal import Model

/// Which declared keys and values a server is too old for. It would ignore most of them without a word.
struct VersionNeeds {
  struct Need: Hashable {
    let path: String
    let since: String
  }

  private let version: ServerVersion
  private var found: [Need] = []

  /// In the order of the declaration, without what stands inside something that is too new itself.
  static func unmet(_ declared: PayloadObject, by version: ServerVersion) -> [Need] {
    var needs = VersionNeeds(version)
    needs.visit(.object(declared), at: [])
    return needs.found
  }

  private init(_ version: ServerVersion) {
    self.version = version
  }

  private mutating func visit(_ value: PayloadValue, at path: [String]) {
    if let since = Knobs.knob(at: path)?.since, since > version {
      found.append(Need(path: path.joined(separator: "."), since: since.description))
      return
    }
    let index = path.count == 2 && path[0] == "payload_indexes"
    if index, case .string = value { return visit(value, at: path + ["type"]) }
    if let gate = Knobs.values.first(where: { $0.applies(path, value) }), let since = gate.since,
      since > version
    {
      let word = if case .string(let word) = value { word } else { "" }
      found.append(Need(path: "\(path.joined(separator: ".")): \(word)", since: since.description))
    }
    // What people write under `metadata` is theirs.
    guard case .object(let object) = value, path != ["metadata"] else { return }
    for (key, value) in object { visit(value, at: path + [key]) }
  }
}

extension ValueGate {
  fileprivate func applies(_ path: [String], _ value: PayloadValue) -> Bool {
    self.value == value && Knob(self.path, .inPlace).isAt(path)
  }
}
