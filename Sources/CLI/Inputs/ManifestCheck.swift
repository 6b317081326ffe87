internal import Host
internal import Manifests
internal import Model

/// What the language says about files.
enum ManifestCheck {
  /// A file that was named and says `kind: Connections` is held against that language; everything
  /// else is a manifest, also a connections file that lies where only manifests belong.
  static func report(
    on files: [SourceFile], named paths: [String], environment: Environment, isStrict: Bool
  ) -> ValidationReport {
    let connections = files.filter { paths.contains($0.path) && $0.isConnections }
    let manifests = ManifestReader.read(files: files.filter { !connections.contains($0) })
    var problems = manifests.problems
    for file in connections {
      let folder = Files.parent(of: file.path)
      problems +=
        ConnectionsReader.read(file, environment: environment.variables, baseFolder: folder)
        .problems
    }
    return ValidationReport(
      files: files.map(\.path), manifests: manifests.manifests.count,
      connections: connections.count, problems: problems.sorted(by: Problem.isBefore),
      isStrict: isStrict)
  }
}

extension SourceFile {
  /// Looks for the line `kind: Connections`. Only the choice between two languages hangs on it.
  var isConnections: Bool {
    bytes.split(separator: 0x0A).contains { line in
      guard line.starts(with: "kind:".utf8) else { return false }
      let value = line.dropFirst(5).filter { !" \t\r\"'".utf8.contains($0) }
      return value.prefix { $0 != UInt8(ascii: "#") }.elementsEqual("Connections".utf8)
    }
  }
}
