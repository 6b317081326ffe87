import Host

/// The source tree as these tests look at it.
enum House {
  /// Where Package.swift is.
  static let root: String = {
    let parts = #filePath.split(separator: "/").dropLast(3)
    return "/" + parts.joined(separator: "/")
  }()

  struct SourceFile: Sendable, CustomStringConvertible {
    /// From the root: `Sources/Services/YAML/YAML.swift`.
    let path: String
    let lines: [Substring]

    var description: String { path }

    /// The modules that it imports, with the words before `import`.
    var imports: [(access: String, module: String)] {
      lines.compactMap { line in
        let words = line.split(separator: " ")
        guard let place = words.firstIndex(of: "import"), place + 1 < words.count,
          words[..<place].allSatisfy({ ["public", "internal", "@preconcurrency"].contains($0) })
        else { return nil }
        return (words[..<place].joined(separator: " "), String(words[place + 1]))
      }
    }
  }

  /// A module of ours: a folder under Sources that holds a file of its own name.
  struct Module: Sendable, CustomStringConvertible {
    let name: String
    /// The first folder below Sources: `Services`, `Pipeline`, or the module itself.
    let floor: String
    let files: [SourceFile]

    var description: String { name }
  }

  static func text(_ path: String) throws -> String {
    String(decoding: try Files.read("\(root)/\(path)", limit: 1 << 22), as: UTF8.self)
  }

  static func swiftFiles(below folder: String) throws -> [SourceFile] {
    try Files.list("\(root)/\(folder)").flatMap { name -> [SourceFile] in
      let path = "\(folder)/\(name)"
      if try Files.kind("\(root)/\(path)") == .folder { return try swiftFiles(below: path) }
      guard name.hasSuffix(".swift") else { return [] }
      let lines = try text(path).split(separator: "\n", omittingEmptySubsequences: false)
      return [SourceFile(path: path, lines: lines)]
    }
  }

  /// Every module that Package.swift names with `room(…)`, with its files.
  static let modules: [Module] = {
    do {
      return try rooms().map { name, folder in
        let place = folder.isEmpty ? name : "\(folder)/\(name)"
        let floor = place.split(separator: "/").first.map(String.init) ?? name
        return Module(name: name, floor: floor, files: try swiftFiles(below: "Sources/\(place)"))
      }
    } catch {
      fatalError("the house cannot be read: \(error)")
    }
  }()

  /// The names and folders in the `room("Name", in: "Folder"` calls of Package.swift.
  private static func rooms() throws -> [(name: String, folder: String)] {
    try text("Package.swift").split(separator: "room(").dropFirst().compactMap { call in
      let words = call.prefix { $0 != ")" && $0 != "[" }
        .split(separator: "\"", omittingEmptySubsequences: false)
      guard words.count > 1, words[0].allSatisfy({ " \n".contains($0) }) else { return nil }
      let isPlaced = words.count > 3 && words[2].contains("in:")
      return (String(words[1]), isPlaced ? String(words[3]) : "")
    }
  }
}
